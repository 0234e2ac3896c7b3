/* Names that a paste makes for itself: α_t of α, and g after an update in place. */

import { leaf, mapTree, node, print, some, walk } from "./trees.js"

/* The trees with α_t as one letter, where a line says what it is and it always stands with that step; null where
   there is none. */
export function stepless(trees) {
  const lefts = trees.filter(({ op }) => op === "relation").map(({ args: [left] }) => left)
  const names = new Map(lefts.filter(isStepped).map(left => [print(left), left]))
  for (const tree of trees) for (const part of walk(tree)) if (part.op === "sub") for (const [key, { args: [base] }] of names) if (print(part) !== key && print(part.args[0]) === print(base)) names.delete(key)
  const used = new Set([...names.keys()].filter(key => trees.some(tree => tree.args.slice(1).some(side => some(side, part => print(part) === key)))))
  if (!used.size) return null
  return trees.map(tree => mapTree(tree, part => used.has(print(part)) ? leaf("letter", `${part.args[0].name}_{${part.args[1].name}}`, { start: part.start, end: part.end }) : part))
}

const isStepped = tree => tree.op === "sub" && tree.args.length === 2 && tree.args.every(({ op }) => op === "letter")

/* g ← f(g) with another name for what comes out, or null where nothing is updated. */
export function renewed(trees) {
  if (trees.length > 1) return null
  const [tree] = trees
  if (tree.op !== "relation" || tree.name !== "←" || tree.args.length !== 2 || tree.args[0].op !== "letter" || !some(tree.args[1], part => print(part) === print(tree.args[0]))) return null
  const [left, right] = tree.args
  return [node("relation", [leaf("letter", `${left.name}'`, { start: left.start, end: left.end }), right], { name: tree.name, start: tree.start, end: tree.end })]
}
