/* Whether what is asked for has no page here. It has one where all words of a query tell of one
   formula: by its names, by one of its questions, or most by its names and the others by its text. */

import { GREEK_NAMES, respell } from "./characters.js"
import { withoutApostrophes } from "./english.js"
import { STOP_WORDS } from "./stop_words.js"
import { isFunction } from "./tokens.js"
import { likeness, resembles, stem, stemsOf, words } from "./words.js"

const MOST = 3  // words of a name; more are a question
const CLOSE_NAME = 0.64  // the worth of a PyTorch name; others are only used on the page, or explained
const NAMESAKE = 0.85  // the same of one that the title holds
const WHOLE = 0.65  // of a question
const OWN = 0.5  // the share of what a query says
const RARE = 2  // formulas that have a word which tells of one
const LINKING = new Set(["and", "of", "for"])  // in a name; other words that say nothing make a phrase
const LOOK = /\b(?:notation|symbol|sign|letter|shape|size|dimension)s?\b/i  // asked of what is here
const LETTERS = /^[-\p{L}\d' ]+$/u
const LIBRARY = /^(?:torch|nn|F|optim|np|numpy|jax|jnp|tf|keras|scipy|sklearn|optax|flax)\./
const IDENTIFIER = /[a-z]{3}_[a-z]{3}|[a-z]{3}\d[a-z]/
const DELIBERATE = /[a-z][A-Z]|[A-Z]{2}/  // as in RAdam and GELU: no misspelling, and finished
const CALL = /^([A-Za-z_][\w.]*)(?:\(.*\))?$/s
const ASKED = /^(?:what(?:['’]?s| is| are| do| does)|formulas? (?:of|for)|definition of|meaning of|(?:(?:in|out)put )?(?:shape|size|dimension)s? of|define)\s+(?:an? |the )?|(?: (?:means?|notation|formula|equation|definition))?[?\s]*$/gi
const GENERIC = new Set(stemsOf("formula equation function layer definition first order numpy torch pytorch jax keras python"))

/* layer norm → layernorm */
const joined = name => stem(words(name).join(""))

/* "what is gelu?" → gelu */
export function nameIn(query) {
  return query.trim().replace(ASKED, "")
}

export class MissingNames {
  /* `mentions` are pairs of a formula's number and a sentence of its page that names something else. */
  constructor(words, pageWords, questions, formulas, { mentions = [], meanings = [] }) {
    this.words = words
    this.pageWords = pageWords
    this.mentions = mentions.map(([place, sentence]) => ({ formula: formulas[place], sentence, stems: stemsOf(sentence) }))
    this.known = formulas.map(({ title, aliases, labels, chapter, pytorch, description, arguments: given }, place) => {
      const close = pytorch.filter(api => words.named(api).get(place) > CLOSE_NAME).map(api => api.split(".").at(-1))
      return {
        names: [title, ...aliases, ...labels, ...pytorch.filter(api => words.named(api).get(place) > NAMESAKE).map(api => api.split(".").at(-1))].flatMap(name => name.split(" and ")).map(stemsOf),
        own: new Set([...stemsOf([title, ...aliases, ...labels, ...close.filter(api => !/_./.test(api))].join(" ")), ...[title, ...aliases].map(joined).filter(Boolean)]),
        asked: labels.map(stemsOf),
        other: new Set(stemsOf([chapter, description, meanings[place], ...pytorch, ...given].join(" "))),
        meant: new Set(stemsOf(meanings[place] ?? "")),
      }
    })
    for (const { formula, stems } of questions.questions) {
      this.known[formula].asked.push(stems)
      for (const term of stems) this.known[formula].other.add(term)
    }
  }

  /* What the query asks for, if it is a name that nothing here has. */
  of(query) {
    const name = nameIn(query)
    const [, path] = name.match(CALL) ?? []
    const api = path && (LIBRARY.test(path) || IDENTIFIER.test(path)) ? path.split(".").at(-1) : null
    if (api ? isFunction(api.split("_").at(-1)) : !isName(name) || LOOK.test(query)) return
    const asked = stemsOf(withoutApostrophes(api ?? name)).filter(term => !GREEK_NAMES.has(term))
    const telling = asked.filter(term => !GENERIC.has(term))
    const terms = telling.length ? telling : asked
    if (!terms.length || !api && asked.length > MOST) return
    const exact = Boolean(api) || DELIBERATE.test(name) || terms.every(term => this.words.frequency.has(term))
    const here = api ? this.words.meant(api, 0, exact) : this.isNamed(name, terms, exact)
    if (!here && !this.known.some(known => this.tells(known, terms, exact) || this.tells(known, [joined(name)], true))) return name
  }

  /* A name that is known, or one that is misspelled or not yet finished; or part of the name of a page. */
  isNamed(name, terms, exact) {
    return this.words.meant(name, terms.length > 1 ? CLOSE_NAME : 0, exact) || this.pageWords.meant(name, 0, exact) ||
      this.pageWords.stems.some(stems => terms.every(term => stems.has(term)))
  }

  tells({ names, own, asked, other, meant }, terms, exact) {
    const isOwn = term => own.has(term) || !exact && !this.words.frequency.has(term) && [...own].some(known =>
      resembles(term, known) || term === terms.at(-1) && known.startsWith(term))
    const mine = terms.filter(isOwn)
    if (mine.length === terms.length || terms.every(term => meant.has(term))) return true
    const rare = term => this.words.frequency.get(term) <= RARE
    const qualified = mine.length && terms[0] !== mine[0] && !rare(terms[0])  // as "batch" in batch normalization
    if (asked.some(stems => isFor(stems, terms, own) && mine.length || !qualified && terms.every(term => stems.includes(term)) && !isOther(stems, terms, own))) return true
    const share = this.words.weight(mine) / this.words.weight(terms)
    const whole = names.filter(name => name.length && (mine.includes(name.join("")) || name.every(part => mine.some(term => term === part || !exact && resembles(term, part)))))
    if (whole.some(name => name.length > 1)) return true
    const rest = terms.filter(term => !mine.includes(term))
    const behind = terms.lastIndexOf(mine.at(-1)) < terms.indexOf(rest[0])
    const fits = term => term.length > 1 && other.has(term) && (behind || rare(term))
    return (whole.length && (behind || share >= OWN) || share >= OWN && rest.every(rare)) && rest.every(fits)
  }

  /* The sentence that mentions a name. */
  mentionOf(name) {
    const terms = stemsOf(name)
    return terms.length ? this.mentions.find(({ stems }) => terms.every(term => stems.includes(term))) : undefined
  }
}

/* A question such as "momentum combined rmsprop" names both as something else: they stand in it as
   they are typed, and no name of the formula does. */
function isOther(stems, terms, own) {
  if (terms.length >= WHOLE * stems.length) return false
  const start = stems.indexOf(terms[0])
  return terms.every((term, place) => stems[start + place] === term) && !stems.some(term => own.has(term))
}

/* "maximum infinity norm" is for a max norm; "layer norm batch norm" is for a layer norm. */
function isFor(stems, terms, own) {
  const places = terms.map(term => stems.findIndex(stem => stem.startsWith(term)))
  return places.every((place, n) => place >= 0 && place > (places[n - 1] ?? -1)) && !stems.some(stem => own.has(stem) && !terms.includes(stem))
}

/* One to three words, or an acronym: no sentence, no formula, nothing about the look of what is here. */
function isName(text) {
  const spoken = text.toLowerCase().split(/\s+/).some(word => STOP_WORDS.has(word) && !LINKING.has(word))
  return LETTERS.test(text) && !spoken && !respell(text).includes("\\")
}
