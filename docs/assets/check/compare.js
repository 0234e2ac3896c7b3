/* A paste and one formula of the reference: what each line is, first by structure, then by numbers. */

import { canonical } from "./canonical.js"
import { byNumbers } from "./judging.js"
import { Renaming } from "./letters.js"
import { matchLine, sidesOf, solve } from "./solve.js"
import { print, walk } from "./trees.js"

/* { formula, lines: [{ verdict, row, … }], renaming } */
export function compare(lines, formula) {
  const solved = structure(lines, formula)
  const { renaming } = solved
  const found = lines.map((line, number) => solved.rows[number] && { verdict: isRenamed(renaming) ? "renamed" : "same", row: solved.rows[number] })
  lines.forEach((line, number) => { line.isOurs = Boolean(found[number]) })
  lines.forEach((line, number) => { found[number] ??= misprinted(line, formula, renaming) })
  lines.forEach((line, number) => {
    found[number] ??= byNumbers(line, { lines, formula, renaming, taken: found.filter(each => /same|renamed/.test(each?.verdict)).map(({ row }) => row) })
  })
  return { formula, lines: found, renaming }
}

/* Once with every letter of the page standing for itself; then with those that the paste defines, or
   takes as arguments, free to stand for others. */
function structure(lines, formula) {
  const first = solve(lines, formula.rows, new Renaming(formula.names))
  if (first.count === lines.length) return first
  const own = ownLetters(lines)
  if (!own.size) return first
  const second = solve(lines, formula.rows, new Renaming(formula.names, own))
  return second.count > first.count ? second : first
}

/* Letters of arguments on left sides; those that are defined and stand in two places. */
function ownLetters(lines) {
  const found = new Set()
  const count = new Map()
  for (const { form } of lines) {
    for (const part of walk(form)) {
      const key = part.op === "letter" ? part.name : null
      if (key) count.set(key, (count.get(key) ?? 0) + 1)
    }
  }
  for (const { form } of lines) {
    if (form.op !== "relation") continue
    const [left] = form.args
    const call = left.op === "sub" ? left.args[0] : left
    if (call.op === "call") for (const arg of call.args.slice(1)) for (const part of walk(arg)) if (part.op === "letter" && count.get(part.name) > 1) found.add(part.name)
    const [head] = /^(letter|sub)$/.test(call.op) ? [...walk(call)].filter(part => part.op === "letter") : []
    if (head && count.get(head.name) > 1) found.add(head.name)
  }
  return found
}

function misprinted(line, formula, renaming) {
  for (const row of formula.rows) {
    for (const { refused, form, tree } of row.misprints) {
      for (const start of [renaming, new Renaming(formula.names)]) {
        const mark = start.copy()
        if (matchLine(line.form, form, mark, () => true)) return { verdict: "misprint", row, misprint: refused, printed: tree, renaming: mark }
      }
    }
  }
  return null
}

/* Whether a letter of the paste is another one than that of the page. */
export function isRenamed(renaming) {
  return renaming.pairs().some(({ paste, symbol, page }) => symbol ? print(paste) !== print(canonical(symbol.tree)) : false)
}

export { sidesOf }
