/* Texts found by their words, by BM25+ for each field: a rare word says more, a long text less. A word that
   nothing has finds those that it may be meant for, and the last one is a beginning. */

import { changes, lettersOf, mayBeAlike } from "./likeness.js"

const SATURATION = 1.2, LENGTH = 0.7, LEAST = 0.2  // k₁, b and δ / (k₁ + 1)
const BEGUN = 0.6, MISSPELLED = 0.5  // what a word is worth that is only similar

export class TermIndex {
  /* `entries` are the terms of each field, in the order of `boosts`. */
  constructor(entries, boosts) {
    this.boosts = boosts
    this.count = entries.length
    this.postings = new Map()  // term → for each field, a map from entry to how often it is there
    this.frequency = new Map()  // term → entries that have it
    for (const fields of entries) for (const term of new Set(fields.flat())) this.frequency.set(term, (this.frequency.get(term) ?? 0) + 1)
    this.lengths = entries.map(fields => fields.map(terms => new Set(terms).size))
    this.means = boosts.map((_, field) => this.lengths.reduce((sum, lengths) => sum + lengths[field], 0) / this.count)
    entries.forEach((fields, entry) => fields.forEach((terms, field) => terms.forEach(term => this.add(term, field, entry))))
    this.letters = new Map([...this.postings.keys()].map(term => [term, lettersOf(term)]))
  }

  add(term, field, entry) {
    if (!this.postings.has(term)) this.postings.set(term, this.boosts.map(() => new Map()))
    const places = this.postings.get(term)[field]
    places.set(entry, (places.get(entry) ?? 0) + 1)
  }

  /* A map from entry to { score, asked }: the terms of the query that it has, or that may be meant for one. */
  search(asked) {
    const results = new Map()
    asked.forEach((term, place) => {
      for (const [known, worth] of this.meant(term, place === asked.length - 1)) {
        this.postings.get(known).forEach((places, field) => {
          for (const [entry, times] of places) {
            const result = results.get(entry) ?? { score: 0, asked: new Set() }
            result.score += worth * this.boosts[field] * this.relevance(places.size, times, this.lengths[entry][field] / this.means[field])
            result.asked.add(term)
            results.set(entry, result)
          }
        })
      }
    })
    return results
  }

  relevance(size, times, length) {
    return Math.log(1 + (this.count - size + 0.5) / (size + 0.5)) * (LEAST + times / (times + SATURATION * (1 - LENGTH + LENGTH * length)))
  }

  /* The known terms that one may be meant for, with what each is worth. */
  *meant(term, last) {
    const isKnown = this.postings.has(term)
    if (isKnown) yield [term, 1]
    const letters = lettersOf(term), wrong = isKnown || term.length < 5 ? 0 : term.length < 8 ? 1 : 2
    for (const [known, others] of this.letters) {
      if (known === term) continue
      if (known.startsWith(term) && term.length > (last ? 1 : 4)) yield [known, BEGUN]
      else if (wrong && mayBeAlike(letters, others) && changes(term, known) <= wrong) yield [known, MISSPELLED]
    }
  }
}
