/* One ranking out of the mathematics, the words and the symbols of a query. */

import { respell } from "./characters.js"
import { isPython } from "./tokens.js"
import { MathIndex } from "./ranking.js"
import { ShapeIndex, shapesOf } from "./shapes.js"
import { SymbolIndex, symbolsOf } from "./symbols.js"
import { words, WordIndex } from "./words.js"

const CLOSE = 0.3  // below it no formula is close

export class SearchEngine {
  constructor({ formulas, pages }) {
    this.formulas = formulas
    this.pages = pages
    this.math = new MathIndex(formulas)
    this.symbols = new SymbolIndex(formulas)
    this.shapes = new ShapeIndex(formulas)
    this.words = new WordIndex(formulas)
    this.pageWords = new WordIndex(pages)
  }

  /* { formulas: [{ formula, score }], pages: [{ page, score }], close }, best first */
  search(query) {
    const text = query.trim()
    if (!text) return { formulas: [], pages: [], close: true }
    const named = this.words.named(text)
    const scores = this.fused(text)
    const ranked = this.formulas
      .map((formula, place) => ({ formula, score: scores[place] + (named.has(place) ? 2 : 0) }))
      .filter(({ score }) => score > 0.05)
      .sort((a, b) => b.score - a.score)
    const pages = mathematical(text) > 0.5 ? [] : this.pagesFor(text)
    return { formulas: ranked, pages, close: (ranked[0]?.score ?? 0) >= CLOSE }
  }

  fused(text) {
    const mathShare = mathematical(text)
    const parts = [
      [mathShare, this.math.scores(text)],
      [1 - mathShare, isPython(text) ? this.apiScores(text) : this.words.scores(text)],
    ]
    if (symbolsOf(text).length) parts.push([symbolShare(text), this.symbols.scores(text)])
    if (shapesOf(text).length) parts.push([0.8, this.shapes.scores(text)])
    const all = parts.reduce((sum, [share]) => sum + share, 0)
    return this.formulas.map((_, place) => parts.reduce((sum, [share, scores]) => sum + share * scores[place], 0) / all)
  }

  /* Code is found by the functions that it calls. */
  apiScores(text) {
    const names = apiNames(text)
    const scores = this.words.scores(names.join(" "))
    for (const name of names) {
      const known = this.words.named(name)
      for (const place of known) scores[place] += 1 / names.length / Math.sqrt(known.size)
    }
    return scores
  }

  pagesFor(text) {
    const scores = this.pageWords.scores(text)
    return this.pages.map((page, place) => ({ page, score: scores[place] }))
      .filter(({ score }) => score > 0.45)
      .sort((a, b) => b.score - a.score)
  }
}

/* From 0, a sentence, to 1, a formula. */
export function mathematical(query) {
  const text = respell(query)
  const commands = (text.match(/\\[a-zA-Z]+/g) ?? []).length
  const signs = (text.match(/[-+*/=^_<>|√∑∫∂∇‖·×⊙∘→←′'−@\u2070-\u209f²³¹ᵀΣσθμλβα-ω()[\]{}]/g) ?? []).length
  const long = (text.replace(/\\[a-zA-Z]+/g, " ").match(/[A-Za-z]{3,}/g) ?? []).length
  const math = 1.5 * commands + signs
  return math === 0 ? 0 : math / (math + 1.2 * long)
}

/* np.linalg.svd(w) → linalg.svd, x.exp() → exp: in code, the functions are the words. */
export function apiNames(text) {
  const names = text.match(/[A-Za-z_][\w.]*(?=\s*\()|[A-Za-z_]\w*(?:\.\w+)+/g) ?? []
  return names.map(name => name.replace(/^(?:(?:np|numpy|torch|F|nn|math|jnp|jax|optim|autograd|functional|func|linalg|self|\w)\.)+/g, ""))
    .filter(name => name.length > 1)
}

function symbolShare(text) {
  return words(text).length <= 3 ? 1.2 : 0.4
}
