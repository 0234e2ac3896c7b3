/* Calls that stand for a value: p_θ(x_i | x_{<i}) is p_i, D(x) is D_x, r_t(θ) is r_t. */

import { latex } from "./latex.js"
import { leaf, node, print, walk } from "./trees.js"

/* The trees with such calls as names, or null where there are none. */
export function valued(trees) {
  const lefts = new Set(trees.filter(({ op }) => op === "relation").map(({ args: [left] }) => left.op === "sub" ? left.args[0] : left))
  const calls = trees.flatMap(tree => [...walk(tree)]).filter(part => part.op === "apply" && !lefts.has(part))
  const kept = new Set(calls.filter(call => !isValue(call)).map(({ args: [head] }) => print(head)))
  if (!calls.some(({ args: [head] }) => !kept.has(print(head)))) return null
  const plain = headsOfWhole(calls)
  const fold = tree => {
    if (tree.op === "apply" && isPlain(tree) && plain.has(wholeOf(tree))) return { ...tree.args[0], start: tree.start, end: tree.end }  // m(x) beside m(x^{(1)})
    if (tree.op === "sub" && tree.args[0].op === "apply" && isPlain(tree.args[0]) && !kept.has(print(tree.args[0].args[0]))) return { ...tree, args: [tree.args[0].args[0], ...tree.args.slice(1)] }  // G(x)_i
    if (tree.op === "apply" && !kept.has(print(tree.args[0]))) return folded(tree)
    return { ...tree, args: tree.args.map(arg => arg && fold(arg)) }
  }
  return trees.map(tree => tree.op === "relation" ? { ...tree, args: [tree.args[0].op === "apply" && plain.has(wholeOf(tree.args[0])) ? fold(tree.args[0]) : keptLeft(tree.args[0], fold), ...tree.args.slice(1).map(fold)] } : fold(tree))
}

const isPlain = ({ args: [head, first, ...others] }) => isName(head) && first.op === "letter" && !others.length
const wholeOf = ({ args: [head, first] }) => `${print(head)} of ${print(first)}`

/* Heads that are called with parts of a letter, x^{(1)}: with the letter itself they are of the whole. */
function headsOfWhole(calls) {
  return new Set(calls.filter(({ args: [head, first, ...others] }) => isName(head) && /^(sup|sub)$/.test(first.op) && first.args[0].op === "letter" && !others.length)
    .map(({ args: [head, first] }) => `${print(head)} of ${print(first.args[0])}`))
}

/* What a left side is a function of stays. */
const keptLeft = (tree, fold) => tree.op === "apply" || (tree.op === "sub" && tree.args[0].op === "apply") ? tree : fold(tree)

const isName = tree => tree.op === "letter" || (/^(sub|sup)$/.test(tree.op) && tree.args[0].op === "letter")

function isValue({ name, args: [head, first, ...others] }) {
  if (!isName(head) || !isName(first)) return false
  if (name === undefined) return others.every(isName)
  return name === 1 && others.every(isGiven)
}

/* What comes before, or what is given for all: x_{<i}, x_1, …, x_{i-1}, s_i, c. */
const isGiven = tree => isName(tree) || tree.op === "dots" || (tree.op === "mul" && tree.args.some(({ op }) => op === "dots") && tree.args.every(isGiven))

function folded(tree) {
  const [head, first, ...others] = tree.args
  const at = { start: tree.start, end: tree.end }
  const ofCall = indicesOf(first)
  const isCounted = head.op !== "letter" && indicesOf(head).length > 0 && !ofCall.length && first.op === "letter"
  if (isCounted && (first.name.startsWith("\\") || (indicesOf(head).every(isCount) && !isCount(first)))) return { ...head, ...at }  // r_t(θ)
  if (tree.name === undefined && others.length) return leaf("letter", latex(tree), at)
  const base = head.op === "letter" ? head : leaf("letter", latex(head), at)
  const indices = ofCall.length ? ofCall : tree.name === undefined && first.op === "letter" ? [first] : []
  return indices.length ? node("sub", [base, ...indices], at) : leaf("letter", latex(tree), at)
}

const isCount = ({ name }) => /^[i-nt]$/.test(name)

/* i of x_i and x^{(i)}. */
function indicesOf(tree) {
  if (tree.op === "sup") return tree.args[1].op === "paren" ? tree.args[1].args : tree.args[1].op === "letter" && tree.args[1].name !== "*" ? [tree.args[1]] : []
  return tree.op === "sub" ? tree.args.slice(1).filter(({ op }) => op !== "word") : []
}
