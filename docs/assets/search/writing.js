/* How a query is written: as words, as a formula or as code, and whether it is whole. */

import { GREEK_NAMES, respell } from "./characters.js"
import { STOP_WORDS } from "./stop_words.js"
import { isFunction } from "./tokens.js"
import { words } from "./words.js"

/* Or one command. */
export function isSentence(text) {
  return mathematical(text) <= 0.5 || /^\\\w+ *$/.test(respell(text))
}

/* λ in Av = λv, logits / T: with words that no formula has. */
export function isSpoken(text) {
  const said = respell(text).replace(/\\[a-zA-Z]+\*?\s*(?:\{\s*[a-zA-Z]+\*?\s*\})?/g, " ").match(/[a-z]{2,}/gi) ?? []
  return said.some(word => STOP_WORDS.has(word) || word.length > 4 && word[0] > "Z" && !isFunction(word))
}

/* why is it worse after model.eval(): more words than code or a formula has, of which one says nothing. */
export function isProse(text) {
  const said = text.split(/\s+/).filter(word => /^[a-z]{2,}[?,]?$/i.test(word))
  return said.length > 3 && !/=|\bfor\b.* in \b/.test(text) && said.some(word => STOP_WORDS.has(word.toLowerCase()))
}

/* With an open bracket, or an operator or command at its end. */
export function isUnfinished(text) {
  const count = signs => text.split(signs).length
  const [, last] = text.match(/\\([a-zA-Z]*)\s*$/) ?? []
  return count(/[{([]/) > count(/[})\]]/) || /[-+*/^_=,]\s*$/.test(text) || last !== undefined && !GREEK_NAMES.has(last)
}

/* From 0, a sentence, to 1, a formula. */
export function mathematical(query) {
  const text = respell(query)
  const commands = (text.match(/\\[a-zA-Z]+/g) ?? []).length
  const signs = (text.match(/[-+*/=^_<>|'@()[\]{}]/g) ?? []).length
  const long = (text.replace(/\\[a-zA-Z]+/g, " ").match(/[A-Za-z]{3,}/g) ?? []).length
  const math = 1.5 * commands + signs
  return math && math / (math + 1.2 * long)
}

/* The share of arithmetic, or of calls inside calls, in code: x @ y against torch.optim.SGD(…). */
export function arithmetic(text) {
  const signs = 0.1 + (text.replace(/\w+=-?\d\S*|e-\d|'[^']*'|"[^"]*"/g, "").match(/\*\*|[-+*/@]|\.T\b|\.mT\b|>|\w\((?=[^()]*\w\(|0 ?,)/g) ?? []).length
  return signs / (signs + 0.5 * apiNames(text).filter(name => !isFunction(name)).length + 0.3)
}

/* np.linalg.svd(w) → svd, x.exp() → exp: in code, the functions are the words. */
export function apiNames(text) {
  const names = text.match(/[A-Za-z_][\w.]*(?=\s*\()|[A-Za-z_]\w*(?:\.\w+)+/g) ?? []
  return names.map(name => name.split(".").at(-1)).filter(name => name.length > 1)
}

export function symbolShare(text) {
  return words(text).length <= 3 && !/[(=]/.test(text) ? 1.2 : 0.4  // λ, but not λ(x)
}
