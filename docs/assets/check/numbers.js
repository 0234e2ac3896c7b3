/* Numbers: a line of the paste, in the page's letters, evaluated on the draws of one of its equations. */

import { boundLetter } from "./bounds.js"
import { canonical } from "./canonical.js"
import { randomWorlds } from "./chance.js"
import { evaluate, World } from "./evaluate.js"
import { definitionOf } from "./formula.js"
import { isFunction } from "./functions.js"
import { baseOf, linear } from "./letters.js"
import { keyOf, named } from "./names.js"
import { distance, rank, Unevaluable, Unfit } from "./tensors.js"
import { keysIn, print, some, walk } from "./trees.js"

const CLOSE = 1.5e-7  // relative: values have eight digits
const ROUNDED = 1e-5  // what is printed with eight digits may have lost these, as an angle has
const APART = 1e-3
const MOST_TRIES = 60
const MIXED = 4, MORE_MIXED = 16  // draws made of others, for each; more where a value jumps
const JUMPS = /^(cases|floor|ceil|indicator|abs)$/
const PIECEWISE = /^(max|min|argmax|argmin|clip|clamp|relu|sign|round|abs|floor|ceil)$/
const NO_VALUE = "no value: these sizes do not fit"
const UNFIT = Symbol("no value for these sizes")
const CONSTANT = /^(\\pi|\\infty|e)$/

/* The paste's names for symbols of the page, as `named` takes them; the page's own where nothing else is said. */
export function pasteNames(renaming, trees) {
  const found = new Map()
  const taken = new Set()
  for (const { paste, symbol } of renaming.pairs()) {
    if (!symbol) continue
    found.set(print(paste), symbol)
    taken.add(symbol.key)
  }
  for (const symbol of renaming.names.values()) {
    const key = !taken.has(symbol.key) && stepIn(renaming, symbol.tree)
    if (!key || found.has(key)) continue
    found.set(key, symbol)
    taken.add(symbol.key)
  }
  const used = new Set(trees.flatMap(tree => [...namesUsed(tree)]))
  for (const [key, symbol] of renaming.names) {
    if (!found.has(key) && !renaming.toPage.has(key) && !taken.has(symbol.key) && used.has(key)) found.set(key, symbol)
  }
  return found
}

/* How the paste writes a step of ours, θ_{t-1}, of which it has another, θ_t. */
function stepIn(renaming, tree) {
  const index = renaming.isStep(tree) && tree.args.length === 2 ? linear(tree.args[1]) : null
  const base = index && renaming.toPaste.get(`base ${baseOf(tree)}`)?.key.replace(/^base /, "")
  const step = index && renaming.toPaste.get(`step ${index.letter}`)?.key.replace(/^step /, "")
  if (!base || !step) return null
  const by = index.by + Number(renaming.toPaste.get(`ahead ${baseOf(tree)}`)?.key.split(" ").at(-1) ?? 0)
  return `sub(${base} ${by ? `add(${step} number:${by})` : step})`
}

/* Names as text: x of x_i as well, but not W of W_0. */
function* namesUsed(tree) {
  if (/^(letter|sub|pow|sup|prime|word)$/.test(tree.op)) yield keyOf(tree)
  const isLabel = tree.op === "sub" && tree.args.slice(1).some(index => /^(number|word)$/.test(index.op))
  for (const arg of isLabel ? tree.args.slice(1) : tree.args) if (arg) yield* namesUsed(arg)
}

/* What has no meaning yet in a tree: { name, tree, rank } of each letter that nothing binds. */
export function unknownIn(tree, indices, functions, known, steps = new Set()) {
  const found = new Map()
  const visit = (part, bound) => {
    const here = boundLetter(part)
    const inner = here ? new Set([...bound, here]) : bound
    if (part.op === "sub" && part.args[0].op === "letter" && !bound.has(part.args[0].name)) {
      const form = canonical(part)
      if (form.args[1]?.op === "word" && form.args.length === 2) {  // T_{cur}
        if (!known.has(print(form))) found.set(print(form), { tree: form, rank: 0 })
        return
      }
      const isIndexed = part.args.slice(1).every(index => !/^(number|word)$/.test(index.op) && !countsSteps(index, steps))
      const name = isIndexed ? part.args[0] : part
      if (!known.has(print(name))) found.set(print(name), { tree: name, rank: isIndexed ? part.args.length - 1 : 0 })
      if (isIndexed) for (const index of part.args.slice(1)) visit(index, inner)
      return
    }
    if (part.op === "word" && !known.has(print(part)) && !isFunction(part.name)) {
      found.set(print(part), { tree: part, rank: 0 })
      return
    }
    if (part.op === "letter" && !inner.has(part.name) && !CONSTANT.test(part.name) && !known.has(print(part))) {
      if (!found.has(print(part))) found.set(print(part), { tree: part, rank: null })
      return
    }
    const [head, ...args] = part.args
    const isCall = part.op === "call" && /^(letter|sub|word|prime)$/.test(head.op)
    for (const arg of isCall ? args : part.args) arg && visit(arg, inner)
  }
  visit(tree, new Set(indices))
  return [...found.values()]
}

/* t and t - 1 */
const countsSteps = (index, steps) => index.op === "add" ? index.args.some(arg => steps.has(arg.name)) && index.args.every(arg => steps.has(arg.name) || !some(arg, ({ op }) => op === "letter")) : steps.has(index.name)

/* Definitions of other lines, for those names that the page has none of, or that are not ours. */
export function definitionsAmong(lines, names, formula, skip) {
  const found = Object.assign(new Map(formula.definitions), { given: formula.given })
  for (const line of lines) {
    if (line === skip || line.isOurs || !line.raw) continue
    const definition = definitionOf(named(line.raw, names))
    if (definition) found.set(definition.head.op === "name" ? definition.head.symbol.key : print(definition.head), definition)
  }
  return found
}

/* { agrees, deviation } over all draws, or a counterexample; null where it cannot be evaluated. */
export function evaluated(sides, row, { definitions, indices }, draws = row.draws) {
  const close = row.close ?? CLOSE
  let deviation = 0
  let counterexample = null
  let count = 0
  let [isWhole, hasValue] = [true, false]
  for (const draw of draws) {
    for (const side of sides) {
      const ours = infinite(draw.value)
      const yours = valueOf(side, row, draw, definitions, indices, ours)
      if (yours === null) return null
      if (yours === UNFIT) {  // where sizes are equal by chance it may have a value, which is no agreement
        isWhole = false
        continue
      }
      hasValue = true
      const gap = distance(yours, ours)
      if (Number.isNaN(gap) || !(gap <= close)) {
        if (gap > APART && gap !== Infinity || gap === Infinity && rank(yours) === rank(ours)) counterexample ??= { inputs: shown(draw, side), yours, ours: draw.value }
        deviation = Math.max(deviation, gap || Infinity)
        if (counterexample) return { agrees: false, deviation, counterexample, draws: count + 1 }
      } else deviation = Math.max(deviation, gap)
    }
    count += 1
  }
  if (count && !hasValue && !isWhole) return { agrees: false, isUnfit: true, deviation: Infinity, counterexample: { inputs: shown(draws[0], sides[0]), yours: NO_VALUE, ours: draws[0].value }, draws: 1 }
  if (!count || !isWhole) return null
  return { agrees: deviation <= close, deviation, counterexample, draws: count }
}

/* Other draws: every array the other way around, numbers from several draws; and what ours is then. Where a
   formula has pieces, what another equation defines is taken for given: it decides which piece it is.
   With `all` also what other equations define is taken from other draws, as if it were given. */
export function turned(row, formula, all = false) {
  const kept = all ? "turnedAll" : "turned"
  if (row[kept]) return row[kept]
  const right = row.tree.args.at(-1)
  const isPiecewise = some(right, hasPieces)
  const isFree = all || ![...walk(right)].some(({ symbol }) => symbol?.role === "output" && !(isPiecewise && symbol.rank === 0))
  const sizes = new Set([...formula.names.values()].filter(({ role }) => role === "size").map(({ key }) => key))
  const others = row.draws.map(({ inputs }) => ({ inputs: mapped(inputs, around), like: inputs }))
  if (isFree) for (let round = 1; round < (isPiecewise ? MORE_MIXED : MIXED); round += 1) others.push(...row.draws.map((draw, place) => ({ inputs: mixed(row, draw, place + round, round, all ? sizes : null), like: draw.inputs })))
  row[kept] = others.flatMap(({ inputs }, place) => {
    const { value: like } = row.draws[place % row.draws.length]
    const value = valueOf(right, row, { inputs }, formula.definitions, row.over ?? [], infinite(like))
    return value === null || value === UNFIT ? [] : [{ inputs, value }]
  })
  return row[kept]
}

/* The equation with other values, as numbers for some of its letters, or null where it has no value then. */
export function fixedAt(row, formula, change) {
  const right = row.tree.args.at(-1)
  const draws = row.draws.flatMap(draw => {
    const inputs = { ...draw.inputs, ...change(draw.inputs) }
    const value = valueOf(right, row, { inputs }, formula.definitions, row.over ?? [], infinite(draw.value))
    return value === null || value === UNFIT || [value].flat(9).some(Number.isNaN) ? [] : [{ inputs, value }]
  })
  return draws.length > 3 ? { ...row, draws, turned: undefined, turnedAll: undefined, bare: undefined } : null
}

const mapped = (inputs, change) => Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, change(value, key)]))

/* Whether a part has pieces, each of which must decide. */
const hasPieces = ({ op, name }) => JUMPS.test(op) || (/^(word|big)$/.test(op) && PIECEWISE.test(name))

/* Numbers that say no size, each from another draw. */
function mixed(row, draw, place, round, sizes) {
  const arrays = Object.values(draw.inputs).some(Array.isArray)
  return mapped(draw.inputs, (value, key) => {
    if (typeof value !== "number" || (sizes ? sizes.has(key) : arrays && Number.isInteger(value))) return value
    return row.draws[shuffled(key, place, round) % row.draws.length].inputs[key] ?? value
  })
}

/* A whole number that has nothing to do with that of another letter. */
function shuffled(key, place, round) {
  let hash = 2166136261
  for (const part of [...key].map(sign => sign.codePointAt(0)).concat(place, round)) hash = Math.imul(hash ^ part, 16777619) ^ (hash >>> 13)
  return (Math.imul(hash ^ (hash >>> 15), 2246822507) >>> 8)
}

function around(value) {
  return Array.isArray(value) ? value.map(around).reverse() : value
}

function valueOf(side, row, draw, definitions, indices, ours) {
  const world = new World(infinite(draw.inputs), definitions)
  const table = (value, place, letters) => {
    if (place === indices.length) return evaluate(side, indices.filter(index => index in world.values).reduce((all, index) => all.having(index, letters[index]), world.with(letters)))
    if (!Array.isArray(value)) throw new Unevaluable("an index too many")
    return value.map((entry, at) => table(entry, place + 1, { ...letters, [indices[place]]: at + 1 }))
  }
  try {
    return table(ours, 0, {})
  } catch (error) {
    if (error instanceof Unfit) return UNFIT
    if (error instanceof Unevaluable || error instanceof RangeError) return null
    throw error
  }
}

function infinite(value) {
  if (value === "Infinity") return Infinity
  if (value === "-Infinity") return -Infinity
  if (Array.isArray(value)) return value.map(infinite)
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, infinite(part)]))
  return value
}

function shown(draw, side) {
  const used = keysIn([side])
  return Object.fromEntries(Object.entries(draw.inputs).filter(([key]) => used.has(key)))
}

/* Ways to give each unknown letter one of the page's inputs. */
export function* assignments(unknown, inputs) {
  let tries = 0
  function* place(number, taken) {
    if (number === unknown.length) {
      yield taken
      return
    }
    for (const symbol of likeliest(unknown[number].tree, inputs)) {
      if (taken.includes(symbol) || (unknown[number].rank !== null && unknown[number].rank > symbol.rank)) continue
      if ((tries += 1) > MOST_TRIES) return
      yield* place(number + 1, [...taken, symbol])
    }
  }
  yield* place(0, [])
}

/* q for Q, d for d_k: those that look alike first. */
function likeliest(tree, inputs) {
  const plain = other => baseOf(other).toLowerCase()
  const rated = symbol => plain(symbol.tree) === plain(tree) ? 0 : 1
  return [...inputs].sort((a, b) => rated(a) - rated(b))
}

/* Draws of other equations, for one that has none, with the value that its own right side has there. */
function borrowed(row, formula) {
  const right = row.tree.op === "relation" && row.tree.name === "=" ? row.tree.args.at(-1) : null
  const keys = right && [...keysIn([right])]
  if (!keys?.length || row.over?.length || some(right, ({ op }) => /^(mean|deriv|grad|lim|int|sub|call)$/.test(op))) return []
  const given = formula.rows.flatMap(other => other === row ? [] : other.draws).filter(({ inputs }) => keys.every(key => typeof inputs[key] === "number"))
  return given.slice(0, 8).flatMap(({ inputs }) => {
    const value = valueOf(right, row, { inputs }, formula.definitions, [], 0)
    return typeof value === "number" && Number.isFinite(value) ? [{ inputs, value }] : []
  })
}

/* Draws of random variables, with the value that the equation's own right side has there. */
function supposed(row, formula) {
  const right = row.tree.op === "relation" && /^[= ]+$/.test(row.tree.name) ? row.tree.args.at(-1) : null
  return (right ? randomWorlds(row, formula) : []).flatMap(({ inputs }) => {
    const value = valueOf(right, row, { inputs }, formula.definitions, [], 0)
    return typeof value === "number" && Number.isFinite(value) ? [{ inputs, value }] : []
  })
}

/* Whether this evaluator gets the page's own values: only then is it a judge. */
export function isReliable(row, formula) {
  if (row.reliable === undefined) {
    if (!row.draws.length) row.draws = borrowed(row, formula)
    if (!row.draws.length) row.draws = supposed(row, formula)
    const sides = row.tree.op === "relation" ? row.tree.args.slice(row.defines ? 1 : 0) : [row.tree]
    const found = sides.map(side => evaluated([side], row, { definitions: formula.definitions, indices: row.over ?? [] })).filter(Boolean)
    const worst = Math.max(...found.map(({ deviation }) => deviation))
    row.reliable = row.draws.length >= 4 && found.length > 0 && worst <= ROUNDED
    row.close = Math.max(CLOSE, 3 * worst)
  }
  return row.reliable
}
