/* What is written with dots, a_1 b_1 + … + a_n b_n, with the sign that it stands for: a sum over k from 1 to n. */

import { isNumber, leaf, mapTree, node, number, print, some, walk } from "./trees.js"

const LETTERS = "kjlpqr"

/* The tree with sums and extremes for what is written with dots between a first and a last part. */
export function summed(tree) {
  const used = new Set([...walk(tree)].filter(({ op }) => op === "letter").map(({ name }) => name))
  const free = [...LETTERS].filter(letter => !used.has(letter))
  return mapTree(tree, part => {
    const at = { start: part.start, end: part.end }
    if (part.op === "add" && free.length) {
      const over = rangeOf(part.args, free[0])
      return over ? node("paren", [node("big", [...over, null], { ...at, name: "sum" })], at) : part
    }
    const isExtreme = part.op === "call" && /^(max|min)$/.test(part.args[0].name) && part.args.length > 2 && free.length
    const over = isExtreme && rangeOf(part.args.slice(1), free[0])
    return over ? node("big", [...over, null], { ...at, name: part.args[0].name }) : part
  })
}

/* [body, index, 1, last] of terms with dots before the last one; null of any others. */
function rangeOf(terms, letter) {
  const place = terms.findIndex(({ op }) => op === "dots")
  if (place < 1 || place !== terms.length - 2) return null
  const last = terms.at(-1)
  const found = { end: null }
  const index = leaf("letter", letter)
  const body = between(terms[0], last, "1", index, found)
  if (!body || !found.end || some(found.end, part => part.op === "number" && part !== found.end)) return null
  const isSecond = place < 2 || terms.slice(1, place).every((term, at) => Boolean(between(term, last, String(at + 2), index, { end: found.end })))
  return isSecond ? [body, index, number("1"), found.end] : null
}

/* The part that is one where the index is `from`, and the other where it is at its end. */
function between(first, last, from, index, found) {
  if (!first || !last) return first === last ? first : null
  if (isNumber(first, from) && /^(letter|sub|add)$/.test(last.op)) {
    if (found.end && print(found.end) !== print(last)) return null
    found.end = last
    return { ...index, start: first.start, end: first.end }
  }
  if (first.op !== last.op || first.name !== last.name || first.args.length !== last.args.length) return null
  const args = first.args.map((arg, place) => arg === null && last.args[place] === null ? null : between(arg, last.args[place], from, index, found) ?? undefined)
  return args.includes(undefined) ? null : { ...first, args }
}
