/* Structure: which line of a paste is which equation of a formula, all under one renaming. */

import { match } from "./match.js"
import { tiesLeft } from "./left.js"
import { sketch } from "./sketch.js"
import { size } from "./trees.js"

const STEPS = 30000
const SMALLEST_SIDE = 5  // parts: a side without a left side says who it is
const EQUATES = /^(= ?|≈ ?|≡ ?)+$/

export const sidesOf = form => form.op === "relation" ? form.args : [form]

const SKETCHES = new WeakMap()
function sketchOf(side) {
  if (!SKETCHES.has(side)) SKETCHES.set(side, sketch(side))
  return SKETCHES.get(side)
}

/* The most lines that are equations of these rows: { renaming, rows: [row or null for each line] }. */
export function solve(lines, rows, renaming) {
  const budget = { steps: STEPS }
  const best = { count: 0, renaming: renaming.copy(), rows: lines.map(() => null) }
  const chosen = lines.map(() => null)
  const wanted = lines.filter(line => rows.some(row => mayBe(line, row))).length
  const place = (number, current, count) => {
    if (number === lines.length) {
      if (count > best.count) Object.assign(best, { count, renaming: current.copy(), rows: [...chosen] })
      return count === wanted
    }
    if (best.count >= count + lines.length - number && best.count) return false
    for (const row of rows) {
      if (chosen.includes(row) || !mayBe(lines[number], row)) continue
      chosen[number] = row
      if (matchLine(lines[number].form, row.form, current, found => {
        const next = forNextLine(found)
        return place(number + 1, next, count + 1)
      }, budget)) return true
      chosen[number] = null
      if (budget.steps < 0) break
    }
    return place(number + 1, current, count)
  }
  place(0, renaming, 0)
  return best
}

/* An index means what its line says. */
function forNextLine(renaming) {
  const next = renaming.copy()
  for (const [page, { key }] of renaming.toPaste) {
    if (!page.startsWith("index ")) continue
    next.toPaste.delete(page)
    next.toPage.delete(key)
  }
  return next
}

/* Whether a side of a line looks like a side of a row. */
function mayBe(line, row) {
  const theirs = sidesOf(line.form).map(sketchOf)
  const ours = sidesOf(row.form).map(sketchOf)
  return theirs.some(side => side !== "x" && ours.includes(side)) || (theirs.every(side => side === "x") && ours.every(side => side === "x"))
}

/* Calls `found` with every renaming under which a line says what the row says. */
export function matchLine(form, page, renaming, found, budget = { steps: STEPS }) {
  const ours = sidesOf(page)
  const theirs = sidesOf(form)
  if (theirs.length === 1) {
    if (page.op === "relation" && !EQUATES.test(page.name)) return false
    return ours.some((side, place) => (place || size(side) > 8) && size(theirs[0]) >= SMALLEST_SIDE && sketchOf(side) === sketchOf(theirs[0])
      && match([[side, theirs[0]]], renaming, found, budget))
  }
  if (page.op !== "relation") return false
  if (!EQUATES.test(page.name) || !EQUATES.test(form.name)) {
    return page.name === form.name && match([[page, form]], renaming, found, budget)
  }
  for (const choice of choices(theirs.length, ours, theirs)) {
    if (match(choice.map((our, their) => [ours[our], theirs[their]]), renaming, found, budget)) return true
  }
  for (const [left, ...right] of [theirs, [...theirs].reverse()]) {
    if (ours.length < 2) return false
    for (const choice of choices(right.length, ours.slice(1), right)) {
      const pairs = choice.map((our, their) => [ours[our + 1], right[their]])
      if (match(pairs, renaming, tied => tiesLeft(ours[0], left, tied, ours.slice(1)) && found(tied), budget)) return true
    }
  }
  return false
}

/* Ways to take a side of the page for each of the paste's, none twice. */
function* choices(count, ours, theirs, taken = []) {
  if (taken.length === count) {
    yield taken
    return
  }
  for (let our = 0; our < ours.length; our += 1) {
    if (taken.includes(our) || sketchOf(ours[our]) !== sketchOf(theirs[taken.length])) continue
    yield* choices(count, ours, theirs, [...taken, our])
  }
}
