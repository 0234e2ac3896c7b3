/* Whether a page of this site accounts for all words of a name: each stands in its names, its questions,
   its description or the meanings of its symbols, or may be asked about any formula. Where the words
   begin with a name of several words, what stands behind asks about it, too: layer norm warmup. */

import { GREEK_NAMES } from "./characters.js"
import { withoutApostrophes } from "./english.js"
import { resembles } from "./likeness.js"
import { compact, stemsOf } from "./words.js"

/* What is asked about any formula; what says nothing in the name of one. */
const ABOUT = new Set(stemsOf("formula equation function layer activation definition derivative gradient forward backward complexity cost shape method "
  + "example code default update step rule problem solution first order numerically stable stability numpy torch pytorch jax keras python"))

const ACRONYM = /[A-Z]{2}/  // GELU, RAdam: finished, and no misspelling

export class Names {
  /* Of formulas and of other pages; `others` are names whose words stand on a page that is about something else. */
  constructor(entries, others) {
    this.pages = entries.map(wordsOf)
    this.whole = entries.flatMap(({ title, aliases = [] }) => [title, ...aliases]).map(compact)
    this.called = new Set(entries.flatMap(({ called = [] }) => called).map(compact))
    this.bags = this.pages.flatMap(({ bags }) => bags)
    this.known = new Set(this.bags.flatMap(bag => [...bag]))
    this.others = new Set(others.map(keyOf))
  }

  isOther(text) {
    return this.others.has(keyOf(text))
  }

  has(text) {
    const asked = termsOf(text)
    return !asked.some(isWord) || this.isAlmostWhole(text) || this.holdsName(text) || this.isAccountedFor(asked, acronymsOf(text))
  }

  isWhole(text) {
    return text.length > 3 && (this.whole.includes(compact(text)) || this.called.has(compact(text)))
  }

  /* The name of a function is whole and no misspelling. */
  hasExactly(name) {
    const asked = termsOf(name)
    return this.isWhole(name) || asked.some(isWord) && this.bags.some(bag => asked.every(term => bag.has(term)))
  }

  /* lora_alpha: a name, and what is said of it */
  isPartOf(path) {
    return this.isWhole(path.split("_")[0]) && this.isAccountedFor(termsOf(path), [])
  }

  /* A name joined, split, misspelled or not yet finished. */
  isAlmostWhole(text) {
    const typed = compact(text)
    if (this.called.has(typed)) return true
    if (ACRONYM.test(text)) return this.whole.includes(typed)
    const begins = name => name.startsWith(typed) || typed.length > 7 && resembles(typed, name.slice(0, typed.length))
    return typed.length > 2 && this.whole.some(name => begins(name) || resembles(typed, name))
  }

  /* With a name of several words, a query says something about it. */
  holdsName(text) {
    const all = ` ${stemsOf(text).join(" ")} `
    return this.pages.some(({ names }) => names.some(name => all.includes(name)))
  }

  isAccountedFor(asked, exact) {
    const meant = asked.map(term => exact.includes(term) ? [term] : this.spellings(term))
    return this.bags.some(bag => meant.every(spellings => spellings.some(term => bag.has(term))))
  }

  isKnown(word) {
    return stemsOf(word).every(term => this.known.has(term))
  }

  /* Whether a page, by its place, has all words of a text. */
  isAbout(place, words) {
    return stemsOf(words.join(" ")).every(term => this.pages[place].bags.some(bag => bag.has(term)))
  }

  /* The words that one may be meant for: itself, where it is known. */
  spellings(term) {
    return this.known.has(term) ? [term] : [...this.known].filter(other => term.length > 2 && other.startsWith(term) || resembles(term, other) || other.length > 5 && resembles(term.slice(0, other.length), other))
  }
}

function acronymsOf(text) {
  return stemsOf(text.split(/\s+/).filter(word => ACRONYM.test(word)).join(" "))
}

/* The words that one page may account for: of what its formula is called elsewhere, each name alone. Of another page than
   a formula's, its text is about anything. */
function wordsOf({ title, aliases = [], labels = [], arguments: given = [], questions = [], called = [], description = "", chapter = "", text = "", pytorch }) {
  const own = [title, ...aliases]
  return {
    names: [...own, ...called].map(name => stemsOf(name.replace(/ \(.*/, ""))).filter(name => name.length > 1).map(name => ` ${name.join(" ")} `),
    bags: [[...labels, ...given, ...questions, description, chapter, pytorch ? text : ""].join(" "), ...called].map(more => new Set(stemsOf(`${own.join(" ")} ${more}`))),
  }
}

/* "batch norm layer" is a batch norm. */
function keyOf(name) {
  return stemsOf(withoutApostrophes(name)).join(" ").replace(/(?<=. )(?:lay|formula|equat)$/, "").trim()
}

/* The words that tell one name from another. */
export function termsOf(text) {
  const all = stemsOf(withoutApostrophes(text)).filter(term => !GREEK_NAMES.has(term))
  const telling = all.filter(term => !ABOUT.has(term))
  return telling.some(isWord) ? telling : all
}

export function isWord(term) {
  return term.length > 1
}
