/* Derivatives by differences, of functions that are smooth where they are drawn. */

import { flat, rank, Unevaluable } from "./tensors.js"
import { node, print } from "./trees.js"

const STEP = 1e-4

/* Of a number or an array by a number: the difference of fourth order. */
function slope(apply, x) {
  const [a, b, c, d] = [-2, -1, 1, 2].map(times => [apply(x + times * STEP)].flat(9))
  const found = a.map((_, place) => (a[place] - 8 * b[place] + 8 * c[place] - d[place]) / (12 * STEP))
  return rank(apply(x)) ? found : found[0]
}

/* f'(x), ∂f/∂x_i and ∂f/∂x_i (x) */
export function derivative(tree, world, evaluate) {
  if (tree.op === "call") {
    const [head, ...args] = tree.args
    if (head.op === "deriv") return derivative(head, world, evaluate)
    if (args.length !== 1 || head.name > 2) throw new Unevaluable("a derivative of this kind")
    const at = evaluate(args[0], world)
    if (rank(at)) return elementwise(head, at, world, evaluate)
    return primed(head, at, world, evaluate)
  }
  const [body, variable, ...others] = tree.args
  const inner = others.length ? node("deriv", [body, ...others]) : applied(body, world)
  const { key, place } = variableOf(variable, world, evaluate)
  const start = world.values[key]
  if (start === undefined || (place && !Array.isArray(start)) || (!place && rank(start))) throw new Unevaluable("a derivative by this")
  if (inner.op === "name") throw new Unevaluable("a derivative of what is defined")
  const moved = x => place ? replaced(start, place, x) : x
  return slope(x => evaluate(inner, world.having(key, moved(x))), place ? place.reduce((value, at) => value[at], start) : start)
}

function primed(head, at, world, evaluate) {
  const [inner] = head.args
  const once = x => evaluate(node("call", [inner, { op: "number", name: String(x), args: [] }]), world)
  return head.name === 2 ? slope(y => slope(once, y), at) : slope(once, at)
}

function elementwise(head, values, world, evaluate) {
  if (rank(values) !== 1) throw new Unevaluable("a derivative at a matrix")
  return values.map(at => primed(head, at, world, evaluate))
}

/* f of the arguments that the symbol list names, where it stands alone. */
function applied(body, world) {
  if (body.op === "sub" && body.args[0].symbol?.kind === "function") return { ...body, args: [applied(body.args[0], world), ...body.args.slice(1)] }
  if (body.symbol?.kind !== "function" || !body.symbol.parameters) return body
  return node("call", [body, ...body.symbol.parameters.map(key => ({ op: "name", name: key, args: [], symbol: { key, rank: 0 } }))])
}

function variableOf(tree, world, evaluate) {
  if (tree.op === "name") return { key: tree.symbol.key, place: null }
  if (tree.op === "sub" && tree.args[0].op === "name") {
    return { key: tree.args[0].symbol.key, place: tree.args.slice(1).map(index => evaluate(index, world) - 1) }
  }
  throw new Unevaluable(`a derivative by ${print(tree)}`)
}

function replaced(value, [at, ...rest], x) {
  return value.map((part, place) => place !== at ? part : rest.length ? replaced(part, rest, x) : x)
}

/* ∇f(x): by the first argument, or by the one that is named below. */
export function gradient(tree, world, evaluate) {
  const [body, variable] = tree.args
  if (body.op !== "call" || tree.name !== 1) throw new Unevaluable("this gradient")
  const [head, ...args] = body.args
  const parameters = head.symbol?.parameters ?? []
  const which = variable ? Math.max(parameters.indexOf(variable.symbol?.key), args.findIndex(arg => print(arg) === print(variable))) : 0
  if (which < 0) throw new Unevaluable("a gradient by this")
  const values = args.map(arg => evaluate(arg, world))
  const at = values[which]
  if (rank(at) > 1) throw new Unevaluable("a gradient at a matrix")
  const keys = values.map((_, place) => `argument ${place}`)
  const call = node("call", [head, ...keys.map(key => ({ op: "name", name: key, args: [], symbol: { key, rank: 0 } }))])
  const base = keys.reduce((all, key, place) => all.having(key, values[place]), world)
  const along = place => slope(x => {
    const value = evaluate(call, base.having(keys[which], place === null ? x : replaced(at, [place], x)))
    if (rank(value)) throw new Unevaluable("a gradient of an array")
    return value
  }, place === null ? at : at[place])
  return rank(at) ? at.map((_, place) => along(place)) : along(null)
}
