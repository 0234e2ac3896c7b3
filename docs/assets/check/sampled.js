/* What is drawn from a normal distribution, x ∼ N(m, v I), as its mean and noise: x = m + √v ε. */

import { ifChanged, leaf, node, some } from "./trees.js"

const NORMAL = /^(N|\\mathcal\{N\})$/
const IDENTITY = /^(I|\\mathbf\{I\}|\\mathbb\{I\})$/
const NOISE = leaf("letter", "\\epsilon")

/* The trees with noise for such laws, or null where there is none. */
export function noised(trees) {
  if (trees.some(tree => some(tree, part => part.name === NOISE.name))) return null
  return ifChanged(trees.map(drawn), trees)
}

/* q(x_t | x_0) = N(x_t; m, v I), N(m, v I) with or without the name before it. */
function drawn(tree) {
  if (tree.op !== "relation" || tree.args.length !== 2 || !/^[=∼]$/.test(tree.name)) return tree
  const [left, law] = tree.args
  const items = /^(apply|call)$/.test(law.op) && NORMAL.test(law.args[0].name ?? "") ? law.args.slice(1) : []
  const variable = tree.name === "=" ? (left.op === "apply" ? left.args[1] : null) : left
  if (!variable || !/^(letter|sub)$/.test(variable.op) || items.length < 2 || items.length > 3) return tree
  const [mean, spread] = items.slice(-2)
  const variance = withoutIdentity(spread)
  if (!variance) return tree
  const noise = node("mul", [node("root", [variance]), NOISE], { start: spread.start, end: spread.end })
  return node("relation", [variable, node("add", [mean, noise])], { name: "=", start: tree.start, end: tree.end })
}

function withoutIdentity(tree) {
  if (tree.op !== "mul" || !IDENTITY.test(tree.args.at(-1).name ?? "")) return null
  const rest = tree.args.slice(0, -1)
  return rest.length > 1 ? node("mul", rest) : rest[0]
}
