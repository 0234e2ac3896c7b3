/* One formula in the ways it may be written: a query is found in the best of them.

   Each function returns the tree itself where it finds nothing to change. */

import { leaf, node, TWO, withArgs } from "./trees.js"

/* What a source is indexed under: each statement, its other ways, and the sides of an equation. */
export function formsOf(trees) {
  return new Set(trees.flatMap(tree => [tree, merged(tree), abstracted(tree), ...(tree.op === "eq" ? tree.args : [])]))
}

/* What a query may mean: lists of statements, without repetition. */
export function readingsOf(trees) {
  const readings = [trees.map(merged), trees.map(abstracted), inlined(trees), trees.map(defined)]
  return [trees, ...readings.filter(reading => reading.some((tree, place) => tree !== trees[place]))]
}

/* a · (b / c) → (a · b) / c */
function merged(original) {
  const tree = withArgs(original, original.args.map(merged))
  const quotient = tree.op === "mul" ? tree.args.find(arg => arg.op === "frac" && arg.args.length === 2) : null
  if (!quotient) return tree
  const [above, below] = quotient.args
  const factors = [...tree.args.filter(arg => arg !== quotient), ...(above.op === "mul" ? above.args : [above])]
    .filter(factor => factor.name !== "1")
  return node("frac", [factors.length > 1 ? node("mul", factors) : factors[0] ?? above, below])
}

/* x − E(x) → x − μ: a statistic of one variable is often a letter of its own. */
function abstracted(tree) {
  if (tree.args[0]?.op === "letter") {
    if (tree.op === "E" || tree.op === "max") return leaf("letter", "μ")
    if (tree.op === "var") return node("pow", [leaf("letter", "σ"), TWO])
  }
  return withArgs(tree, tree.args.map(abstracted))
}

/* f(x) = … → what f is, whatever its name */
function defined(tree) {
  const [left, right, ...more] = tree.args
  const name = left?.op === "call" ? left.args : [left]
  return tree.op === "eq" && !more.length && name.every(part => part.op === "letter") ? right : tree
}

/* e = exp(z); e / sum(e) → exp(z) / sum(exp(z)) */
function inlined(trees) {
  const known = new Map()
  return trees.map(tree => {
    const [name, ...values] = tree.args
    const defines = tree.op === "eq" && values.length === 1 && name.op === "letter" && !name.args.length
    if (!defines) return substituted(tree, known)
    const value = substituted(values[0], known)
    known.set(name.name, value)
    return withArgs(tree, [name, value])
  })
}

function substituted(tree, known) {
  if (tree.op === "letter") return tree.args.length ? tree : known.get(tree.name) ?? tree
  return withArgs(tree, tree.args.map(arg => substituted(arg, known)))
}
