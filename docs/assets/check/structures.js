/* Fractions, roots, derivatives, integrals, limits, cases and matrices: what has a structure of its own. */

import { PROSE } from "./prose.js"
import { isNumber, leaf, node, some } from "./trees.js"
import { Words } from "./words.js"

export class Structures extends Words {
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
      else if (type === "word" && ((this.token.prose && rows.at(-1).length) || PROSE.test(this.token.text))) this.condition(rows.at(-1))
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
