/* The trees that formulas are read into.

   A node is { op, args, name? }. Leaves have the op "letter", "number" or "symbol" and a name;
   a letter with indices has them as its arguments. */

import { GREEK_NAMES } from "./characters.js"

export function node(op, args, name) {
  return name === undefined ? { op, args } : { op, args, name }
}

export function leaf(op, name) {
  return { op, name, args: [] }
}

/* The tree with other arguments, itself where they are the same. */
export function withArgs(tree, args) {
  return args.every((arg, place) => arg === tree.args[place]) ? tree : { ...tree, args }
}

export const ZERO = leaf("number", "0")
export const ONE = leaf("number", "1")
export const TWO = leaf("number", "2")
export const TRANSPOSED = leaf("symbol", "T")

export function only(items) {
  return items.length > 1 ? node("list", items) : items[0]
}

export function product(factors) {
  return factors.length > 1 ? node("mul", factors) : factors[0]
}

/* a + b + … + z is the sum of its first term: of u_1 v_1, that of u_i v_i. */
export function series(terms) {
  const named = terms.filter(term => term.name !== "dots")
  if (named.length && named.length < terms.length) return node("sum", [counted(named[0], "i")])
  return named.length > 1 ? node("add", named) : named[0]
}

/* u_1 v_1 → u_i v_i, ∂f_1/∂x_1 → ∂f_i/∂x_j: each number below a letter is the next of the names, in turn. */
export function counted(tree, names) {
  let count = 0
  const change = part => {
    const isNumbered = part.op === "letter" && part.args.length === 1 && part.args[0].op === "number"
    return isNumbered ? { ...part, args: [leaf("letter", names[count++ % names.length])] } : withArgs(part, part.args.map(change))
  }
  return change(tree)
}

/* A function alone is a sign, a statistic alone a variable: (x - mean) / std. */
export function functionOf(name, args) {
  return args.length ? node(name, args.flatMap(spread)) : leaf(/^(mean|var|std)$/.test(name) ? "letter" : "symbol", name)
}

function spread(tree) {
  return tree.op === "list" ? tree.args : [tree]
}

/* ∂, d or d²: what the top and the bottom of a derivative begin with. */
export function isDifferential(tree) {
  if (tree?.op === "pow") return isDifferential(tree.args[0])
  return tree?.args.length === 0 && `${tree.op} ${tree.name}`.match(/^symbol partial$|^letter d$/) !== null
}


/* π(a | s), ε_θ(x) and J(x) apply a letter, X(Y + Z) and α_t(x + y) multiply by it. */
export function mayBeApplied({ op, name, args }, given) {
  if (op !== "letter" || !given.length) return false
  if (GREEK_NAMES.has(name)) return given.length > 1 || args.length > 0 && given[0].op === "letter"
  return /^[A-Z]$/.test(name) && given.every(arg => arg.op === "letter")
}

/* λ(x + y) is a product, f(x) and loss(x) are not; J(x) of a capital is read where it is called. */
export function takesArguments(atom, python) {
  if (python || atom.op === "prime") return true
  if (atom.parenthesized || atom.op !== "letter") return atom.op === "compose"
  const names = GREEK_NAMES.has(atom.name) ? /^(phi|psi|sigma)$/i : /^([a-zFGHJLOP]|.{4,})$/
  return names.test(atom.name)
}

export function applied(atom, args) {
  if (atom.op === "prime") return node("prime", [applied(atom.args[0], args)])
  if (atom.name === "E") return node("E", args)
  return node("call", [atom, ...args])
}

/* x_i, ‖x‖_p, (Aᵀ)_{ij} */
export function indexed(atom, indices) {
  const flat = indices.flatMap(index => index.op === "mul" ? index.args : spread(index))
  if (!flat.length) return atom
  if (atom.op === "letter") return { ...atom, args: [...atom.args, ...flat] }
  if (atom.op === "norm") return { ...atom, name: flat[0].op === "letter" ? "v" : flat[0].name }
  return /^(T|grad|hess)$/.test(atom.op) ? node("entry", [atom, ...flat]) : atom
}

export function raised(atom, exponent) {
  const power = only(exponent)
  if (!power) return atom
  if (!power.args.length && /^[TH]$/.test(power.name)) return node("T", [atom])
  if (power.name === "?" && /^[A-Z]$/.test(atom.name)) return node("T", [atom])  // not typed yet: of a matrix, mostly a transpose
  if (power.name === "?" && atom.name !== "e") return atom
  if (exponent.parenthesized && atom.op === "letter") return indexed(atom, exponent)  // h^{(l)}: a layer
  return node("pow", [atom, power])
}

/* Whether a tree has more nodes than so many; no more of them are looked at. */
export function hasMoreThan(most, tree) {
  const waiting = [tree]
  for (let count = 0; waiting.length; count += 1) {
    if (count > most) return true
    waiting.push(...waiting.pop().args)
  }
  return false
}
