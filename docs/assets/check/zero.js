/* What is counted from 0, as in code, counted from 1: x_{2i}, x_{2i+1} become x_{2i-1}, x_{2i}. */

import { isNumber, node, number, print, some, walk } from "./trees.js"

/* The tree counted from 1, or null where nothing says that it is counted from 0. */
export function fromOne(tree) {
  const letters = countedLetters(tree)
  return letters.size ? changed(tree, letters) : null
}

/* Letters of sums from 0 and of places such as 2i + 1, with those that stand beside them. */
function countedLetters(tree) {
  const found = new Set()
  for (const part of walk(tree)) {
    if (part.op === "big" && isNumber(part.args[2], "0") && part.args[1]?.op === "letter") found.add(part.args[1].name)
    if (part.op !== "sub") continue
    for (const index of part.args.slice(1)) if (index.op !== "word" && some(index, each => each.op === "mul")) for (const each of walk(index)) if (each.op === "letter") found.add(each.name)
  }
  if (!found.size) return found
  for (const part of walk(tree)) {
    if (part.op !== "sub") continue
    for (const index of part.args.slice(1)) {
      const letters = [...walk(index)].filter(each => each.op === "letter").map(({ name }) => name)
      if (letters.some(name => found.has(name))) letters.forEach(name => found.add(name))
    }
  }
  return found
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
      return { ...part, args: [visit(base), ...indices.map(index => isCounted(index) && index.op !== "letter" ? node("add", [less(index), number("1")]) : index)] }
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

/* n - 1 is n. */
function above(upper) {
  return upper.op === "add" && upper.args.length === 2 && print(upper.args[1]) === "neg(number:1)" ? upper.args[0] : node("add", [upper, number("1")])
}
