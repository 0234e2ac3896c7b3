/* An update of one parameter, θ_j ← θ_j − α ∂J/∂θ_j, as that of all of them: θ ← θ − α ∇J. */

import { stepped } from "./steps.js"
import { mapTree, node, print, sidesOfOnly, some, walk } from "./trees.js"

/* The trees with the whole in place of its entries, and steps; null where no entry is updated by its slope alone. */
export function coordinates(trees) {
  const [tree] = trees
  const [left, right] = sidesOfOnly(trees, /^[=←]$/)
  if (left?.op !== "sub" || left.args[0].op !== "letter" || !left.args.slice(1).every(({ op }) => op === "letter")) return null
  const entry = print(left)
  const isSlope = part => part.op === "deriv" && part.args.length === 2 && print(part.args[1]) === entry
  if (!some(right, isSlope)) return null
  const whole = mapTree(tree, part => {  // what is inside a part comes first
    if (part.op === "deriv" && part.args.length === 2 && print(part.args[1]) === print(left.args[0])) return node("grad", [part.args[0]], { name: 1, start: part.start, end: part.end })
    return print(part) === entry ? { ...part.args[0], start: part.start, end: part.end } : part
  })
  const indices = new Set(left.args.slice(1).map(print))
  return [...walk(whole)].some(part => indices.has(print(part))) ? null : stepped([whole])
}
