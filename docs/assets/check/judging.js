/* One line that structure did not decide: is it equal by numbers, or different, with a counterexample? */

import { ALMOST, isAccusable, isAmongOurs, LARGE, largestForm, NEAR } from "./accusing.js"
import { canonical } from "./canonical.js"
import { withNumbers, withoutBiases } from "./fitted.js"
import { partsOf } from "./left.js"
import { baseOf } from "./letters.js"
import { definitionsFor, meaningOf, usesLeft } from "./meaning.js"
import { named } from "./names.js"
import { isOtherStep, likenessOtherwise, nearness } from "./nearness.js"
import { assignments, evaluated, isReliable, turned } from "./numbers.js"
import { hasRows, transposed } from "./rows.js"
import { rank, shape, transpose } from "./tensors.js"
import { keysIn, print, size, some, walk } from "./trees.js"

const HOPELESS = 0.1
const TRIED = 4  // equations, the likeliest first
const MOST_TRIED = 60

export function byNumbers(line, context) {
  const { formula, taken } = context
  const ranked = formula.rows.filter(row => (!taken.includes(row) || row.form.args.length > 2) && isReliable(row, formula))
    .map(row => ({ row, ...nearness(line, row, context.renaming), otherwise: likenessOtherwise(line, row, context) }))
    .filter(({ score }) => score > HOPELESS).sort((a, b) => b.score - a.score).slice(0, TRIED)
  let best = { verdict: "unknown", row: ranked[0]?.row ?? null, likeness: ranked[0]?.likeness ?? 0, isNear: ranked.some(({ likeness, leftTied }) => likeness > NEAR || leftTied) }
  for (const near of ranked) {
    const result = tried(line, near, context)
    if (result?.verdict === "equivalent") return result
    if (result?.verdict === "elsewhere" && hasSameLetter(line, near.row)) return { ...best, verdict: "unknown" }
    if (result?.isBare) return { ...best, isBare: true }  // a layer that has none is one, too
    if (result?.verdict === "different" && best.verdict === "unknown") best = { ...best, ...result }
  }
  return best
}

/* a for our a_g: what has its value is no other equation that was meant. */
const hasSameLetter = ({ form }, row) => form.op === "relation" && row.form.op === "relation" && baseOf(partsOf(form.args[0])?.head ?? form) === baseOf((partsOf(row.form.args[0])?.head.symbol?.tree) ?? row.form)

/* What comes of a line beside an equation: { verdict: "equivalent", "different" or "elsewhere", … }, or null. */
function tried(line, alike, context) {
  const { formula, lines } = context
  const near = withNumbers(alike, formula)
  const { row, renaming, likeness, isPair } = near
  if (!mayBeCompared(line, near) || renaming.isSlip() || definesItsOwn(line, row, formula)) return null
  const meaning = meaningOf(line, near, context)
  if (!meaning) return null
  const { trees, names, unknown, indices } = meaning
  if (needsItself(row, trees, names)) return null
  const isHelped = unknown.length > 0 && lines.some(other => other !== line && !other.isOurs && usesLeft(line, other))
  const refusing = []
  let refuted = null
  let count = 0
  for (const chosen of assignments(unknown, meaning.inputs)) {
    count += 1
    const all = new Map([...names, ...unknown.map(({ tree }, place) => [print(canonical(tree)), chosen[place]])])
    const written = trees.map(tree => named(tree, all))
    if (unknown.length && written.some(tree => some(tree, part => part.op === "mean" && part.args.length < 2))) return null
    const definitions = isHelped ? definitionsFor(lines, all, formula, line, renaming) : meaning.definitions
    const valued = valuesOf(written, row, { definitions, indices })
    const result = valued.result  // the minifier puts what is taken apart before what it is taken from
    const told = { row, likeness, names: all, differences: near.differences, draws: result?.draws, deviation: result?.deviation, renaming, unknown, chosen, isRows: valued.isRows, numbers: near.numbers }
    if (!result && unknown.some((_, place) => chosen[place].rank > 0)) continue  // an array where a number stands
    if (!result?.agrees && isBareForm(written, row, formula, { definitions, indices })) return { verdict: "unknown", isBare: true }
    if (!result || (result.isUnfit && (hasRows(written) || (likeness < NEAR && !near.isStrict)))) return null
    if (!result.agrees && fitsAsColumns(written, row, { definitions, indices })) return null
    if (result.agrees && unknown.some(({ tree }, place) => isOtherStep({ page: { symbol: chosen[place] }, paste: tree }))) return null
    if (result.agrees) return confirmed({ ...told, sides: valued.sides, definitions, indices }, line, near, formula) && { verdict: isPair && !near.leftTied ? "elsewhere" : "equivalent", ...told }
    if (!result.counterexample) return null
    refuted ??= { ...told, counterexample: result.counterexample }
    refusing.push({ chosen, written, definitions })
  }
  const isSure = near.isNamed || (!isPair && likeness > ALMOST && size(row.form) >= LARGE) || (near.otherwise > ALMOST && largestForm(row, formula) >= LARGE && likeness < ALMOST)
  const isForced = !unknown.length || (count < MOST_TRIED && isSure)
  if (!refuted || !isForced || !(isAccusable(near, line, names, formula) || isAmongOurs(near, line, context))) return null
  const isOther = refusing.some(({ chosen, written, definitions }) => unknown.some((_, place) => isOfAnother(chosen[place], written, row, { definitions, indices })))
  return isOther ? null : { verdict: "different", ...refuted }
}

/* Whether sides, with columns or rows, are our equation but for its biases. */
function isBareForm(sides, row, formula, context) {
  const bare = withoutBiases(row, formula, sides)
  return bare !== null && [sides, sides.map(transposed)].some(form => evaluated(form, bare, context)?.agrees)
}

/* Whether what our equation defines stands in a line's own right side: its value there is what is to be found. */
function needsItself({ tree, defines }, trees, names) {
  const has = sides => keysIn(sides).has(defines)
  return Boolean(defines) && has(trees.map(side => named(side, names))) && !has(tree.args.slice(1))
}

const OTHERWISE = [x => 1 - x, x => 1 / x, x => x ** 2, Math.sqrt, x => -x]

/* Whether a letter that nothing ties may be what is left of a number of ours, 1 - p, or its inverse, square or root. */
function isOfAnother({ key }, sides, row, context) {
  if (typeof row.draws[0]?.inputs[key] !== "number") return false
  return OTHERWISE.some(change => evaluated(sides, row, context, row.draws.map(draw => ({ ...draw, inputs: { ...draw.inputs, [key]: change(draw.inputs[key]) } })))?.agrees)
}

/* Whether a line whose sizes do not always fit does so where every matrix is the other way around, as with columns
   for what are rows here. */
function fitsAsColumns(sides, row, context) {
  const draws = drawsBySize(row)
  if (!draws.some(draw => evaluated(sides, row, context, [draw])?.isUnfit)) return false
  const turned = draws.map(({ inputs, ...draw }) => ({ ...draw, inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, isMatrix(value) ? transpose(value) : value])) }))
  const result = evaluated(sides, row, context, turned)
  return result !== null && !result.isUnfit
}

const isMatrix = value => rank(value) === 2

/* A draw of each of the sizes that there are, where one has a matrix: what fits depends on nothing else. */
function drawsBySize(row) {
  const found = new Map()
  for (const draw of row.draws) {
    const values = Object.values(draw.inputs)
    if (values.some(isMatrix)) found.set(values.map(value => shape(value).join()).join(" "), draw)
  }
  return [...found.values()]
}

/* Whether a line is an equation like ours, or a side alone. */
function mayBeCompared({ form }, { row, likeness, leftTied, isPair }) {
  if (form.op === "relation" && (!isPair || !/^[=≈ ]+$/.test(form.name))) return false
  return !isPair || leftTied || !row.defines || likeness >= ALMOST
}

/* Whether a left side is a function of ours of other letters, which an equation that is no definition here says:
   ℓ(z, t) for ℓ(z, (1 + t) / 2) means another function. */
function definesItsOwn({ form }, row, formula) {
  const [left] = form.op === "relation" && !row.defines ? form.args : []
  if (left?.op !== "call") return false
  const named = formula.rows.map(other => other.defines ? other.form.args[0] : null).filter(head => head?.op === "call" && print(head.args[0]) === print(left.args[0]))
  const letters = new Set(named.flatMap(head => head.args.slice(1)).map(arg => print(arg.symbol?.tree ?? arg)))
  return named.length > 0 && left.args.slice(1).some(arg => arg.op === "letter" && !letters.has(print(arg)))
}

/* What one of several sides is refuted by, where another has no value. */
function refutedBySide(written, row, context) {
  if (written.length < 2) return null
  for (const side of written) {
    const result = evaluated([side], row, context)
    if (result?.counterexample && !result.isUnfit) return result
  }
  return null
}

/* The values of a line's sides; of an identity with rows, x W for W x, also as columns: its W is our Wᵀ then. */
function valuesOf(written, row, context) {
  const result = evaluated(written, row, context) ?? refutedBySide(written, row, context)
  if (result?.agrees || row.tree.args.length < 2 || !hasRows(written)) return { sides: written, result, isRows: false }
  const sides = written.map(transposed)
  const again = evaluated(sides, row, context)
  return again?.agrees ? { sides, result: again, isRows: true } : { sides: written, result, isRows: false }
}

/* Whether values that are equal say that a line is ours: on other draws as well, by letters that all matter. */
function confirmed({ sides, definitions, indices, names, unknown, chosen }, line, near, formula) {
  const { row, differences, isPair, likeness, leftTied } = near
  const context = { definitions, indices }
  const isLeaf = differences.length > 0 && differences.every(({ page, paste }) => page && paste && size(page) < 3 && size(paste) < 3)
  if (isLeaf && differences.some(({ page, paste }) => isAlike(page, names.get(print(paste)), row))) return false
  for (const every of isLeaf ? [false, true] : [false]) {
    if (turned(row, formula, every).some(draw => evaluated(sides, row, context, [draw])?.agrees === false)) return false
  }
  if (!keepsConstants(row, sides, near.numbers)) return false
  const own = keysIn([row.tree])
  const added = [...keysIn(sides)].filter(key => !own.has(key) && key in row.draws[0].inputs && !row.draws[0].inputs[key]?.smooth)
  if (!added.every(key => matters({ key }, sides, row, context))) return false
  if (!unknown.every((_, place) => matters(chosen[place], sides, row, context))) return false
  if (isPair && !leftTied) return true
  return (isPair || likeness > 0.4 || (!unknown.length && size(line.form) > 6)) && usesAll(row, sides, definitions, formula, near.numbers)
}

/* Whether a number that is the same on all draws, as the one group that there is, stands as often in a line as in ours:
   nothing else tells where it belongs. */
function keepsConstants(row, sides, numbers) {
  const right = row.tree.args.at(-1)
  const fixed = new Set(numbers.map(([, { key }]) => key))
  const count = (tree, key) => [...walk(tree)].filter(({ op, symbol }) => op === "name" && symbol.key === key).length
  const constants = [...keysIn([right])].filter(key => !fixed.has(key) && typeof row.draws[0]?.inputs[key] === "number" && row.draws.every(({ inputs }) => inputs[key] === row.draws[0].inputs[key]))
  return constants.every(key => sides.every(side => count(side, key) === count(right, key)))
}

/* Whether no draw tells two names apart. */
function isAlike(page, symbol, { draws }) {
  return Boolean(page.symbol && symbol) && (page.symbol.rank !== symbol.rank || draws.every(({ inputs }) => JSON.stringify(inputs[page.symbol.key]) === JSON.stringify(inputs[symbol.key])))
}

/* Whether another value of a symbol changes what the paste gives: else its letter cancels. */
function matters(symbol, sides, row, context) {
  const other = value => Array.isArray(value) ? value.map(other) : Number.isInteger(value) ? value + 1 : value * 1.3 + 0.1
  const draws = row.draws.map(draw => ({ ...draw, inputs: { ...draw.inputs, [symbol.key]: other(draw.inputs[symbol.key]) } }))
  return !evaluated(sides, row, context, draws)?.agrees
}

/* Every input that the page's equation has must stand in the paste's. */
function usesAll(row, sides, definitions, formula, numbers) {
  const found = new Set(numbers.map(([, { key }]) => key))
  for (const key of keysIn(sides)) found.add(key)
  for (const key of keysIn([...definitions.values()].map(({ body }) => body))) found.add(key)
  const right = row.tree.op === "relation" ? row.tree.args.slice(1) : [row.tree]
  return right.some(side => [...walk(side)].filter(part => part.op === "name").every(({ symbol }) => /^(output|size|set)$/.test(symbol.role) || found.has(symbol.key)))
}
