/* A part that stands in several places, as y - f(x) in a loss, as one letter. */

import { leaf, print, size, some, walk } from "./trees.js"

const NAME = "\\mathfrak{r}"

/* The trees with the largest sum that is repeated as a letter, or null where none is, or where its letters stand
   elsewhere too. */
export function folded(trees) {
  if (trees.length !== 1 || trees[0].op !== "relation" || trees[0].args.length !== 2) return null
  const [tree] = trees
  const [left, right] = tree.args
  const count = new Map()
  for (const part of walk(right)) if (part.op === "add" && part.args.every(isPlain)) count.set(print(part), [...count.get(print(part)) ?? [], part])
  const [first] = [...count.values()].filter(parts => parts.length > 1).sort((a, b) => size(b[0]) - size(a[0]))
  if (!first) return null
  const [part] = first
  const letter = leaf("letter", NAME)
  const key = print(part)
  const put = each => print(each) === key ? { ...letter, start: each.start, end: each.end } : { ...each, args: each.args.map(arg => arg && put(arg)) }
  const changed = put(right)
  const letters = new Set([...walk(part)].filter(({ op }) => op === "letter").map(({ name }) => name))
  if (some(changed, each => each.op === "letter" && letters.has(each.name))) return null
  const isOfIt = arg => [...walk(arg)].every(each => each.op !== "letter" || letters.has(each.name))
  const [head, ...args] = /^(apply|call)$/.test(left.op) ? left.args : []
  if (head && !args.every(isOfIt)) return null
  return [{ ...tree, args: [head ? { ...left, args: [head, letter], name: undefined } : left, changed] }]
}

/* A name, a call of one, and either with a minus. */
function isPlain(tree) {
  if (tree.op === "neg") return isPlain(tree.args[0])
  return /^(letter|sub)$/.test(tree.op) || (tree.op === "apply" && tree.args.every(arg => /^(letter|sub)$/.test(arg.op)))
}
