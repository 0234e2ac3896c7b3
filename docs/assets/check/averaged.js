/* A loss as a mean over what is drawn, L = E_t[…], or over examples, L = 1/N Σ_i …, for one of these. */

import { isNumber, mapTree, node, print, some } from "./trees.js"

const LOSS = /^([LJ]|\\mathcal\{[LJ]\}|\\ell|bce|ce|nll|loss|cost)$/i

/* The trees without the mean over examples or steps that a loss is, or null where there is none. */
export function single(trees) {
  let isChanged = false
  const changed = trees.map(tree => {
    if (tree.op !== "relation" || tree.args.length !== 2 || !LOSS.test(headOf(tree.args[0]))) return tree
    const [left, right] = tree.args
    const body = withoutMean(right)
    if (!body) return tree
    isChanged = true
    return { ...tree, args: [left, body] }
  })
  return isChanged ? changed : null
}

const headOf = tree => tree.args.length ? headOf(tree.args[0]) : tree.name

function withoutMean(tree) {
  if (tree.op === "neg") {
    const inside = withoutMean(tree.args[0])
    return inside && { ...tree, args: [inside] }
  }
  const at = { start: tree.start, end: tree.end }
  if (tree.op === "mean" && tree.args.length > 1 && tree.name === "1") return node("paren", [tree.args[0]], at)
  const [share, sum] = tree.op === "mul" && tree.args.length === 2 ? tree.args : []
  const size = share?.op === "frac" && sum.op === "big" && sum.name === "sum" ? share.args[1] : null
  const sign = share?.op === "frac" && (isNumber(share.args[0], "1") ? 1 : share.args[0].op === "neg" && isNumber(share.args[0].args[0], "1") ? -1 : 0)
  if (!size || !sign) return null
  const [body, index, lower, upper, condition] = sum.args
  if (condition || index?.op !== "letter" || (lower && !isNumber(lower, "1")) || (upper && print(upper) !== print(size))) return null
  const one = ofOne(body, index.name)
  return one && (sign > 0 ? node("paren", [one], at) : node("neg", [node("paren", [one], at)], at))
}

/* y for y_i and for y^{(i)}; null where the index stands for anything else. */
function ofOne(body, index) {
  const isIt = tree => tree.op === "letter" && tree.name === index
  const changed = mapTree(body, part => {
    if (part.op === "sup" && (isIt(part.args[1]) || (part.args[1].op === "paren" && isIt(part.args[1].args[0])))) return part.args[0]
    if (part.op !== "sub" || !part.args.slice(1).some(isIt)) return part
    const args = part.args.filter((arg, place) => !place || !isIt(arg))
    return args.length > 1 ? { ...part, args } : part.args[0]
  })
  return some(changed, isIt) || changed === body ? null : changed
}
