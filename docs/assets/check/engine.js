/* Is my formula right? What is pasted is read, the formulas it may be are looked up, and each is compared.

       clean.js → tokens.js → lines.js → read.js     text to trees, strictly
       canonical.js, match.js, solve.js              structure: the same under a renaming
       evaluate.js, numbers.js, judging.js           numbers: equal on the draws, or a counterexample
       answer.js                                     what is said about it */

import { answer, unreadable } from "./answer.js"
import { functionsOf, openHeads, resolved } from "./calls.js"
import { canonical } from "./canonical.js"
import { compare } from "./compare.js"
import { formulaOf } from "./formula.js"
import { nearest } from "./candidates.js"
import { lineOf, read } from "./reading.js"

export { candidates } from "./candidates.js"

const RANK = ["same", "renamed", "equivalent", "misprint", "different", "unknown"]
const MOST_LINES = 40
const READINGS = 5

/* The answer about a paste, from the formulas that are loaded: { formulas: […], stop?: () => boolean }. */
export function judge(paste, library) {
  const reading = read(paste)
  const lines = reading.lines.slice(0, MOST_LINES)
  const readable = lines.filter(line => line.tree)
  if (!readable.length) return unreadable(reading)
  let best = null
  for (const variant of readings(readable)) {
    for (const formula of nearest(variant, library.formulas)) {
      if (library.stop?.()) return best ?? unreadable(reading)
      const found = answer(reading, lines, variant, compare(variant, formulaOf(formula)))
      if (!best || isBetter(found, best)) best = found
      if (RANK.indexOf(best.verdict) < 2) return best
    }
    if (best && RANK.indexOf(best.verdict) < 3) return best
  }
  return best
}

function isBetter(one, other) {
  const [a, b] = [one, other].map(({ verdict }) => RANK.indexOf(verdict))
  return a !== b ? a < b : one.weight > other.weight
}

/* The ways to read a paste: the usual one first. */
function* readings(lines) {
  const trees = lines.map(({ tree }) => tree)
  const functions = functionsOf(trees)
  const open = openHeads(trees, functions)
  const usual = new Set([...functions, ...[...open].filter(([, isFunction]) => isFunction).map(([head]) => head)])
  const of = (known, source) => source.map(line => {
    const raw = resolved(line.tree, known)
    return { ...line, raw, form: canonical(raw) }
  })
  let count = 0
  yield of(usual, lines)
  for (const [head, isFunction] of open) {
    if ((count += 1) > READINGS) return
    const other = new Set(usual)
    if (isFunction) other.delete(head)
    else other.add(head)
    yield of(other, lines)
  }
  if (lines.some(line => line.ambiguous?.has("slash"))) {
    yield of(usual, lines.map(line => ({ ...line, ...lineOf(line.tokens, { slash: "loose" }) })))
  }
}
