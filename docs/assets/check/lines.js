/* Tokens → lines, one statement each: rows, what a comma or a word of prose sets apart.

   What stands in front of an equation number, a range such as i = 1, …, K and prose are no statements. */

import { isProseWord } from "./prose.js"

const OPENING = new Set(["{", "open", "begin"])
const CLOSING = new Set(["}", "close", "end"])

export function linesOf(all) {
  const tokens = unwrapped(all)
  const rows = splitAt(tokens, token => /^(row|line)$/.test(token.type))
  const joined = []
  for (const row of rows.map(trimmed).filter(row => row.length)) {
    const [first] = row
    const goesOn = joined.length && (first.type === "rel" || (first.type === "op" && /^[-+]$|^(dot|times|had)$/.test(first.text) && hasRelation(joined.at(-1)) && !hasRelation(row)))
    if (goesOn || (joined.length && endsOpen(joined.at(-1)))) joined[joined.length - 1] = [...joined.at(-1), ...row]
    else joined.push(row)
  }
  return joined.flatMap(statements)
}

/* An array of equations is rows. */
function unwrapped(tokens) {
  const start = tokens.findIndex(token => token.type === "begin")
  if (start < 0 || tokens.slice(0, start).some(token => !/^(line|quad)$/.test(token.type)) || tokens[start].text !== "array") return tokens
  const end = tokens.findLastIndex(token => token.type === "end")
  const inside = tokens.slice(start + 1, end)
  return hasRelation(inside) ? inside : tokens
}

/* Whether more must follow: a relation, a sign or an open bracket is its end. */
function endsOpen(row) {
  const last = row.at(-1)
  let depth = 0
  for (const token of row) depth += OPENING.has(token.type) - CLOSING.has(token.type)
  return depth > 0 || last.type === "rel" || (last.type === "op" && last.text !== "!")
}

function statements(row) {
  const pieces = []
  for (const { tokens, isProse } of clauses(row)) {
    const found = splitAt(tokens, (token, depth, place, all) => isBreak(token, depth, place, all))
    for (const piece of found.map(trimmed).filter(each => each.length)) pieces.push({ tokens: piece, isProse })
  }
  const isAlone = !pieces.some(({ tokens }) => hasRelation(tokens) && !isRange(tokens))
  return pieces.filter(({ tokens }) => isAlone || !isRange(tokens)).map(({ tokens, isProse }) => ({ tokens, isProse: isProse && !hasRelation(tokens) }))
}

/* What prose sets apart; whether words stand before it. */
function clauses(row) {
  const found = []
  let current = { tokens: [], isProse: false }
  let depth = 0
  let inCases = 0
  for (const [place, token] of row.entries()) {
    depth += OPENING.has(token.type) - CLOSING.has(token.type)
    inCases += (token.type === "begin") - (token.type === "end")
    if (depth === 0 && !inCases && isProse(token, row[place + 1])) {
      if (current.tokens.length) found.push(current)
      current = { tokens: [], isProse: true }
    } else current.tokens.push(token)
  }
  if (current.tokens.length) found.push(current)
  return found
}

function isProse(token, next) {
  if (token.type !== "word") return false
  return (token.prose && /\s/.test(token.written ?? token.text)) || isProseWord(token, next)
}

/* A comma before another statement; a wide space before one. */
function isBreak(token, depth, place, all) {
  if (depth > 0) return false
  if (token.type === "semi") return true
  if (token.type !== "comma" && token.type !== "quad" && !(token.type === "rel" && token.text === "⇒")) return false
  if (token.text === "⇒") return true
  const rest = all.slice(place + 1)
  const next = rest.findIndex(each => each.type === "comma" || each.type === "quad")
  const upTo = rest.slice(0, next < 0 ? rest.length : next)
  if (token.type === "quad") return hasRelation(all.slice(0, place)) && (hasRelation(upTo) || upTo[0]?.type === "open")
  return hasRelation(all.slice(0, place)) || rest.every(each => each.type === "quad")
}

/* i = 1, …, K and what else only says which values an index has. */
function isRange(tokens) {
  const [first, second] = tokens
  if (tokens.every(token => /^(dots|comma|number|letter|quad)$/.test(token.type))) return tokens.length < 3 || tokens.some(token => token.type === "dots")
  if (relations(tokens).some(token => token.text === "∈")) return true
  return first.type === "letter" && second?.text === "=" && tokens.length <= 5 && tokens.slice(2).some(token => token.type === "dots")
}

function hasRelation(tokens) {
  return relations(tokens).length > 0
}

function relations(tokens) {
  let depth = 0
  return tokens.filter(token => {
    depth += OPENING.has(token.type) - CLOSING.has(token.type)
    return depth === 0 && token.type === "rel"
  })
}

/* Pieces between the tokens of a kind, outside of all brackets. */
function splitAt(tokens, isSplit) {
  const pieces = [[]]
  let depth = 0
  tokens.forEach((token, place) => {
    depth += OPENING.has(token.type) - CLOSING.has(token.type)
    if (token.type === "line" || (depth <= 0 && isSplit(token, depth, place, tokens))) {
      if (token.type === "line" && depth > 0) return
      pieces.push([])
    } else if (token.type !== "&" || depth > 0) pieces.at(-1).push(token)
  })
  return pieces
}

/* Without spaces and commas at the ends, a full stop behind it, a number in brackets before. */
function trimmed(row) {
  let [start, end] = [0, row.length]
  const isEmpty = token => /^(quad|comma|semi|&|line|colon)$/.test(token.type)
  while (start < end && isEmpty(row[start])) start += 1
  while (end > start && isEmpty(row[end - 1])) end -= 1
  return row.slice(start, end)
}
