/* A text → its lines as trees, each with what keeps it from being read. */

import { clean } from "./clean.js"
import { linesOf } from "./lines.js"
import { readLine } from "./read.js"
import { Unreadable } from "./cursor.js"
import { tokenize } from "./tokens.js"

const MOST_LINES = 60
const LONGEST = 1200  // tokens of a line
const MOST_ASIDE = 3  // lines without a relation: more are a text

/* { lines: [{ tree, tokens, start, end } or { problem, start, end }], problems, text, isPlaced, isCut } */
export function read(paste) {
  const { text, parts, macros, isPlaced, isCut } = clean(paste)
  const lines = []
  const problems = []
  for (const [start, end] of parts) {
    const found = tokenize(text, { start, end, macros })
    for (const problem of found.problems) problems.push(problem)  // they may be too many to be spread
    for (const { tokens, isProse } of linesOf(found.tokens).slice(0, MOST_LINES)) lines.push({ ...lineOf(tokens), isProse })
  }
  for (const line of lines) {
    const dropped = problems.find(({ at }) => at >= line.start && at <= line.end)
    if (dropped && !line.problem) line.problem = { what: `${dropped.what} is not read here`, at: dropped.at }
  }
  const told = lines.filter(line => !(line.isProse && (line.problem || line.tree.op !== "relation")))
  const isText = told.length > MOST_ASIDE && !told.some(({ tokens }) => tokens.some(({ type }) => type === "rel"))
  return { lines: isText ? [] : told, problems, text, isPlaced, isCut }
}

export function lineOf(tokens, options = {}) {
  const at = { tokens, start: tokens[0].start, end: tokens.at(-1).end }
  if (tokens.length > LONGEST) return { ...at, problem: { what: "this line is too long", at: at.start } }
  try {
    return { ...at, ...readLine(tokens.filter(token => token.type !== "quad").map(token => ({ ...token })), options) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...at, problem: { what: error.what, at: error.at } }
  }
}

/* The tree of LaTeX that is known to be one statement; null where it is none. */
export function readOne(tex) {
  const { tokens } = tokenize(tex)
  const [line] = linesOf(tokens)
  return (line && lineOf(line.tokens).tree) ?? null
}
