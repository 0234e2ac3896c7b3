/* A paste and one formula of the reference: what each line is, first by structure, then by numbers. */

import { unspelled } from "./accusing.js"
import { canonical } from "./canonical.js"
import { definitionOf } from "./formula.js"
import { byNumbers } from "./judging.js"
import { latex } from "./latex.js"
import { baseOf, familyOf, nameOf, Renaming } from "./letters.js"
import { keyOf } from "./names.js"
import { isCalled } from "./nearness.js"
import { matchLine, solve } from "./solve.js"
import { keysIn, print, size, some, walk } from "./trees.js"

const SLIGHT = 8  // parts of an equation

/* What structure says about the lines: { renaming, rows, count }. Once with every letter of the page
   standing for itself; then with those that the paste defines, or takes as arguments, free to be others. */
export function structure(lines, formula) {
  const defined = new Set(lines.map(({ form }) => form).filter(({ op }) => op === "relation").map(({ args: [left] }) => print(left.op === "sub" ? left.args[0] : left)))
  const start = (names, own) => Object.assign(new Renaming(names, own), { defined: lines.length > 1 ? defined : new Set() })
  let best = solve(lines, formula.rows, start(formula.names))
  const better = (names, own, rows, isTaken = () => true, more = {}) => {
    if (best.count === lines.length) return
    const other = solve(lines, rows, Object.assign(start(names, own), more))
    if (other.count > best.count && isTaken(other.renaming)) best = other
  }
  const own = ownLetters(lines)
  const every = [...formula.rows, ...formula.composed]
  if (own.size) better(formula.names, own, formula.rows)
  better(formula.names, new Set(), every)
  if (own.size) better(formula.names, own, every)
  better(formula.names, new Set([...own, ...weights(formula)]), formula.rows)
  for (const display of new Set(formula.rows.map(row => row.display))) {
    better(namesOfDisplay(formula, display), own, every.filter(row => row.display === display), renaming => isOtherNotation(renaming, formula, display))
  }
  if (lines.length === 1) {
    const random = formula.rows.filter(({ tree }) => some(tree, ({ symbol }) => symbol?.role === "random"))
    for (const row of random) better(namesOf([row], formula), own, [row], renaming => isOfSameRoles(renaming, formula))
    better(formula.names, own, formula.rows, () => true, { hasNoSteps: true })
    for (const row of formula.rows.filter(isOfSlopes)) better(new Map(), own, [row])
  }
  return best
}

/* Whether an equation has slopes alone, dy/dx = dy/du du/dx: any letters say the same. */
const isOfSlopes = ({ form: { op, args } }) => op === "relation" && args.every(side => (side.op === "mul" ? side.args : [side]).every(factor => factor.op === "deriv" && factor.args.every(({ op }) => op === "name")))

/* Whether letters of other equations stand for what is of their kind here, one random variable for the other. */
function isOfSameRoles(renaming, formula) {
  return renaming.pairs().filter(({ symbol }) => symbol).every(({ paste, symbol }) => {
    const theirs = formula.names.get(print(paste))
    return !theirs || (theirs.role === symbol.role && theirs.kind === symbol.kind && theirs.rank === symbol.rank)
  })
}

/* Matrices of weights, which others call each by the letter of another: W and U. */
const weights = ({ names }) => [...new Set(names.values())].filter(({ rank, meaning, tree, role }) => rank === 2 && role === "input" && tree.op === "letter" && /\bweight/.test(meaning)).map(({ tree }) => familyOf(canonical(tree)))

/* Whether several letters are other ones, at least one of them foreign: one alone may be a slip. All of
   them are only in what a formula is about. */
function isOtherNotation(renaming, formula, display) {
  const letters = renaming.pairs().filter(({ symbol }) => symbol)
  const moved = letters.filter(({ paste, symbol }) => formula.names.get(print(paste))?.key !== symbol.key && latex(paste) !== latex(symbol.tree))
  if (moved.length === letters.length && display > 0) return false
  if (moved.length && moved.every(({ paste, symbol }) => latex(paste).toLowerCase() === latex(symbol.tree).toLowerCase())) return true  // r_k for R_k
  const foreign = moved.filter(({ paste }) => !formula.names.has(print(paste)))
  return foreign.length > 0 && new Set(moved.map(({ symbol }) => baseOf(symbol.tree))).size > 1
}

/* The symbols that a display has: a letter of another display may be anything in it. */
const namesOfDisplay = (formula, display) => namesOf(formula.rows.filter(row => row.display === display), formula)

function namesOf(rows, { names }) {
  const keys = new Set(rows.flatMap(({ tree }) => [...walk(tree)]).map(part => part.symbol?.key))
  const { indices, words, uses } = names
  return Object.assign(new Map([...names].filter(([, { key }]) => keys.has(key))), { indices, words, uses })
}

/* { formula, lines: [{ verdict, row, … }], renaming } */
export function compare(lines, formula, solved = structure(lines, formula)) {
  const { renaming } = solved
  const found = lines.map((line, number) => solved.rows[number] && { verdict: isRenamed(renaming) ? "renamed" : "same", row: solved.rows[number] })
  if (isRenamed(renaming)) {
    const slight = lines.map((line, number) => found[number] && isSlight(line, found[number].row, renaming))
    const isAllSlight = !found.some((each, number) => each && !slight[number])
    const isUntold = tellsNotApart(renaming) || renaming.isSlip() || definesTwice(lines, found)
    lines.forEach((line, number) => { if (found[number] && (isUntold || (slight[number] && isAllSlight) || hasIdleArgument(line, lines, found, formula, renaming))) found[number] = null })
  }
  lines.forEach(({ form }, number) => { if (found[number] && lacksSteps(found[number].row, form)) found[number] = null })
  const context = lines.map((line, number) => ({ ...line, isOurs: Boolean(found[number]) }))
  context.forEach((line, number) => { found[number] ??= misprinted(line, formula, renaming, !solved.count) })
  context.forEach((line, number) => {
    found[number] ??= byNumbers(line, { lines: context, formula, renaming, taken: found.filter(each => /same|renamed/.test(each?.verdict)).map(({ row }) => row) })
  })
  if (lines.length === 1 && found[0].verdict === "unknown") found[0] = inOneDisplay(context, formula, found[0])
  context.forEach((line, number) => {
    const { verdict, row } = found[number]
    if (verdict === "equivalent" && (isSmall(row) || found[number].numbers?.length) && isForeign(line, row, formula)) found[number] = { verdict: "unknown", row }
  })
  context.forEach(({ form }, number) => { if (found[number].verdict === "equivalent" && lacksSteps(found[number].row, form)) found[number] = { verdict: "unknown", row: found[number].row } })
  context.forEach(({ raw }, number) => { if (found[number].verdict === "unknown" && isKnownLaw(raw, renaming)) found[number].used = true })
  context.forEach(({ raw }, number) => {
    const head = found[number].verdict === "unknown" && definitionOf(raw)?.head
    if (head && isUsed(head, context, found, renaming)) found[number].used = true
  })
  return { formula, lines: found, renaming }
}

/* What numbers say against a line that has the name of the main display's, beside that alone: letters of others, as the
   Y of a batch, may be any in it. */
function inOneDisplay(context, formula, told) {
  const rows = formula.rows.filter(({ display }) => display === 0)
  if (rows.length === formula.rows.length || !isCalled(context, formula)) return told
  const names = namesOfDisplay(formula, 0)
  const other = byNumbers(context[0], { lines: context, formula: { ...formula, rows, names }, renaming: new Renaming(names), taken: [] })
  return other.verdict === "different" ? other : told
}

/* Whether a line says of what a letter of ours is drawn, ε ∼ N(0, I), as the symbol list does. */
function isKnownLaw({ op, name, args }, renaming) {
  if (op !== "relation" || name !== "∼") return false
  const symbol = renaming.symbolOf(print(args[0])) ?? renaming.names.get(print(args[0]))
  const plain = text => text.replace(/\\(mathbf|mathcal|mathrm|operatorname|left|right|,)|[{}\s]/g, "")
  const law = plain(latex(args[1]))
  return Boolean(symbol?.meaning) && law.length > 3 && plain(symbol.meaning).includes(law)
}

/* Whether a line that was found equal by numbers has what another line defines, which is none of ours. */
function isUsed(head, lines, found, renaming) {
  if (renaming.toPage.has(keyOf(head)) || renaming.names.has(keyOf(head))) return false
  return lines.some(({ raw }, place) => found[place].verdict === "equivalent" && raw.op === "relation" && raw.args.slice(1).some(side => some(side, part => print(part) === print(head))))
}

/* Letters of arguments on left sides, and names that are defined, each where it stands in two places. */
function ownLetters(lines) {
  const found = new Set()
  const count = new Map()
  const visit = tree => {
    if (nameOf(tree)) count.set(familyOf(tree), (count.get(familyOf(tree)) ?? 0) + 1)
    else for (const arg of tree.args) if (arg) visit(arg)
  }
  for (const { form } of lines) visit(form)
  for (const { form } of lines) {
    if (form.op !== "relation") continue
    const [left] = form.args
    const call = left.op === "sub" && left.args[0].op === "call" ? left.args[0] : left
    const heads = call.op === "call" ? call.args.slice(1) : [left]
    for (const head of heads) if (nameOf(head) && count.get(familyOf(head)) > 1) found.add(familyOf(head))
  }
  return found
}

/* A name that equals the derivative of a name, or a quotient of two beside what a formula is about, says
   nothing in other letters. */
function isSlight({ form }, row, renaming) {
  const isPlain = side => Boolean(nameOf(side)) || (side.op === "deriv" && side.args.every(arg => nameOf(arg)))
  if (form.op === "relation" && form.args.every(isPlain)) return !some(form, part => renaming.names.has(print(part)))
  return isSmall(row) && (keptLetters(renaming) === 0 || (isCommon(row) && keepsNone(row, renaming)))
}

/* Whether every name on the right side of an equation is another one here. */
function keepsNone({ form }, renaming) {
  const keys = keysIn(form.args.slice(1))
  return !renaming.pairs().some(({ paste, symbol }) => symbol && symbol.role !== "size" && keys.has(symbol.key) && paste.op === symbol.tree.op && baseOf(paste) === baseOf(symbol.tree))
}

const isSmall = row => row.number > 0 && (size(row.form) < SLIGHT || isCommon(row))

/* a b, a - b, (1 - t) a + t b, or a sum over such: what a few names alone make is in many formulas. */
function isCommon({ form }) {
  const parts = [...walk(form.args.at(-1) ?? form)].filter(({ op }) => !/^(add|mul|sub|big|letter)$/.test(op))
  return new Set(parts.filter(({ op, symbol }) => op === "name" && symbol.role !== "size").map(print)).size <= 3 && parts.every(({ op }) => /^(name|number)$/.test(op))
}

/* Whether no name of an equation stands in a line as it is written here. */
function isForeign(line, row, formula) {
  const { count, missing } = unspelled(line, row, formula)
  return missing === count
}

/* Whether a line says what x_t is by x_{t-1}, as what is updated in place is read too. */
function isRecurrence({ op, args: [left, ...right] }) {
  if (op !== "relation" || left.op !== "sub" || left.args.length !== 2) return false
  const [base, index] = left.args.map(print)
  return right.some(side => some(side, part => part.op === "sub" && part.args.length === 2 && print(part.args[0]) === base && print(part.args[1]) !== index && some(part.args[1], each => print(each) === index)))
}

/* Whether a line is a recurrence, and the equation of ours is none. */
const lacksSteps = ({ form: { op, args: [left] } }, line) => isRecurrence(line) && !(op === "relation" && (left.op === "sub" || left.symbol?.tree.op === "sub"))

/* Whether two lines define one name, and are two equations of ours. */
function definesTwice(lines, found) {
  const heads = new Map()
  return lines.some(({ form }, number) => {
    const [theirs, ours] = [form, found[number]?.row.form].map(tree => tree?.op === "relation" ? headOf(tree.args[0]) : null)
    if (!theirs || !ours) return false
    const other = heads.get(theirs) ?? ours
    heads.set(theirs, other)
    return other !== ours
  })
}

/* The name on a left side, without what counts: y_all of y_{all, i}. */
function headOf(left) {
  if (left.op === "call") return headOf(left.args[0])
  if (left.op !== "sub") return print(left)
  const labels = left.args.slice(1).filter(({ op }) => op === "word")
  return labels.length ? print({ ...left, args: [left.args[0], ...labels] }) : headOf(left.args[0])
}

/* Whether p_data and p_g stand for two letters, p and q, that one line explains: which is which nobody knows. */
function tellsNotApart(renaming) {
  const letters = renaming.pairs().filter(({ paste, symbol }) => symbol && !renaming.names.has(print(paste)))
  const plain = tree => baseOf(tree).replace(/_\{.*$/, "")
  return letters.some(({ paste, symbol }, place) => letters.slice(place + 1).some(other => plain(paste) === plain(other.paste) && print(paste) !== print(other.paste)
    && symbol.meaning && symbol.meaning === other.symbol.meaning && baseOf(symbol.tree) !== baseOf(other.symbol.tree) && !isInOrder([paste, other.paste], [symbol, other.symbol], renaming)))
}

/* Whether labels, data and g, stand in what explains two letters, the data and the generator, in the order of these. */
function isInOrder(pastes, symbols, { names }) {
  const label = tree => tree.op === "sub" ? tree.args[1].name : baseOf(tree).match(/_\{.*?(\w+)\}+$/)?.[1]
  const words = symbols[0].meaning.toLowerCase().split(/[^a-z]+/)
  const places = pastes.map(paste => words.findIndex(word => word.startsWith(label(paste)?.toLowerCase() ?? " ")))
  const order = symbols.map(symbol => [...names.values()].indexOf(symbol))
  return Math.min(...places) >= 0 && Math.sign(places[0] - places[1]) === Math.sign(order[0] - order[1])
}

/* f(x, y) = … without y, where an equation of ours that the paste has not says what y is for: where other
   letters were exchanged too, y may be what one of them was. */
function hasIdleArgument(line, lines, found, formula, renaming) {
  const [left] = line.form.op === "relation" ? line.form.args : []
  const call = left?.op === "sub" ? left.args[0] : left
  if (call?.op !== "call") return false
  const others = lines.flatMap(({ form }) => form.op === "relation" ? form.args.slice(1) : [])
  const mine = found[lines.indexOf(line)].row.display
  const absent = formula.rows.filter(row => row.display === mine && !found.some(each => each?.row === row || each?.row.covers?.has(row))).flatMap(({ form }) => form.op === "relation" ? form.args.slice(1) : [])
  return call.args.slice(1).some(arg => {
    const symbol = renaming.symbolOf(print(arg))
    return symbol && !others.some(side => some(side, part => print(part) === print(arg))) && absent.some(side => some(side, part => part.symbol?.key === symbol.key))
  })
}

/* A misprint under the renaming of the other lines; of a definition alone only in its very letters: in others
   it may be right elsewhere. */
function misprinted(line, formula, renaming, isAlone) {
  for (const row of formula.rows) {
    for (const { refused, form, tree } of row.misprints) {
      for (const start of isAlone ? [renaming, new Renaming(formula.names)] : [renaming]) {
        const mark = start.copy()
        if (!matchLine(line.form, form, mark, () => true)) continue
        const isOurs = !isAlone || row.proof !== "definition" || !isRenamed(mark)
        return isOurs ? { verdict: "misprint", row, misprint: refused, printed: tree, renaming: mark } : { verdict: "unknown", row, likeness: 1, isNear: true }
      }
    }
  }
  return null
}

/* Whether a letter of the paste is another one than that of the page. */
export function isRenamed(renaming) {
  return renaming.pairs().some(({ paste, page, symbol, kind }) => symbol ? renaming.names.get(print(paste))?.key !== symbol.key : kind === "term" || (kind === "function" && print(paste) !== print(page)))
}

/* How many of the page's letters are written as here, of all. */
export function keptLetters(renaming) {
  const letters = renaming.pairs().filter(({ symbol }) => symbol)
  return letters.filter(({ paste, symbol }) => baseOf(paste) === baseOf(symbol.tree)).length / Math.max(1, letters.length)
}
