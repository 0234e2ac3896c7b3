/* Tokens → trees, one for each statement. Never throws: what is missing is left out.

   A node is { op, args, name? }. Leaves have the op "letter", "number" or "symbol" and a name;
   a variable with indices has them as its arguments. */

import { FUNCTIONS, isPython, tokenize } from "./tokens.js"

const SEPARATORS = new Set([",", ";", "&", "row", "\\\\", "\n", ":"])
const RELATIONS = { "=": "eq", "==": "eq", ":=": "eq", "<-": "eq", gets: "eq", approx: "eq", equiv: "eq", propto: "eq", sim: "eq",
  "<": "gt", ">": "gt", le: "gt", ge: "gt", "<=": "gt", ">=": "gt", "!=": "ne", ne: "ne", to: "to", "->": "to", in: "in" }
const UPDATES = { "+=": "add", "-=": "sub", "*=": "mul", "/=": "frac" }
const PRODUCTS = new Set(["*", "cdot", "times", "odot", "@"])
const CLOSERS = new Set([")", "]", "}", "rangle", "end"])
const OPENERS = { "(": ")", "[": "]", "{": "}", langle: "rangle" }
const PREFIX_SUMS = new Set(["sum", "prod", "int"])
const ACCENTS = new Set(["hat", "bar", "tilde", "dot", "ddot"])
const PYTHON_WORDS = new Set(["for", "in", "if", "else", "return", "def", "import", "from", "while", "lambda", "not", "and", "or", "is", "as", "with"])
/* λ(x + y) and X(Y + Z) are products, f(x) is not. */
const FUNCTION_LETTER = /^([a-zFGHJLOP]|phi|psi|sigma|Phi|[A-Za-z]{4,})$/
const HOLE_AFTER = new Set(["+", "-", "/", "^", "**", "*", "(", "{", ",", "over", "frac", "=", "cdot", "sqrt", "exp", "log", "sum", "nabla", "partial"])
const MAX_DEPTH = 60

export function parse(text, python = isPython(text)) {
  return new Parser(tokenize(text, python), python).statements()
}

class Parser {
  constructor(tokens, python) {
    this.tokens = tokens
    this.python = python
    this.place = 0
    this.bars = []  // open ones: "|" or "vert"
    this.depth = 0
  }

  get next() { return this.tokens[this.place]?.text }
  get type() { return this.tokens[this.place]?.type }
  get done() { return this.place >= this.tokens.length }

  take(text) {
    if (this.next !== text || this.done) return false
    this.place += 1
    return true
  }

  statements() {
    const found = []
    while (!this.done) {
      const before = this.place
      const statement = this.statement()
      if (statement) found.push(...(statement.op === "rows" ? statement.args : [statement]))
      if (this.place === before) this.place += 1  // a stray closer or separator
    }
    return found
  }

  statement() {
    if (this.python) this.skipPythonHeader()
    const sides = [this.sum()].filter(Boolean)
    let op = null
    for (;;) {
      if (this.next === "&" && RELATIONS[this.tokens[this.place + 1]?.text]) this.place += 1
      const sign = this.next
      if (this.type !== "row" && UPDATES[sign]) {
        this.place += 1
        const change = this.sum()
        if (!change || !sides[0]) break
        op = "eq"
        sides.push(combine(UPDATES[sign], sides[0], change))
      } else if (!this.done && RELATIONS[sign] && this.type !== "name") {
        this.place += 1
        op = op === "eq" ? op : RELATIONS[sign]
        const side = this.sum()
        if (side) sides.push(side)
      } else break
    }
    return sides.length > 1 ? node(op, sides) : sides[0]
  }

  /* for … in …:  def f(…):  return  — the statement begins behind it. */
  skipPythonHeader() {
    while (["return", "import", "from", "for", "while", "def", "if", "with"].includes(this.next)) {
      if (this.take("return")) return
      while (!this.done && !this.take(":")) this.place += 1
    }
  }

  sum() {
    if (this.depth > MAX_DEPTH) return null
    this.depth += 1
    const terms = []
    let negative = false
    for (;;) {
      if (this.next === "-" || this.next === "+" || this.next === "pm") {
        negative = this.next === "-"
        this.place += 1
      }
      const term = this.product()
      if (term) terms.push(negative ? node("neg", [term]) : term)
      negative = false
      if (this.next !== "+" && this.next !== "-" && this.next !== "pm") break
    }
    const total = series(terms)
    const below = this.take("over") ? this.sum() : null  // {a \over b}: everything before and after it
    this.depth -= 1
    return below ? node("frac", [total ?? leaf("number", "1"), below]) : total
  }

  product() {
    let factors = []
    for (;;) {
      if (PRODUCTS.has(this.next)) this.place += 1
      else if (this.next === "/" && factors.length) {
        this.place += 1
        factors = this.dividedBy(this.power(true), factors)
      } else if (this.next === "circ" && factors.length) {
        this.place += 1
        const right = this.power()
        if (right) factors.push(node("compose", [factors.pop(), right]))
      } else {
        const factor = this.power()
        if (!factor) break
        if (factor.name !== "dots" || !factors.length) factors.push(factor)
      }
    }
    return factors.length ? product(factors) : null
  }

  /* a b / c divides both; in u ∂u/∂x only what begins with the last ∂ is above the line. */
  dividedBy(below, factors) {
    if (!below) return [node("frac", [product(factors)])]
    if (!isDifferential(below)) return [node("frac", [product(factors), below])]
    const variable = this.power()
    const start = factors.findLastIndex(isDifferential)
    const above = start < 0 ? factors : factors.slice(start)
    const quotient = node("frac", [product(above), variable ? product([below, variable]) : below])
    return [...factors.slice(0, Math.max(start, 0)), quotient]
  }

  /* An atom with its scripts, primes, attributes, indices and arguments. */
  power(denominator = false) {
    if (denominator && this.next === "-") {
      this.place += 1
      const operand = this.power()
      return operand && node("neg", [operand])
    }
    let atom = this.atom()
    if (!atom) return null
    for (;;) {
      if (this.next === "_" && !this.python) {
        this.place += 1
        atom = indexed(atom, this.script())
      } else if (this.next === "^" || this.next === "**") {
        this.place += 1
        atom = raised(atom, this.script(atom))
      } else if (this.next === "'" ) {
        this.place += 1
        atom = node("prime", [atom])
      } else if (this.next === "." && this.python) {
        this.place += 1
        atom = this.attribute(atom)
      } else if (this.next === "[" && (this.python || isExpectation(atom))) {
        const items = this.group()
        atom = isExpectation(atom) ? node("E", items) : this.python ? indexed(atom, items) : atom
      } else if (this.next === "(" && takesArguments(atom, this.python)) {
        atom = applied(atom, this.group())
      } else if (this.next === "(" && /^[A-Z]$/.test(atom.name)) {  // J(x), but X(Y + Z) is a product
        const place = this.place
        const args = this.group()
        if (args.length && args.every(arg => arg.op === "letter")) atom = applied(atom, args)
        else {
          this.place = place
          return atom
        }
      } else return atom
    }
  }

  script(base = null) {
    if (this.next === "-") {
      this.place += 1
      const operand = this.script()
      return operand.map(argument => node("neg", [argument]))
    }
    if (this.take("*")) return [leaf("symbol", "T")]
    if (this.take("{")) return this.braced()
    if (this.python) return [this.power()].filter(Boolean)
    const atom = this.atom()
    if (!atom) return []
    if (base?.name === "e" && this.next === "_") {  // e^z_i, as it is typed without braces
      this.place += 1
      return [indexed(atom, this.script())]
    }
    return [atom]
  }

  /* Inside { } of a script: its parts, and whether it was one group in parentheses. */
  braced() {
    const parenthesized = this.next === "("
    const items = this.take("*") ? [leaf("symbol", "T"), ...this.items("}")] : this.items("}")
    items.parenthesized = parenthesized
    return items
  }

  items(closer) {
    const bars = this.bars
    this.bars = []
    const items = []
    while (!this.done && !(this.next === closer && this.type !== "row")) {
      const before = this.place
      const item = this.python && this.type === "name" && this.tokens[this.place + 1]?.text === "="
        ? this.keyword() : this.statement()
      if (item) items.push(item)
      if (this.python && PYTHON_WORDS.has(this.next)) this.skipTo(closer)
      if (this.place === before || SEPARATORS.has(this.next) || this.type === "row" || this.next === "vert" || this.next === "|") {
        if (CLOSERS.has(this.next) && this.next !== closer) break
        this.place += 1
      }
    }
    const missing = this.done && this.tokens.at(-1)?.text === "," ? this.hole() : null
    if (missing) items.push(missing)
    this.take(closer)
    this.bars = bars
    return items
  }

  /* dim=-1 says nothing about the formula; min=0 of a clamp does. */
  keyword() {
    const name = this.next
    this.place += 2
    const value = this.statement()
    return ["min", "p", "ord"].includes(name) ? value : null
  }

  skipTo(closer) {
    for (let depth = 0; !this.done; this.place += 1) {
      if (depth === 0 && this.next === closer) return
      depth += (this.next in OPENERS) - CLOSERS.has(this.next)
    }
  }

  group() {
    const closer = OPENERS[this.next]
    this.place += 1
    return this.items(closer)
  }

  attribute(base) {
    const name = this.next
    const type = this.type
    this.place += 1
    if (name === "T" || name === "mT" || name === "H" || name === "mH") return node("T", [base])
    if (this.next === "(") {
      const args = this.group()
      if (name === "transpose" || name === "t" || name === "permute") return node("T", [base])
      if (name === "square") return node("pow", [base, leaf("number", "2")])
      if (name === "pow") return node("pow", [base, args[0] ?? leaf("number", "2")])
      if (type === "command") return functionOf(name, [base, ...args])
      return node("call", [base, ...args], name)
    }
    return name === "grad" ? node("grad", [base]) : base
  }

  atom() {
    const { type, text } = this.tokens[this.place] ?? {}
    if (this.done) return this.hole()
    if ( type === "row" || SEPARATORS.has(text) || CLOSERS.has(text)) return null
    if (type === "number") return this.number()
    if (type === "name") return this.name()
    if (type === "api") return this.apiCall()
    if (type === "begin") return this.environment()
    if (text === "{" || text === "(" || text === "[") return this.parenthesized()
    if (text === "langle") return this.brackets()
    if (text === "||" && this.bars.at(-1) === "|") this.tokens.splice(this.place, 1, { type, text: "|" }, { type, text: "|" })
    if (text === "|" || text === "||" || text === "vert") return this.norm()
    if (type === "command" && !(text in RELATIONS) && text !== "over") return this.command()
    return null
  }

  /* Behind an operator at the end of what is typed, any variable may follow. */
  hole() {
    if (this.holed || !HOLE_AFTER.has(this.tokens.at(-1)?.text)) return null
    this.holed = true
    return leaf("letter", "?")
  }

  number() {
    const text = this.next
    this.place += 1
    return /e|^0?\.(?!5$)/.test(text) ? leaf("letter", text) : leaf("number", text.replace(/\.$|\.0$/, "").replace(/^0?\.5$/, "0.5"))
  }

  name() {
    const name = this.next
    if (this.python && PYTHON_WORDS.has(name)) return null
    this.place += 1
    return leaf("letter", name)
  }

  /* A function of a library stands for itself, where any other name is a variable. */
  apiCall() {
    const name = this.next
    this.place += 1
    return this.next === "(" ? functionOf(name, this.group()) : leaf("symbol", name)
  }

  parenthesized() {
    const braces = this.next === "{"
    const items = this.group()
    if (items.length === 0) return null
    return items.length === 1 ? mark(items[0], !braces) : node("list", items)
  }

  /* ⟨x, y⟩ is an inner product, ⟨x⟩ a mean. */
  brackets() {
    const items = this.group()
    if (items.length >= 2) return node("mul", [node("T", [items[0]]), items[1]])
    return items.length ? node("E", items) : null
  }

  norm() {
    const bar = this.next
    if (this.bars.at(-1) === bar) return null  // it closes the one that is open
    this.place += 1
    this.bars.push(bar)
    const inside = this.statement()
    this.bars.pop()
    this.take(bar)
    if (!inside) return leaf("symbol", "norm")
    return this.take("infty") ? node("norm", [inside], "infty") : node("norm", [inside])
  }

  environment() {
    const name = this.next
    this.place += 1
    const cells = []
    while (!this.done && this.type !== "end") {
      const before = this.place
      const cell = this.statement()
      if (cell) cells.push(cell)
      if (this.place === before || this.type === "row" || SEPARATORS.has(this.next)) {
        if (this.type === "end") break
        this.place += 1
      }
    }
    this.place += 1
    if (name === "cases") return node("cases", cells)
    if (name.endsWith("matrix")) return node("list", cells)
    return node("rows", cells)
  }

  command() {
    const name = this.next
    this.place += 1
    if (name === "frac") return this.fraction()
    if (name === "sqrt") return this.root()
    if (name === "partial" || name === "nabla") return this.derivative(name)
    if (ACCENTS.has(name)) return this.accented(name)
    if (PREFIX_SUMS.has(name) || name === "lim") return this.limitsThenBody(name)
    if (name === "dots") return leaf("symbol", "dots")
    if (name === "infty") return leaf("symbol", name)
    if (name === "E") return this.expectation()
    if (name in { max: 0, min: 0, argmax: 0, arg: 0 }) return this.functionWith(name, true)
    if (FUNCTIONS.has(name)) return this.functionWith(name, false)
    if (/^[A-Za-z]+$/.test(name) && !["top", "cdot", "times"].includes(name)) return leaf("letter", name)
    return name === "top" ? leaf("symbol", "T") : null
  }

  expectation() {
    this.scripts()
    const inside = this.next in OPENERS ? only(this.group()) : this.power()
    return inside ? node("E", [inside]) : leaf("symbol", "E")
  }

  fraction() {
    const above = this.argument()
    const below = this.argument()
    return node("frac", [above, below].filter(Boolean))
  }

  argument() {
    if (this.take("{")) return only(this.items("}"))
    return this.atom()
  }

  root() {
    let degree = null
    if (this.next === "[" && !this.python) degree = only(this.group())
    const inside = this.next === "(" || this.next === "{" ? only(this.group()) : this.power()
    const root = node("sqrt", [inside].filter(Boolean))
    return degree ? node("pow", [inside, node("frac", [leaf("number", "1"), degree])].filter(Boolean)) : root
  }

  /* ∂_t u, ∇f, ∇²f; a lone ∂ of a fraction stays a sign for canonical.js. */
  derivative(name) {
    let order = 1
    const by = []
    for (;;) {
      if (this.take("^")) order = Number(only(this.script())?.name) || 2
      else if (this.next === "_" && this.take("_")) {
        const indices = this.script()
        by.push(...indices.flatMap(index => index.op === "mul" ? index.args : [index]))
      } else break
    }
    const sign = leaf("symbol", name)
    const operand = name === "nabla" || by.length ? this.power() : null
    if (name === "nabla") return operand ? node(order > 1 ? "hess" : "grad", [operand]) : { ...sign, order }
    if (!operand) return { ...sign, order, by }
    return node(Math.max(order, by.length) > 1 ? "partial2" : "partial", [operand, ...by])
  }

  accented(name) {
    const inside = this.argument()
    if (!inside) return leaf("symbol", name)
    if (name === "dot" || name === "ddot") {
      if (this.python || inside.op === "list") return functionOf("dot", inside.op === "list" ? inside.args : [inside])
      return node("prime", [inside])
    }
    if (name === "bar" && inside.op === "letter") return { ...inside, name: `bar ${inside.name}` }
    return inside.op === "letter" ? { ...inside, name: `${name} ${inside.name}` } : inside
  }

  scripts() {
    while (this.next === "_" || this.next === "^") {
      this.place += 1
      this.script()
    }
  }

  limitsThenBody(name) {
    if (this.next === "(" && (this.python || name !== "sum")) return functionOf(name, this.group())
    this.scripts()
    if (name === "lim") this.skipPlainLimit()
    const body = this.product()
    return body ? node(name, [body]) : leaf("symbol", name)
  }

  /* lim h→0 …, as it is typed without a subscript */
  skipPlainLimit() {
    if (this.type === "name" && ["to", "->"].includes(this.tokens[this.place + 1]?.text)) this.place += 3
  }

  functionWith(name, limits) {
    const exponents = []
    while (this.next === "_" || this.next === "^" || this.next === "'") {
      const sign = this.next
      this.place += 1
      if (sign === "'") exponents.push("'")
      else {
        const script = this.script()
        if (sign === "^") exponents.push(script)
        else if (!limits && script.length && !FUNCTIONS.has(name)) exponents.push(script)
      }
    }
    let call
    if (this.next === "(" || this.next === "[" || this.next === "{") call = functionOf(name, this.group())
    else {
      const operand = PRODUCTS.has(this.next) || this.next === "/" ? null : this.power()
      call = operand ? functionOf(name, [operand]) : leaf("symbol", name)
    }
    for (const exponent of exponents) call = exponent === "'" ? node("prime", [call]) : raised(call, exponent)
    return call
  }
}

export function node(op, args, name) {
  return name === undefined ? { op, args } : { op, args, name }
}

export function leaf(op, name) {
  return { op, name, args: [] }
}

function mark(inside, parenthesized) {
  return parenthesized ? { ...inside, parenthesized } : inside
}

/* a + b + … + z is the sum of its first term. */
function series(terms) {
  const named = terms.filter(term => term.name !== "dots")
  if (named.length < terms.length && named.length) return node("sum", [named[0]])
  return named.length > 1 ? node("add", named) : named[0]
}

function product(factors) {
  return factors.length > 1 ? node("mul", factors) : factors[0]
}

/* ∂, d or d²: what the top and the bottom of a derivative begin with. */
export function isDifferential(tree) {
  if (tree?.op === "pow") return isDifferential(tree.args[0])
  if (tree?.args.length) return false
  return tree?.op === "symbol" && tree.name === "partial" || tree?.op === "letter" && tree.name === "d"
}

function only(items) {
  return items.length > 1 ? node("list", items) : items[0]
}

function combine(op, left, right) {
  if (op === "sub") return node("add", [left, node("neg", [right])])
  return node(op, [left, right])
}

function functionOf(name, args) {
  return args.length ? node(name, args.flatMap(arg => arg.op === "list" ? arg.args : [arg])) : leaf("symbol", name)
}

function isExpectation(atom) {
  return atom.op === "letter" && atom.name === "E"
}

/* f(x), but not λ(x + y); p(x | y) has two arguments. */
function takesArguments(atom, python) {
  if (atom.parenthesized) return atom.op === "compose"
  if (atom.op === "prime" || atom.op === "grad" || atom.op === "E") return atom.op === "prime" || python
  if (atom.op !== "letter") return false
  return python || FUNCTION_LETTER.test(atom.name)
}

function applied(atom, args) {
  if (isExpectation(atom)) return node("E", args)
  if (atom.op === "prime") return node("prime", [applied(atom.args[0], args)])
  if (atom.op === "letter" && /^(attention|layernorm)$/i.test(atom.name)) return functionOf(atom.name.toLowerCase(), args)
  return node("call", [atom, ...args])
}

function indexed(atom, indices) {
  if (indices.length === 0) return atom
  const flat = indices.flatMap(index => ["mul", "list"].includes(index.op) ? index.args : [index])
  if (atom.op === "letter") return { ...atom, args: [...atom.args, ...flat] }
  if (atom.op === "norm") return { ...atom, name: flat[0].op === "letter" ? "v" : flat[0].name }
  if (atom.op === "T" || atom.op === "grad" || atom.op === "hess") return node("entry", [atom, ...flat])
  return atom
}

function raised(atom, exponent) {
  const power = only(exponent)
  if (!power) return atom
  if (power.op === "symbol" && power.name === "T" || power.op === "letter" && /^[TH*]$/.test(power.name)) return node("T", [atom])
  if (power.name === "?" && atom.name !== "e") return atom  // not typed yet: it may be a transpose
  if (exponent.parenthesized && atom.op === "letter") return indexed(atom, exponent)  // h^{(l)}: a layer
  return node("pow", [atom, power])
}

function indexless(operand) {
  return operand
}
