/* What looks like mathematics in a query and is English, or an argument of a function. */

import { GREEK_NAMES } from "./characters.js"
import { FUNCTIONS } from "./tokens.js"

/* don't, isn't; adam's, what’s, I'm; users' vectors. The prime of f', tanh' and y' stays. */
const APOSTROPHES = /\b[a-z]+n['’]t\b|(?<=\b(?:i|[a-z]{2,}))['’](?:s|re|ll|ve|d|m)\b|(?<=[a-z]s)['’](?=\s+[a-z]{3})/gi
/* What does bold A mean: no formula of a mean. */
const MEANING = /^(what (?:do|does) .*) mean\W*$/i
const VERSUS = /\s+(?:vs\.?|versus)\s+/i
const ARGUMENT = /([a-z_]\w+) ?= ?(?:[-\d.][-\w.]*|True|False|None|\([-\d.,e ]*\)|(["'])\w*\2)(?:,\s*|$)/gi

export function withoutApostrophes(query) {
  return query.replace(APOSTROPHES, " ")
}

export function withoutMeaning(query) {
  return query.replace(MEANING, "$1")
}

/* "relu vs tanh" has two sides, any other query one. */
export function sidesOf(query) {
  return query.trim().split(VERSUS)
}

/* The names in betas=(0.9, 0.999), eps=1e-8, or nothing where the query is no list of arguments. */
export function argumentNames(query) {
  const names = [...query.matchAll(ARGUMENT)].map(([, name]) => name)
  const only = !query.replace(ARGUMENT, "").trim() && !names.some(name => GREEK_NAMES.has(name) || FUNCTIONS.has(name))
  return only ? names.join(" ") : ""
}
