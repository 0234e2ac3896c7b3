/* Formulas found by the shapes of their tensors: (m, k) x (k, n) -> (m, n).

   A signature is a list of shapes in and a list of shapes out; what the sizes are called does
   not matter, only which of them are equal. */

import { respell } from "./characters.js"

const SIZE = "(?:[A-Za-z]\\w{0,9}|\\d+|\\*)(?:\\s*[-+*/]\\s*\\w+)*'?"
const SHAPE = new RegExp([
  `(?<![\\w)\\]}])[([]\\s*(\\.\\.\\.|${SIZE})?\\s*((?:,\\s*(?:${SIZE}|\\.\\.\\.)\\s*)*),?\\s*[)\\]]`,  // (m, k) [64, 10] (d,) ()
  `\\bR\\s*\\^\\{?\\s*(${SIZE}(?:\\s*(?:\\\\times\\s*|x\\s+)${SIZE}(?!\\s*\\^))*)\\s*\\}?`,  // R^n, R^{m×n}
  `\\b([a-zA-Z]|\\d+)\\s*(?:\\\\times|x|by)\\s*([a-zA-Z]|\\d+)\\b`,  // m × n, n x n, 3 by 5
  "\\b([sS]calar|(?:single |one )?number|R)\\b(?!\\s*\\^)",
  "\\b(vector)\\b(?!s)",
  "\\b(square matrix)\\b",
].join("|"), "g")
const ARROW = /->|\\to\b|=(?!=)|\b(?:gives?|returns?|to|into|becomes?|in,|outputs?|out|yields?)(?!\w)/i
const OF_FUNCTION = /^\w+: \([^()]*\) -> \([^()]*\)/  // what a docstring says of its argument
const ELEMENTWISE = /\b(?:element|point|entry)-?wise\b/i
const INTERVAL = /^\[-?[01]\b/
const WEIGHT = 0.25  // of what a missing input costs, for the vectors of a layer beside its input: seldom told
const SQUARE = 0.5  // for two sizes of one shape
const SOME = 0.5  // for sizes of a formula where the query has any
const GUESSED = 0.95  // of an arrow that is not where the query has it, or of none
const MERGED = 0.85  // for two sizes of a formula that are one in the query
const BATCHED = 0.96, ANY = 0.9, UNBATCHED = 0.4  // for a batch in front, for any shape, for a batch of what knows none

export class ShapeIndex {
  constructor(formulas) {
    this.signatures = formulas.map(entry => [...entry.shapes, ...entry.sizes ?? []].flatMap(text => [...signatures(text), ...signatures(text.match(OF_FUNCTION)?.[0] ?? "")]))
  }

  /* From 0 to 1: how like the shapes of a query those of some formula are; 1 where it says too little:
     one shape, nothing that comes out, or more than three, of which one may be of another convention. */
  closeness(query) {
    const { length } = shapesOf(query)
    return length < 2 || length > 3 || !ARROW.test(query) ? 1 : Math.max(...this.scores(query))
  }

  /* Scores from 0 to 1, one for each formula. */
  scores(query) {
    const wanted = [...signatures(query), ...guesses(query)]
    const each = ELEMENTWISE.test(query)
    return Float64Array.from(this.signatures, known => (each && !known.some(isElementwise) ? ANY : 1)
      * Math.max(0, ...wanted.flatMap(way => known.map(signature => (way.worth ?? 1) * alike(way, signature)))))
  }
}

/* (...) -> (...) */
function isElementwise({ inside, outside }) {
  return [...inside, ...outside].every(shape => shape.join() === "…") && outside.length > 0
}

/* The shapes that a text names; none where it is code or a formula rather than shapes. */
export function shapesOf(text) {
  const spelled = spell(text)
  if (/\\(?:frac|sum|sqrt|operatorname)|\*\*|\w\.\w/.test(spelled)) return []
  const found = [...spelled.matchAll(SHAPE)]
  const sized = found.filter(([shape]) => /,|\\times|R\s*\^|\s(?:x|by)\s/.test(shape))
  // [0, 1] is an interval: of a number that goes in, or of the values that come out.
  const shapes = found.filter(({ 0: shape, index }) => !INTERVAL.test(shape) || ARROW.test(spelled.slice(index)))
  const alone = sized.length && /^(?:\w+ *\\in *)?$/.test(spelled.replace(sized[0][0], "").trim())
  const mapped = /(?:\bR|\)) *(?:->|\\to) *(?:R\b|\()/.test(spelled)
  return alone || mapped || sized.length > 1 || sized.length && ARROW.test(text) ? shapes : []
}

/* \mathbb{R}_{\ge 0} is an R and nonnegative. */
function spell(text) {
  return respell(text).replace(/\\(?:mathbb|mathbf|mathrm) *\{? *([A-Za-z]) *\}?/g, "$1")
    .replace(/\bmin\([^()]*\)/g, "k").replace(/\bR *_ *(?:\+|\{? *(?:\\ge|>=) *0 *\}?)/g, "R nonnegative ")
    .replace(/\) *(?:\bin\b|\\in\b) *[[(]0, *(?:1|inf|\\infty)[\])]/g, ")")  // of an input, the set its entries are from
}

export function withoutShapes(text) {
  return shapesOf(text).reduce((rest, [shape]) => rest.replace(shape, " "), spell(text)).replace(/\bR\b|->|\\to\b/g, " ")
}

function signatures(text) {
  const found = shapesOf(text)
  if (!found.length) return []
  const spelled = spell(text)
  const arrow = lastArrow(spelled, found)
  const [inside, outside] = [found.filter(({ index }) => index < arrow), found.filter(({ index }) => index >= arrow)]
  return [{ inside: chained(inside.map(sizes)), outside: outside.map(sizes), ofFunction: /\b[a-zA-Z]:/.test(text) }]
}

/* (m, k) (k, l) (l, n) is a product of two, however many stand between. */
function chained(shapes) {
  const [first, last] = [shapes[0], shapes.at(-1)]
  const chain = shapes.length > 2 && shapes.every((shape, place) => shape.length === 2 && (!place || shape[0] === shapes[place - 1][1]))
  return chain ? [[first[0], last[0]], last] : shapes
}

/* Of f: R^n -> R^m with m x n, and of shapes without an arrow, the last may come out. */
function guesses(text) {
  // What stands before an equals sign may come out, too.
  const swapped = /=/.test(text) ? signatures(text).map(({ inside, outside, ...more }) => ({ ...more, inside: outside, outside: inside })) : []
  return [...swapped, ...lastOut(text)]
}

function lastOut(text) {
  return signatures(text).filter(({ inside, outside }) => inside.length + outside.length > (outside.length ? 2 : 1)).map(signature => {
    const all = [...signature.inside, ...signature.outside]
    return { ...signature, inside: all.slice(0, -1), outside: all.slice(-1), worth: GUESSED }
  })
}

/* Where the shapes that come out begin. */
function lastArrow(text, found) {
  for (let place = found.length - 1; place > 0; place -= 1) {
    const { index } = found[place]
    const before = found[place - 1].index + found[place - 1][0].length
    if (ARROW.test(text.slice(before, index))) return index
  }
  return text.length
}

function sizes([shape, first, rest, power, rows, columns, , vector, square]) {
  if (rows) return [rows, columns]
  if (INTERVAL.test(shape)) return []
  if (square) return ["n", "n"]
  if (vector) return ["n"]
  if (power) return power.split(/\\times|\bx\b/).map(size => size.trim()).filter(size => size !== "1")
  const all = [first, ...(rest ?? "").split(",")].map(size => size?.trim()).filter(Boolean)
  return all.map(size => size.toLowerCase() === "..." || size === "*" ? "…" : size)
}

function alike(wanted, known) {
  const names = { there: new Map(), back: new Map(), batch: null }
  const inside = sameShapes(wanted.inside, known.inside, names)
  const outside = sameShapes(wanted.outside, known.outside, { ...names, out: true })
  const parts = wanted.inside.length + wanted.outside.length
  const left = way => Math.max(0, known[way].length - wanted[way].length)
  const weights = wanted.inside.length === 1 && known.inside[0]?.[0] === "…" ? known.inside.filter(shape => shape.length === 1 && shape[0] !== "…").length : 0
  const extra = left("inside") - (1 - WEIGHT) * Math.min(weights, left("inside")) + (wanted.outside.length && left("outside"))
  const alike = (inside + outside) / (parts + 0.5 * extra)
  return wanted.ofFunction && !known.ofFunction ? 0.8 * alike : alike
}

/* In order; what the query leaves out is skipped. */
function sameShapes(wanted, known, names) {
  let same = 0, next = 0
  for (const shape of wanted) {
    const tries = known.slice(next).map(other => {
      const tried = { ...names, there: new Map(names.there), back: new Map(names.back) }
      return { tried, score: sameShape(shape, other, tried) }
    })
    const place = Math.max(0, tries.findIndex(({ score }) => score > 0.4))
    if (!tries[place]) continue
    same += tries[place].score
    Object.assign(names, tries[place].tried)
    next += place + 1
  }
  return same
}

/* From the last size to the first; a batch in front may be missing on either side. */
function sameShape(wanted, known, names) {
  const { there, back } = names
  if (wanted.length > 1 && wanted.at(-1) === "…") return known.join() === "…" ? 1 : SOME
  const batched = known[0] === "…"
  const sizes = batched ? known.slice(1) : known
  const surplus = wanted.length - sizes.length
  if (sizes.includes("…")) names.batch ??= wanted.slice(1).join()
  if (sizes.includes("…")) return wanted.length === 1 ? BATCHED : 0.3  // (n, ...) is any shape that is not ()
  if (surplus < 0 || !batched && surplus > Math.min(1, sizes.length)) return 0
  const batch = wanted.slice(0, surplus).join()
  const other = batched && names.batch !== null && names.batch !== batch
  if (other && (!sizes.length || names.batch && batch || names.out && batch)) return 0.2  // a matrix may be used for a whole batch
  if (batched) names.batch ||= batch
  const tail = wanted.slice(surplus)
  let merged = false
  const equal = tail.every((size, place) => {
    const other = sizes[place]
    merged ||= (there.get(size) ?? other) !== other
    if (!there.has(size)) there.set(size, other)
    if (!back.has(other)) back.set(other, size)
    return back.get(other) === size
  })
  if (!equal) return 0.2
  const square = tail.some((size, place) => sizes[place] !== sizes[tail.indexOf(size)])
  return (square ? SQUARE : merged ? MERGED : 1) * (surplus === 0 ? 1 : !batched ? UNBATCHED : sizes.length ? BATCHED : ANY)
}
