/* Random variables in a small world: each has a value for each of a few outcomes, and every outcome a chance.

   A statement about any law holds there; one that does not hold there does not hold at all. */

import { drawnLetter } from "./bounds.js"
import { rank, Unevaluable } from "./tensors.js"
import { some, walk } from "./trees.js"

const OUTCOMES = 7, DRAWS = 8, LEVELS = 4
const HEAD = /^[Pp]$|^pr$/i

export const isRandom = (tree, world) => some(tree, part => part.op === "name" && Boolean(world.values[part.symbol.key]?.outcomes))

/* The value of a random variable where an outcome is given. */
export function outcomeOf({ outcomes }, world, key) {
  if (world.outcome === undefined) throw new Unevaluable(`${key} is random: its value is not one number`)
  return outcomes[world.outcome]
}

/* Σ over all outcomes of what a part is there, each with its chance. */
function averaged(part, world, evaluate) {
  const { chances } = world.values[CHANCES] ?? {}
  if (!chances) throw new Unevaluable("nothing random is here")
  return chances.reduce((total, chance, outcome) => total + chance * number(evaluate(part, at(world, outcome))), 0)
}

export const CHANCES = "chances of the outcomes"
const at = (world, outcome) => Object.assign(world.with({}), { outcome })

function number(value) {
  if (rank(value)) throw new Unevaluable("a mean of an array")
  return value
}

/* E[…] over all, or E_{z ∼ q}[…] where q is a list of probabilities; null of any other mean. */
export function meanOf(tree, world, evaluate) {
  const { args: [body, ...over], name } = tree
  if (name !== "1") throw new Unevaluable("a mean under a condition")
  if (!over.length) return isRandom(body, world) ? averaged(body, world, evaluate) : null
  const letter = drawnLetter(tree)
  if (letter === null) return null
  const chances = evaluate(over[0].args[1], world)
  if (rank(chances) !== 1) return null
  return chances.reduce((total, chance, place) => total + chance * number(evaluate(body, world.with({ [letter]: place + 1 }))), 0)
}

/* Var(X), Cov(X, Y) and P(X = x | Y = y); undefined of any other call. */
export function chanceOf(tree, world, evaluate) {
  const [head, ...args] = tree.args
  if (/^(var|cov)$/.test(head.name) && head.op === "word" && args.length === (head.name === "var" ? 1 : 2) && args.every(arg => isRandom(arg, world))) {
    const [first, second] = [args[0], args.at(-1)]
    const [one, other] = [first, second].map(arg => averaged(arg, world, evaluate))
    const { chances } = world.values[CHANCES]
    return chances.reduce((total, chance, outcome) => total + chance * (number(evaluate(first, at(world, outcome))) - one) * (number(evaluate(second, at(world, outcome))) - other), 0)
  }
  if (!HEAD.test(head.name ?? "") || !args.some(arg => arg.op === "relation" && isRandom(arg, world))) return undefined
  const event = { op: "conditions", args }
  const given = tree.name === undefined ? null : { op: "conditions", args: args.slice(tree.name) }
  const chance = conditions => averaged({ op: "indicator", args: [conditions] }, world, evaluate)
  return given ? chance(event) / chance(given) : chance(event)
}

/* All values of X, for a sum over x that has the chance of X = x in it; null of any other sum. */
export function valuesFor(letter, body, world) {
  for (const part of walk(body)) {
    const [variable, value] = part.op === "relation" && part.name === "=" ? part.args : []
    const found = value?.name === letter && variable.op === "name" ? world.values[variable.symbol.key]?.outcomes : null
    if (found) return [...new Set(found)]
  }
  return null
}

/* Draws for an equation about random variables, or about means over lists of probabilities, which has none: without
   values, which its own right side has. */
export function randomWorlds(row, formula) {
  const parts = [...walk(row.tree)]
  if (row.over?.length || !parts.some(part => part.op === "mean" || (part.op === "name" && part.symbol.role === "random"))) return []
  const symbols = [...new Map(parts.filter(({ op }) => op === "name").map(({ symbol }) => [symbol.key, symbol])).values()]
  const random = symbols.filter(({ role }) => role === "random")
  return Array.from({ length: DRAWS }, (_, draw) => {
    const next = generator(`${formula.id} ${row.number} ${draw}`)
    const inputs = { [CHANCES]: { chances: shares(OUTCOMES, next) } }
    const level = random.map(() => Array.from({ length: LEVELS }, () => round(4 * next() - 1.5)))
    random.forEach(({ key }, place) => { inputs[key] = { outcomes: Array.from({ length: OUTCOMES }, (_, outcome) => level[place][outcome < LEVELS ? outcome : Math.floor(next() * LEVELS)]) } })
    for (const symbol of symbols) inputs[symbol.key] ??= drawn(symbol, inputs, next, draw)
    return { inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)) }
  })
}

/* A value of a random variable for its small letter, or for a set of all; a list of shares for a vector. */
function drawn({ key, role, kind, rank: order, shape }, inputs, next, draw) {
  const own = Object.entries(inputs).find(([name, value]) => value?.outcomes && name.toLowerCase() === key)?.[1].outcomes
  if (role === "set") return { set: [...new Set(Object.values(inputs).find(value => value?.outcomes)?.outcomes ?? [])] }
  if (kind === "function" || /^(size|output)$/.test(role) || order > 1) return undefined
  if (order === 1) return shape.length ? shares(3 + draw % 3, next) : undefined
  return own ? own[draw % own.length] : round(0.2 + next())
}

const round = x => Math.round(x * 100) / 100

function shares(count, next) {
  const found = Array.from({ length: count }, () => 0.15 + next())
  const total = found.reduce((all, each) => all + each, 0)
  return found.map(each => each / total)
}

/* Numbers between 0 and 1 that are the same for the same text. */
function generator(text) {
  let state = [...text].reduce((hash, sign) => Math.imul(hash ^ sign.codePointAt(0), 16777619), 2166136261)
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x6D2B79F5 | 0
    const mixed = Math.imul(state ^ (state >>> 13), 3266489917)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}
