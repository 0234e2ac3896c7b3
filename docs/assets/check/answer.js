/* What is said about a paste: the verdict of each line, and that of the whole. */

import { align } from "./align.js"
import { unspelled } from "./accusing.js"
import { latex } from "./latex.js"
import { keyOf, named } from "./names.js"
import { isStandIn } from "./standins.js"
import { print, some } from "./trees.js"

const RIGHT = new Set(["same", "renamed", "equivalent"])
const RIGHTS = [...RIGHT]
const ORDER = ["misprint", "different", "unknown", "equivalent", "renamed", "same"]  // which line decides: the worst that matters

export function unreadable({ lines, problems, isCut }) {
  const problem = lines.find(line => line.problem)?.problem ?? problems[0] ?? { what: isCut ? "It is too long to be read." : "There is no formula in it." }
  return { verdict: "unknown", formula: null, anchor: null, title: null, says: `This cannot be read: ${problem.what}.`, renaming: [], nearest: [], reason: problem, lines: [], weight: 0 }
}

/* `lines` are all of the paste, `variant` those that could be read, `found` how they compare with one formula. */
export function answer(reading, lines, variant, found) {
  const { formula } = found
  const names = namesTold(found)
  const told = variant.map((line, number) => lineAnswer(line, found.lines[number], found, names))
  const isOfUse = told.some(({ verdict }) => RIGHT.has(verdict))
  const all = lines.map(line => {
    const number = variant.findIndex(each => each.start === line.start)
    if (number < 0 && line.tree) return { verdict: "unknown", used: isOfUse, place: [line.start, line.end], matters: !isOfUse }
    return number < 0 ? { verdict: "unknown", reason: line.problem, place: [line.start, line.end], matters: true } : told[number]
  })
  const deciding = decide(all)
  const { weight } = deciding
  return {
    verdict: deciding.verdict,
    formula: deciding.verdict === "unknown" ? null : formula.id,
    title: deciding.verdict === "unknown" ? null : formula.title,
    anchor: deciding.line?.anchor ?? null,
    says: says(deciding, formula),
    renaming: renamingTold(found, names),
    rewritten: told.map(line => line.rewritten).join(" \\\\ "),
    ...picked(deciding.line ?? {}),
    nearest: [formula.id],
    lines: all,
    weight,
  }
}

/* Right in part, with a line beside it that nothing is known about. */
export function doubted(told) {
  return { ...told, verdict: "unknown", formula: null, title: null, says: `A part of this is ${told.title}; of another line nothing is known.`, nearest: [told.formula] }
}

/* More like another formula: which of them it should be is not known. */
export function undecided(told) {
  return { ...told, verdict: "unknown", formula: null, title: null, says: `This is like ${told.title}, and more like another formula.`, nearest: [told.formula] }
}

function picked({ draws, deviation, convention, misprint, places, counterexample, reason, page, row }) {
  return Object.fromEntries(Object.entries({ draws, deviation, convention, misprint, places, counterexample, reason, page, row }).filter(([, value]) => value !== undefined && value !== null))
}

function spelledShare(line, row, formula) {
  const { count, missing } = unspelled(line, row, formula)
  return count ? 1 - missing / count : 0
}

/* The paste's names with our symbols. */
function namesTold({ renaming, lines }) {
  const names = new Map(renaming.pairs().filter(({ symbol }) => symbol).map(({ paste, symbol }) => [print(paste), symbol]))
  for (const line of lines) {
    for (const [key, symbol] of line.names ?? []) names.set(key, symbol)
    for (const [number, symbol] of line.numbers ?? []) names.set(`number:${number}`, symbol)
  }
  return names
}

function lineAnswer(line, { verdict, row, misprint, counterexample, draws, deviation, differences, likeness, isNear, isBare, printed, renaming, used }, found, names) {
  const told = { verdict, isFirst: row?.number === 0, spelled: row ? spelledShare(line, row, found.formula) : 0, anchor: row?.anchor ?? null, place: [line.start, line.end], likeness: likeness ?? (RIGHT.has(verdict) || verdict === "misprint" ? 1 : 0), used, isBare, matters: !used && (RIGHT.has(verdict) || verdict !== "unknown" || isNear || isOurs(line, found)) }
  told.rewritten = rewritten(line, names, found.renaming)
  if (verdict !== "unknown") Object.assign(told, { formula: found.formula.id, title: found.formula.title, row: row.number, page: row.tex })
  if (row?.convention) told.convention = row.convention
  if (draws) Object.assign(told, { draws, deviation })
  if (verdict === "misprint") {
    told.misprint = { what: misprint.what, source: misprint.source, right: misprint.right, printed: misprint.printed, ...(misprint.url ? { url: misprint.url } : {}) }
    told.places = placesOf(align(sideOf(row.form), sideOf(line.form), renaming.copy()).differences)
  }
  if (verdict === "different") Object.assign(told, { counterexample, places: placesOf(differences) })
  return { ...told, says: verdict === "unknown" ? undefined : says({ verdict, line: told }, found.formula) }
}

const sideOf = form => form.op === "relation" ? form.args.at(-1) : form

/* Whether a line is about the formula, though nothing is known about it: its left side is one of ours. */
function isOurs(line, { formula, renaming }) {
  if (line.form.op !== "relation") return false
  const letters = new Set([...renaming.toPage.keys()])
  const [left] = line.form.args
  return some(left, part => formula.names.has(print(part)) || (part.op !== "number" && letters.has(print(part)))
    || (part.op === "word" && formula.rows.some(row => some(row.form, each => each.op === "word" && each.name === part.name))))
}

function decide(lines) {
  const isRight = lines.some(({ verdict }) => RIGHT.has(verdict))
  const mattering = lines.filter(line => line.matters)
  const line = ORDER.map(verdict => mattering.find(each => each.verdict === verdict)).find(Boolean) ?? lines[0]
  const weight = lines.reduce((all, { verdict, likeness, used, isBare, isFirst, spelled }) => all + (isFirst ? 0.05 : 0) + 0.04 * (spelled ?? 0) + (RIGHT.has(verdict) ? 2 - 0.01 * RIGHTS.indexOf(verdict) : used || isBare ? 1 : verdict === "unknown" ? (likeness ?? 0) * 0.5 : 1 + (likeness ?? 0)), 0)
  return { verdict: isRight || !RIGHT.has(line?.verdict) ? line?.verdict ?? "unknown" : "unknown", line, weight }
}

function says({ verdict, line }, { title }) {
  const draws = line?.draws
  switch (verdict) {
    case "same": return `This is ${title}, as the reference has it.`
    case "renamed": return `This is ${title} with letters exchanged; the structure was compared, nothing was evaluated.`
    case "equivalent": return `This agrees with the reference's values of ${title} on ${draws} inputs (largest deviation ${line.deviation.toPrecision(1)}).`
    case "misprint": return `This is a known misprint of ${title}: ${line.misprint.what}`
    case "different": return `This differs from ${title}: on the inputs shown it has another value.`
    default: return line?.reason ? `This cannot be read: ${line.reason.what}.` : "No formula here was recognized as this one."
  }
}

function renamingTold({ renaming, formula }, names) {
  const found = []
  for (const [key, symbol] of names) {
    if (key !== keyOf(symbol.tree) && !isStandIn(key)) found.push([latexOfKey(key, renaming), latex(symbol.tree)])
  }
  for (const { kind, paste, page } of renaming.pairs()) if (kind === "term") found.push([latex(paste), latex(page)])
  return found
}

function latexOfKey(key, renaming) {
  const pair = renaming.pairs().find(({ paste }) => print(paste) === key)
  return pair ? latex(pair.paste) : key.replace(/^\w+:/, "")
}

function rewritten(line, names, renaming) {
  const indices = Object.fromEntries(renaming.pairs().filter(({ kind }) => kind === "index").map(({ paste, page }) => [paste.name, page.name]))
  return latex(named(line.raw, names), indices)
}

function placesOf(differences) {
  const [first] = (differences ?? []).filter(({ page, paste }) => page?.start !== undefined && paste?.start !== undefined)
  return first ? { paste: [first.paste.start, first.paste.end], page: [first.page.start, first.page.end] } : null
}
