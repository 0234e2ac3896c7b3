/* Formulas found by one of their symbols: λ, ŷ, β₂, ∇. */

import { statements } from "./canonical.js"

const WORTH = { symbols: 1, displays: 0.7, inline: 0.4 }
const EXPECTATION = "𝔼"  // the letter E is another symbol
const SIGNS = { nabla: ["grad"], partial: ["partial"], E: [EXPECTATION], norm: ["norm"], sum: ["sum"], int: ["int"], sqrt: ["sqrt"] }

export class SymbolIndex {
  constructor(formulas) {
    this.count = formulas.length
    this.places = new Map()  // symbol → Map of formula → worth
    formulas.forEach((entry, formula) => {
      for (const [where, worth] of Object.entries(WORTH)) {
        entry[where].forEach((source, place) => {
          for (const tree of statements(source)) this.add(tree, formula, place ? worth * 0.9 : worth)
        })
      }
    })
  }

  add(tree, formula, worth) {
    for (const key of keysOf(tree)) {
      if (!this.places.has(key)) this.places.set(key, new Map())
      const known = this.places.get(key)
      known.set(formula, Math.max(worth, known.get(formula) ?? 0))
    }
    for (const arg of tree.args) this.add(arg, formula, worth)
  }

  /* Scores from 0 to 1: the rarer a symbol, the more it says. */
  scores(query) {
    const scores = new Float64Array(this.count)
    const wanted = symbolsOf(query)
    for (const key of wanted) {
      const known = this.places.get(key) ?? this.places.get(key.split("_")[0])
      if (!known) continue
      const exact = this.places.has(key) ? 1 : 0.7
      const rare = 1 - Math.log(known.size) / Math.log(this.count + 2)
      for (const [formula, worth] of known) scores[formula] += exact * worth * (0.5 + 0.5 * rare) / wanted.length
    }
    return scores
  }
}

/* The symbols that a query names, alone or in a sentence; letters that may be a word's are left out. */
export function symbolsOf(query) {
  const trees = statements(query).flatMap(termsOf)
  const keys = trees.flatMap(tree => keysOf(tree).slice(0, 1))
  return query.trim().length > 2 ? keys.filter(key => key.length > 1) : keys
}

/* What an equation, a sum or a product consists of. */
function termsOf(tree) {
  return /^(eq|add|neg|mul|list)$/.test(tree.op) ? tree.args.flatMap(termsOf) : [tree]
}

/* λ → lambda, β₂ → beta_2 and beta, σ² → sigma^2 and sigma, ∇f → grad */
function keysOf(tree) {
  if (tree.op === "pow" && tree.args[0].op === "letter" && tree.args[1]?.op === "number") {
    return [`${keysOf(tree.args[0])[0]}^${tree.args[1].name}`]
  }
  if (tree.op === "symbol") return SIGNS[tree.name] ?? [tree.name]
  if (tree.op === "letter") {
    const indices = tree.args.map(index => index.name ?? "").join("")
    return indices ? [`${tree.name}_${indices}`, tree.name] : [tree.name]
  }
  return tree.op === "number" ? [] : SIGNS[tree.op] ?? [tree.op]
}
