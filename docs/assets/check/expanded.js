/* Brackets of an update multiplied out, w ← w − η ∇L − η λ w for w ← w − η (∇L + λ w). */

import { stepped } from "./steps.js"
import { ifChanged, mapTree, node, some } from "./trees.js"

/* The trees with the terms of each such bracket, and steps where there are none; null where there is no bracket. */
export function expanded(trees) {
  const changed = ifChanged(trees.map(tree => tree.op === "relation" ? mapTree(tree, multiplied) : tree), trees)
  return changed && (stepped(changed) ?? changed)
}

/* Factors before a sum that has a gradient in it: each of its terms gets them. */
function multiplied(part) {
  const isProduct = part.op === "apply" && part.args.length === 2 && part.args[0].op === "letter"
  const last = part.op === "mul" || isProduct ? part.args.at(-1) : null
  const sum = last?.op === "paren" ? last.args[0] : last
  if (sum?.op !== "add" || !some(sum, ({ op }) => op === "grad" || op === "deriv")) return part
  const factors = part.args.slice(0, -1)
  const times = term => term.op === "neg" ? { ...term, args: [times(term.args[0])] } : node("mul", [...factors, ...(term.op === "mul" ? term.args : [term])])
  return node("paren", [node("add", sum.args.map(times))], { start: part.start, end: part.end })
}
