/* What a formula is made of: numbers, names, brackets, norms, functions, sums, derivatives.

   The grammar around them is in parser.js, which extends this class. */

import { applied, counted, functionOf, leaf, node, ONE, only, raised, TRANSPOSED, TWO, ZERO } from "./trees.js"
import { FUNCTIONS } from "./tokens.js"

export const OPENERS = { "(": ")", "[": "]", "{": "}", langle: "rangle", lceil: "rceil", lfloor: "rfloor" }
export const CLOSERS = new Set([")", "]", "}", "rangle", "rceil", "rfloor", "end"])
const SEPARATORS = new Set([",", ";", "&", ":"])
const NO_ATOMS = /^(over|cdot|times|odot|circ|pm|gets|approx|equiv|sim|le|ge|ne|to|in)$/
const BEFORE_HOLE = /^([-+/^*({,=]|\*\*|over|frac|cdot|sqrt|exp|log|sum|nabla|partial)$/
const KEYWORDS = /^(for|in|if|else|return|def|import|from|while|lambda|not|and|or|is|as|with)$/

/* Methods that are arithmetic, in place or not: m.mul_(b).add_(g, alpha=1 - b). */
const times = (...factors) => node("mul", factors.filter(Boolean))
const IN_PLACE = {
  mul: times,
  div: (base, by) => node("frac", [base, by]),
  add: (base, other, by) => node("add", [base, by ? times(by, other) : other]),
  sub: (base, other, by) => IN_PLACE.add(base, node("neg", [other]), by),
  addcmul: (base, left, right, by) => IN_PLACE.add(base, times(left, right), by),
  addcdiv: (base, above, below, by) => IN_PLACE.add(base, node("frac", [by ? times(by, above) : above, below])),
}

export const BAR = /^(\|\|?|vert)$/

export class Atoms {
  constructor(tokens, python) {
    this.tokens = tokens
    this.python = python
    this.place = 0
    this.bars = []  // the norms that are open
    this.depth = 0
    this.open = 0  // brackets
  }

  get token() { return this.tokens[this.place] ?? {} }
  get next() { return this.token.text }
  get done() { return this.place >= this.tokens.length }
  get atKeyword() { return this.python && KEYWORDS.test(this.next) }
  get atSeparator() { return this.token.type === "row" || SEPARATORS.has(this.next) }

  skip() {
    this.place += 1
    return this.tokens[this.place - 1].text
  }

  take(text) {
    return this.next === text && Boolean(this.skip())
  }

  atom() {
    const { type, text } = this.token
    if (this.done) return this.hole()
    if (this.atSeparator || CLOSERS.has(text) || this.atKeyword) return null
    if (type === "number") return this.number()
    if (type === "name") return leaf("letter", this.skip())
    if (type === "api") return this.call(this.skip())
    if (type === "begin") return this.environment(this.skip())
    if (text === "langle") return this.brackets()
    if (/^l(ceil|floor)$/.test(text)) return functionOf(text.slice(1), this.group())
    if (text in OPENERS) return this.parenthesized()
    if (text === "||" && this.bars.at(-1) === "|") this.tokens.splice(this.place, 1, { text: "|" }, { text: "|" })
    if (BAR.test(text)) return this.parts() ? null : this.norm()
    return type === "command" && !NO_ATOMS.test(text) ? this.command(this.skip()) : null
  }

  /* Behind an operator at the end of what is typed, any variable may follow. */
  hole() {
    if (this.holed || !BEFORE_HOLE.test(this.tokens.at(-1)?.text)) return null
    this.holed = true
    return leaf("letter", "?")
  }

  /* What ends with the sign that is skipped: nothing is open behind it. */
  closed(atom) {
    this.skip()
    this.holed = true
    return atom
  }

  /* 1e-5 and 0.7 are constants somebody chose, 2 and 0.5 belong to the formula. */
  number() {
    const text = this.skip().replace(/\.0?$/, "").replace(/^\./, "0.")
    return leaf(/^\d+$|^0\.5$/.test(text) ? "number" : "letter", text)
  }

  /* A function of a library stands for itself, where any other name is a variable. */
  call(name) {
    if (name === "sum" && this.next !== "(") return this.operator(name)
    if (/^(zeros|ones)/.test(name) && this.next === "(") return this.group() && (name[0] === "z" ? ZERO : ONE)
    return functionOf(name, this.next === "(" ? this.group() : [])
  }

  parenthesized() {
    const parenthesized = this.next !== "{"
    const inside = only(this.group())
    return inside ? { ...inside, parenthesized } : null
  }

  /* ⟨x, y⟩ is an inner product, ⟨x⟩ a mean. */
  brackets() {
    const items = this.group()
    return items.length > 1 ? node("mul", [node("T", [items[0]]), items[1]]) : functionOf("E", items)
  }

  norm() {
    if (this.bars.at(-1) === this.next) return null  // it closes the one that is open
    const bar = this.skip()
    this.bars.push(bar)
    const inside = this.statement()
    this.bars.pop()
    this.take(bar)
    if (!inside) return leaf("symbol", "norm")
    return node("norm", [inside], this.take("infty") ? "infty" : undefined)
  }

  /* KL(p ‖ q): the bar has no other before its bracket closes. */
  parts() {
    if (!this.open || this.bars.length) return false
    for (let place = this.place + 1, depth = 0; place < this.tokens.length; place += 1) {
      const { text } = this.tokens[place]
      if (depth === 0 && text === this.next) return false
      if (text in OPENERS) depth += 1
      else if (CLOSERS.has(text) && !depth--) return true
    }
    return false
  }

  environment(name) {
    const start = this.place
    const cells = this.items("end")
    const [, second, ...more] = this.tokens.slice(start, this.place).filter(({ type, text }) => type === "row" || /^(&|dots)$/.test(text))
    const isGeneral = name.endsWith("matrix") && second?.text === "dots" && more.some(({ type }) => type === "row")
    if (isGeneral) return counted(cells[0], "ij")  // a_11 & … & a_1n \\ …: of all entries
    return node(name === "cases" ? name : name.endsWith("matrix") ? "list" : "rows", cells)
  }

  command(name) {
    if (name === "frac") return node("frac", [this.argument(), this.argument()].filter(Boolean))
    if (name === "sqrt") return this.root()
    if (name === "partial" || name === "nabla") return this.derivative(name)
    if (name === "dot" || name === "ddot") return this.dotted()
    if (/^(hat|bar|tilde)$/.test(name)) return this.accented(name)
    if (/^(sum|prod|int|lim|E)$/.test(name)) return this.operator(name)
    if (FUNCTIONS.has(name)) return this.functionWith(name)
    if (/^(dots|infty)$/.test(name)) return leaf("symbol", name)
    if (name === "Delta" && this.token.type === "name") return leaf("letter", `Delta ${this.skip()}`)  // Δx is one variable
    return name === "top" ? TRANSPOSED : leaf("letter", name)
  }

  argument() {
    const [first, ...digits] = this.token.type === "number" ? this.next : ""
    if (digits.length) {  // \frac12
      this.tokens.splice(this.place, 1, { type: "number", text: first }, { type: "number", text: digits.join("") })
    }
    return this.next === "{" ? only(this.group()) : this.atom()
  }

  root() {
    const degree = this.next === "[" && !this.python ? only(this.group()) : null
    const inside = this.next in OPENERS ? only(this.group()) : this.power()
    if (!inside) return leaf("symbol", "sqrt")
    return degree ? node("pow", [inside, node("frac", [ONE, degree])]) : node("sqrt", [inside])
  }

  /* ∂_t u, ∇f, ∇²f; a lone ∂ stays a sign, which canonical.js finds in a fraction. */
  derivative(name) {
    let order = 1
    let by = []
    for (;;) {
      if (this.take("^")) order = Number(only(this.script())?.name) || 2
      else if (this.take("_")) by = this.script().flatMap(index => index.op === "mul" ? index.args : [index])
      else break
    }
    const operand = name === "nabla" || by.length ? this.power() : null
    if (!operand) return { ...leaf("symbol", name), order }
    if (name === "nabla") return node(order > 1 ? "hess" : "grad", [operand])
    return node(Math.max(order, by.length) > 1 ? "partial2" : "partial", [operand, ...by])
  }

  accented(name) {
    const inside = this.argument()
    if (!inside) return leaf("symbol", name)
    return inside.op === "letter" ? { ...inside, name: `${name} ${inside.name}` } : inside
  }

  /* ẋ, but np.dot(x, y) */
  dotted() {
    const inside = this.next === "(" ? this.group() : [this.argument()].filter(Boolean)
    return inside.length > 1 ? functionOf("dot", inside) : functionOf("prime", inside)
  }

  /* Σ, ∫, lim and 𝔼, without their limits, before what they act on. */
  operator(name) {
    if (this.next === "(" && (this.python || name !== "sum")) return functionOf(name, this.group())
    while (this.take("_") || this.take("^")) this.script()
    if (name === "E") return functionOf(name, this.next in OPENERS ? this.group() : [this.power()].filter(Boolean))
    // lim h→0 …, as it is typed without a subscript
    if (name === "lim" && /^(to|->)$/.test(this.tokens[this.place + 1]?.text)) this.place += 3
    return functionOf(name, [this.product()].filter(Boolean))
  }

  /* cos x, log(x), max_i x_i, tanh² x, σ′(x) */
  functionWith(name) {
    const after = []
    while (/^[_^']$/.test(this.next)) {
      const sign = this.skip()
      if (sign === "'") after.push(call => node("prime", [call]))
      else {
        const script = this.script()
        if (sign === "^") after.push(call => raised(call, script))
      }
    }
    const bare = /^([*/]|cdot)$/.test(this.next)
    const args = this.next in OPENERS ? this.group() : bare ? [] : [this.power()].filter(Boolean)
    return after.reduce((call, change) => change(call), functionOf(name, args))
  }

  /* x.T, x.exp(), w.grad, x.shape */
  attribute(base) {
    const { type } = this.token
    const name = this.done ? "" : this.skip()
    if (/^m?[TH]$/.test(name)) return node("T", [base])
    if (this.next !== "(") return name === "grad" ? node("grad", [base]) : base
    const args = this.group()
    if (/^(transpose|t|permute)$/.test(name)) return node("T", [base])
    const changed = IN_PLACE[name.replace(/_$/, "")]
    if (changed && args.length) return changed(base, ...args)
    if (name === "square" || name === "pow") return node("pow", [base, args[0] ?? TWO])
    return type === "command" ? functionOf(name, [base, ...args]) : applied(leaf("letter", name), [base, ...args])
  }
}
