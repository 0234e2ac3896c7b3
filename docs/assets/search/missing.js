/* Names that this reference does not have. It says so only where nothing here can be meant: no word
   of the query is known here, nor misspelled, or a page mentions them where it speaks of others. */

import { GREEK_NAMES } from "./characters.js"
import { FUNCTIONS } from "./tokens.js"
import { stemsOf } from "./words.js"

const MOST = 3  // words of a name; more are a question
/* A score. With it, no name, question or test query of a formula here is called missing; at 0.44 one is. */
const FAINT = 0.4
const ARTICLE = /\b(?:an?|the)\b/i  // a phrase is no name
const API = /^(?:torch|nn|F|optim|np|numpy|jax|jnp|tf|keras|scipy)(?:\.\w+)*\.(\w+)(?:\(\w*\))?$/
const ASKED = /^(?:what(?:['’]?s| is| are)|formulas? (?:of|for)|definition of|define)\s+(?:an? |the )?|[?\s]+$/gi

export class MissingNames {
  /* `mentions` are pairs of a formula's number and a sentence of its page that names something else. */
  constructor(words, pageWords, formulas, mentions) {
    this.indexes = [words, pageWords]
    this.mentions = mentions.map(([place, sentence]) => ({ formula: formulas[place], sentence, stems: new Set(stemsOf(sentence)) }))
  }

  /* { name, mention } of a query that names nothing here, else undefined; `best` is the score of the best formula. */
  of(query, best) {
    const name = query.trim().replace(ASKED, "")
    const api = name.match(API)?.[1]
    const terms = stemsOf(api ?? name)
    if (!terms.length || terms.length > MOST || !api && /[^-\p{L}\p{N}' ]/u.test(name) || FUNCTIONS.has(api) || ARTICLE.test(name)) return
    const known = term => GREEK_NAMES.has(term) || this.indexes.some(index => index.frequency.has(term))
    const meant = term => known(term) || this.indexes[0].resembles(term, term === terms.at(-1))
    const mention = this.mentions.find(({ stems }) => terms.every(term => stems.has(term)))
    // One word that is known, as in "minkowski norm", may be enough to mean a formula that is here.
    const strange = best < FAINT ? !terms.every(meant) : !terms.some(meant)
    if (strange || mention && !terms.every(known)) return { name, mention }
  }
}
