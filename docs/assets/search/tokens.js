/* Text → tokens, the same for LaTeX, Unicode, plain text and Python.

   A token is { type, text }. Types: number, name, command (LaTeX, a function, a Greek letter), api (a
   function of a library), sign, begin, end, row. */

import { GREEK_NAMES, respell } from "./characters.js"

const TOKEN = /\\(operatorname\*?|(?:math|text)[a-z]*|boldsymbol)\s*\{\s*([a-zA-Z]+)\s*\}|\\begin\{(\w+)\*?\}|\\end\{(\w+)\*?\}|\\(\\)|\\([a-zA-Z]+)|\\([^a-zA-Z])|(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([a-zA-Z_][\w.]*(?<!\.)|[a-zA-Z])|(\*\*|->|=>|<-|:=|[-+*/]=|[=!<>]=|\|\||\S)/g
const PYTHON = /\w\.(?:[a-z_]{2,}|m?T\b)|\*\*|\[:|\bfor [\w, ]+ in\b|\w \* [\w(]|[^\W_]\((?:\w+=|\[|[^()]*, ?\w\w+=)|[-+*]=|^\s*(?:return|def|import)\b|\b(?:torch|nn|F|optim|np|jax)\.\w|\w @ \w|\w_\w{2,}\(/
export const MODULE = /\b(?:np|numpy|torch|F|nn|math|jnp|jax|tf|scipy|functional|linalg|autograd|func|optim)\./g
export const MODULES = new RegExp(`^${MODULE.source}`)

export const FUNCTIONS = new Set(("exp log sqrt sin cos tan tanh max min arg argmax lim det adj diag trace sum mean abs norm sign var std "
  + "softmax sigmoid relu attention layernorm grad clamp transpose inv dot matmul prod int partial square erf erfc kl ceil floor").split(" "))
const SPELLINGS = {
  maximum: "max", clip: "clamp", clamp_min: "clamp", avg: "mean", average: "mean", ln: "log", layer_norm: "layernorm",
  variance: "var", tr: "trace", mm: "matmul", bmm: "matmul",
}
export function isFunction(name) {
  const bare = name.replace(/^reduce_/, "")
  return FUNCTIONS.has(SPELLINGS[bare] ?? bare)
}

/* Commands that style what follows, or only make room. */
const IGNORED = /^(left|right|middle|[bB]igg?[lrm]?|(math|text)\w*|operatorname|(no)?limits|\w+style|vec|over\w+arrow|pmb|bm|boldsymbol|boxed|rm|bf|it|cal)$/
const DIVERGENCE = /\bD_ ?(?:\{? ?\\[a-z]+ ?)?\{? ?KL ?\}?(?:(?<=\{.*) ?\})?/g
const COMPLETIONS = "frac sqrt sum exp partial nabla softmax".split(" ")
const ENGLISH = /^(in|of|the|to|and|for|is|on|or|by|an|as|at|its?|if|out|one|two|row|how|why|not|all|my|do)$/
/* What is written in several ways, and how it is read. */
const SYNONYMS = [
  [/^[dtc]frac$/, "frac"], [/^(intercal|dagger)$/, "top"], [/^[lcvd]dots$/, "dots"],
  [/^leq(slant)?$/, "le"], [/^geq(slant)?$/, "ge"], [/^neq$/, "ne"], [/^(long)?rightarrow$|^mapsto$/, "to"],
  [/^leftarrow$/, "gets"], [/^[lr]?Vert$/, "|"], [/^[lr]vert$|^mid$/, "vert"],
  [/^var(epsilon|theta|phi)$/, "$1"], [/^wide(hat|tilde)$/, "$1"], [/^overline$/, "bar"],
  [/^(ast|bullet)$/, "cdot"], [/^ln$/, "log"], [/^ell$/, "l"],
]

export function tokenize(text, python) {
  const spelled = python ? withoutComments(respell(text)) : given(respell(text).replace(DIVERGENCE, "\\operatorname{KL}"))
  const tight = /\\[a-zA-Z]/.test(text)  // in LaTeX, one sign is below the line: u_iv_i
  const tokens = []
  for (const found of spelled.matchAll(TOKEN)) {
    const [, style, styled, begin, end, row, command, escaped, number, name, sign] = found
    if (style === "mathbb" && styled === "E") tokens.push(token("command", "E"))
    else if (style) pushWord(tokens, styled, !/bf|bold|it$/.test(style))
    else if (begin) tokens.push(token("begin", begin))
    else if (end) tokens.push(token("end", end))
    else if (row) tokens.push(token("row", "\\\\"))
    else if (command) pushCommand(tokens, command)
    else if (escaped) /[|{}_&]/.test(escaped) && tokens.push(token("command", escaped))
    else if (number) tokens.push(token("number", number))
    else if (name) pushName(tokens, tight && name.includes("_") ? name.replace(/(_\w)(?=\w)/g, "$1 ") : name, python)
    else tokens.push(token("sign", sign))
  }
  return python ? tokens : withoutProse(completed(tokens))
}

/* P(A | B) → P(A, B): one bar in brackets is no norm */
function given(text) {
  return text.replace(/\\mid(?![a-zA-Z])/g, "|").replace(/\(([^()|]*[^()|\\])\|([^()|]+)\)/g, "($1, $2)")
}

/* The last command may be unfinished: \par, \sq, \ */
function completed(tokens) {
  const last = tokens.at(-1)
  if (last?.text === "\\") return [...tokens.slice(0, -1), token("name", "?")]
  if (last?.type !== "command" || last.text.length < 2 || GREEK_NAMES.has(last.text)) return tokens
  const meant = [...COMPLETIONS, ...GREEK_NAMES].find(command => command.startsWith(last.text))
  return meant ? [...tokens.slice(0, -1), token("command", meant)] : tokens
}

/* Words of a sentence are left to the word search: a name belongs to a formula where a sign is next to it. */
function withoutProse(tokens) {
  return tokens.filter(({ type, text }, place) => {
    if (type !== "name" || text.length === 1) return true
    return [tokens[place - 1], tokens[place + 1]].some(near => near?.type === "sign" && near.text !== ",")
  })
}

export function isPython(text) {
  return !/\\[a-zA-Z]{2}/.test(text) && PYTHON.test(text)
}

function token(type, text) {
  return { type, text }
}

function withoutComments(text) {
  return text.replace(/"""[^]*?"""|#.*$|'[^']*'|"[^"]*"/gm, " ")
}

function pushCommand(tokens, command) {
  if (/^q?quad$|^newline$/.test(command)) tokens.push(token("row", command))
  else if (!IGNORED.test(command)) {
    tokens.push(token("command", SYNONYMS.reduce((word, [form, meant]) => word.replace(form, meant), command)))
  }
}

function pushName(tokens, name, python) {
  if (python) return pushPythonName(tokens, name)
  // d_k: the underscore begins a script; a point is no attribute outside of code
  for (const part of name.split(/([_. ])/)) {
    if (part === "_") tokens.push(token("sign", "_"))
    else if (part && !/[. ]/.test(part) && !(part === name && ENGLISH.test(part))) pushScript(tokens, part)
  }
}

/* J_ij, typed without braces, has both indices. */
function pushScript(tokens, part) {
  const script = tokens.at(-1)?.text === "_" && /^[a-z]{2,3}$/.test(part)
  if (script) tokens.push(token("sign", "{"))
  pushWord(tokens, part, false)
  if (script) tokens.push(token("sign", "}"))
}

function pushWord(tokens, word, upright) {
  const lower = word.toLowerCase()
  const spelled = SPELLINGS[lower] ?? lower
  const [, extremum] = lower.match(/^arg(max|min)$/) ?? []
  if (extremum) tokens.push(token("command", "arg"), token("command", extremum))
  else if (word === "sum" && !upright) tokens.push(token("api", word))  // sum(x) / n ends where \sum goes on
  else if (GREEK_NAMES.has(word) || GREEK_NAMES.has(lower)) tokens.push(token("command", GREEK_NAMES.has(word) ? word : lower))
  else if (FUNCTIONS.has(spelled) && word.length > 1) tokens.push(token("command", spelled))
  else if (/^\d+$/.test(word)) tokens.push(token("number", word))
  else if (word.length <= (upright ? 1 : 3) || /^[A-Z]{2,4}$/.test(word)) {
    for (const letter of word) tokens.push(token(/\d/.test(letter) ? "number" : "name", letter))
  } else {
    const [, letters, digits] = word.match(/^(.*?)(\d*)$/)
    const called = FUNCTIONS.has(letters.toLowerCase())
    if (letters) tokens.push(token(called ? "command" : "name", called ? letters.toLowerCase() : letters))
    if (digits) tokens.push(token("number", digits))
  }
}

/* x.exp → x . exp; np.exp → exp; a name of its own stays whole. */
function pushPythonName(tokens, name) {
  let rest = name.replace(/^self\./, "")
  while (MODULES.test(rest)) rest = rest.replace(MODULES, "")
  const api = rest.length < name.length && !name.startsWith("self.")
  rest.split(".").forEach((part, place) => {
    if (place) tokens.push(token("sign", "."))
    const lower = part.toLowerCase()
    const spelled = SPELLINGS[lower] ?? lower.replace(/^reduce_/, "")
    const bare = rest === name && !rest.includes(".")  // norm(x) may be a layer, np.linalg.norm is not
    const called = !(bare && lower === "norm") && FUNCTIONS.has(spelled)
    const [, matrix] = part.match(/^([A-Z])[hT]$/) ?? []
    if (matrix) {  // Vh, XT
      tokens.push(token("name", matrix), token("sign", "."), token("name", "T"))
      return
    }
    const type = called && part.length > 1 ? "command" : api ? "api" : "name"
    tokens.push(token(type, called ? spelled : part))
  })
}
