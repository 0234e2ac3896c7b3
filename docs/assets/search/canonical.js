/* One form for what means the same: e^x for exp(x), E for a mean, a product without order.

   Works from the leaves up; the rules for an operation stand together. */

import { parse } from "./parser.js"
import { isDifferential, node, ONE, TWO, ZERO } from "./trees.js"

const RULES = {
  add: ({ args }) => flat("add", args.filter(term => !isNumber(term, "0") || args.length === 1)),
  mul: ({ args }) => product(flat("mul", args).args),
  matmul: ({ args }) => product(args),
  call: ({ args: [called, ...args] }) => called.op === "compose"
    ? called.args.reduceRight((inner, outer) => [node("call", [outer, ...inner])], args)[0]
    : node("call", [called, ...args.map(value)]),
  eq: ({ args }) => flat("eq", args),
  prime: ({ args }) => prime(node("prime", args)),
  neg: ({ args: [term] }) => term.op === "neg" ? term.args[0] : node("neg", [term]),
  exp: first,
  square: ({ args }) => node("pow", [args[0], TWO]),
  abs: ({ args }) => node("norm", args.slice(0, 1)),
  norm: first,
  E: ({ args, name = "E" }) => node("E", args.slice(0, 1), name),
  mean: ({ args }) => mean(args[0]),
  sum: first,
  softmax: first,
  dot: ({ args }) => args.length > 1 ? product(args) : node("dot", args),
  transpose: ({ args }) => node("T", args.slice(0, 1)),
  inv: ({ args }) => node("pow", [args[0], node("neg", [ONE])]),
  T: ({ args: [inside] }) => inside.op === "T" ? inside.args[0] : node("T", [inside]),
  clamp: ({ args }) => node("max", args),
  grad: ({ args: [inside] }) => inside.op === "T" ? node("T", [node("grad", inside.args)]) : node("grad", [inside]),
  jacobian: ({ args }) => jacobian(args[0]),
  jacfwd: ({ args }) => jacobian(args[0]),
  jacrev: ({ args }) => jacobian(args[0]),
  hessian: ({ args }) => node("hess", args.slice(0, 1)),
  partial: ({ args: [inside, ...by] }) => inside.op === "partial"
    ? node("partial2", [...inside.args, ...by]) : node("partial", [inside, ...by]),
  pow: ({ args: [base, exponent] }) => power(base, exponent),
  frac: ({ args: [above, below] }) => quotient(above, below),
  cases: ({ args }) => ramp(args),
  where: ({ args: [condition, chosen, other] }) => ramp([chosen, condition, other].filter(Boolean)),
  linear: ({ args: [input, weight, bias] }) => affine(input, weight, bias),
}

/* The statements of a source, LaTeX, plain text or code, each in its one form. */
export function statements(source, python) {
  return parse(source, python).map(canonical)
}

export function canonical(tree) {
  const args = tree.args.filter(Boolean).map(canonical)
  const rule = Object.hasOwn(RULES, tree.op) && args.length ? RULES[tree.op] : null
  return rule ? rule({ ...tree, args }) : { ...tree, args }
}

/* P(X = x) → P(x) */
function value(argument) {
  return argument.op === "eq" && argument.args.every(({ op }) => op === "letter") ? argument.args.at(-1) : argument
}

/* What follows the first argument says along which dimension, or which norm. */
function first({ op, args, name }) {
  return node(op, args.slice(0, 1), name)
}

/* F.linear(x, W, b) → W x + b */
function affine(input, weight, bias) {
  const all = weight ? product([weight, input]) : input
  return bias ? flat("add", [all, bias]) : all
}

/* The Jacobian of a gradient is the Hessian. */
function jacobian(inside) {
  return /^(grad|jacobian)$/.test(inside.op) ? node("hess", inside.args) : node("jacobian", [inside])
}

/* A mean and an expectation are one operation under two names. */
function mean(inside) {
  return node("E", [inside], "mean")
}

function flat(op, args) {
  const all = args.flatMap(arg => arg.op === op ? arg.args : [arg])
  return all.length === 1 ? all[0] : node(op, all)
}

function product(args) {
  const factors = evaluated(operated(args))
  if (factors.length === 1) return factors[0]
  const comparison = factors.find(factor => factor.op === "gt" && factor.args.length === 2)
  if (comparison && factors.length === 2 && comparison.args.some(arg => isNumber(arg, "0"))) {
    return node("max", [ZERO, factors.find(factor => factor !== comparison)])  // x · (x > 0)
  }
  const share = factors.findIndex((factor, place) => factor.op === "frac" && isNumber(factor.args[0], "1") && factors[place + 1]?.op === "sum")
  if (share >= 0) return product([...factors.slice(0, share), mean(factors[share + 1].args[0]), ...factors.slice(share + 2)])  // (1/n) Σ
  const merged = factors.filter(factor => !isNumber(factor, "1"))
  const negative = merged.filter(factor => factor.op === "neg").length % 2
  const plain = merged.map(factor => factor.op === "neg" ? factor.args[0] : factor)
  const all = flat("mul", plain.length ? plain : factors)
  return negative ? node("neg", [all]) : all
}

/* ∂f/∂x (x): the point does not matter. */
function evaluated(factors) {
  return factors.filter((factor, place) =>
    !(factor.parenthesized && factor.op === "letter" && /^(partial|prime)/.test(factors[place - 1]?.op)))
}

/* d/dx f → f′ */
function operated(factors) {
  const place = factors.findIndex(factor => factor.op === "operator")
  if (place < 0 || place === factors.length - 1) return factors
  const { name, args } = factors[place]
  const derivative = prime(node(name, [factors[place + 1], ...args]))
  return operated([...factors.slice(0, place), derivative, ...factors.slice(place + 2)])
}

function power(base, exponent) {
  if (base.op === "letter" && base.name === "e" && base.args.length === 0) return node("exp", [exponent])
  if (isNumber(exponent, "0.5") || isHalf(exponent)) return node("sqrt", [base])
  return node("pow", [base, exponent])
}

function quotient(above, below) {
  if (!below) return startsDerivative(above) ? derivative(above, node("mul", [])) : node("frac", [above])
  if (startsDerivative(above) && below.op === "mul" && startsDerivative(below)) return derivative(above, below)
  if (above.op === "sum" && below.op === "letter" && /^[nNmMdK]$|^len/.test(below.name)) return mean(above.args[0])
  if (above.op === "neg") return node("neg", [node("frac", [above.args[0], below])])
  return node("frac", [above, below])
}

/* dz, ∂u, d²y, or a d alone */
function startsDerivative(tree) {
  return isDifferential(tree.op === "mul" ? tree.args[0] : tree)
}

function derivative(above, below) {
  const parts = [above, below].map(part => part.op === "mul" ? part.args : [part])
  const signs = parts.flat().filter(isDifferential)
  const partial = signs.some(sign => (sign.op === "pow" ? sign.args[0] : sign).name === "partial")
  const twice = signs.some(sign => sign.op === "pow" || sign.order > 1)
  const [of, by] = parts.map(part => part.filter(factor => !isDifferential(factor)))
  const variables = partial ? by.map(withoutPower) : []  // dy/dx is y′
  const op = (partial ? "partial" : "prime") + (twice ? "2" : "")
  return of.length ? prime(node(op, [flat("mul", of), ...variables])) : node("operator", variables, op)
}

/* f′(x) → f′, but f′(g(x)) keeps its argument */
function prime(tree) {
  const [inside, ...by] = tree.args
  const simple = inside.op === "call" && inside.args.every(arg => arg.op === "letter")
  return simple ? node(tree.op, [inside.args[0], ...by]) : tree
}

function withoutPower(tree) {
  return tree.op === "pow" ? tree.args[0] : tree
}

/* x where x > 0, else 0 */
function ramp(args) {
  const zero = arg => isNumber(arg, "0")
  const [letter] = args.filter(arg => arg.op === "letter")
  const isRamp = args.some(zero) && args.some(arg => arg.op === "gt" && arg.args.some(zero))
  return isRamp && letter ? node("max", [ZERO, letter]) : node("cases", args)
}

function isNumber(tree, value) {
  return tree?.op === "number" && tree.name === value
}

function isHalf(tree) {
  return tree.op === "frac" && isNumber(tree.args[0], "1") && isNumber(tree.args[1], "2")
}
