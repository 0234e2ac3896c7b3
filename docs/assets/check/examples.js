/* The loss of one example, L_i = −f_{y_i} + log Σ_j e^{f_j}, with the scores of that example: f_{i y_i} and f_{ij}. */

import { baseOf } from "./letters.js"
import { leaf, mapTree, node, print, some, walk } from "./trees.js"

/* The trees with the example as an index of its scores and of its class, and the mean over all; null where no class
   stands below a score. */
export function ofExamples(trees) {
  if (trees.length !== 1) return null
  const [tree] = trees
  const sides = tree.op === "relation" ? tree.args.slice(1) : [tree]
  const left = tree.op === "relation" ? tree.args[0] : null
  const index = left?.op === "sub" && left.args.length === 2 && left.args[1].op === "letter" ? left.args[1] : leaf("letter", "n")
  if (left ? !LOSS.test(baseOf(left)) : false) return null
  const parts = sides.flatMap(side => [...walk(side)])
  const bound = new Set(parts.filter(({ op }) => op === "big").map(({ args }) => args[1]?.name ?? ""))
  const classes = parts.filter(part => part.op === "sub" && isClass(part.args.at(-1), index, bound))
  const scores = new Set(classes.map(({ args: [base] }) => print(base)))
  if (scores.size !== 1 || !bound.size) return null
  const isNumbered = part => part.args.length === 3 && print(part.args[1]) === print(index)
  if (parts.some(part => part.op === "sub" && scores.has(print(part.args[0])) && part.args.length !== 2 && !isNumbered(part))) return null
  const put = side => mapTree(side, part => {
    if (part.op !== "sub" || !scores.has(print(part.args[0]))) return part
    const last = part.args.at(-1)
    const own = isClass(last, index, bound) && last.op === "letter" ? node("sub", [last, index]) : last
    return { ...part, args: [part.args[0], index, own] }
  })
  const mean = side => node("mul", [node("frac", [leaf("number", "1"), SIZE]), node("big", [node("paren", [put(side)]), index, leaf("number", "1"), SIZE, null], { name: "sum" })], { start: side.start, end: side.end })
  return sides.length === 1 ? [mean(sides[0])] : null
}

const SIZE = leaf("letter", "N")
const LOSS = /^([LlJ]|\\mathcal\{[LJ]\}|\\ell)$/

/* y_i, or y alone, which no sum runs over. */
function isClass(tree, index, bound) {
  if (tree.op === "sub") return tree.args.length === 2 && tree.args[0].op === "letter" && print(tree.args[1]) === print(index)
  return tree.op === "letter" && /^[cky]$/.test(tree.name) && !bound.has(tree.name) && print(tree) !== print(index) && !some(index, part => print(part) === print(tree))
}
