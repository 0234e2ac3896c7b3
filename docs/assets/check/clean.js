/* What of a pasted text is formula: displays, fences and dollars, else all of it; and its macros. */

import { latexOf } from "../search/mathml.js"

const DISPLAY = /\$\$([^]*?)\$\$|\\\[([^]*?)\\\]|\\begin\{(equation|align|alignat|gather|multline|eqnarray|displaymath|math|flalign|aligned)(\*?)\}([^]*?)\\end\{\3\4\}|```+ *(?:math|latex|tex)?[ \t]*\n([^]*?)```|~~~ *(?:math|latex|tex)?[ \t]*\n([^]*?)~~~/g
const INLINE = /(?<![\\$])\$([^$\n][^$]*?)(?<!\\)\$|\\\(([^]*?)\\\)|`\$?([^`]+?)\$?`/g
const MACRO = /\\(?:re)?newcommand\*?\s*\{?\s*\\([a-zA-Z]+)\s*\}?\s*(?:\[(\d)\])?\s*(?=\{)|\\(?:g|x)?def\s*\\([a-zA-Z]+)\s*((?:#\d)*)\s*(?=\{)|\\DeclareMathOperator\*?\s*\{?\s*\\([a-zA-Z]+)\s*\}?\s*(?=\{)/g
const MOST = 20  // displays of a paper
const LONGEST = 8000  // characters of one that is read

/* { text, parts: [[start, end], …], macros, isPlaced, isCut } */
export function clean(paste) {
  const isMarkup = /<(?:\w+:)?math\b/i.test(paste)
  const text = isMarkup ? latexOf(paste.slice(0, 4 * LONGEST)) : paste
  const { macros, ends } = macrosOf(text)
  const from = ends.length && displays(text, 0).length === 0 ? Math.max(...ends) : 0
  const found = displays(text, from)
  const parts = (found.length ? found : [[from, text.length]]).slice(0, MOST)
  const read = parts.map(([start, end]) => [start, Math.min(end, start + LONGEST)])
  const isCut = found.length > MOST || parts.some(([start, end]) => end - start > LONGEST)
  return { text, parts: read, macros, isPlaced: !isMarkup, isCut }
}

function displays(text, from) {
  const found = matches(text, DISPLAY, from)
  if (found.length) return [...found, ...definitions(text, found.at(-1)[1])].slice(0, MOST)
  const inline = matches(text, INLINE, from)
  const statements = inline.filter(([start, end]) => /[=≈≤≥<>]|\\(?:le|ge|approx|propto|frac|gets|leftarrow)/.test(text.slice(start, end)))
  return statements.length ? statements : inline.length === 1 ? inline : []
}

/* "where $m = …$" behind a display. */
function definitions(text, from) {
  return matches(text, INLINE, from).filter(([start, end]) => /=/.test(text.slice(start, end)) && /(where|with|and)\s*\$?$/i.test(text.slice(Math.max(0, start - 12), start - 1).trimEnd()))
}

function matches(text, pattern, from) {
  const found = []
  pattern.lastIndex = from
  for (let match; found.length <= MOST && (match = pattern.exec(text));) {
    const inside = match.slice(1).findLast(each => each?.length > 1) ?? match.slice(1).findLast(each => each) ?? ""
    const start = match.index + match[0].indexOf(inside, 1)
    if (inside.trim()) found.push([start, start + inside.length])
  }
  return found
}

/* The macros that a text defines, and where their definitions end. */
function macrosOf(text) {
  const macros = new Map()
  const ends = []
  for (const match of text.matchAll(MACRO)) {
    const body = braced(text, match.index + match[0].length)
    if (!body) continue
    const [, command, count, defined, parameters, operator] = match
    const name = command ?? defined ?? operator
    const inside = text.slice(body.start, body.end)
    macros.set(name, { count: Number(count ?? (parameters?.length ?? 0) / 2), body: operator ? `\\operatorname{${inside}}` : inside })
    ends.push(body.end + 1)
  }
  return { macros, ends }
}

function braced(text, start) {
  let depth = 0
  for (let place = start; place < text.length && place < start + LONGEST; place += 1) {
    if (text[place] === "\\") place += 1
    else if (text[place] === "{") depth += 1
    else if (text[place] === "}" && (depth -= 1) === 0) return { start: start + 1, end: place }
  }
  return null
}
