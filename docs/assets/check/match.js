/* Do two trees say the same under a renaming? One letter stands for one letter, an index for an index.

   A search over the orders of sums and products, with a limit on its steps. */

import { baseOf, nameOf } from "./letters.js"
import { isChanceOfValue } from "./sketch.js"
import { isNumber, print, size, some } from "./trees.js"

const STEPS = 20000
const CONSTANTS = /^(\\pi|\\infty|e|\\partial|\\mathbf\{[01]\})$/
const MEANS = /^\\mu$|^\\bar\{[a-zA-Z]\}$|^m$/
const SHARES = /^(p|q|s|\\pi|\\hat\{[py]\})$/
const FREE_ORDER = new Set(["add", "had", "conditions"])

/* Calls `found` with each renaming that makes the paste's tree the page's, until it says true. */
export function match(pairs, renaming, found, budget = { steps: STEPS }) {
  return new Matcher(renaming, budget).all(pairs, found)
}

class Matcher {
  constructor(renaming, budget) {
    this.renaming = renaming
    this.budget = budget
  }

  all(pairs, found) {
    if (!pairs.length) return this.renaming.isSteady() && found(this.renaming)
    if ((this.budget.steps -= 1) < 0) return false
    const [[page, paste], ...rest] = pairs
    if (!page || !paste) return this.absent(page, paste, rest, found)
    const mark = this.renaming.mark()
    if (this.node(page, paste, rest, found)) return true
    this.renaming.undo(mark)
    return false
  }

  absent(page, paste, rest, found) {
    return page === paste || (!page && !paste) ? this.all(rest, found) : false
  }

  node(page, paste, rest, found) {
    if (page.op !== paste.op && this.term(page, paste)) return this.all(rest, found)
    if (page.op === "deriv" && page.args.length === 2 && paste.op === "call" && paste.args[0].op === "prime") return this.slope(page, paste, rest, found)
    if (page.op === "grad" && paste.op === "grad" && isCallOfName(page.args[0]) && paste.args[0].op === "letter") return this.node({ ...page, args: [page.args[0].args[0], ...page.args.slice(1)] }, paste, rest, found)
    if (page.op === "grad" && paste.op === "deriv" && page.name === 1 && page.args.length === 2 && paste.args.length === 2) return this.all([...zip(page.args, paste.args), ...rest], found)
    if (page.op === "number") return isNumber(paste) && sameNumber(page.name, paste.name) && this.all(rest, found)
    if (page.op === "word") return paste.op === "word" && page.name.toLowerCase() === paste.name.toLowerCase() && this.all(rest, found)
    if (page.op === "name") return this.named(page, paste) && this.all(rest, found)
    if (page.op === "letter") return this.letter(page, paste, rest, found)
    if (page.op === "sub") return this.entry(page, paste, rest, found)
    if (page.op === "call" && paste.op === "sub") return this.call(page, { ...paste, op: "call", name: undefined }, rest, found)
    if (page.op === "relation" && paste.op !== "relation") return this.event(page, paste) && this.all(rest, found)
    if (page.op !== paste.op) return false
    if (page.op === "call") return this.call(page, paste, rest, found)
    if (page.op === "big") return this.big(page, paste, rest, found)
    if (page.op === "mul") return this.product(page, paste, rest, found)
    if (page.args.length !== paste.args.length || (page.name ?? "") !== (paste.name ?? "")) return false
    if (FREE_ORDER.has(page.op)) return this.unordered(page.args, paste.args, rest, found)
    if (page.op === "pow" && isEven(page.args[1]) && paste.args[0].op === "add") {
      return this.all([...zip(page.args, paste.args), ...rest], found) || this.all([[page.args[1], paste.args[1]], [page.args[0], negated(paste.args[0])], ...rest], found)
    }
    if (/^(abs|norm)$/.test(page.op) && paste.args[0].op === "add") {
      const others = zip(page.args.slice(1), paste.args.slice(1))
      return this.all([[page.args[0], paste.args[0]], ...others, ...rest], found) || this.all([[page.args[0], negated(paste.args[0])], ...others, ...rest], found)
    }
    return this.all([...zip(page.args, paste.args), ...rest], found)
  }

  named(page, paste, isEntry = false) {
    if (paste.op === "sub" && paste.args.length === 2 && isIdentity(page) && paste.args[0].op === "letter" && paste.args[0].name === "I") return this.named(page, paste.args[0], isEntry)
    const name = nameOf(paste) ?? (print(paste) === "letter:\\pi" && page.symbol.key === "\\pi" ? paste : null)
    return Boolean(name) && this.renaming.bind(page, name, isEntry)
  }

  /* μ for E[X], and p for softmax(z). */
  term(page, paste) {
    const names = page.op === "mean" && page.args.length === 1 && page.args[0].op === "name" ? MEANS : page.op === "call" && page.args[0].name === "softmax" && page.args[1].op === "name" ? SHARES : null
    const name = names && nameOf(paste)
    return Boolean(name) && names.test(baseOf(name)) && !this.renaming.names.has(print(name)) && !this.renaming.defined.has(print(name)) && this.renaming.tie(`term ${print(page)}`, print(name), name, undefined, page)
  }

  /* y'(t) for dy/dt */
  slope(page, paste, rest, found) {
    const [head, at] = paste.args
    if (head.name !== 1 || paste.args.length > 2) return false
    return this.all([[page.args[0], head.args[0]], [page.args[1], at], ...rest], found)
  }

  /* The event X = x as one letter, A or x. */
  event(page, paste) {
    const [variable, value] = page.args
    if (page.name !== "=" || variable.op !== "name" || paste.op !== "letter") return false
    if (value?.op === "letter") return paste.name === value.name  // both are bound
    return value?.op === "name" && this.renaming.tie(`event ${variable.symbol.key}`, print(paste), paste)
  }

  /* An index that is free, a constant, or a bound letter. */
  letter(page, paste, rest, found) {
    if (page.name.startsWith("#") || CONSTANTS.test(page.name)) {
      return paste.op === "letter" && paste.name === page.name && this.all(rest, found)
    }
    return this.renaming.bindIndex(page.name, paste) && this.all(rest, found)
  }

  /* x_i; of W_{1,ij} the name is W_1. */
  entry(page, paste, rest, found) {
    if (paste.op !== "sub") return false
    const [base, ...indices] = page.args
    const count = paste.args.length - 1 - indices.length
    if (count < 0 || (count > 0 && base.op !== "name")) return false
    const other = count ? { ...paste, args: paste.args.slice(0, count + 1) } : paste.args[0]
    const pairs = [...zip(indices, paste.args.slice(count + 1)), ...rest]
    if (base.op === "name") return this.named(base, other, true) && this.all(pairs, found)
    return this.all([[base, other], ...pairs], found)
  }

  call(page, paste, rest, found) {
    const [head, ...args] = page.args
    const [other, ...others] = paste.args
    if (args.length !== others.length || (page.name ?? 0) !== (paste.name ?? 0)) return false
    const next = head.op === "word" && /^(max|min)$/.test(head.name)
      ? (pairs, go) => this.unordered(args, others, pairs, go)
      : (pairs, go) => this.all([...zip(args, others), ...pairs], go)
    if (head.op === "prime" && head.args[0].op === "letter") {
      return other.op === "prime" && other.name === head.name && this.renaming.bindFunction(head.args[0], other.args[0]) && next(rest, found)
    }
    if (head.op === "letter") return this.renaming.bindFunction(head, other) && next(rest, found)
    if (head.name === "var" && other.name === "var" && args.length === 1 && args[0].op === "name") return this.named(args[0], others[0], true) && this.all(rest, found)  // of one weight
    return this.all([[head, other]], () => next(rest, found))
  }

  /* Where a page's sum runs over all there is, the limits may be left out. */
  big(page, paste, rest, found) {
    if (page.name !== paste.name) return false
    const [body, lower, upper, condition] = page.args
    const [other, from, to, when] = paste.args
    const isWhole = isNumber(lower, "1") && upper?.op === "name" && upper.symbol.role === "size"
    if (!condition && when?.name === "∈" && isWhole) return this.all([[body, other], ...rest], found)  // over all of a set
    if (condition && !when && !from && !to && isOverValues(page)) return this.all([[body, other]], () => this.all(rest, found))
    if (Boolean(condition) !== Boolean(when)) return false
    const pairs = [[body, other], ...(condition ? [[condition, when]] : [])]
    if (!from && !to && (isWhole || (!lower && !upper))) return this.all([...pairs, ...rest], found)
    if (!from && to && isWhole) return this.all([...pairs, [upper, to], ...rest], found)
    if (!lower && !upper && from && to) return isNumber(from, "1") && to.op === "letter" && this.all([...pairs, ...rest], found)
    return this.all([...pairs, [lower, from], [upper, to], ...rest], found)
  }

  /* Numbers in any order, arrays in the page's. */
  product(page, paste, rest, found) {
    if (page.args.length !== paste.args.length) return false
    const free = page.args.map(isScalar)
    return this.unordered(page.args, paste.args, rest, found, free)
  }

  unordered(args, others, rest, found, free = null) {
    if (args.length !== others.length) return false
    const shapes = others.map(shape)
    const taken = others.map(() => false)
    const place = (number, last, pairs) => {
      if (number === args.length) return this.all([...pairs, ...rest], found)
      const isFree = !free || free[number]
      const wanted = shape(args[number])
      const order = [number, ...others.keys()].filter((each, at) => at === 0 || each !== number)
      for (const each of order) {
        if (taken[each] || shapes[each] !== wanted || (!isFree && each < last)) continue
        taken[each] = true
        if (place(number + 1, isFree ? last : each, [...pairs, [args[number], others[each]]])) return true
        taken[each] = false
        if (this.budget.steps < 0) return false
      }
      return false
    }
    return place(0, -1, [])
  }
}

/* A sum over all values x of a random variable, by the chance of X = x in it: none others are meant where none are told. */
const isOverValues = ({ args: [body, , , condition] }) => condition.op === "within" && condition.name === "∈" && some(body, isChanceOfValue)

function zip(left, right) {
  return left.map((each, place) => [each, right[place]])
}

function sameNumber(left, right) {
  return Math.abs(Number(left) - Number(right)) <= 1e-9 * Math.abs(Number(left))
}

/* I_n is I. */
const isIdentity = ({ symbol }) => symbol.rank === 2 && /^(I|\\mathbf\{I\})$/.test(symbol.key)

/* ∇f(x), which is ∇f as well. */
const isCallOfName = tree => tree.op === "call" && tree.args.length === 2 && tree.args[1].op === "name" && tree.args[0].op !== "word"

const isEven = tree => isNumber(tree) && Number(tree.name) % 2 === 0

function negated(tree) {
  return { ...tree, args: tree.args.map(term => {
    if (term.op === "number") return { ...term, name: String(-Number(term.name)) }
    if (term.op === "mul" && term.args[0].op === "number") {
      const value = -Number(term.args[0].name)
      if (value === 1) return term.args.length === 2 ? term.args[1] : { ...term, args: term.args.slice(1) }
      return { ...term, args: [{ ...term.args[0], name: String(value) }, ...term.args.slice(1)] }
    }
    return { op: "mul", args: [{ op: "number", name: "-1", args: [] }, ...(term.op === "mul" ? term.args : [term])], start: term.start, end: term.end }
  }) }
}

/* How a tree looks without its letters: only what looks alike can be the same. */
function shape(tree) {
  if (!tree) return ""
  if (nameOf(tree) || /^(name|letter|sub)$/.test(tree.op)) return "x"
  if (tree.op === "number") return "1"
  if (tree.op === "mean" && tree.args.length === 1 && shape(tree.args[0]) === "x") return "x"
  if (tree.op === "relation" && tree.name === "=" && tree.args.every(arg => shape(arg) === "x")) return "x"
  if (isChanceOfValue(tree)) return "x"
  if (tree.op === "big") return `big${tree.name}(${shape(tree.args[0])})`
  if (tree.op === "pow") return `pow(${shape(tree.args[0])})`
  if (tree.op === "call") return `call${tree.args.length}${tree.args[0].op === "word" ? tree.args[0].name : ""}`
  return `${tree.op}${tree.args.length}`
}

/* Whether a part of a page's formula is a number. */
export function isScalar(tree) {
  return rankOf(tree) === 0
}

const SCALAR = /^(norm|abs|indicator|number|mean|floor|ceil)$/

export function rankOf(tree) {
  if (SCALAR.test(tree.op)) return 0
  if (tree.op === "name") return tree.symbol.rank
  if (tree.op === "letter") return /^\\mathbf/.test(tree.name) ? 1 : 0
  if (tree.op === "sub") return Math.max(0, rankOf(tree.args[0]) - (tree.args.length - 1))
  if (tree.op === "pow") return rankOf(tree.args[0])
  if (tree.op === "call" && tree.args[0].op === "word" && /^(tr|det|var|cov|mse|mae|ppl)$/.test(tree.args[0].name)) return 0
  if (tree.op === "big") return rankOf(tree.args[0])
  if (tree.op === "call") {
    const { symbol } = tree.args[0]
    if (symbol?.kind === "function") return symbol.rank
  }
  return Math.max(0, ...tree.args.filter(Boolean).map(rankOf))
}
