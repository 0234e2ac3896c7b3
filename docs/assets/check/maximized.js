/* An estimate, θ̂ = argmax_θ Σ log p(x_i | θ), as what is maximized: ℓ(θ) = Σ log p(x_i | θ). */

import { isNumber, leaf, mapTree, node, sidesOfOnly } from "./trees.js"

/* The tree with the log-likelihood in place of its maximum; null of anything but one such line. */
export function maximized(trees) {
  const [tree] = trees
  const [, extreme] = sidesOfOnly(trees)
  if (extreme?.op !== "big" || !/^arg(max|min)$/.test(extreme.name) || extreme.args[1]?.op !== "letter") return null
  const [body, parameter] = extreme.args
  const positive = extreme.name === "argmax" ? body : negative(body)
  const likelihood = positive && unscaled(positive)
  if (!likelihood) return null
  const at = { start: tree.args[0].start, end: tree.args[0].end }
  return [{ ...tree, args: [node("apply", [leaf("letter", "\\ell", at), { ...parameter, ...at }], at), mapTree(likelihood, conditional)] }]
}

/* x of −x, also in front of a product. */
function negative(tree) {
  if (tree.op === "neg") return tree.args[0]
  const [first, ...others] = tree.op === "mul" ? tree.args : []
  return first?.op === "neg" ? node("mul", [first.args[0], ...others]) : null
}

/* Without a share in front, and of a product its logarithm: neither moves the maximum. */
function unscaled(tree) {
  if (tree.op === "mul" && tree.args.length === 2 && tree.args[0].op === "frac" && isNumber(tree.args[0].args[0], "1")) return unscaled(tree.args[1])
  if (tree.op !== "big") return null
  return tree.name === "prod" ? node("call", [leaf("word", "log"), tree]) : tree
}

/* p(x; θ) as p(x | θ). */
const conditional = part => part.op === "apply" && part.args.length === 3 && part.name === undefined ? { ...part, name: 1 } : part
