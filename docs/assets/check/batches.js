/* A mean over the examples of a set, 1/|B| Σ_{i ∈ B} ∇ℓ_i(w), with numbers for them: 1/n Σ_{i=1}^n ∇ℓ(w, x_i). */

import { baseOf } from "./letters.js"
import { isNumber, leaf, mapTree, node, number, print, some, walk } from "./trees.js"

const NAMES = ["n", "m", "N", "M"]  // of a size that the paste has no letter for

/* The tree with a sum to a size for each mean over a set. */
export function counted(tree) {
  const means = [...walk(tree)].filter(part => part.op === "mul" && part.args.length > 1 && setOf(part.args.at(-1)) && part.args.slice(0, -1).some(factor => factor.op === "frac"))
  if (!means.length) return tree
  const used = new Set([...walk(tree)].filter(({ op }) => op === "letter").map(({ name }) => name))
  const free = NAMES.find(name => !used.has(name))
  return mapTree(tree, part => {
    if (!means.some(mean => mean.start === part.start && mean.end === part.end && part.op === "mul")) return part
    const sum = part.args.at(-1)
    const set = setOf(sum)
    const share = part.args.find(factor => factor.op === "frac")
    const below = share.args[1]
    const isSize = below.op === "abs" && baseOf(below.args[0]) === baseOf(set.of)
    if (!isSize && below.op !== "letter") return part
    const size = isSize ? free && leaf("letter", free) : below
    return size ? { ...part, args: part.args.map(factor => factor === share ? { ...share, args: [share.args[0], size] } : factor === sum ? overNumbers(sum, set, size) : factor) } : part
  })
}

/* { elements, of } of a sum over i ∈ B, x ∈ B or (x, y) ∈ B. */
function setOf(sum) {
  const condition = sum.op === "big" && sum.name === "sum" ? sum.args[4] : null
  const [first, ...others] = condition?.op === "conditions" ? condition.args : []
  if (!first || others.length || first.op !== "relation" || first.name !== "∈") return null
  const [left, of] = first.args
  const elements = left.op === "list" ? left.args : [left]
  return elements.every(({ op }) => op === "letter") && /^(letter|sub)$/.test(of.op) ? { elements, of } : null
}

function overNumbers(sum, { elements }, size) {
  const [body] = sum.args
  const names = new Set(elements.map(({ name }) => name))
  const isIndex = elements.length === 1 && some(body, part => /^(sub|sup)$/.test(part.op) && part.args.slice(1).some(index => some(index, each => each.name === elements[0].name)))
  const index = isIndex ? elements[0] : leaf("letter", "i")
  const numbered = isIndex ? body : mapTree(body, part => part.op === "letter" && names.has(part.name) ? node("sub", [part, index], { start: part.start, end: part.end }) : part)
  return { ...sum, args: [ofExample(numbered, index), index, number("1"), size, null] }
}

/* ∇ℓ_i(w) is ∇ℓ(w, x_i): the loss of an example. */
export function ofExample(body, index) {
  const isIt = tree => tree.op === "paren" ? isIt(tree.args[0]) : print(tree) === print(index)
  return mapTree(body, part => {
    const [call] = /^(grad|deriv)$/.test(part.op) ? part.args : []
    const head = call?.op === "apply" ? call.args[0] : null
    if (!head || !/^(sub|sup)$/.test(head.op) || head.args.length !== 2 || !isIt(head.args[1]) || isNumber(head.args[0])) return part
    return { ...part, args: [{ ...call, args: [head.args[0], ...call.args.slice(1), node("sub", [leaf("letter", "x"), index])] }, ...part.args.slice(1)] }
  })
}
