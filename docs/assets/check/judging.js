/* One line that structure did not decide: is it equal by numbers, or different, with a counterexample? */

import { isAccusable, unspelled } from "./accusing.js"
import { align } from "./align.js"
import { canonical } from "./canonical.js"
import { partsOf, tiesLeft } from "./left.js"
import { match } from "./match.js"
import { assignments, definitionsAmong, evaluated, fixedAt, isReliable, pasteNames, turned, unknownIn } from "./numbers.js"
import { baseOf, Renaming } from "./letters.js"
import { named } from "./names.js"
import { hasRows, transposed } from "./rows.js"
import { rank as rankOf } from "./tensors.js"
import { sidesOf } from "./solve.js"
import { isNumber, print, size, some, walk } from "./trees.js"

const ALMOST = 0.84, NEAR = 0.72  // how alike a line and an equation are
const HOPELESS = 0.1
const TRIED = 4  // equations, the likeliest first
const SPELLED = 0.75
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
    if (result?.verdict === "different" && best.verdict === "unknown") best = { ...best, ...result }
  }
  return best
}

/* a for our a_g: what has its value is no other equation that was meant. */
const hasSameLetter = ({ form }, row) => form.op === "relation" && row.form.op === "relation" && baseOf(partsOf(form.args[0])?.head ?? form) === baseOf((partsOf(row.form.args[0])?.head.symbol?.tree) ?? row.form)

/* How alike a line is to an equation as it is with what its display defines put in, or entry by entry. */
function likenessOtherwise(line, row, { formula, renaming }) {
  return Math.max(0, ...formula.composed.filter(other => other.number === row.number).map(other => nearness(line, other, renaming).likeness))
}

/* Whether a line is, but for a little, an equation of a formula in its very letters, of which more than
   `than` are another's. */
export function isAlmost(line, formula, than) {
  return formula.rows.some(row => {
    const { count, missing } = unspelled(line, row, formula)
    if (count < 2 || missing > (count > 2 ? 1 : 0) || missing > than) return false
    const { likeness, leftTied, isPair } = nearness(line, row, new Renaming(formula.names))
    if (isPair && !leftTied && likeness === 1) return true
    return likeness > SPELLED && likeness < 1 || (missing === 1 && likeness === 1)
  })
}

/* How alike a line is to the equation of a formula that it is the most like. */
export function likenessTo(line, formula) {
  return Math.max(0, ...formula.rows.map(row => nearness(line, row, new Renaming(formula.names)).likeness))
}

/* How alike a line and an equation are, with the letters tied that this ties. */

function nearness(line, row, start) {
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
  const tied = leftTied || (isPair && tiesLeft(page, paste, best.renaming, right))
  const isNamed = isPair && (tied && nameOfLeft(ours[0]) !== null && nameOfLeft(ours[0]) === nameOfLeft(theirs[0]) || isTitle(nameOfLeft(theirs[0]), start.names.title))
  return { row, ...best, indices, leftTied: tied, isStrict: leftTied, isNamed, isPair, right, their, score: best.likeness + (leftTied ? 0.5 : 0) + (tied ? 0.2 : 0) }
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
export function nameOfLeft(left) {
  const head = partsOf(left)?.head
  const word = head?.op === "sub" ? head.args[0] : head
  return word?.op === "word" ? word.name.toLowerCase() : null
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

function tried(line, alike, { formula, lines }) {
  const near = withNumbers(alike, formula)
  const { row, renaming, likeness, leftTied, isPair } = near
  const { op } = line.form
  if (op === "relation" && !/^[=≈ ]+$/.test(line.form.name)) return null
  if (isPair && !leftTied && row.defines && likeness < ALMOST) return null
  if (!isPair && op === "relation") return null
  const trees = rightSides(line, near)
  const given = pasteNames(renaming, [line.raw, ...lines.map(({ raw }) => raw)])
  const names = known(given, row, formula)
  const isStretched = names.size < given.size  // then it may be refuted, but it is not equal
  if (!keepsSteps(names, renaming)) return null
  const definitions = definitionsAmong(lines, names, formula, line)
  aliases(renaming, definitions, formula)
  const indices = indicesOf(near)
  if (!indices) return null
  const sides = trees.map(tree => named(tree, names))
  const steps = stepsOf(renaming, indices)
  const helpers = [...definitions].filter(([key]) => !formula.definitions.has(key)).map(([, definition]) => definition)
  const unknown = [...sides.flatMap(side => unknownIn(side, indices, formula.functions, definitions, steps)), ...helpers.flatMap(({ body, indices: own, parameters }) => unknownIn(body, [...own, ...parameters], formula.functions, definitions, steps))].filter((each, place, all) => all.findIndex(other => print(other.tree) === print(each.tree)) === place)
  const inputs = inputsOf(row, formula, names).filter(symbol => !near.numbers.some(([, fixed]) => fixed === symbol))
  let refuted = null
  let count = 0
  let isRows = false
  for (const chosen of assignments(unknown, inputs)) {
    count += 1
    const all = new Map([...names, ...unknown.map(({ tree }, place) => [print(canonical(tree)), chosen[place]])])
    const written = trees.map(tree => named(tree, all))
    if (unknown.length && written.some(tree => some(tree, part => part.op === "mean"))) return null
    const meanings = unknown.length ? definitionsAmong(lines, all, formula, line) : definitions
    if (unknown.length) aliases(renaming, meanings, formula)
    const context = { definitions: meanings, indices }
    let put = written
    let result = evaluated(put, row, context)
    if (!result?.agrees && row.tree.args.length > 1 && hasRows(written)) {  // x W for W x: its W is our Wᵀ
      const other = written.map(transposed)
      const again = evaluated(other, row, context)
      if (again?.agrees) [put, result, isRows] = [other, again, true]
    }
    const told = { row, likeness, names: all, differences: near.differences, draws: result?.draws, deviation: result?.deviation, renaming, unknown, chosen, isRows, numbers: near.numbers }
    if (!result || (result.isUnfit && (hasRows(written) || (near.likeness < NEAR && !near.isStrict)))) return null
    if (!result.agrees) {
      if (result.counterexample) refuted ??= { ...told, counterexample: result.counterexample }
      else return null
      continue
    }
    if (isStretched) return null
    const isLeaf = near.differences.length > 0 && near.differences.every(({ page, paste }) => page && paste && size(page) < 3 && size(paste) < 3)
    if (isLeaf && near.differences.some(({ page, paste }) => isAlike(page, all.get(print(paste)), row))) return null
    for (const every of isLeaf ? [false, true] : [false]) {
      if (turned(row, formula, every).some(draw => evaluated(put, row, context, [draw])?.agrees === false)) return null
    }
    const own = keysOf([row.tree])
    const added = [...keysOf(put)].filter(key => !own.has(key) && key in row.draws[0].inputs && !row.draws[0].inputs[key]?.smooth)
    if (!added.every(key => matters({ key }, put, row, context))) return null
    if (!unknown.every((_, place) => matters(chosen[place], put, row, context))) return null
    if (isPair && !leftTied) return { verdict: "elsewhere", ...told }
    if ((isPair || likeness > 0.4 || (!unknown.length && size(line.form) > 6)) && usesAll(row, put, meanings, formula, near.numbers)) return { verdict: "equivalent", ...told }
    return null
  }
  const isForced = !unknown.length || (count < MOST_TRIED && (near.isNamed || near.isStrict || likeness > ALMOST || count === 1))
  return refuted && isForced && isAccusable(near, line, names, formula) ? { verdict: "different", ...refuted } : null
}

/* Without the letters that only other displays have, which stand for something else in this line. */
function known(names, row, formula) {
  const own = new Set([...walk(row.tree)].filter(({ op }) => op === "name").map(({ symbol }) => symbol.key))
  const isOwn = ({ key, kind }) => own.has(key) || key in (row.draws[0]?.inputs ?? {}) || kind === "function" || formula.given.has(key)
  return new Map([...names].filter(([, symbol]) => isOwn(symbol)))
}

/* The equation with the paste's number where ours has a letter: n - 1 for n - c. */
function withNumbers(near, formula) {
  const numbers = []
  for (const { page: ours, paste: theirs, dropped, isMore } of near.differences) {
    const [page, paste] = leftOver(ours, theirs)
    const [factor, name] = page?.op === "mul" && page.args.length === 2 && page.args[0].op === "number" ? [Number(page.args[0].name), page.args[1]] : [1, page]
    const symbol = name?.op === "name" ? name.symbol : null
    const value = near.row.draws[0]?.inputs[symbol?.key]
    if (!isMore && paste?.op === "number" && typeof value === "number" && !near.renaming.toPaste.has(`name ${symbol.key}`)) numbers.push([dropped ? 1 : Number(paste.name) / factor, symbol])
  }
  for (let place = numbers.length - 1; place > 0; place -= 1) {  // ρ and 1 - ρ are one number
    if (numbers.slice(0, place).some(([number, { key }]) => key === numbers[place][1].key && Math.abs(number - numbers[place][0]) < 1e-9)) numbers.splice(place, 1)
  }
  if (!numbers.length) numbers.push(...onlyNumber(near))
  const row = numbers.length && new Set(numbers.map(([, { key }]) => key)).size === numbers.length ? fixedAt(near.row, formula, Object.fromEntries(numbers.map(([number, { key }]) => [key, number]))) : null
  return row ? { ...near, row, numbers } : { ...near, numbers: [] }
}

/* The paste's letters that count steps, and are no index of what is compared. */
function stepsOf(renaming, indices) {
  const found = [...renaming.steps].map(step => renaming.toPaste.get(`step ${step}`)?.key.replace(/^step letter:/, "") ?? step.replace(/^letter:/, ""))
  return new Set(found.filter(name => !indices.includes(name)))
}

/* The one number of a line that the equation does not have, for the one letter of it that the line does not have. */
function onlyNumber({ row, right, their, renaming }) {
  const numbersIn = trees => new Set(trees.flatMap(tree => [...walk(tree)]).filter(part => isNumber(part)).map(({ name }) => name))
  const known = numbersIn(right)
  const others = [...numbersIn(their)].filter(name => !known.has(name) && Math.abs(Number(name)) !== 1)
  const written = new Set(their.flatMap(tree => [...walk(tree)]).map(print))
  const absent = new Map(right.flatMap(tree => [...walk(tree)]).filter(({ op, symbol }) => op === "name" && symbol.rank === 0 && symbol.role === "input")
    .map(({ symbol }) => [symbol.key, symbol]).filter(([key, symbol]) => !renaming.toPaste.has(`name ${key}`) && !written.has(print(symbol.tree))))
  return others.length === 1 && absent.size === 1 && typeof row.draws[0]?.inputs[[...absent.keys()][0]] === "number" ? [[Number(others[0]), [...absent.values()][0]]] : []
}

/* 1 - ρ as 0.1 is ρ as 0.9. */
function leftOver(page, paste) {
  const isRest = page?.op === "add" && page.args.length === 2 && paste?.op === "number" && page.args.some(arg => isNumber(arg, "1"))
  const term = isRest && page.args.find(arg => arg.op === "mul" && arg.args.length === 2 && isNumber(arg.args[0], "-1"))
  return term ? [term.args[1], { ...paste, name: String(Number((1 - Number(paste.name)).toPrecision(12))) }] : [page, paste]
}

/* A letter that counts steps is the one of the names it counts. */
function keepsSteps(names, renaming) {
  return [...names.keys()].every(key => {
    const step = renaming.toPaste.get(`step ${key}`)
    return !step || step.key === `step ${key}`
  })
}

const keysOf = trees => new Set(trees.flatMap(tree => [...walk(tree)]).filter(part => part.op === "name").map(part => part.symbol.key))

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

/* The sides of a line that are to be evaluated; of a property those that the page does not have as they are. */
function rightSides(line, { isPair, row, renaming }) {
  const { raw } = line
  if (raw.op !== "relation") return [raw]
  const forms = sidesOf(line.form)
  const kept = raw.args.filter((_, place) => {
    if (place === 0 && isPair && row.defines) return false
    return row.defines || !sidesOf(row.form).some(side => match([[side, forms[place]]], renaming.copy(), () => true))
  })
  return kept
}

/* The paste's letters for the indices of the value. */
function indicesOf({ row, renaming, indices }) {
  if (indices) return indices
  const over = row.over ?? []
  return over.map(index => {
    const found = renaming.toPaste.get(`index ${index}`)
    return found ? found.key.replace(/^letter:/, "") : index
  })
}

function aliases(renaming, definitions, formula) {
  for (const { paste, page, kind } of renaming.pairs()) {
    if (kind !== "function") continue
    const definition = formula.definitions.get(print(page))
    if (definition) definitions.set(print(paste), definition)
  }
}

function inputsOf(row, formula, names) {
  const given = row.draws[0]?.inputs ?? {}
  const used = new Set([...names.values()].map(symbol => symbol.key))
  return [...formula.names.values()].filter(({ key }) => key in given && !used.has(key) && !given[key]?.smooth && !given[key]?.set)
}

/* Every input that the page's equation has must stand in the paste's. */
function usesAll(row, sides, definitions, formula, numbers) {
  const found = new Set(numbers.map(([, { key }]) => key))
  for (const key of keysOf(sides)) found.add(key)
  for (const definition of definitions.values()) for (const part of walk(definition.body)) if (part.op === "name") found.add(part.symbol.key)
  const right = row.tree.op === "relation" ? row.tree.args.slice(1) : [row.tree]
  return right.some(side => [...walk(side)].filter(part => part.op === "name").every(({ symbol }) => symbol.role === "output" || symbol.role === "size" || found.has(symbol.key)))
}
