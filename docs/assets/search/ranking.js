/* Formulas ranked by their mathematics: the share of the query's features that a formula has. */

import { canonical } from "./canonical.js"
import { features } from "./features.js"
import { parse } from "./parser.js"
import { leaf, node } from "./trees.js"

/* What a match is worth by where it stands: in a display, in the text, in the code. */
const WORTH = { displays: 1, inline: 0.92, code: 0.95 }

const UNKNOWN = 0.6

export class MathIndex {
  constructor(formulas) {
    this.forms = []  // { formula, size, worth }
    this.postings = new Map()  // feature → numbers of forms
    this.frequency = new Map()  // feature → number of formulas
    this.count = formulas.length
    formulas.forEach((entry, formula) => this.add(entry, formula))
  }

  add(entry, formula) {
    const seen = new Set()
    for (const [where, worth] of Object.entries(WORTH)) {
      for (const source of entry[where]) {
        for (const form of forms(source, where === "code")) this.post(form, { formula, worth, size: form.size }, seen)
      }
    }
    for (const feature of seen) this.frequency.set(feature, (this.frequency.get(feature) ?? 0) + 1)
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
    return frequency ? Math.log(1 + this.count / frequency) : UNKNOWN * Math.log(1 + this.count)
  }

  /* Scores from 0 to 1, one for each formula. */
  scores(query) {
    const best = new Float64Array(this.count)
    const trees = statements(query)
    if (!trees.length) return best
    const variants = [trees, trees.map(merged), trees.map(abstracted), inlined(trees), trees.map(defined)]
    for (const wanted of variants.map(variant => union(variant.map(features)))) {
      const found = new Float64Array(this.forms.length)
      const common = new Uint16Array(this.forms.length)
      let total = 0
      for (const [feature, weight] of wanted) {
        const worth = weight * this.idf(feature)
        total += worth
        for (const form of this.postings.get(feature) ?? []) {
          found[form] += worth
          common[form] += 1
        }
      }
      this.forms.forEach(({ formula, worth, size }, form) => {
        if (!found[form]) return
        const share = found[form] / total
        const score = worth * share * (0.9 + 0.1 * common[form] / size)
        if (score > best[formula]) best[formula] = score
      })
    }
    return best
  }
}

export function statements(source, python) {
  return parse(source, python).map(canonical)
}

/* The features of each statement of a source, as written and with quotients merged, and of all together. */
function forms(source, python) {
  const each = statements(source, python).flatMap(tree => [tree, merged(tree), abstracted(tree), ...(tree.op === "eq" ? tree.args : [])])
  const found = each.map(features)
  return found.length > 1 ? [...found, union(found)] : found
}

/* a · (b / c) → (a · b) / c */
function merged(tree) {
  const args = tree.args.map(merged)
  const quotient = tree.op === "mul" ? args.find(arg => arg.op === "frac" && arg.args.length === 2) : null
  if (!quotient) return { ...tree, args }
  const others = args.filter(arg => arg !== quotient)
  const above = [...others, ...(quotient.args[0].op === "mul" ? quotient.args[0].args : [quotient.args[0]])]
    .filter(factor => factor.name !== "1")
  return { op: "frac", args: [above.length > 1 ? { op: "mul", args: above } : above[0] ?? quotient.args[0], quotient.args[1]] }
}

/* x − E(x) → x − μ: a statistic of one variable is often a letter of its own. */
function abstracted(tree) {
  const simple = tree.args.length > 0 && tree.args.slice(0, 1).every(arg => arg.op === "letter")
  if (simple && (tree.op === "E" || tree.op === "max")) return leaf("letter", "μ")
  if (simple && tree.op === "var") return node("pow", [leaf("letter", "σ"), leaf("number", "2")])
  return { ...tree, args: tree.args.map(abstracted) }
}

/* f(x) = … → what f is, whatever its name */
function defined(tree) {
  const [left, ...right] = tree.args
  const named = tree.op === "eq" && (left.op === "letter" || left.op === "call" && left.args.every(arg => arg.op === "letter"))
  return named && right.length === 1 ? right[0] : tree
}

/* e = exp(z); e / sum(e) → exp(z) / sum(exp(z)) */
function inlined(trees) {
  const known = new Map()
  return trees.map(tree => {
    const full = substituted(tree, known)
    const [name, value] = full.args
    const defines = tree.op === "eq" && tree.args.length === 2 && tree.args[0].op === "letter" && !tree.args[0].args.length
    if (!defines) return full
    known.set(tree.args[0].name, value)
    return name === value ? full : node("eq", [tree.args[0], value])
  })
}

function substituted(tree, known) {
  if (tree.op === "letter") return tree.args.length ? tree : known.get(tree.name) ?? tree
  return { ...tree, args: tree.args.map(arg => substituted(arg, known)) }
}

function union(maps) {
  const all = new Map()
  for (const map of maps) for (const [feature, weight] of map) all.set(feature, Math.max(weight, all.get(feature) ?? 0))
  return all
}
