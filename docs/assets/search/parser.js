/* Tokens → trees, one for each statement. Never throws: what is missing is left out. */

import { Atoms, BAR, CLOSERS, OPENERS } from "./atoms.js"
import { isPython, tokenize } from "./tokens.js"
import {
  applied, indexed, isDifferential, leaf, mayBeApplied, node, ONE, only, product, raised, series, takesArguments, TRANSPOSED,
} from "./trees.js"

const RELATIONS = {
  "=": "eq", "==": "eq", ":=": "eq", "<-": "eq", gets: "eq", approx: "eq", equiv: "eq", sim: "eq",
  "<": "gt", ">": "gt", "<=": "gt", ">=": "gt", le: "gt", ge: "gt", "!=": "ne", ne: "ne", to: "to", "->": "to", in: "in",
}
const UPDATES = { "+=": "add", "-=": "sub", "*=": "mul", "/=": "frac" }
const PRODUCTS = /^([*@]|cdot|times|odot)$/
const MAX_DEPTH = 100

export function parse(text, python = isPython(text)) {
  return new Parser(tokenize(text, python), python).statements()
}

class Parser extends Atoms {
  statements() {
    const found = []
    while (!this.done) {
      const before = this.place
      const statement = this.statement()
      if (statement) found.push(...(statement.op === "rows" ? statement.args : [statement]))
      if (this.place === before) this.skip()  // a stray closer or separator
    }
    return found
  }

  statement() {
    if (this.python) this.skipHeader()
    const sides = [this.sum()].filter(Boolean)
    let op
    for (;;) {
      if (this.next === "&" && this.tokens[this.place + 1]?.text in RELATIONS) this.skip()
      if (this.done || this.token.type === "row" || this.token.type === "name") break
      if (this.next in UPDATES && sides.length) {  // w -= g is w = w - g
        const change = UPDATES[this.skip()]
        const by = this.sum()
        if (by) sides.push(change === "sub" ? node("add", [sides[0], node("neg", [by])]) : node(change, [sides[0], by]))
        op = "eq"
      } else if (this.next in RELATIONS) {
        const relation = RELATIONS[this.skip()]
        op = op === "eq" ? op : relation
        sides.push(...[this.sum()].filter(Boolean))
      } else break
    }
    return sides.length > 1 ? node(op, sides) : sides[0]
  }

  /* for … in …:  def f(…):  return  — the statement begins behind it. */
  skipHeader() {
    while (/^(return|import|from|for|while|def|if|with)$/.test(this.next)) {
      if (this.take("return")) return
      while (!this.done && !this.take(":")) this.skip()
    }
  }

  sum() {
    const terms = []
    do {
      const negative = /^([-+]|pm)$/.test(this.next) && this.skip() === "-"
      const term = this.product()
      if (term) terms.push(negative ? node("neg", [term]) : term)
    } while (/^([-+]|pm)$/.test(this.next))
    const total = series(terms)
    const below = this.take("over") ? this.sum() : null  // {a \over b}: everything before and after it
    return below ? node("frac", [total ?? ONE, below]) : total
  }

  product() {
    let factors = []
    for (;;) {
      if (PRODUCTS.test(this.next)) this.skip()
      else if (factors.length && this.take("/")) factors = this.dividedBy(this.denominator(), factors)
      else if (factors.length && this.take("circ")) factors.push(node("compose", [factors.pop(), this.power()].filter(Boolean)))
      else {
        const factor = this.power()
        if (!factor) break
        if (factor.name !== "dots" || !factors.length) factors.push(factor)
      }
    }
    return product(factors) ?? null
  }

  denominator() {
    if (!this.take("-")) return this.power()
    const operand = this.power()
    return operand && node("neg", [operand])
  }

  /* a b / c divides both; in u ∂u/∂x only what begins with the last ∂ is above the line. */
  dividedBy(below, factors) {
    if (!below) return [node("frac", [product(factors)])]
    if (!isDifferential(below)) return [node("frac", [product(factors), below])]
    const start = Math.max(0, factors.findLastIndex(isDifferential))
    const variable = [below, this.power()]
    while (this.next === "partial") variable.push(this.atom(), this.power())
    return [...factors.slice(0, start), node("frac", [product(factors.slice(start)), product(variable.filter(Boolean))])]
  }

  /* An atom with its scripts, primes, attributes, indices and arguments. */
  power() {
    if (this.depth > MAX_DEPTH) return null
    this.depth += 1
    let atom = this.atom()
    for (let before = null, count = 0; atom && before !== atom && count < MAX_DEPTH; count += 1) {
      before = atom
      atom = this.followed(atom)
    }
    this.depth -= 1
    return atom
  }

  followed(atom) {
    if (!this.python && this.take("_")) return indexed(atom, this.script()) ?? atom
    if (this.take("^") || this.take("**")) return { ...raised(atom, this.script(atom)) }
    if (this.take("'")) return node("prime", [atom])
    if (this.next === "*" && this.place === this.tokens.length - 1 && /^[A-Z]$/.test(atom.name)) return this.closed(node("T", [atom]))  // U Σ V*
    if (this.python && this.take(".")) return { ...this.attribute(atom) }
    if (this.next === "[" && atom.name === "E") return node("E", this.group())
    if (this.next === "[" && this.python) return { ...indexed(atom, this.group()) }
    if (this.next !== "(") return atom
    if (takesArguments(atom, this.python)) return applied(atom, this.group())
    const { place } = this
    const args = this.group()
    if (mayBeApplied(atom, args)) return applied(atom, args)
    this.known = { start: place, args, end: this.place }  // read again, brackets in brackets would take twice as long each
    this.place = place
    return atom
  }

  /* The parts of an exponent or index. */
  script(base) {
    if (this.take("-")) return this.script().map(part => node("neg", [part]))
    if (this.take("*")) {
      this.holed ||= this.done
      return [TRANSPOSED]
    }
    if (this.next === "{") return this.braced()
    const atom = this.python ? this.power() : this.atom()
    if (!atom) return []
    return [base?.name === "e" && this.take("_") ? indexed(atom, this.script()) : atom]  // e^z_i, without braces
  }

  braced() {
    const [first, second] = this.tokens.slice(this.place + 1)
    if (first?.text === "*" && second?.text === "}") {
      this.place += 3
      return [TRANSPOSED]
    }
    const parts = this.group()
    parts.parenthesized = first?.text === "("
    return parts
  }

  group() {
    if (this.known?.start !== this.place) return this.items(OPENERS[this.skip()])
    const { args, end } = this.known
    this.known = null
    this.place = end
    return args
  }

  /* The statements up to a closing bracket, or to the end. */
  items(closer) {
    const { bars } = this
    this.bars = []
    this.open += 1
    const items = []
    const closes = () => (this.token.type === "end" ? "end" : this.next) === closer
    while (!this.done && !closes()) {
      const before = this.place
      const keyword = this.python && this.token.type !== "sign" && this.tokens[this.place + 1]?.text === "="
      items.push(keyword ? this.keyword() : this.statement())
      if (this.atKeyword) this.skipTo(closer)  // sum(f(x) for x in …)
      if (closes()) break
      if (CLOSERS.has(this.next)) {
        if (this.place === before) break
      } else if (this.place === before || this.atSeparator || BAR.test(this.next)) this.skip()
    }
    if (this.done) items.push(this.hole())
    else if (closes()) this.skip()
    this.bars = bars
    this.open -= 1
    return items.filter(Boolean)
  }

  /* dim=-1 says nothing about the formula; min=0 of a clamp does. */
  keyword() {
    const name = this.skip()
    this.skip()
    const value = this.statement()
    return /^(min|p|ord|alpha|value)$/.test(name) ? value : null
  }

  skipTo(closer) {
    for (let depth = 0; !this.done && (depth || this.next !== closer); this.skip()) {
      depth += (this.next in OPENERS) - CLOSERS.has(this.next)
    }
  }
}
