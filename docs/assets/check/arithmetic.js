/* Sums, products and powers in one form: numbers first, worked out; factors and terms on one level. */

import { isNumber, node, number, print } from "./trees.js"

const value = tree => Number(tree.name)

export function text(number) {
  return String(Number(number.toPrecision(13)))
}

export function sum(args, tree = {}) {
  const terms = args.flatMap(arg => arg.op === "add" ? arg.args : [arg])
  const constant = terms.filter(term => isNumber(term))
  const rest = terms.filter(term => !isNumber(term))
  const total = constant.reduce((all, term) => all + value(term), 0)
  if (constant.length > 1 || total === 0) {
    if (!rest.length) return number(text(total), at(tree))
    return joined("add", total === 0 ? rest : [...rest, number(text(total), at(constant[0]))], tree)
  }
  return joined("add", terms, tree)
}

export function product(args, tree = {}) {
  const factors = args.flatMap(arg => arg.op === "mul" ? arg.args : [arg])
  const coefficient = factors.filter(factor => isNumber(factor)).reduce((all, factor) => all * value(factor), 1)
  const rest = collected(factors.filter(factor => !isNumber(factor)))
  if (coefficient === 0) return number("0", at(tree))
  if (!rest.length) return number(text(coefficient), at(tree))
  if (coefficient !== 1 && rest.length === 1 && rest[0].op === "add") {
    return sum(rest[0].args.map(term => product([number(text(coefficient)), term], term)), tree)
  }
  if (coefficient === 1) return joined("mul", rest, tree)
  return joined("mul", [number(text(coefficient), at(tree)), ...rest], tree)
}

/* x · x is x², where both stand side by side: what stands between may be a matrix. */
function collected(factors) {
  const found = []
  for (const factor of factors) {
    const [base, exponent] = split(factor)
    const [before, order] = found.length ? split(found.at(-1)) : []
    const both = exponent + order
    if (!found.length || !both || exponent === null || order === null || base.op === "T" || print(before) !== print(base)) found.push(factor)
    else found[found.length - 1] = both === 1 ? base : node("pow", [base, number(text(both))], at(factor))
  }
  return found
}

function split(factor) {
  if (factor.op === "pow") return [factor.args[0], isNumber(factor.args[1]) ? value(factor.args[1]) : null]
  return [factor, 1]
}

export function power(base, exponent, tree = {}) {
  if (isNumber(exponent)) {
    const order = value(exponent)
    if (order === 1) return base
    if (isNumber(base)) {
      const result = value(base) ** order
      if (Number.isFinite(result)) return number(text(result), at(tree))
    }
    const isWhole = Number.isInteger(order)
    if (base.op === "mul" && (isWhole || isNumber(base.args[0]) && value(base.args[0]) > 0) && !base.args.some(factor => factor.op === "T")) {
      if (isWhole) return product(base.args.map(factor => power(factor, exponent, factor)), tree)
      return product([power(base.args[0], exponent), power(joined("mul", base.args.slice(1), base), exponent, base)], tree)
    }
    if (base.op === "pow" && isNumber(base.args[1]) && (isWhole || value(base.args[1]) === -1 || value(base.args[1]) % 2)) {
      return power(base.args[0], number(text(value(base.args[1]) * order)), tree)
    }
    if (base.op === "pow" && isNumber(base.args[0]) && value(base.args[0]) > 0) return node("pow", [base.args[0], product([exponent, base.args[1]], exponent)], at(tree))
    if (base.op === "call" && base.args[0].name === "exp" && isWhole) {
      return node("call", [base.args[0], product([exponent, base.args[1]], base)], at(tree))
    }
  }
  if (base.op === "pow" && isNumber(base.args[1], "-1")) {
    return node("pow", [base.args[0], product([number("-1"), exponent], exponent)], at(tree))
  }
  return node("pow", [base, exponent], at(tree))
}

function joined(op, args, tree) {
  return args.length === 1 ? args[0] : node(op, args, at(tree))
}

function at({ start, end }) {
  return start === undefined ? {} : { start, end }
}
