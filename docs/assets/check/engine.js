/* Is my formula right? What is pasted is read, the formulas it may be are looked up, and each is compared.

       clean.js → tokens.js → lines.js → read.js     text to trees, strictly
       readings.js                                   the ways to understand them
       canonical.js, match.js, solve.js              structure: the same under a renaming
       evaluate.js, numbers.js, judging.js           numbers: equal on the draws, or a counterexample
       answer.js                                     what is said about it */

import { answer, doubted, undecided, unreadable } from "./answer.js"
import { isAside } from "./asides.js"
import { compare, isRenamed, keptLetters, structure } from "./compare.js"
import { formulaOf } from "./formula.js"
import { isAlmost, isCalled, likenessTo } from "./nearness.js"
import { unspelled } from "./accusing.js"
import { nearest } from "./candidates.js"
import { unstacked } from "./stacked.js"
import { readings } from "./readings.js"
import { read } from "./reading.js"

export { candidates } from "./candidates.js"

const RANK = ["same", "renamed", "equivalent", "misprint", "different", "unknown"]
const MOST_LINES = 40
const LIMIT = 2000  // milliseconds, where nobody says when to stop
const MANY = 2  // lines
const DOUBTFUL = 0.4
const SURE = 2  // lines that are right say that a line was understood as it was meant

/* The answer about a paste, from the formulas that are loaded: { formulas: […], stop?: () => boolean }. */
export function judge(paste, library) {
  const reading = read(paste)
  const lines = reading.lines.flatMap(unstacked).slice(0, MOST_LINES)
  const trees = lines.map(line => line.tree).filter(Boolean)
  const readable = lines.filter(line => line.tree && !isAside(line.tree, trees))
  if (!readable.length) return unreadable(reading)
  const variants = [...readings(readable)].map(variant => ({ variant, tried: nearest(variant, library.formulas).map(formula => found(variant, formulaOf(formula))) }))
  const end = Date.now() + LIMIT
  return bySolving(reading, lines, variants) ?? byNumbers(reading, lines, variants, library.stop ?? (() => Date.now() > end))
}

function found(variant, formula) {
  const solved = structure(variant, formula)
  const covered = solved.rows.filter(Boolean)
  const displays = new Set(covered.map(({ display }) => display))
  const whole = formula.rows.filter(({ display }) => displays.has(display)).length
  return { formula, solved, isCalled: isCalled(variant, formula), isFirst: covered.some(({ number }) => number === 0), isAll: solved.count === variant.length, coverage: covered.length / Math.max(1, whole) + (displays.has(0) ? 0.1 : 0) }
}

/* Where every line is one of a formula's, of the one that they are the most of. */
function bySolving(reading, lines, variants) {
  let doubtful = null
  for (const { variant, tried } of variants) {
    const whole = tried.filter(({ isAll }) => isAll).map(each => ({ ...each, isSame: !isRenamed(each.solved.renaming), spelled: keptLetters(each.solved.renaming) }))
      .sort((a, b) => b.isFirst - a.isFirst || b.isSame - a.isSame || b.spelled - a.spelled || b.coverage - a.coverage)
    if (whole.length && !whole[0].isFirst && tried.some(({ isCalled }) => isCalled)) return null
    for (const { formula, solved } of whole) {
      const told = answer(reading, lines, variant, compare(variant, formula, solved))
      if (RANK.indexOf(told.verdict) > 1) continue
      const sure = withDoubt(told, { variant, tried }, formula, variants[0].variant)
      if (isRight(sure)) return sure
      doubtful ??= sure
    }
  }
  return doubtful
}

function byNumbers(reading, lines, variants, stop) {
  let best = null
  const all = []
  const most = Math.max(...variants.flatMap(({ tried }) => tried.map(({ solved }) => solved.count)))
  for (const [number, { variant, tried }] of variants.entries()) {
    for (const { formula, solved, isCalled } of hopeful(tried)) {
      if (most > MANY && solved.count < most / 2 && !isCalled) continue  // where several lines are one formula's, no other is meant
      if (stop?.()) break
      const told = answer(reading, lines, variant, compare(variant, formula, solved))
      if (variant[0].isLoose && told.verdict === "different" && told.lines.filter(isRight).length < SURE) continue
      all.push({ told, formula, variant, isCalled })
      if (!best || isBetter(told, best.told)) best = { told, formula, from: { variant, tried } }
      if (best.formula === formula && isCalled && told.lines.every(isRight)) break
    }
    if (best && isRight(best.told) && !variants[number + 1]?.variant[0].isByEntry) break
  }
  if (best?.told.verdict === "different" && isLikeAnother(best, all)) return undecided(best.told)
  return best ? withDoubt(best.told, best.from, best.formula, variants[0].variant) : unreadable(reading)
}

/* Whether a line in other letters that differs from one formula is more like another, which it does not
   differ from. */
function isLikeAnother({ told, formula, from: { variant } }, all) {
  if (told.lines.some(isRight) || all.some(each => each.formula === formula && each.isCalled)) return false
  const others = all.filter(each => each.formula !== formula && each.variant === variant)
  return told.lines.filter(({ verdict, spelled }) => verdict === "different" && spelled <= 0.5).some(({ place, likeness }) => others.some(other => {
    const line = variant.find(({ start }) => start === place[0])
    const theirs = other.told.lines.find(each => each.place[0] === place[0])
    return line && theirs?.verdict === "unknown" && likenessTo(line, other.formula) > Math.max(likeness, 0.7)
  }))
}

/* Those that have lines already, or the name, go first. */
function hopeful(tried) {
  const score = ({ solved, isCalled }) => solved.count + (isCalled ? 1 : 0)
  return [...tried].sort((a, b) => score(b) - score(a))
}

/* A line that is like one of ours, and is not right, leaves no block right; nor does one that has, but for
   one place, the very letters of another formula. */
function withDoubt(told, { variant, tried }, formula, asWritten) {
  if (!isRight(told)) return told
  const others = tried.filter(each => each.formula !== formula && !each.isAll).map(each => each.formula)
  if (told.lines.length > 1 && told.lines.every(line => isRight(line) || line.used) && coversDisplay(told, formula)) return told
  const isPutTogether = asWritten.length > variant.length
  const strange = line => {
    const row = formula.rows.find(({ number }) => number === told.lines.find(({ place }) => place[0] === line.start)?.row)
    return row ? unspelled(line, row, formula).missing + isPutTogether : 2
  }
  if ((told.verdict !== "same" || isPutTogether) && [...asWritten, ...variant].some(line => others.some(other => isAlmost(line, other, strange(line))))) return told.lines.length > 1 ? doubted(told) : undecided(told)
  const isDoubtful = told.lines.some(({ verdict, place, used }) => {
    const line = variant.find(({ start }) => start === place[0])
    return verdict === "unknown" && !used && line && tried.some(({ formula }) => likenessTo(line, formula) > DOUBTFUL)
  })
  return isDoubtful ? doubted(told) : told
}

/* Whether the lines are all equations of a display. */
function coversDisplay({ lines }, { rows }) {
  const numbers = new Set(lines.map(({ row }) => row))
  return rows.some(({ display, number }) => numbers.has(number) && rows.every(row => row.display !== display || numbers.has(row.number)))
}

const isRight = ({ verdict }) => RANK.indexOf(verdict) < 3

/* Whether a line is right by one formula, or would be with its biases, that another, of which nothing is right,
   makes wrong. */
const clears = (one, other) => !other.lines.some(isRight) && other.lines.some(line => /misprint|different/.test(line.verdict) && one.lines.some(each => each.place[0] === line.place[0] && (isRight(each) || each.isBare)))

/* All lines right, or what no other clears, or else more of them that are about the formula. */
function isBetter(one, other) {
  const [a, b] = [one, other].map(told => isRight(told) && told.lines.every(isRight))
  if (a !== b) return a
  const [clearsOther, isCleared] = [clears(one, other), clears(other, one)]
  return clearsOther !== isCleared ? clearsOther : one.weight > other.weight
}
