/* How alike a line of a paste is to an equation of ours, and which letters and sides this ties. */

import { composedOf, unspelled } from "./accusing.js"
import { align } from "./align.js"
import { partsOf, tiesLeft } from "./left.js"
import { baseOf, Renaming } from "./letters.js"
import { match } from "./match.js"
import { sidesOf } from "./solve.js"
import { rank as rankOf } from "./tensors.js"
import { print, size } from "./trees.js"

const SWISH = /^(silu|swish)$/
const SPELLED = 0.75  // how alike a line and an equation in its very letters are

/* How alike a line and an equation are, with the letters tied that this ties. */
export function nearness(line, row, start) {
  const renaming = start.copy()
  renaming.present = new Set(standing(line.form))
  const ours = sidesOf(row.form)
  const theirs = sidesOf(line.form)
  const isPair = ours.length > 1 && theirs.length > 1
  const { page, paste, indices } = isPair ? sameKind(ours[0], theirs[0], row) : {}
  const leftTied = isPair && strictLeft(page, paste, renaming)
  const right = isPair ? ours.slice(1) : ours
  const their = isPair ? theirs.slice(1) : theirs
  let best = null
  for (const side of right) {
    const copy = renaming.copy()
    const found = align(side, their[0], copy)
    if (!best || found.likeness > best.likeness) best = { ...found, renaming: copy, side }
  }
  const contradicts = their.length > 1 && their.some(side => size(side) > 3 && right.some(own => strictLeft(own, side, renaming.copy())))
  const tied = leftTied || (isPair && tiesLeft(page, paste, best.renaming, right))
  const [own, other] = isPair ? [nameOfLeft(ours[0]), nameOfLeft(theirs[0])] : [null, null]
  const isNamed = tied && own !== null && own === other
  const isTitled = isTitle(other, start.names.title)
  const isOfAnother = own !== null && other !== null && own !== other && !isTitled
  return { row, ...best, indices, leftTied: tied, isStrict: leftTied, isNamed, isTitled, isOfAnother, contradicts, isPair, right, their, score: best.likeness + (leftTied ? 0.5 : 0) + (tied ? 0.2 : 0) }
}

/* y_i beside y, or y beside y_i: one of them without its indices, and those that its value has. */
function sameKind(page, paste, row) {
  const ours = partsOf(page)?.indices.length ?? 0
  const rank = rankOf(row.draws[0]?.value)
  const theirs = paste.op === "sub" ? paste.args.slice(1) : []
  if (!ours && theirs.length && theirs.length <= rank && theirs.every(index => index.op === "letter") && new Set(theirs.map(print)).size === theirs.length
    && row.defines && !(row.over ?? []).length && !row.form.args[0].symbol?.tree?.args.length) {
    return { page, paste: paste.args[0], indices: theirs.map(({ name }) => name) }
  }
  if (ours && !theirs.length && rank && page.op === "sub" && /^(letter|call)$/.test(paste.op)) return { page: page.args[0], paste, indices: [] }
  return { page, paste, indices: null }
}

/* Whether a name in words is that of the page. */
function isTitle(name, title) {
  const words = name?.split(/[^a-z]+/).filter(Boolean) ?? []
  return words.length > 1 && words.filter(word => title?.includes(word)).length > 1
}

/* The name of several letters that a left side has. */
function nameOfLeft(left) {
  const head = partsOf(left)?.head
  const word = head?.op === "sub" ? head.args[0] : head
  return word?.op === "word" ? word.name.toLowerCase() : null
}

/* Whether the first left side has the name of what a formula is about. */
export function isCalled([{ form }], { rows: [first] }) {
  const [ours, theirs] = [first?.form, form].map(tree => tree?.op === "relation" ? nameOfLeft(tree.args[0]) : null)
  return ours !== null && (ours === theirs || (SWISH.test(ours) && SWISH.test(theirs ?? "")))
}

/* Names as text; of W_0 not W. */
function* standing(tree) {
  if (/^(letter|sub|sup|pow|prime)$/.test(tree.op)) yield print(tree)
  for (const arg of tree.op === "sub" ? tree.args.slice(1) : tree.args) if (arg) yield* standing(arg)
}

function strictLeft(ours, theirs, renaming) {
  const mark = renaming.mark()
  if (match([[ours, theirs]], renaming, () => true)) return true
  renaming.undo(mark)
  return false
}

/* How alike a line is to an equation as it is with what its display defines put in, or entry by entry. */
export function likenessOtherwise(line, row, { formula, renaming }) {
  return Math.max(0, ...composedOf(row, formula).map(other => nearness(line, other, renaming).likeness))
}

/* Whether a line is, but for a little, an equation of a formula in its very letters, of which more than
   `than` are another's. */
export function isAlmost(line, formula, than) {
  return formula.rows.some(row => {
    const { count, missing } = unspelled(line, row, formula)
    if (count < 2 || missing > (count > 2 ? 1 : 0) || missing > than) return false
    const { likeness, leftTied, isPair, differences } = nearness(line, row, new Renaming(formula.names))
    if (isPair && !leftTied && likeness === 1) return true
    if (leftTied && differences.length === 1 && isOtherStep(differences[0])) return true
    return likeness > SPELLED && likeness < 1 || (missing === 1 && likeness === 1)
  })
}

/* Whether a name stands in the place of the same letter at another index: a_l for a_{l-1}. */
export function isOtherStep({ page, paste }) {
  const ours = page?.symbol?.tree
  return ours?.op === "sub" && paste?.op === "sub" && baseOf(ours) === baseOf(paste)
}

/* How alike a line is to the equation of a formula that it is the most like. */
export function likenessTo(line, formula) {
  return Math.max(0, ...formula.rows.map(row => nearness(line, row, new Renaming(formula.names)).likeness))
}
