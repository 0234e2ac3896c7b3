/* Formulas found by the shapes of their tensors: (m, k) x (k, n) -> (m, n).

   A signature is a list of shapes in and a list of shapes out; what the sizes are called does
   not matter, only which of them are equal. */

import { respell } from "./characters.js"

const SIZE = "(?:[A-Za-z]\\w{0,5}|\\d+)"
const SHAPE = new RegExp([
  `(?<![\\w)\\]}])[([]\\s*(\\.\\.\\.|${SIZE})?\\s*((?:,\\s*${SIZE}\\s*)*),?\\s*[)\\]]`,  // (m, k) [64, 10] (d,) ()
  `\\bR\\s*\\^\\{?\\s*(${SIZE}(?:\\s*\\\\times\\s*${SIZE}|\\s*x\\s+${SIZE})*)\\s*\\}?`,  // R^n, R^{m×n}
  `\\b([a-zA-Z]|\\d+)\\s*(?:\\\\times|x|by)\\s*([a-zA-Z]|\\d+)\\b`,  // m × n, n x n, 3 by 5
  "\\b([sS]calar|(?:single |one )?number|R)\\b(?!\\s*\\^)",
  "\\b(vector)\\b(?!s)",
].join("|"), "g")
const ARROW = /->|\\to\b|=(?!=)|\b(?:gives?|returns?|into|in,|outputs?|out|yields?)(?!\w)/i

export class ShapeIndex {
  constructor(formulas) {
    this.signatures = formulas.map(entry => entry.shapes.flatMap(text => signatures(text)))
  }

  /* Scores from 0 to 1, one for each formula. */
  scores(query) {
    const [wanted] = signatures(query)
    return Float64Array.from(this.signatures, known =>
      wanted ? Math.max(0, ...known.map(signature => alike(wanted, signature))) : 0)
  }
}

/* The shapes that a text names; none where it is code or a formula rather than shapes. */
export function shapesOf(text) {
  if (/\\(?:frac|sum|sqrt)|\*\*|\w\.\w/.test(text)) return []
  const found = [...respell(text).matchAll(SHAPE)]
  const sized = found.filter(([shape]) => /,|\\times|R\s*\^|\s(?:x|by)\s/.test(shape))
  const shapes = found.filter(([shape]) => !/^\[-?[01]\b/.test(shape))  // [0, 1] is an interval
  return sized.length > 1 || sized.length && ARROW.test(text) ? shapes : []
}

export function withoutShapes(text) {
  return shapesOf(text).reduce((rest, [shape]) => rest.replace(shape, " "), respell(text)).replace(/\bR\b|->|\\to\b/g, " ")
}

function signatures(text) {
  const found = shapesOf(text)
  if (!found.length) return []
  const spelled = respell(text)
  const arrow = lastArrow(spelled, found)
  const [inside, outside] = [found.filter(({ index }) => index < arrow), found.filter(({ index }) => index >= arrow)]
  return [{ inside: inside.map(sizes), outside: outside.map(sizes), ofFunction: /\b[a-zA-Z]:/.test(text) }]
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

function sizes([, first, rest, power, rows, columns, , vector]) {
  if (rows) return [rows, columns]
  if (vector) return ["n"]
  if (power) return power.split(/\\times|\bx\b/).map(size => size.trim()).filter(size => size !== "1")
  const all = [first, ...(rest ?? "").split(",")].map(size => size?.trim()).filter(Boolean)
  return all.map(size => size.toLowerCase() === "..." ? "…" : size)
}

function alike(wanted, known) {
  const names = { there: new Map(), back: new Map(), batch: null }
  const inside = sameShapes(wanted.inside, known.inside, names)
  const outside = sameShapes(wanted.outside, known.outside, names)
  const parts = wanted.inside.length + wanted.outside.length
  const extra = Math.max(0, known.inside.length - wanted.inside.length) + Math.max(0, known.outside.length - wanted.outside.length)
  const alike = (inside + outside) / (parts + 0.5 * extra)
  return wanted.ofFunction && !known.ofFunction ? 0.8 * alike : alike
}

/* In order; what the query leaves out is skipped. */
function sameShapes(wanted, known, names) {
  let same = 0, next = 0
  for (const shape of wanted) {
    const tries = known.slice(next).map(other => {
      const tried = { there: new Map(names.there), back: new Map(names.back), batch: names.batch }
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
  const batched = known[0] === "…"
  const sizes = batched ? known.slice(1) : known
  const surplus = wanted.length - sizes.length
  if (surplus < 0 || !batched && surplus > Math.min(1, sizes.length)) return 0
  const batch = wanted.slice(0, surplus).join()
  if (batched && names.batch !== null && names.batch !== batch) return 0.2
  if (batched) names.batch = batch
  const tail = wanted.slice(surplus)
  const equal = tail.every((size, place) => {
    if (!there.has(size) && !back.has(sizes[place])) {
      there.set(size, sizes[place])
      back.set(sizes[place], size)
    }
    return there.get(size) === sizes[place]
  })
  if (!equal) return 0.2
  return batched || surplus === 0 ? 1 : 0.5
}
