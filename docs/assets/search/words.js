/* Formulas and pages found by their words: names, aliases, PyTorch names, questions. */

import { respell } from "./characters.js"
import { lettersOf, likeness, mayBeAlike } from "./likeness.js"
import { STOP_WORDS } from "./stop_words.js"
import { TermIndex } from "./terms.js"

const BOOSTS = { title: 6, aliases: 5, pytorch: 4, arguments: 4, questions: 3, called: 3, labels: 2, description: 2, chapter: 1, shapes: 1, text: 0.6 }

export const CALLED = 0.8  // for what a formula is called elsewhere
const SHORT = 0.5  // for the end of such a name: expit
const LABELED = 0.5  // for the name of one of its equations: bias-correction

export class WordIndex {
  /* Entries have the fields of BOOSTS, each a text or a list of texts. */
  constructor(entries) {
    this.count = entries.length
    this.exact = new Map()  // a whole name → entries that have it
    this.names = entries.map(entry => namesOf(entry).map(words).map(parts => ({ parts, name: parts.join(""), letters: lettersOf(parts.join("")) })))
    const fields = Object.keys(BOOSTS)
    this.terms = new TermIndex(entries.map(entry => fields.map(field => indexed([entry[field] ?? ""].flat().join(" \n ")).map(stem).filter(Boolean))), Object.values(BOOSTS))
    entries.forEach((entry, id) => {
      for (const name of namesOf(entry)) this.addName(name, id, 1)
      for (const label of entry.labels?.filter(label => label.includes("-")) ?? []) this.addName(label, id, LABELED)
      for (const name of entry.called ?? []) {
        if (isPath(name)) for (const way of ways(name).filter(way => way.length > 4)) this.addName(way, id, way.includes(".") ? CALLED : SHORT)
        else this.addName(name, id, CALLED)
      }
      const apis = entry.pytorch ?? []
      apis.forEach((api, place) => ways(api).forEach(name => this.addName(name, id, closeness(api, place, entry.title))))
    })
  }

  /* How much a set of words says: the rarer, the more. */
  weight(terms) {
    return [...terms].reduce((sum, term) => sum + Math.log(1 + this.count / (this.terms.frequency.get(term) ?? 1)), 0)
  }

  addName(name, id, worth) {
    const key = wordKey(name)
    if (!this.exact.has(key)) this.exact.set(key, new Map())
    this.exact.get(key).set(id, Math.max(worth, this.exact.get(key).get(id) ?? 0))
  }

  /* The entries whose name, alias or PyTorch name the query is, with what that is worth. */
  named(query) {
    return this.exact.get(wordKey(query)) ?? new Map()
  }

  /* Scores from 0 to 1, one for each entry. */
  scores(query) {
    const scores = new Float64Array(this.count)
    const terms = stemsOf(query)
    if (terms.length) {
      const results = this.terms.search(terms)
      const top = Math.max(...[...results.values()].map(({ score }) => score))
      for (const [id, { score, asked }] of results) {
        const coverage = this.weight(asked) / this.weight(terms)
        scores[id] = 0.85 * (0.3 + 0.7 * score / top) * (0.2 + 0.8 * coverage)
      }
    }
    const parts = words(query)
    if (parts.join("").length > 2) this.addSimilarNames(parts, scores)
    return scores
  }

  /* A name misspelled, joined or split: how many letters of the query are not its own. */
  addSimilarNames(parts, scores) {
    const typed = parts.join("")
    const letters = lettersOf(typed)
    this.names.forEach((names, id) => {
      for (const { name, letters: known, parts: own } of names) {
        const similar = mayBeAlike(letters, known) ? likeness(typed, name) : 0
        if (similar > 0.65 && (similar === 1 || differsLittle(parts, own))) scores[id] = Math.max(scores[id], similar)
        if (name.length > 3 && typed.includes(name)) scores[id] += 0.15 * name.length / typed.length
      }
    })
  }
}

/* Gibbs distribution is no misspelled normal distribution: what they do not share is told apart. */
function differsLittle(parts, own) {
  const [left, right] = [parts.filter(word => !own.includes(word)), own.filter(word => !parts.includes(word))]
  return left.length === parts.length || likeness(left.join(""), right.join("")) > 0.5
}

/* "Eigenvalues and eigenvectors" has three names, so has "Evidence lower bound (ELBO)". */
function namesOf(entry) {
  const names = [entry.title, ...entry.title.split(/ \(|\)/).filter(Boolean), ...(entry.aliases ?? [])]
  return [...names, ...names.flatMap(name => name.includes(" and ") ? name.split(" and ") : [])]
}

/* The first are the closest, and what the formula is named after. */
function closeness(api, place, title) {
  const namesake = compact(title).includes(compact(ways(api).at(-1)))
  return (namesake ? 0.95 : 0.85) / (1 + 0.05 * place)
}

/* np.linalg.svd, but not Adam vs. AdamW */
export function isPath(name) {
  return /^\w+(?:\.\w+)+$/.test(name)
}

/* torch.nn.functional.relu is typed as F.relu, functional.relu or relu. */
function ways(name) {
  const parts = name.split(".")
  return parts.map((_, place) => parts.slice(place).join("."))
}

/* LayerNorm and MSELoss are two words each, ReLU is one. */
export function words(text) {
  const spelled = respell(text).replace(/\\/g, " ").replace(/[a-z](?=[A-Z][a-z])|[A-Z](?=[A-Z][a-z]{2})/g, "$& ")
  return spelled.toLowerCase().match(/[a-z]+|\d+/g) ?? []
}

/* BibTeX is typed as one word, too. */
function indexed(text) {
  return [...words(text), ...(text.match(/[A-Za-z]*[a-z][A-Z][A-Za-z]*/g) ?? []).map(word => word.toLowerCase())]
}

/* A light stemmer: what people vary when they ask. */
export function stem(word) {
  if (STOP_WORDS.has(word)) return null
  const british = word.replace(/^(matr|ind|vert)(ices|ex)$/, "$1ix").replace(/isation/, "ization").replace(/is(e|ed|es|er|ing)$/, "iz$1").replace(/our$/, "or")
  if (british.length < 5) return british.replace(/([^s])s$/, "$1")
  return british
    .replace(/(ss|[^s]i)s$/, "$1#").replace(/ies$/, "y").replace(/([^s])s$/, "$1").replace(/#$/, "s")
    .replace(/(ization|izing|ized|izer|ize)$/, "iz")
    .replace(/(ations?|ating|ated|ate|ator)$/, "at")
    .replace(/([a-z]{3})(ing|ed|er|(?<!p)ly)$/, "$1")
    .replace(/([^aeiou])\1$/, "$1").replace(/e$/, "")
}

/* The words of a text that say something, each once. */
export function stemsOf(text) {
  return [...new Set(words(text).map(stem).filter(Boolean))]
}

/* The letters and digits of a name alone: "L2-norm" and "l2 norm" are one, and so are "layer norm" and
   LayerNorm; the letters of A^T stay apart. */
function wordKey(text) {
  const bare = text.replace(/^torch\b\W*(?=\w)|\(\)$/g, "").trim()
  if (/[^\p{L}\p{M}\d\s._'’-]/u.test(bare)) return bare.replace(/\s/g, "").toLowerCase()  // e^x is not E[X]
  const all = words(bare)
  return all.join(all.some(word => word.length > 2) ? "" : " ") || text.trim().toLowerCase()
}

export function compact(text) {
  return words(text).join("")
}
