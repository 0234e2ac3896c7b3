/* Formulas ranked by their mathematics: the share of the query's features that a formula has. */

import { canonical, statements } from "./canonical.js"
import { GREEK_NAMES } from "./characters.js"
import { features, shape } from "./features.js"
import { isFunction, isPython } from "./tokens.js"
import { continued, emptied, expanded, formsOf, looser, mainFirst, readingsOf } from "./variants.js"

/* What a match is worth by where it stands: of equal matches what a formula is itself wins, the first row of
   its first display, then what stands below it, and last what its page says about other formulas. */
const MAIN = 1, ROW = 0.97
const WORTH = { displays: 0.95, inline: 0.92, code: 0.95, tex: 0.94, typed: 0.94 }
/* For a query read in another way, and for one that may go on. */
const LOOSER = 0.8, CONTINUED = 0.96
const LITTLE = 6, LARGER = 0.5  // features; a share of all of them
const STRANGE = 0.7  // for each operation that a formula does not have
const EMPTIED = 0.6  // for a function alone, whatever it is applied to
const OWN = 0.1  // more for what a formula is itself than for what only contains it
const BASED = 0.02  // of two that are as close, the one that more pages lead to
const UNKNOWN = 0.8, MOST = 2.8  // as rare as this, but no more: with 0 a formula of unknown signs is as close as any

export class MathIndex {
  constructor(formulas) {
    this.forms = []  // { formula, worth, size }
    this.postings = new Map()  // feature → numbers of forms
    this.frequency = new Map()  // feature → number of formulas
    this.count = formulas.length
    this.based = formulas.map(({ linked = 0 }) => 1 + BASED * Math.log(1 + linked))
    this.signs = []  // of each formula
    this.known = new Set()  // the parts of all first displays
    this.own = new Map()  // the text of a first display, or of a side of it → formulas
    this.defined = new Map()  // operation → formulas whose first display begins with it
    formulas.forEach((entry, formula) => this.add(entry, formula))
    this.found = new Float64Array(this.forms.length)  // of one reading of a query, then 0 again
    this.common = new Uint16Array(this.forms.length)
  }

  add(entry, formula) {
    const seen = new Set()
    for (const [where, worth] of Object.entries(WORTH)) {
      entry[where]?.forEach((source, place) => {
        const trees = mainFirst(statements(source, /code|typed/.test(where)))
        const displayed = where === "displays"
        const [first, row] = displayed && !place ? [MAIN, ROW] : [worth, worth]
        const [begins, ...others] = [[...trees.slice(0, 1), ...displayed ? expanded(trees).map(canonical) : []], trees.slice(1)]
          .map(some => [...formsOf(some)].map(features))
        for (const form of begins) this.post(form, { formula, worth: first, size: form.size }, seen)
        const rest = others.flat()
        for (const form of rest) this.post(form, { formula, worth: row, size: form.size }, seen)
        const whole = union([...begins, ...rest])
        if (begins.length + rest.length > 1) this.post(whole, { formula, worth, size: whole.size }, seen)
      })
    }
    const trees = statements(entry.displays[0] ?? "")
    for (const tree of trees) this.addParts(tree)
    this.signs[formula] = new Set([...seen].filter(isTelling))
    const [first] = trees
    for (const tree of first ? formsOf([first]) : []) {
      const key = shape(tree)
      if (features(tree).size >= LITTLE && !operationOf(tree)) this.own.set(key, [...this.own.get(key) ?? [], formula])
    }
    const operation = operationOf(first?.op === "eq" ? first.args[0] : first)
    if (operation) this.defined.set(operation, [...this.defined.get(operation) ?? [], formula])
    for (const feature of seen) this.frequency.set(feature, (this.frequency.get(feature) ?? 0) + 1)
  }

  addParts(tree) {
    this.known.add(shape(tree))
    for (const arg of tree.args) this.addParts(arg)
  }

  post(form, about, seen) {
    const number = this.forms.push(about) - 1
    for (const feature of form.keys()) {
      seen.add(feature)
      if (!this.postings.has(feature)) this.postings.set(feature, [])
      this.postings.get(feature).push(number)
    }
  }

  /* Rarer says more; what no formula has tells none from another. */
  idf(feature) {
    const frequency = this.frequency.get(feature)
    return frequency ? Math.log(1 + this.count / frequency) : Math.min(MOST, UNKNOWN * Math.log(1 + this.count))
  }

  /* Scores from 0 to 1, one for each formula; the last answer is kept, since `lead` asks again. */
  scores(query) {
    if (this.asked !== query) Object.assign(this, { asked: query, answer: this.scored(query) })
    return this.answer
  }

  scored(query) {
    const best = new Float64Array(this.count)
    const trees = statements(query)
    const owners = new Set()
    for (const reading of readingsOf(trees)) {
      this.scoreReading(union(reading.map(features)), best)
      for (const tree of reading) for (const formula of this.own.get(shape(tree)) ?? []) owners.add(formula)
    }
    if (!isPython(query)) for (const reading of looser(trees)) this.scoreReading(union(reading.map(features)), best, LOOSER)
    for (const reading of readingsOf(trees).flatMap(continued)) this.scoreReading(union(reading.map(features)), best, CONTINUED)
    const opened = trees.map(emptied)
    if (opened.some((tree, place) => tree !== trees[place])) this.scoreReading(union(opened.map(features)), best, EMPTIED)
    const defining = trees.length === 1 ? this.defined.get(operationOf(trees[0])) : null
    if (defining?.length === 1) best[defining[0]] = 1
    for (const formula of owners) best[formula] += OWN
    return best.map((score, formula) => score * this.based[formula])
  }

  /* From 0 to 1: how far the best formula is ahead of the next one. */
  lead(query) {
    const [best = 0, next = 0] = [...this.scores(query)].sort((a, b) => b - a)
    return best && 1 - next / best
  }

  /* From 0 to 1: the share of a formula that one here has, of all its statements together or of each,
     or of the side that says most of it; less where it has a sign, an operation or a number that this one
     does not. 1 where there is too little to tell. */
  closeness(query) {
    const all = statements(query)
    const equations = all.filter(({ op }) => op === "eq")
    const trees = equations.length ? equations : all  // what else is said are conditions: x ≠ 0
    if (equations.some(({ args: [left] }) => isOperation(left) && this.known.has(shape(left)))) return 1
    const sizes = trees.map(tree => features(tree).size)
    const whole = sum(sizes)
    if (whole < LITTLE) return 1
    const each = trees.map((tree, place) => sizes[place] / whole * Math.max(this.nearness([tree]), ...this.sidesOf(tree).map(side => this.nearness([side]))))
    return Math.max(this.nearness(trees), sum(each))
  }

  sidesOf({ op, args }) {
    const sizes = args.map(arg => features(arg).size)
    return op === "eq" ? args.filter((_, place) => sizes[place] >= LITTLE && sizes[place] >= LARGER * sum(sizes)) : []
  }

  nearness(trees) {
    let nearest = 0
    for (const reading of [...readingsOf(trees), ...looser(trees)]) {
      const wanted = union(reading.map(features))
      const signs = [...wanted.keys()].filter(isTelling)
      const scores = new Float64Array(this.count)
      this.scoreReading(wanted, scores)
      scores.forEach((score, formula) => {
        const strange = signs.filter(sign => !this.signs[formula].has(sign)).length
        nearest = Math.max(nearest, score * STRANGE ** strange)
      })
    }
    return nearest
  }

  scoreReading(wanted, best, share = 1) {
    const touched = []
    let total = 0
    for (const [feature, weight] of wanted) {
      const worth = weight * this.idf(feature)
      total += worth
      for (const form of this.postings.get(feature) ?? []) {
        if (!this.common[form]) touched.push(form)
        this.found[form] += worth
        this.common[form] += 1
      }
    }
    for (const form of touched) {
      const { formula, worth, size } = this.forms[form]
      const score = share * worth * this.found[form] / total * (0.9 + 0.1 * this.common[form] / size)
      best[formula] = Math.max(best[formula], score)
      this.found[form] = this.common[form] = 0
    }
  }
}

function union(maps) {
  const all = new Map()
  for (const map of maps) for (const [feature, weight] of map) all.set(feature, Math.max(weight, all.get(feature) ?? 0))
  return all
}

/* What is applied to letters: the norm of ‖x‖_2, ∂ of ∂L/∂W. */
function operationOf(tree) {
  const applied = tree && tree.op !== "letter" && tree.args.length && tree.args.every(({ op }) => /^(letter|call)$/.test(op))
  if (!applied || /^(add|mul|eq|frac|pow|list|neg)$/.test(tree.op)) return
  return tree.op === "call" ? `${tree.args[0].name}()` : tree.op
}

/* A⁻¹ = … and det A = … are other formulas for what is here. */
function isOperation({ op, args }) {
  return /^(det|T|grad|hess)$/.test(op) || op === "pow" && args[1].op === "neg"
}

/* An operation, a number, or a sign that is no letter: \\lfloor. */
function isTelling(feature) {
  const [, sign] = feature.match(/^s:([a-z]{2,})$/) ?? []
  return feature.startsWith("o:") || Boolean(sign) && !GREEK_NAMES.has(sign) && !isFunction(sign)
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
