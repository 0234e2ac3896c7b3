/* What a formula is made of: letters, functions with their arguments, brackets, sums, fractions. */

import { isNumber, leaf, node, number, some } from "./trees.js"
import { PROSE } from "./prose.js"

const CLOSER = { "(": ")", "[": "]", "{": "}", "<": ">", floor: "floor", ceil: "ceil" }
const EXTREMES = /^(max|min|argmax|argmin|sup|inf)$/
/* Words that read what follows them where no bracket does. */
const PREFIX = /^(log|exp|sin|cos|tan|sinh|cosh|tanh|arcsin|arccos|arctan|det|tr|diag|sign|rank|sigmoid|relu|gelu|silu|softmax|softplus|erf|erfc|round|var)$/
const DEEPEST = 80

export class Unreadable extends Error {
  constructor(what, at) {
    super(what)
    this.what = what
    this.at = at
  }
}

export class Atoms {
  constructor(tokens, options = {}) {
    this.tokens = tokens
    this.options = options
    this.place = 0
    this.bars = []  // the bars that are open
    this.inArguments = 0
    this.depth = 0
    this.ambiguous = new Set()
  }

  get token() { return this.tokens[this.place] ?? { type: "end", text: "", start: this.before?.end ?? 0 } }
  get before() { return this.tokens[this.place - 1] }
  get done() { return this.place >= this.tokens.length }

  skip() {
    this.place += 1
    return this.tokens[this.place - 1]
  }

  fail(what, token = this.token) {
    throw new Unreadable(what, token.start)
  }

  expect(type, text) {
    const { token } = this
    if (token.type !== type || (text !== undefined && token.text !== text)) {
      this.fail(token.type === "end" ? "it ends where more is expected" : `${token.text} stands where ${text ?? type} is expected`)
    }
    return this.skip()
  }

  deeper() {
    this.depth += 1
    if (this.depth > DEEPEST) this.fail("too many brackets in each other")
  }

  isProse() {
    return this.token.prose && PROSE.test(this.token.text)
  }

  atom() {
    const { token } = this
    switch (token.type) {
      case "number": return number(String(Number(token.text)), this.placed(this.skip()))
      case "letter": return this.letter()
      case "word": return this.word()
      case "accent": return this.accented()
      case "open": return this.bracketed()
      case "{": return this.grouped()
      case "bar": case "dbar": return this.barred()
      case "frac": return this.fraction()
      case "root": return this.root()
      case "big": return this.big()
      case "int": return this.integral()
      case "lim": return this.limit()
      case "partial": return this.partial()
      case "nabla": return this.nabla()
      case "begin": return this.environment()
      case "dots": return leaf("dots", "…", this.placed(this.skip()))
      case "end": return this.fail(token.text ? `${token.text} ends here, but does not begin` : "it ends where more is expected")
      case "unknown": return this.fail(`${token.text} is not known here`)
      default: return this.fail(`${token.text} stands where a letter, a number or a bracket is expected`)
    }
  }

  placed({ start, end }) {
    return { start, end }
  }

  letter() {
    const token = this.skip()
    if (token.text === "E" && this.token.type === "open" && this.token.text === "[") return this.mean(token)
    if (token.text === "\\Delta" && this.token.type === "letter") {  // Δx is one name
      const { text, end } = this.skip()
      return leaf("letter", `\\Delta ${text}`, { start: token.start, end })
    }
    if (token.text === "\\mathbf{1}" && this.token.type === "open" && /^[[{]$/.test(this.token.text)) return this.indicator(token)
    return leaf("letter", token.text, { ...this.placed(token), ...(token.bold ? { bold: true } : {}) })
  }

  accented() {
    const accent = this.skip()
    const inside = this.token.type === "{" ? this.grouped() : this.atom()
    const wear = tree => {
      if (tree.op === "letter" || tree.op === "word") return { ...tree, op: "letter", name: `\\${accent.text}{${tree.name}}`, start: accent.start, end: this.before.end }
      if (tree.op === "sub" || tree.op === "pow" || tree.op === "sup") return { ...tree, args: [wear(tree.args[0]), ...tree.args.slice(1)], start: accent.start }
      return this.fail(`\\${accent.text} stands over more than a letter`, accent)
    }
    return wear(inside)
  }

  /* ( … ): what is inside, or a list; with a mark, for x^{(i)} is no power. */
  bracketed() {
    const opening = this.skip()
    const items = this.items(CLOSER[opening.text], opening)
    const at = { start: opening.start, end: this.before.end }
    if (opening.text === "floor" && this.before.text === "ceil") return node("call", [leaf("word", "round"), ...items], at)
    if (opening.text === "floor" || opening.text === "ceil") return node(opening.text, items, at)
    if (opening.text === "<" && items.length === 2) return node("dot", items, at)
    if (items.length > 1) return node("list", items, { ...at, name: opening.text })
    return node("paren", items, at)
  }

  grouped() {
    const opening = this.skip()
    if (this.token.type === "}") this.fail("empty braces", opening)
    const items = this.items("}", opening)
    return items.length > 1 ? node("list", items, { start: opening.start, end: this.before.end }) : items[0]
  }

  /* Statements with commas between them, up to a closing bracket; `given` is where the bar stands. */
  items(closer, opening) {
    const { bars } = this
    this.bars = []
    this.deeper()
    const items = []
    const isClosing = () => (this.token.type === "close" || this.token.type === "}") && this.matches(closer)
    if (isClosing()) this.fail("empty brackets")
    for (;;) {
      items.push(this.statement())
      if (isClosing()) break
      const { type } = this.token
      if (type === "comma" || type === "semi") this.skip()
      else if ((type === "bar" || type === "dbar" || type === "colon") && items.given === undefined) {
        this.skip()
        items.given = items.length
      } else if (type === "end") this.fail("a bracket that is never closed", opening)
      else this.fail(`${this.token.text} is not expected in this bracket`)
      while (this.token.type === "quad") this.skip()
    }
    this.skip()
    this.depth -= 1
    this.bars = bars
    return items
  }

  matches(closer) {
    const { type, text } = this.token
    if (type === "}") return closer === "}"
    if (type === "close" && text === "}") return closer === "}"
    return text === closer || (text === "ceil" && closer === "floor") || (/^[)\]]$/.test(text) && /^[)\]]$/.test(closer))
  }

  mayOpen() {
    return this.inArguments === 0
  }

  closesWithGroup() {
    let depth = 0
    for (let place = this.place; place < this.tokens.length; place += 1) {
      const { type } = this.tokens[place]
      if (type === "{" || type === "open") depth += 1
      if ((type === "}" || type === "close") && (depth -= 1) === 1) return this.tokens[place + 1]?.type === "}"
    }
    return false
  }

  barred() {
    const { type, side } = this.token
    if (side === "close") this.fail("a bar that closes nothing")
    const opening = this.skip()
    const bars = this.bars
    this.bars = [...bars, type]
    const inside = this.sum()
    if (this.token.type !== type) this.fail("a bar that is never closed", opening)
    this.skip()
    this.bars = bars
    return node(type === "bar" ? "abs" : "norm", [inside], { start: opening.start, end: this.before.end })
  }

  takesArguments(tree) {
    if (tree.op === "letter") return !tree.name.startsWith("\\infty")
    if (/^(sub|sup|prime|deriv)$/.test(tree.op)) return !isNumber(tree.args[0])
    return tree.op === "pow" && tree.args[0].op === "letter" && !isNumber(tree.args[0])
  }

  /* f(x, y | z), which may be a product: f · (x). */
  applied(head) {
    const opening = this.skip()
    this.inArguments += 1
    const items = this.items(")", opening)
    this.inArguments -= 1
    return node("apply", [head, ...items], { name: items.given, start: head.start, end: this.before.end })
  }

  word() {
    const token = this.skip()
    if (token.text === "arg" && this.token.type === "word") return this.extreme({ ...this.skip(), start: token.start }, "arg")
    if (token.text === "E") return this.mean(token)
    if (token.text === "indicator") return this.indicator(token)
    if (EXTREMES.test(token.text)) return this.extreme(token, "")
    const name = leaf("word", token.text, { ...this.placed(token), written: token.written })
    if (token.text === "mod") this.fail("mod is not read", token)
    return this.called(name)
  }

  /* softmax(x), \log_2 x, \tanh^2(x), GELU'(x) */
  called(name) {
    let head = name
    let power = null
    for (;;) {
      if (this.token.type === "_") head = this.indexed(head)
      else if (this.token.type === "prime") head = this.primed(head)
      else if (this.token.type === "^" && PREFIX.test(name.name) && !power) {
        this.skip()
        if (this.token.type === "prime") head = this.primed(head)
        else power = this.together(this.script())
      } else break
    }
    const call = this.withArguments(head, name)
    return power ? node("pow", [call, power]) : call
  }

  withArguments(head, name) {
    const opening = this.token
    if (opening.type === "open" && /^[([{]$/.test(opening.text)) {
      this.skip()
      this.inArguments += 1
      const items = this.items(CLOSER[opening.text], opening)
      this.inArguments -= 1
      return node("call", [head, ...items], { name: items.given, start: head.start, end: this.before.end })
    }
    if (!PREFIX.test(name.name) || !this.startsFactor()) return head
    if (opening.type === "{") return node("call", [head, this.power()])
    return node("call", [head, this.argument()])
  }

  /* \log 2 \pi \sigma^2 takes all of these; a bracket or another function ends it. */
  argument() {
    const parts = [this.power()]
    const isSimple = tree => /^(number|letter|sub|pow)$/.test(tree.op)
    while (isSimple(parts.at(-1)) && /^(number|letter|accent)$/.test(this.token.type)) parts.push(this.power())
    return parts.length > 1 ? node("mul", parts) : parts[0]
  }

  extreme(token, before) {
    const name = before + token.text
    if (this.token.type !== "_") {
      if (this.token.type === "open") return this.withArguments(leaf("word", name, this.placed(token)), { name })
      const word = leaf("word", name, this.placed(token))
      return this.startsFactor() ? node("call", [word, this.argument()]) : word
    }
    const binder = this.binder()
    return node("big", [this.product(), ...binder], { name, start: token.start })
  }

  /* [index, lower, upper, condition] of what stands below and above a sum. */
  binder() {
    let below = null
    let upper = null
    while (/^[_^]$/.test(this.token.type)) {
      if (this.skip().type === "_") below = this.below()
      else upper = this.together(this.script())
    }
    const [first] = below ?? []
    if (!below) return [null, null, upper, null]
    if (below.length === 1 && first.op === "relation" && first.name === "=" && first.args.length === 2) {
      return [first.args[0], first.args[1], upper, null]
    }
    if (below.length === 1 && first.op !== "relation") return [first, null, upper, null]
    return [null, null, upper, node("conditions", below)]
  }

  below() {
    if (this.token.type !== "{") return [this.scriptAtom()]
    return this.items("}", this.skip())
  }

  big() {
    const token = this.skip()
    const binder = this.binder()
    const body = this.product()
    return node("big", [body, ...binder], { name: token.text, start: token.start })
  }

  mean(token) {
    const over = this.token.type === "_" ? (this.skip(), this.below()) : []
    const { token: opening } = this
    let power = null
    if (opening.type === "^") power = (this.skip(), this.together(this.script()))
    let items
    if (this.token.type === "open") {
      this.inArguments += 1
      items = this.items(CLOSER[this.token.text], this.skip())
      this.inArguments -= 1
    } else items = [this.power()]
    if (items.length > 1 && items.given === undefined) this.fail("a mean of several things", opening)
    const mean = node("mean", [...items, ...over], { name: `${items.length}`, start: token.start, end: this.before.end })
    return power ? node("pow", [mean, power]) : mean
  }

  indicator(token) {
    const items = this.token.type === "_" ? (this.skip(), this.below())
      : this.token.type === "open" ? this.items(CLOSER[this.token.text], this.skip()) : this.fail("a condition is expected here")
    return node("indicator", items, { start: token.start, end: this.before.end })
  }

  root() {
    const token = this.skip()
    let degree = null
    if (this.token.type === "open" && this.token.text === "[") {
      const items = this.items("]", this.skip())
      degree = items[0]
    }
    const inside = this.token.type === "{" ? this.grouped() : this.power()
    return node("root", degree ? [inside, degree] : [inside], { start: token.start, end: this.before.end })
  }

  /* What \frac reads: braces, or one digit or letter. */
  piece() {
    if (this.token.type === "{") return this.grouped()
    if (this.token.type === "number" && this.token.text.length > 1) {  // \frac12
      const { text, start } = this.token
      this.tokens.splice(this.place, 1, { type: "number", text: text[0], start, end: start + 1 }, { type: "number", text: text.slice(1), start: start + 1, end: start + text.length })
    }
    return this.atom()
  }

  fraction() {
    const token = this.skip()
    const above = this.piece()
    const below = this.piece()
    const at = { start: token.start, end: this.before.end }
    return this.derivative(above, below, at) ?? node("frac", [above, below], at)
  }

  /* ∂f/∂x, d²y/dx², and d/dx before what it acts on. */
  derivative(above, below, at) {
    const factors = tree => tree.op === "mul" ? tree.args : [tree]
    const isSign = tree => tree?.op === "letter" && /^(\\partial|d)$/.test(tree.name) || (tree?.op === "pow" && isSign(tree.args[0]))
    const [first, ...body] = factors(above)
    const variables = factors(below)
    if (!isSign(first) || !isSign(variables[0]) || variables.length < 2) return null
    const found = []
    for (let place = 0; place < variables.length; place += 2) {
      if (!isSign(variables[place]) || !variables[place + 1]) return null
      const variable = variables[place + 1]
      const times = variable.op === "pow" && isNumber(variable.args[1]) ? Number(variable.args[1].name) : 1
      for (let count = 0; count < times && count < 9; count += 1) found.push(times > 1 ? variable.args[0] : variable)
    }
    const order = first.op === "pow" ? Number(first.args[1].name) : 1
    if (order !== found.length) return null
    return node("deriv", [body.length ? this.together(body) : null, ...found], at)
  }

  partial() {
    const token = this.skip()
    const sign = leaf("letter", "\\partial", this.placed(token))
    if (this.token.type !== "_") return sign
    this.skip()
    const variables = this.script()
    return node("deriv", [this.power(), ...variables], { start: token.start })
  }

  nabla() {
    const token = this.skip()
    let order = 1
    let variables = []
    while (/^[_^]$/.test(this.token.type)) {
      if (this.skip().type === "_") variables = this.script()
      else order = Number(this.together(this.script()).name)
    }
    if (order !== 1 && order !== 2) this.fail("which derivative is this?", token)
    return node("grad", [this.power(), ...variables], { name: order, start: token.start, end: this.before.end })
  }

  integral() {
    const token = this.skip()
    let lower = null
    let upper = null
    while (/^[_^]$/.test(this.token.type)) {
      if (this.skip().type === "_") lower = this.together(this.script())
      else upper = this.together(this.script())
    }
    const body = this.product()
    const factors = body.op === "mul" ? body.args : [body]
    const place = factors.findLastIndex(factor => factor.op === "letter" && factor.name === "d")
    if (place < 1 || place !== factors.length - 2) this.fail("dx is missing behind this integral", token)
    return node("int", [this.together(factors.slice(0, place)), factors.at(-1), lower, upper], { start: token.start })
  }

  limit() {
    const token = this.skip()
    this.expect("_")
    const [to, ...others] = this.below()
    if (others.length || to.op !== "relation" || to.name !== "→") this.fail("expected h → 0 below lim", token)
    return node("lim", [this.product(), ...to.args], { start: token.start })
  }

  environment() {
    const opening = this.skip()
    const rows = [[]]
    const { bars } = this
    this.bars = []
    this.deeper()
    while (this.token.type !== "end" || !this.token.text) {
      const { type } = this.token
      if (this.done) this.fail(`\\begin{${opening.text}} is never ended`, opening)
      if (type === "row") { this.skip(); rows.push([]) }
      else if (type === "&" || type === "comma" || type === "quad") this.skip()
      else if (type === "word" && (this.token.prose || PROSE.test(this.token.text))) this.condition(rows.at(-1))
      else rows.at(-1).push(this.statement())
    }
    this.skip()
    this.depth -= 1
    this.bars = bars
    const at = { start: opening.start, end: this.before.end }
    const full = rows.filter(row => row.length)
    if (/cases/.test(opening.text)) return this.cases(full, at, opening)
    return node("matrix", full.map(row => node("row", row)), at)
  }

  /* if …, otherwise */
  condition(row) {
    const { text, start, end } = this.skip()
    if (/^(otherwise|else|elsewhere|other)$/i.test(text.replace(/[^a-z]/gi, ""))) row.push(leaf("otherwise", "", { start, end }))
  }

  cases(rows, at, opening) {
    const values = rows.map(([value]) => value)
    const conditions = rows.map(row => row.length > 2 ? node("conditions", row.slice(1)) : row[1] ?? leaf("otherwise", ""))
    if (rows.some(row => some(row[0], part => part.op === "relation"))) this.fail("a value is expected before each condition", opening)
    return node("cases", [...values, ...conditions], { ...at, name: values.length })
  }
}
