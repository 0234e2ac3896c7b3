/* Equations that stand below each other in columns, (y_1, y_2)^T = M (x_1, x_2)^T, each for itself. */

import { node } from "./trees.js"

const isColumn = tree => tree.op === "matrix" && tree.args.length > 1 && tree.args.every(({ args }) => args.length === 1)
const plain = tree => tree.op === "paren" || (tree.op === "list" && tree.args.length === 1) ? plain(tree.args[0]) : tree

/* The lines with one for each row of a column that a matrix and a column make. */
export function unstacked(line) {
  const { tree } = line
  if (tree?.op !== "relation" || tree.name !== "=" || tree.args.length !== 2) return [line]
  const [left, right] = tree.args.map(plain)
  const factors = right.op === "mul" ? right.args.map(plain) : []
  const [matrix, column] = factors
  if (!isColumn(left) || factors.length !== 2 || matrix.op !== "matrix" || !isColumn(column) || matrix.args.length !== left.args.length || matrix.args.some(({ args }) => args.length !== column.args.length)) return [line]
  return left.args.map(({ args: [entry] }, row) => {
    const terms = matrix.args[row].args.map((cell, place) => node("mul", [node("paren", [cell]), column.args[place].args[0]]))
    return { ...line, tree: node("relation", [entry, node("add", terms)], { name: "=" }), start: entry.start, end: entry.end }
  })
}
