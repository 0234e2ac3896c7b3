/* A matrix that is written with dots, by its entry: its four corners say what stands at i and j. */

import { leaf, node, some } from "./trees.js"

const ROW = "i", COLUMN = "j"

/* H = (…) with a matrix of dots on its right as H_{ij} = …; the tree itself where there is none. */
export function entrywise(tree) {
  if (tree.op !== "relation" || tree.name !== "=" || tree.args.length !== 2) return tree
  const [left, right] = tree.args
  const matrix = right.op === "list" && right.args.length === 1 ? right.args[0] : right.op === "paren" ? right.args[0] : right
  if (matrix.op !== "matrix" || !/^(letter|sub|apply)$/.test(left.op)) return tree
  const rows = matrix.args.map(({ args }) => args)
  const isDotted = rows.some(row => row.some(({ op }) => op === "dots"))
  const corners = [rows[0]?.[0], rows[0]?.at(-1), rows.at(-1)?.[0], rows.at(-1)?.at(-1)]
  if (!isDotted || rows.length < 3 || corners.some(corner => !corner || corner.op === "dots")) return tree
  const used = new Set([ROW, COLUMN])
  if (some(tree, part => part.op === "letter" && used.has(part.name))) return tree
  const entry = merged(corners)
  const name = labelledBase(left.op === "apply" ? left.args[0] : left)
  return entry ? { ...tree, args: [node("sub", [...(name.op === "sub" ? name.args : [name]), leaf("letter", ROW), leaf("letter", COLUMN)], { start: left.start, end: left.end }), entry] } : tree
}

/* The f of H_f says of what it is. */
const labelledBase = name => name.op === "sub" ? { ...name, args: [name.args[0], ...name.args.slice(1).map(index => index.op === "letter" ? { ...index, op: "word" } : index)] } : name

/* What stands at i and j, from what stands in the corners; null where they are of different forms. */
function merged(corners) {
  const [first, right, below, last] = corners
  if (corners.every(corner => corner?.op === "number" && corner.name === first.name)) return first
  if (first?.op === "number" && first.name === "1") {
    const [isRow, isColumn] = [right.op === "number" && below.op !== "number", below.op === "number" && right.op !== "number"]
    if (isRow && print(below) === print(last)) return leaf("letter", ROW)
    if (isColumn && print(right) === print(last)) return leaf("letter", COLUMN)
    return null
  }
  if (corners.some(corner => !corner || corner.op !== first.op || corner.args.length !== first.args.length || (!first.args.length && corner.name !== first.name))) return null
  const args = first.args.map((_, place) => corners.every(corner => corner.args[place] === null) ? null : merged(corners.map(corner => corner.args[place])))
  return args.some((arg, place) => !arg && first.args[place]) ? null : { ...first, args }
}

const print = tree => `${tree.op}:${tree.name}`
