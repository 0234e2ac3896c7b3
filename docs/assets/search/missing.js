/* What is asked for and has no page here: a name, a function of a library, one in a formula or in code. */

import { respell } from "./characters.js"
import { isWord, Names, termsOf } from "./names.js"
import { STOP_WORDS } from "./stop_words.js"
import { isFunction, MODULES } from "./tokens.js"
import { isPath, stemsOf } from "./words.js"

const MOST = 4  // words of a name that say something; more are a question
const SENTENCE = 6  // words, whatever they say
const LINKING = new Set(["and", "of", "for", "to"])  // in a name; other words that say nothing make a sentence
const LETTERS = /^(?!-)[-\p{L}\d' ,:@]+$/u
const OF = / of (?:an? |the )?/  // what is asked stands before it, or is asked about what stands behind
const WORKING = /^how (?:do|does|is|are) (?:an? |the )?(.*) (?:works?|computed|calculated|defined)\b\W*$/i
const ASKED = /^(?:what(?:['’]?s| is| are| do(?:es)?(?=.* (?:do|mean|compute|look like)\W*$))|formulas? (?:of|for)|definition of|meaning of|explain|loss(?: function)? of|(?:(?:in|out)put )?(?:shape|size|dimension)s? of|define)\s+(?:an? |the )?|(?: (?:means?|notation|formula|equation|definition|algorithm|method|(?:activation )?function|activation|optimizer|layer|derivative|gradient))?[?\s]*$/gi
const CALL = /^((?:[A-Za-z_]\w*\.)+\w+|\w*[a-z]{3}_[a-z]{3}\w*|[A-Za-z]{3}\w*(?=\())(\((?:[^()]|\([^()]*\))*\))?$/
const TORCH = /^(?:torch|nn|F|optim)\./  // of which every name is known
const LIBRARY = new RegExp(`${MODULES.source}|^(?:optax|sklearn|keras)\\.`)
const DOTTED_CALL = /(?:\w+\.)+\w+(?=\()/g
const MAKES_ARRAYS = /^(?:zeros|ones|arange|eye|rand|tensor|array|stack|cat|where)/
/* \operatorname{GELU}, \text{GELU}(x), GELU(x) =, but not n_{\text{in}} */
const FUNCTION = /\\operatorname\*?\{([A-Za-z]{2,})\}|\\(?:text|mathrm)\{([A-Za-z]{2,})\}(?=\s*(?:=|\())|(?<![\\\w])([A-Za-z]*[A-Z]{2}[A-Za-z]*)(?=\s*=|\()/g

/* "what is gelu?" → gelu */
export function nameIn(query) {
  return query.trim().replace(WORKING, "$1").replace(ASKED, "")
}

export class MissingNames {
  constructor(formulas, pages, others) {
    this.names = new Names([...formulas, ...pages], others)
    this.functions = new Set(formulas.flatMap(({ displays }) => displays.flatMap(functionsIn)))
    this.given = new Set(formulas.flatMap(({ arguments: given }) => given))
    this.apis = new Map()  // name → the classes that it is of, "" for none
    for (const path of formulas.flatMap(({ pytorch, called = [] }) => [...pytorch, ...called.filter(isPath)])) {
      const key = lastPart(path).toLowerCase()
      this.apis.set(key, [...this.apis.get(key) ?? [], classOf(path)])
    }
  }

  /* What the query asks for, if it is a name that nothing here has. */
  of(query) {
    const name = nameIn(query)
    const [, path, call] = name.match(CALL) ?? []
    const here = path ? this.hasApi(path, call) || this.names.isPartOf(path) : !isName(name) || this.hasApi(name) || this.hasName(query, name)
    return here ? undefined : name
  }

  /* Of "the norm of a vector" the first part is a name, or the second one whole. */
  hasName(query, name) {
    const [asked, about] = name.split(OF)
    if ([query, name].some(text => this.names.isOther(text)) || this.names.isOther(asked) && !(about && this.names.has(name))) return false
    if (/ for /.test(name) && name.split(/ +/).some(word => this.names.isWhole(word))) return true  // a use of it
    const short = [query, asked].filter(text => termsOf(text).filter(isWord).length <= MOST)
    return !short.length || short.some(text => this.names.has(text)) || Boolean(about) && this.names.isAlmostWhole(about)
  }

  /* The names of other libraries, and those without one, may be words. */
  hasApi(path, call) {
    const name = lastPart(path)
    return this.isApi(path) || this.given.has(path) || call && (isMathematics(name) || MAKES_ARRAYS.test(name)) || (call || path !== name) && !TORCH.test(path) && (LIBRARY.test(path) ? this.names.hasExactly(name) : this.names.has(name))
  }

  /* Tensor.exp is torch.exp, but Beta.entropy is not Normal.entropy. */
  isApi(path) {
    const owner = classOf(path)
    return this.apis.get(lastPart(path).toLowerCase())?.some(known => !owner || !known || owner === known) ?? false
  }

  /* Whether all functions of libraries that code calls are here. */
  hasCalls(code) {
    const paths = code.match(DOTTED_CALL)?.filter(path => MODULES.test(path)) ?? []
    return paths.every(path => this.hasApi(path, true))
  }

  /* Whether all functions that a formula has by a name are here. */
  hasFunctions(text) {
    return functionsIn(text).every(name => this.functions.has(name) || isMathematics(name) || this.isSmall(name) || this.names.has(name))
  }

  /* A word such as "loss" may be the name of any variable. */
  isSmall(name) {
    return !/[A-Z]/.test(name) && termsOf(name).every(term => this.names.known.has(term))
  }
}

/* Of pairs: a formula's number, and a sentence of its page that names something else. */
export function mentionsOf(pairs, formulas) {
  return pairs.map(([place, sentence]) => ({ formula: formulas[place], sentence, stems: stemsOf(sentence) }))
}

/* The sentence that mentions a name. */
export function mentionOf(name, mentions) {
  const terms = stemsOf(name)
  return terms.length ? mentions.find(({ stems }) => terms.every(term => stems.includes(term))) : undefined
}

/* What the parser reads, such as tf.reduce_mean. */
function isMathematics(name) {
  return isFunction(name.toLowerCase().replace(/^reduce_/, ""))
}

function functionsIn(text) {
  return [...text.matchAll(FUNCTION)].map(match => match.slice(1).find(Boolean))
}

function classOf(path) {
  const [, owner] = path.match(/([A-Z]\w*)\.\w+$/) ?? []
  return owner && !/^(?:F|Tensor|Parameter)$/.test(owner) ? owner : ""
}

function lastPart(path) {
  return path.split(".").at(-1)
}

/* A few words or an acronym: no sentence, no formula. */
function isName(text) {
  const spoken = text.replace(OF, " of ").toLowerCase().split(/[\s-]+/).some(word => STOP_WORDS.has(word) && !LINKING.has(word))
  return LETTERS.test(text) && !spoken && text.split(/[\s-]+/).length < SENTENCE && !respell(text).includes("\\")
}
