/* Trees to numbers, in a world of values: what it has no rule for it does not guess. */

import { chanceOf, meanOf, outcomeOf, valuesFor } from "./chance.js"
import { callWord, isFunction, Phi, smooth } from "./functions.js"
import { add, dot, each, inverse, multiply, norm, pairwise, rank, scale, transpose, Unevaluable, Unfit } from "./tensors.js"
import { derivative, gradient } from "./derivatives.js"
import { boundOf } from "./bounds.js"
import { indexRange } from "./ranges.js"
import { print, some } from "./trees.js"

const MOST = 400000  // steps of one evaluation
const DEEPEST = 40

/* { values: by key, letters: indices by name, definitions: by key or name, steps } */
export class World {
  constructor(values, definitions = new Map(), letters = {}) {
    this.values = values
    this.definitions = definitions
    this.letters = letters
    this.budget = { steps: MOST, depth: 0 }
  }

  with(letters) {
    const other = Object.create(World.prototype)
    return Object.assign(other, this, { letters: { ...this.letters, ...letters } })
  }

  having(key, value) {
    const other = Object.create(World.prototype)
    return Object.assign(other, this, { values: { ...this.values, [key]: value } })
  }
}

export function evaluate(tree, world) {
  if ((world.budget.steps -= 1) < 0) throw new Unevaluable("it takes too long")
  const rule = RULES[tree.op]
  if (!rule) throw new Unevaluable(`${WORDS[tree.op] ?? tree.op} is not evaluated here`)
  return rule(tree, world)
}

const WORDS = { lim: "a limit", int: "an integral", dots: "…", sup: "a raised mark", list: "a list" }
const CONSTANTS = { e: Math.E, "\\pi": Math.PI, "\\infty": Infinity }
const number = (tree, world) => {
  const value = evaluate(tree, world)
  if (Array.isArray(value)) throw new Unevaluable("a number is expected where an array stands")
  return value
}

const RULES = {
  number: tree => Number(tree.name),
  order: (tree, world) => evaluate(tree.args[0], world),
  mean: (tree, world) => {
    const mean = meanOf(tree, world, evaluate)
    if (mean !== null) return mean
    const value = evaluate(tree.args[0], world)
    if (rank(value) !== 1 || tree.args.length > 1) throw new Unevaluable("an expectation is not evaluated here")
    return value.reduce((total, each) => total + each, 0) / value.length
  },
  paren: (tree, world) => evaluate(tree.args[0], world),
  neg: (tree, world) => scale(evaluate(tree.args[0], world), -1),
  add: (tree, world) => tree.args.map(arg => evaluate(arg, world)).reduce(add),
  mul: (tree, world) => tree.args.map(arg => evaluate(arg, world)).reduce(multiply),
  had: (tree, world) => tree.args.map(arg => evaluate(arg, world)).reduce((a, b) => pairwise(a, b, (x, y) => x * y)),
  star: (tree, world) => RULES.had(tree, world),
  dot: (tree, world) => {
    const [left, right] = tree.args.map(arg => evaluate(arg, world))
    return rank(left) === 1 && rank(right) === 1 ? dot(left, right) : multiply(left, right)
  },
  frac: (tree, world) => {
    const [above, below] = tree.args.map(arg => evaluate(arg, world))
    if (rank(above) > 1 && rank(below)) throw new Unevaluable("a matrix is divided by an array")
    return pairwise(above, below, (x, y) => x / y)
  },
  root: (tree, world) => {
    const degree = tree.args[1] ? number(tree.args[1], world) : 2
    return each(evaluate(tree.args[0], world), x => degree === 2 ? Math.sqrt(x) : x ** (1 / degree))
  },
  pow: power,
  T: (tree, world) => rank(evaluate(tree.args[0], world)) ? transpose(evaluate(tree.args[0], world)) : evaluate(tree.args[0], world),
  abs: (tree, world) => {
    const value = evaluate(tree.args[0], world)
    if (rank(value)) throw new Unevaluable("bars around an array: a norm, or of each entry?")
    return Math.abs(value)
  },
  norm: (tree, world) => norm(evaluate(tree.args[0], world), tree.args[1] ? number(tree.args[1], world) : 2),
  floor: (tree, world) => each(evaluate(tree.args[0], world), Math.floor),
  ceil: (tree, world) => each(evaluate(tree.args[0], world), Math.ceil),
  letter, name, sub: entry, call, big, cases,
  word: tree => { throw new Unevaluable(`${tree.name} has no value here`) },
  indicator: (tree, world) => Number(tree.args.every(condition => holds(condition, world))),
  relation: (tree, world) => Number(holds(tree, world)),
  matrix: (tree, world) => {
    const rows = tree.args.map(row => row.args.map(cell => number(cell, world)))
    return rows.every(row => row.length === 1) ? rows.map(([cell]) => cell) : rows
  },
  list: (tree, world) => tree.args.map(arg => number(arg, world)),
  deriv: (tree, world) => derivative(tree, world, evaluate),
  grad: (tree, world) => gradient(tree, world, evaluate),
}

function power(tree, world) {
  const [base, exponent] = tree.args
  if (base.op === "letter" && base.name === "e" && !("e" in world.letters)) return each(evaluate(exponent, world), Math.exp)
  const value = evaluate(base, world)
  const order = number(exponent, world)
  if (rank(value) === 2) {
    if (order === -1) return inverse(value)
    throw new Unevaluable("a power of a matrix")
  }
  return each(value, x => x ** order)
}

function letter(tree, world) {
  if (tree.name in world.letters) return world.letters[tree.name]
  if (world.definitions.has(print(tree))) return defined(world.definitions.get(print(tree)), [], world)
  if (tree.name in CONSTANTS) return CONSTANTS[tree.name]
  throw new Unevaluable(`${tree.name} has no value here`)
}

function name(tree, world) {
  const { key, isSquare } = tree.symbol
  if (world.definitions.has(key)) return defined(world.definitions.get(key), [], world)
  const value = world.values[key]
  if (value === undefined && world.definitions.given?.has(key)) return defined(world.definitions.given.get(key), [], world)
  if (value?.outcomes) return outcomeOf(value, world, key)
  if (value === undefined || value?.smooth) throw new Unevaluable(`${key} has no value here`)
  return isSquare ? Math.sqrt(value) : value
}

/* What a line of the paste, or of the page, defines; over its indices where it has any. */
function defined(definition, args, world) {
  if ((world.budget.depth += 1) > DEEPEST) throw new Unevaluable("what is defined needs itself")
  const given = Object.fromEntries(definition.parameters.map((parameter, place) => [parameter, args[place]]))
  let inner = world.with(given)
  for (const [place, key] of (definition.keys ?? []).entries()) if (key) inner = inner.having(key, args[place])
  const value = definition.indices.length ? tabulated(definition, inner) : evaluate(definition.body, inner)
  world.budget.depth -= 1
  return value
}

function tabulated({ body, indices }, world) {
  const [first, ...others] = indices
  const range = indexRange(body, first, world, evaluate)
  return range.map(at => others.length ? tabulated({ body, indices: others }, world.with({ [first]: at })) : evaluate(body, world.with({ [first]: at })))
}

/* A_{ij}, counted from 1; x_{(k)} is the k-th smallest. */
function entry(tree, world) {
  const [base, ...indices] = tree.args
  const known = world.definitions.get(print(base))
  let value = known ? defined(known, [], world) : evaluate(base, world)
  for (const index of indices) {
    if (!Array.isArray(value)) throw new Unevaluable("an index on what is no array")
    if (index.op === "order") value = [...value].sort((a, b) => a - b)
    const at = number(index, world) - (base.symbol?.start?.[0] ?? 1)
    if (!(at in value)) throw new Unfit("an index outside of its array")
    value = value[at]
  }
  return value
}

function call(tree, world) {
  const [head, ...args] = tree.args
  const definition = world.definitions.get(head.op === "name" ? head.symbol.key : print(head))
  if (definition) return defined(definition, args.map(arg => evaluate(arg, world)), world)
  const chance = chanceOf(tree, world, evaluate)
  if (chance !== undefined) return chance
  if (head.op === "prime" || head.op === "deriv") return derivative(tree, world, evaluate)
  if (head.op === "name") {
    const value = world.values[head.symbol.key]
    if (Array.isArray(value) && args.every(arg => arg.op === "letter" && arg.name in world.letters)) return entry(tree, world)  // p(x), where a sum runs over x
    if (value?.smooth) return smooth(value.smooth, args.map(arg => evaluate(arg, world)))
    throw new Unevaluable(`${head.symbol.key} is no function that can be evaluated here`)
  }
  if (head.op === "letter" && head.name === "\\sigma") return callWord("sigmoid", args.map(arg => evaluate(arg, world)))
  if (head.op === "letter" && head.name === "\\Phi") return each(evaluate(args[0], world), Phi)
  if (head.op === "sub" && head.args[0].name === "log") return each(evaluate(args[0], world), x => Math.log(x) / Math.log(number(head.args[1], world)))
  if (/^arg(max|min)$/.test(head.name)) throw new Unevaluable("an argument of the maximum of an array")
  if (head.op !== "word" || (tree.name !== undefined && head.name !== "kl")) throw new Unevaluable("a function that is not known here")
  if (!isFunction(head.name)) throw new Unevaluable(`${head.written ?? head.name} is not evaluated here`)
  return callWord(head.name, args.flatMap(arg => listed(arg, head.name)).map(arg => evaluate(arg, world)))
}

/* max{a, b} */
function listed(arg, name) {
  return arg.op === "list" && /^(max|min)$/.test(name) ? arg.args : [arg]
}

const REDUCE = {
  sum: values => values.reduce(add, 0),
  prod: values => values.reduce((a, b) => pairwise(a, b, (x, y) => x * y), 1),
  max: values => Math.max(...numbers(values)), min: values => Math.min(...numbers(values)),
  argmax: (values, range) => range[numbers(values).indexOf(Math.max(...values))],
  argmin: (values, range) => range[numbers(values).indexOf(Math.min(...values))],
}

function numbers(values) {
  if (!values.length || values.some(Array.isArray)) throw new Unevaluable("the largest of what are no numbers")
  return values
}

function big(tree, world) {
  const bound = boundOf(tree)
  const reduce = REDUCE[tree.name]
  if (!bound || !reduce) throw new Unevaluable(`${tree.name} over this is not evaluated here`)
  const { variable, body } = bound
  const range = rangeOf(bound, world)
  return reduce(range.map(at => evaluate(body, world.with({ [variable]: at }))), range)
}

function rangeOf({ variable, range: [lower, upper, condition], body }, world) {
  if (condition) return conditioned(condition, variable, body, world)
  if (!upper) {
    const values = lower ? null : valuesFor(variable, body, world)
    if (values) return values
    const whole = indexRange(body, variable, world, evaluate)
    if (lower && number(lower, world) !== whole[0]) throw new Unevaluable("a sum that ends nowhere")
    return whole
  }
  const [first, last] = [lower ? number(lower, world) : 1, number(upper, world)]
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > 5000) throw new Unevaluable("a sum over these numbers")
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place)
}

function conditioned({ name, args: [bound] }, variable, body, world) {
  if (name === "∈") {
    const set = bound.op === "name" ? world.values[bound.symbol.key]?.set : null
    if (!set) throw new Unevaluable("a sum over a set")
    return set
  }
  const limit = number(bound, world)
  const holdsFor = { "<": at => at < limit, "≤": at => at <= limit, ">": at => at > limit, "≥": at => at >= limit, "≠": at => at !== limit }[name]
  if (!holdsFor) throw new Unevaluable("a sum under this condition")
  return indexRange(body, variable, world, evaluate).filter(holdsFor)
}

const COMPARE = { "<": (a, b) => a < b, ">": (a, b) => a > b, "≤": (a, b) => a <= b, "≥": (a, b) => a >= b, "=": (a, b) => a === b, "≠": (a, b) => a !== b }

function holds(condition, world) {
  if (condition.op === "otherwise") return true
  if (condition.op === "conditions") return condition.args.every(each => holds(each, world))
  if (condition.op !== "relation") throw new Unevaluable("this is no condition")
  const values = condition.args.map(arg => number(arg, world))
  return condition.name.split(" ").every((sign, place) => {
    if (!COMPARE[sign]) throw new Unevaluable(`${sign} is not evaluated here`)
    return COMPARE[sign](values[place], values[place + 1])
  })
}

function cases(tree, world) {
  const values = tree.args.slice(0, tree.name)
  const conditions = tree.args.slice(tree.name)
  const place = conditions.findIndex(condition => holds(condition, world))
  if (place < 0) return NaN
  if (conditions.some((other, at) => at > place && other.op !== "otherwise" && holds(other, world))) throw new Unevaluable("two cases hold at once")
  return evaluate(values[place], world)
}
