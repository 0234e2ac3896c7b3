/* Formulas found by one question that is asked in other words.

   A word search sees all questions of a formula as one text; here the words of the query must
   meet in a single question, weighted by how rare they are. */

import { stemsOf } from "./words.js"

export class QuestionIndex {
  constructor(formulas) {
    this.count = formulas.length
    this.questions = []  // { formula, weight }
    this.postings = new Map()  // stem → numbers of questions
    formulas.forEach((entry, formula) => {
      for (const text of [...entry.questions, ...entry.called ?? [], entry.description]) this.add(text, formula)
    })
    for (const question of this.questions) {
      question.weight = sum(question.stems.map(term => this.rarity(term)))
    }
  }

  add(text, formula) {
    const stems = stemsOf(text)
    const number = this.questions.push({ formula, stems, weight: 0 }) - 1
    for (const term of stems) {
      if (!this.postings.has(term)) this.postings.set(term, [])
      this.postings.get(term).push(number)
    }
  }

  rarity(term) {
    return Math.log(1 + this.questions.length / (this.postings.get(term)?.length ?? 1))
  }

  /* Scores from 0 to 1, one for each formula: that of its best question. */
  scores(query) {
    const found = new Map()
    const terms = stemsOf(query)
    const all = sum(terms.map(term => this.rarity(term)))
    for (const term of terms) {
      for (const number of this.postings.get(term) ?? []) {
        found.set(number, (found.get(number) ?? 0) + this.rarity(term))
      }
    }
    const best = new Float64Array(this.count)
    for (const [number, shared] of found) {
      const { formula, weight } = this.questions[number]
      best[formula] = Math.max(best[formula], 0.7 * shared / all + 0.3 * shared / weight)
    }
    return best
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
