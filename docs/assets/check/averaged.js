/* A loss as a mean over what is drawn, L = E_t[…], for one of these. */

import { node } from "./trees.js"

const LOSS = /^([LJ]|\\mathcal\{[LJ]\}|\\ell)$/

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
  const isMean = tree.op === "mean" && tree.args.length > 1 && tree.name === "1"
  return isMean ? node("paren", [tree.args[0]], { start: tree.start, end: tree.end }) : null
}
