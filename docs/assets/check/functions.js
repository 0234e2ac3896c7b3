/* The functions that a formula may call by a name of several letters. */

import { determinant, each, flat, pairwise, rank, trace, Unevaluable } from "./tensors.js"

const sigmoid = x => x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))

/* The error function: a series near zero, a continued fraction far out. */
export function erf(x) {
  const size = Math.abs(x)
  if (size < 3) {
    let [term, total] = [size, size]
    for (let n = 1; n < 120; n += 1) {
      term *= -size * size / n
      total += term / (2 * n + 1)
      if (Math.abs(term) < 1e-18) break
    }
    return Math.sign(x) * 2 / Math.sqrt(Math.PI) * total
  }
  return Math.sign(x) * (1 - tail(size))
}

function tail(x) {
  let fraction = 0
  for (let n = 80; n > 0; n -= 1) fraction = n / 2 / (x + fraction)
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction)
}

const erfc = x => x >= 3 ? tail(x) : x <= -3 ? 2 - tail(-x) : 1 - erf(x)
export const Phi = x => erfc(-x / Math.SQRT2) / 2

/* As PyTorch does: what is halfway goes to the even number. */
function round(x) {
  const down = Math.floor(x)
  return x - down === 0.5 ? down + (down % 2 !== 0) : Math.round(x)
}

const BY_ENTRY = {
  exp: Math.exp, log: Math.log, sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan, sqrt: Math.sqrt, abs: Math.abs, floor: Math.floor, ceil: Math.ceil,
  sign: Math.sign, sigmoid, erf, erfc, round,
  relu: x => Math.max(0, x), gelu: x => x * Phi(x), silu: x => x * sigmoid(x), swish: x => x * sigmoid(x), softplus: x => x > 30 ? x : Math.log1p(Math.exp(x)),
}

function softmax(x) {
  if (rank(x) > 1) return x.map(softmax)
  if (!rank(x)) throw new Unevaluable("softmax takes a vector")
  const largest = Math.max(...x)
  const weights = x.map(entry => Math.exp(entry - largest))
  const total = weights.reduce((all, weight) => all + weight, 0)
  return weights.map(weight => weight / total)
}

function diag(x) {
  if (rank(x) !== 1 && rank(x) !== 2) throw new Unevaluable("diag takes a vector or a matrix")
  return rank(x) === 1 ? x.map((entry, row) => x.map((_, column) => row === column ? entry : 0)) : x.map((row, place) => row[place])
}

/* The largest, or the smallest, of numbers side by side, or of the entries of one array. */
function extreme(best) {
  return (...values) => values.length > 1 ? values.reduce((all, value) => pairwise(all, value, (a, b) => best(a, b)))
    : rank(values[0]) ? best(...flat(values[0])) : values[0]
}

function concat(...parts) {
  if (parts.every(part => rank(part) === 1)) return parts.flat()
  if (parts.length === 1 && rank(parts[0]) === 3) return concat(...parts[0])
  if (!parts.every(part => rank(part) === 2)) throw new Unevaluable("these cannot be set side by side")
  return parts[0].map((_, row) => parts.flatMap(part => part[row]))
}

const FUNCTIONS = {
  softmax, diag, concat, tr: trace, det: determinant, max: extreme(Math.max), min: extreme(Math.min),
  clip: (x, low, high) => each(x, entry => Math.min(Math.max(entry, low), high)),
  var: x => {
    if (rank(x) !== 1) throw new Unevaluable("a variance is not evaluated here")
    const center = x.reduce((all, entry) => all + entry, 0) / x.length
    return x.reduce((all, entry) => all + (entry - center) ** 2, 0) / x.length
  },
  mean: x => flat(x).reduce((all, entry) => all + entry, 0) / flat(x).length,
  kl: (p, q) => {
    if (rank(p) !== 1 || rank(q) !== 1 || p.length !== q.length) throw new Unevaluable("a divergence of what are no probabilities")
    return p.reduce((all, share, place) => share ? all + share * Math.log(share / q[place]) : all, 0)
  },
  logsumexp: x => Math.log(flat(x).reduce((all, entry) => all + Math.exp(entry), 0)),
}

/* Which of these takes how many arguments. */
const COUNT = { clip: 3, kl: 2 }

export function callWord(name, args) {
  if (Object.hasOwn(BY_ENTRY, name)) {
    if (args.length !== 1 || (rank(args[0]) > 1 && /^(exp|log)$/.test(name) )) throw new Unevaluable(`${name} is not evaluated here`)
    return each(args[0], BY_ENTRY[name])
  }
  if (!Object.hasOwn(FUNCTIONS, name)) throw new Unevaluable(`${name} is not a function that is known here`)
  if (COUNT[name] ? args.length !== COUNT[name] : !args.length) throw new Unevaluable(`${name} with ${args.length} arguments`)
  return FUNCTIONS[name](...args)
}

export const isFunction = name => Object.hasOwn(BY_ENTRY, name) || Object.hasOwn(FUNCTIONS, name)

/* outer · sin(inner · x + shift), into the set that the symbol list names. */
export function smooth({ inner, shift, outer, shape, set, bounds }, args) {
  const x = args.flatMap(flat)
  const hidden = inner.map((row, place) => Math.sin(row.reduce((all, weight, at) => all + weight * x[at], 0) + [shift].flat()[place]))
  const values = outer.map(row => [row].flat().reduce((all, weight, at) => all + weight * hidden[at], 0))
  if (set !== "real") throw new Unevaluable("a function into another set")
  if (bounds) throw new Unevaluable("a function between bounds")
  return shape.length ? shape.length === 1 ? values : scaleShape(values, shape) : values[0]
}

function scaleShape(values, [rows, columns]) {
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns))
}
