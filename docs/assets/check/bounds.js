/* Letters that a sum, an extreme, an integral or a limit binds, and where they run; from 0 becomes from 1. */

import { isNumber, node, number, print, some, walk } from "./trees.js"

const ONE = number("1")

/* { tree, variable, range: [lower, upper, condition], body }, or null where nothing is bound. */
export function boundOf(tree) {
  if (tree.op === "int" || tree.op === "lim") {
    const [body, variable, ...range] = tree.args
    return variable.op === "letter" ? { tree, variable: variable.name, range, body } : null
  }
  if (tree.op !== "big") return null
  const [body, index, lower, upper, condition] = tree.args
  if (index?.op === "letter") return index.name.startsWith("#") ? null : { tree, variable: index.name, range: [lower, upper, null], body }
  if (!condition && !upper && !lower) {  // Σ x_i²
    const letters = new Set()
    for (const part of walk(body)) if (part.op === "sub") for (const each of part.args.slice(1)) if (each.op === "letter") letters.add(each.name)
    const [variable] = letters
    return letters.size === 1 && !variable.startsWith("#") ? { tree, variable, range: [null, null, null], body } : null
  }
  if (!condition) return null
  return conditioned(tree, body, condition)
}

/* z of E_{z ∼ q}[…]. */
export function drawnLetter(tree) {
  const law = tree.op === "mean" && tree.args.length === 2 ? tree.args[1] : null
  return law?.op === "relation" && law.name === "∼" && law.args[0].op === "letter" ? law.args[0].name : null
}

/* The letter that a part binds, if any. */
export const boundLetter = tree => drawnLetter(tree) ?? boundOf(tree)?.variable ?? null

/* 1 ≤ p ≤ k, 1 ≤ q ≤ k and x ∈ S */
function conditioned(tree, body, condition) {
  const [first, ...others] = condition.op === "conditions" ? condition.args : [condition]
  const inner = others.length ? { ...tree, args: [body, null, null, null, { ...condition, args: others }] } : body
  if (first.op !== "relation") {
    return first.op === "letter" ? { tree, variable: first.name, range: [null, null, null], body: inner } : null
  }
  if (first.name === "≤ ≤" && first.args[1].op === "letter") {
    const [lower, variable, upper] = first.args
    return { tree, variable: variable.name, range: [lower, upper, null], body: inner }
  }
  const [left, right] = first.args
  if (first.name === "=" && left.op === "letter") return { tree, variable: left.name, range: [right, null, null], body: inner }
  if (left.op !== "letter" || first.args.length > 2) return null
  return { tree, variable: left.name, range: [null, null, node("within", [right], { name: first.name })], body: inner }
}

/* Σ from 0 to n - 1 is Σ from 1 to n: entries are counted from 1 then, and i itself is i - 1. */
export function shifted(bound) {
  const { variable, range: [lower, upper, condition], body } = bound
  if (!isNumber(lower, "0") || !/^(sum|prod|max|min)$/.test(bound.tree.name ?? "")) return bound
  const isIt = tree => tree.op === "letter" && tree.name === variable
  const minus = node("add", [{ op: "letter", name: variable, args: [] }, number("-1")])
  const indexed = tree => tree.op === "sub" && tree.args.slice(1).some(index => isIt(index))
  const advanced = some(body, tree => tree.op === "sub" && tree.args.slice(1).some(index => !isIt(index) && some(index, isIt)))
  if (advanced && some(body, indexed)) return bound
  const change = tree => {
    if (isIt(tree)) return minus
    if (tree.op === "sub" && !advanced) return { ...tree, args: [change(tree.args[0]), ...tree.args.slice(1).map(index => isIt(index) ? index : change(index))] }
    return { ...tree, args: tree.args.map(arg => arg && change(arg)) }
  }
  const above = upper && (upper.op === "add" && upper.args.length === 2 && print(upper.args[1]) === "neg(number:1)"
    ? upper.args[0] : node("add", [upper, ONE]))
  return { ...bound, range: [ONE, above, condition], body: change(body) }
}

/* The letters that stand outside of what binds them. */
export function freeLetters(tree, bound = new Set(), found = new Set()) {
  if (tree.op === "sup" && tree.args[1].name === "*") return found  // θ^* is none of the θ that argmin binds
  if (tree.op === "letter" && !bound.has(tree.name)) found.add(tree.name)
  const here = boundOf(tree)
  if (!here) for (const arg of tree.args) arg && freeLetters(arg, bound, found)
  else {
    for (const limit of here.range) limit && freeLetters(limit, bound, found)
    freeLetters(here.body, new Set([...bound, here.variable]), found)
  }
  return found
}
