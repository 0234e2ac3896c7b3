/* Whether a line that has other values than an equation of ours may be called different: only what is ours
   without doubt, by its name, its left side and letters, or nearly all of it. */

import { isFunction } from "./functions.js"
import { nameOf, Renaming } from "./letters.js"
import { isBias } from "./names.js"
import { matchLine } from "./solve.js"
import { isNumber, keysIn, print, size, some, walk } from "./trees.js"

export const ALMOST = 0.84, NEAR = 0.72
const FAR = 0.55, CALLED = 0.35, LEAST = 0.2  // how alike a formula must be that is called different
const NAMED = 0.1, HALF = 0.4
const GENERIC = /:[fghuvyFJL]$/  // what any function is called
const MANY = 2  // letters that say, all of them, which equation is meant
const SURELY = 0.86, HUGE = 19
export const LARGE = 14  // parts of an equation that nothing else is like

/* How many names an equation has, and how many of them do not stand in a line as they are written here. */
export function unspelled(line, row, formula) {
  const spelled = new Set([...walk(line.form)].map(part => symbolAt(part, formula)?.key))
  const keys = keysIn([row.form])
  return { count: keys.size, missing: [...keys].filter(key => !spelled.has(key)).length }
}

/* An equation of a formula with what its display defines put in, in each way that it can be. */
export const composedOf = (row, formula) => formula.composed.filter(({ number }) => number === row.number)

/* How many parts an equation has, with what its display defines put in. */
export const largestForm = (row, formula) => Math.max(...[row, ...composedOf(row, formula)].map(({ form }) => size(form)))

/* How many letters of an equation a line has as words of what the symbol list says they are: padding for p. */
function words(line, row) {
  const written = [...walk(line.form)].filter(({ op, name }) => op === "word" && !isFunction(name)).map(({ name }) => name.toLowerCase())
  const symbols = new Set([...walk(row.form)].filter(({ op, symbol }) => op === "name" && symbol.meaning).map(({ symbol }) => symbol))
  return [...symbols].filter(({ meaning }) => written.some(word => word.length > 2 && meaning.toLowerCase().split(/[^a-z]+/).join("").includes(word))).length
}

/* The symbols of an equation but those of sizes; these, where it is about nothing else, as 6 N D. */
function keysButSizes(tree) {
  const symbols = [...walk(tree)].filter(({ op }) => op === "name").map(({ symbol }) => symbol)
  const others = symbols.filter(({ role }) => role !== "size")
  return new Set((others.some(({ role }) => role !== "output") ? others : symbols).map(({ key }) => key))
}

/* The symbol of the page whose name a part is. */
const symbolAt = (part, formula) => /^(letter|sub|pow|prime)$/.test(part.op) ? formula.names.get(print(part)) : undefined

/* The symbols of the page that stand in a tree, and not in the name of another: no t of v_t. */
function* namesIn(tree, formula) {
  const symbol = symbolAt(tree, formula)
  if (symbol) yield symbol
  else for (const arg of tree.args) if (arg) yield* namesIn(arg, formula)
}

/* Whether every other line is one of ours in our very letters, and this one has the left side of another equation
   of ours: then its letters mean what ours do. */
export function isAmongOurs({ row, isStrict, likeness, differences }, line, { formula, lines, renaming, taken }) {
  const others = lines.filter(other => other !== line)
  const { missing } = unspelled(line, row, formula)
  return isStrict && others.length > 0 && others.every(({ isOurs }) => isOurs) && taken.some(({ display }) => display === row.display)
    && (missing === 0 || others.length >= MANY) && likeness > HALF && !isSpecial(differences, row, false)
    && keepsLetters(renaming, formula)
}

/* Whether each letter of ours is written as it is here. */
const keepsLetters = (renaming, { names }) => renaming.pairs().every(({ paste, symbol }) => !symbol || names.get(print(paste))?.key === symbol.key)

/* Whether a line has all letters of an equation but those of sizes, and no others. */
function isWritten(line, row, formula) {
  const ours = keysButSizes(row.form)
  const theirs = new Set([...namesIn(line.form, formula)].filter(({ role, key }) => role !== "size" || ours.has(key)).map(({ key }) => key))
  return ours.size > 1 && ours.size === theirs.size && [...ours].every(key => theirs.has(key))
}

export function isAccusable({ differences, likeness: asItStands, otherwise, isStrict, isNamed, isTitled, isOfAnother, contradicts, leftTied, isPair, row }, line, names, formula) {
  const likeness = Math.max(asItStands, otherwise)
  const ownKeys = keysIn([row, ...composedOf(row, formula)].map(({ form }) => form))
  if ([...names].some(([paste, { key, role }]) => role === "size" && !ownKeys.has(key) && some(line.form, part => print(part) === paste))) return false  // m of y = m x + b
  if (isOfAnother || isWrapped(differences, row) || hasRightSideOfAnother(line, row, formula) || isAnother(line, row, formula) || isSpecial(differences, row, isNamed)) return false
  if (isNamed && (likeness > NAMED || [row, line].every(({ form }) => some(form, ({ op }) => op === "mean")))) return true
  const own = words(line, row)
  const isSpelled = [...names].some(([paste, symbol]) => formula.names.get(paste)?.key === symbol.key && some(row.form, part => part.symbol?.key === symbol.key))
  if (isTitled && likeness > ALMOST) return true
  if (leftTied && (contradicts || (likeness > SURELY && largestForm(row, formula) > HUGE))) return true
  if (leftTied && likeness > HALF && isLawOfTwo(line)) return true
  if (leftTied && likeness > NEAR && isOfChanceAlone(line, names)) return true
  if (!isSpelled && !own && size(row.form) < LARGE) return false
  const { count, missing } = unspelled(line, row, formula)
  if (missing - own > count / 2) return false
  if (likeness > ALMOST || (isNamed && isWritten(line, row, formula))) return true
  if (own > 1 && leftTied && likeness > CALLED) return true
  if (isStrict && isWritten(line, row, formula) && (count > MANY || likeness > LEAST)) return true
  if (isStrict && !missing && likeness > HALF && size(row.form.args[0]) > 3) return true
  if (isStrict && likeness > HALF && isSpelledCall(line, row, formula)) return true
  const ours = keysButSizes(row.form)
  const isOurs = [...ours].filter(key => [...names].some(([paste, symbol]) => symbol.key === key && formula.names.get(paste)?.key === key)).length
  if (isStrict && ours.size > 2 && isOurs >= ours.size - 1) return likeness > LEAST
  if (isStrict) return likeness > (missing ? NEAR + 0.1 : FAR)
  return isPair ? leftTied && likeness > NEAR : likeness > NEAR + 0.1
}

/* Whether a left side is that of ours in our very letters, a function of its own name: H(p), not f(x). */
function isSpelledCall(line, row, formula) {
  const [ours, theirs] = [row, line].map(({ form }) => form.args[0])
  if (ours.op !== "call" || theirs.op !== "call" || GENERIC.test(print(ours.args[0])) || print(ours.args[0]) !== print(theirs.args[0])) return false
  const keys = keysIn([ours]), spelled = new Set([...namesIn(theirs, formula)].map(({ key }) => key))
  return keys.size > 0 && [...keys].every(key => spelled.has(key))
}

/* Whether a line says what P(A | B) is, of no other letters, by three probabilities: of less it may be in a
   special case, as where A and B are independent. */
function isLawOfTwo({ form: { args: [left, right] } }) {
  const letters = tree => new Set([...walk(tree)].filter(({ op }) => op === "letter").map(({ name }) => name))
  const isChance = part => part.op === "call" && print(part.args[0]) === print(left.args[0])
  if (left.op !== "call" || left.name === undefined || [...walk(right)].filter(isChance).length < 3) return false
  const ours = letters(left)
  return [...letters(right)].every(letter => ours.has(letter))
}

/* Whether a right side has no letters but those of our random variables, which it says a mean of. */
function isOfChanceAlone({ form: { op, args: [, right] } }, names) {
  const letters = op === "relation" ? [...walk(right)].filter(({ op }) => op === "letter") : []
  return letters.length > 0 && some(right, ({ op }) => op === "mean") && letters.every(letter => names.get(print(letter))?.role === "random")
}

/* Whether a number stands for a letter of ours, or a sum for what is a mean here, or without a bias or a gain: others may define it so. */
function isSpecial(differences, row, isNamed) {
  const isInverse = page => page?.op === "pow" && isNumber(page.args[1], "-1") && page.args[0].symbol?.role === "size"
    && some(row.form, part => part.op === "mul" && part.args.includes(page) && part.args.some(({ op }) => op === "big"))
  const isBiasPart = page => isBias(page.symbol) || (page.op === "add" && page.args.length === 2 && page.args.some(isBiasPart))
  const isFactor = page => page?.op === "name" && page.symbol.rank === 0 && page.symbol.role === "input" && some(row.form, part => part.op === "mul" && part.args.includes(page))
  const isActivation = ({ page, paste }) => Boolean(page) && some(row.form, part => part.op === "call" && part.args[0].op !== "word" && print(part.args[0]) === print(page)) && Boolean(paste && (nameOf(paste) || paste.op === "word"))
  if (!isNamed && differences.some(isActivation) && differences.every(each => isActivation(each) || (each.dropped && !each.isMore && isBiasPart(each.page)))) return true
  return differences.some(({ page, paste, isMore }) => (!isMore && page?.op === "name" && isNumber(paste)) || (page?.op === "mul" && page.args.length === 2 && isNumber(page.args[0]) && page.args[1].op === "name" && paste?.op === "number"))
    || (!isNamed && differences.length > 1 && differences.every(({ page, dropped, isMore }) => dropped && !isMore && isBiasPart(page)))
    || (!isNamed && differences.length === 1 && differences[0].dropped && !differences[0].isMore && (isInverse(differences[0].page) || isFactor(differences[0].page) || isBiasPart(differences[0].page)))
}

/* Whether a name of a short equation stands in a function here: sign(g) for g is another method. */
const isWrapped = (differences, row) => size(row.form) < LARGE + 2 && differences.some(({ page, paste }) => page?.op === "name" && paste?.op === "call")

/* Whether what it says a name of ours is, in our very letters, is another name's here: N = 12 L d² for M. */
function hasRightSideOfAnother({ form }, row, formula) {
  const right = form.op === "relation" && form.args.length === 2 ? form.args[1] : null
  return right !== null && formula.rows.some(other => other !== row && matchLine(right, other.form, new Renaming(formula.names), renaming => keepsLetters(renaming, formula)))
}

/* Whether it is the equation with letters that mean something else on the page: then nothing is said. */
function isAnother(line, row, formula) {
  return [row, ...composedOf(row, formula)].some(({ form }) => matchLine(line.form, form, new Renaming(formula.names, new Set(), true), renaming => !isExchange(renaming, formula)))
}

/* Whether letters of the page changed places among themselves; which matrix of weights has which letter is a
   convention. */
function isExchange(renaming, formula) {
  const isWeight = ({ rank, meaning }) => rank === 2 && /\bweight/.test(meaning)
  const own = new Map(renaming.pairs().filter(({ symbol }) => symbol && !isWeight(symbol)).map(({ paste, symbol }) => [formula.names.get(print(paste))?.key, symbol.key]))
  const moved = [...own].filter(([from, to]) => from !== undefined && from !== to)
  return moved.length > 0 && moved.every(([, to]) => moved.some(([from]) => from === to))
}
