/* Formulas found by the works they cite: an author, a year, a title, a number of arXiv. */

import { words } from "./words.js"

const FILLER = /^(?:and|et|al|paper|arxiv|abs|a|an|the|of|in|is|for|to|on|you)$/
const MOST = 0.6  // of the words of a title; fewer may be meant for something else

/* The words of all works, as three characters each: whether a query may be about one of them. Of what a
   formula is about, it may say more: hendrycks activation. */
export class CitedWords {
  constructor(hashes) {
    this.known = new Set(hashes.match(/.{3}/g))
  }

  mayBeIn(query, isKnown) {
    const terms = termsOf(query)
    const cited = terms.filter(term => this.known.has(hashOf(term)))
    return cited.length === terms.length ? terms.length > 0
      : cited.some(term => !isKnown(term)) && terms.every(term => cited.includes(term) || isKnown(term))
  }
}

/* As scripts/finishing/works.py has it. */
function hashOf(term) {
  const hash = [...term].reduce((sum, letter) => (31 * sum + letter.charCodeAt()) % 36 ** 3, 0)
  return hash.toString(36).padStart(3, 0)
}

export class WorkIndex {
  constructor(works) {
    this.works = works.map(work => ({
      ...work,
      names: termsOf(`${work.authors} ${work.label} ${work.number}`).filter(term => term.length > 1),
      cited: termsOf(work.label),
      titled: termsOf(work.title),
    }))
  }

  /* The works that the words of a query are about: with an author, a number, or most of a title; `first`
     where the author is one by whom it is cited, `more` the words that are no work's: of a formula that cites it. */
  find(query) {
    const terms = termsOf(query)
    const exact = this.cited(terms, () => false)
    return exact.some(({ more }) => !more.length) ? exact : this.cited(terms, isYearBeside)
  }

  cited(terms, isMeant) {
    return this.works.map(work => ({
      ...work,
      first: terms.some(term => work.cited.includes(term) && !/\d/.test(term)),
      more: terms.filter(term => !work.names.includes(term) && !work.titled.includes(term) && !work.names.some(name => isMeant(term, name))),
    })).filter(({ names, titled, first, more }) => {
      const told = titled.filter(term => terms.includes(term)).length
      if (more.length) return first && !more.some(term => /\d/.test(term))
      return terms.some(term => names.includes(term) && !/^\d{4}$/.test(term)) || told > 1 && told >= MOST * titled.length
    })
  }
}

/* Many works are on arXiv a year before they are published. */
function isYearBeside(term, other) {
  return [term, other].every(text => /^(19|20)\d\d$/.test(text)) && Math.abs(term - other) === 1
}

/* 1706.03762 is one word. */
function termsOf(text) {
  const numbers = text.match(/\d{4}\.\d{4,5}/g) ?? []
  const rest = words(text.toLowerCase().replace(/\d{4}\.\d{4,5}/g, " ")).filter(word => !FILLER.test(word))
  return [...new Set([...numbers, ...rest])]
}
