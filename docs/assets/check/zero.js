/* What is counted from 0, as in code, counted from 1: x_{2i}, x_{2i+1} become x_{2i-1}, x_{2i}. */

import { isNumber, leaf, node, number, print, some, walk } from "./trees.js"

/* The trees counted from 1, or null where nothing says that they are counted from 0. */
export function fromOne(given) {
  const trees = given.map(tree => tree.op === "relation" ? { ...tree, args: [entryOf(tree.args[0]), ...tree.args.slice(1)] } : tree)
  const letters = countedLetters(trees)
  return letters.size ? trees.map(tree => changed(tree, letters)) : null
}

/* Whether there are the places 2i and 2i + 1: from 1 these would be 2i - 1 and 2i. */
export function isFromZero(trees) {
  const indices = new Set(trees.map(tree => tree.op === "relation" ? { ...tree, args: [entryOf(tree.args[0]), ...tree.args.slice(1)] } : tree).flatMap(tree => [...walk(tree)]).filter(part => part.op === "sub").flatMap(part => part.args.slice(1)).map(print))
  return [...indices].some(index => /^mul\(number:2 /.test(index) && indices.has(`add(${index} number:1)`))
}

/* PE(pos, 2i) and PE_{(pos, 2i)} are PE(pos)_{2i}. */
function entryOf(left) {
  const [head, ...inside] = left.args
  const args = left.op === "sub" && inside.length === 1 && inside[0].op === "list" ? inside[0].args : inside
  if (!/^(apply|call|sub)$/.test(left.op) || args.length < 2 || !some(args.at(-1), part => part.op === "mul" && isNumber(part.args[0]))) return left
  return node("sub", [node("call", [head, ...args.slice(0, -1)]), args.at(-1)], { start: left.start, end: left.end })
}

const partsOf = tree => [...walk(tree)].filter(part => part.op === "sub").flatMap(part => part.args.slice(1))

/* Letters of sums from 0 and of places such as 2i + 1, with those that stand beside them. */
function countedLetters(trees) {
  const found = new Set()
  const all = trees.flatMap(tree => [...walk(tree)])
  for (const part of all) if (part.op === "big" && isNumber(part.args[2], "0") && part.args[1]?.op === "letter") found.add(part.args[1].name)
  const indices = trees.flatMap(partsOf)
  for (const index of indices) if (index.op !== "word" && some(index, each => each.op === "mul" && isNumber(each.args[0]))) for (const each of walk(index)) if (each.op === "letter") found.add(each.name)
  if (!found.size) return found
  for (const index of indices) {
    const scales = scalesOf(index, new Set(indices.filter(({ op }) => op === "letter").map(({ name }) => name)))
    const letters = [...walk(index)].filter(({ op, name }) => op === "letter" && !scales.has(name)).map(({ name }) => name)
    if (letters.some(name => found.has(name))) letters.forEach(name => found.add(name))
  }
  return found
}

/* The letters that another is multiplied by, s of s i + u: they count nothing, unless they are an index alone. */
function scalesOf(index, alone) {
  const products = [...walk(index)].filter(({ op, args }) => op === "mul" && args.filter(arg => arg.op === "letter").length > 1)
  return new Set(products.flatMap(({ args }) => args.map(({ name }) => name)).filter(name => !alone.has(name)))
}

function changed(tree, letters) {
  const isCounted = part => some(part, each => each.op === "letter" && letters.has(each.name))
  const less = part => {
    if (part.op === "letter") return letters.has(part.name) ? node("paren", [node("add", [part, number("-1")])], { start: part.start, end: part.end }) : part
    return { ...part, args: part.args.map(arg => arg && less(arg)) }
  }
  const visit = part => {
    if (part.op === "sub") {
      const [base, ...indices] = part.args
      return { ...part, args: [visit(base), ...indices.map(index => isCounted(index) && index.op !== "letter" ? fromOneAt(index, letters) ?? node("add", [less(index), number("1")]) : index)] }
    }
    if (part.op === "big" && part.args[1]?.op === "letter" && letters.has(part.args[1].name)) {
      const [body, index, lower, upper, condition] = part.args
      const fromZero = isNumber(lower, "0")
      return { ...part, args: [visit(body), index, fromZero ? number("1") : lower, fromZero && upper ? above(upper) : upper, condition] }
    }
    if (part.op === "letter") return less(part)
    return { ...part, args: part.args.map(arg => arg && visit(arg)) }
  }
  return visit(tree)
}

/* The place 2i + 1 of what is counted from 0 is 2i where i and the places are counted from 1; null of other places. */
function fromOneAt(index, letters) {
  const terms = termsOf(index)
  if (!terms) return null
  let constant = 1
  for (const [letter, count] of terms) constant += letter === "" ? count : letters.has(letter) ? -count : 0
  const parts = [...terms].filter(([letter, count]) => letter !== "" && count > 0).map(([letter, count]) => count === 1 ? leaf("letter", letter) : node("mul", [number(String(count)), leaf("letter", letter)]))
  if (parts.length !== [...terms.keys()].filter(letter => letter !== "").length) return null
  if (constant) parts.push(constant > 0 ? number(String(constant)) : node("neg", [number(String(-constant))]))
  return parts.length > 1 ? node("add", parts, { start: index.start, end: index.end }) : parts[0]
}

/* How often each letter stands in a sum of letters and numbers, "" for the numbers; null of any other part. */
function termsOf(tree) {
  if (tree.op === "number") return new Map([["", Number(tree.name)]])
  if (tree.op === "letter") return new Map([[tree.name, 1]])
  const inside = tree.args.map(arg => arg && termsOf(arg))
  if (!inside.every(Boolean)) return null
  if (tree.op === "paren") return inside[0]
  if (tree.op === "neg") return new Map([...inside[0]].map(([letter, count]) => [letter, -count]))
  if (tree.op === "mul" && tree.args.length === 2 && isNumber(tree.args[0])) return new Map([...inside[1]].map(([letter, count]) => [letter, count * Number(tree.args[0].name)]))
  if (tree.op !== "add") return null
  const found = new Map()
  for (const terms of inside) for (const [letter, count] of terms) found.set(letter, (found.get(letter) ?? 0) + count)
  return found
}

/* n - 1 is n. */
function above(upper) {
  return upper.op === "add" && upper.args.length === 2 && print(upper.args[1]) === "neg(number:1)" ? upper.args[0] : node("add", [upper, number("1")])
}
