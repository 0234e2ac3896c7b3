/* Tokens of one line → its tree, with a place for every node. Strict: what it cannot read it says.

   The grammar of sums, products and scripts is here; what they are made of is in atoms.js. */

import { Atoms } from "./atoms.js"
import { leaf, node } from "./trees.js"

const FACTORS = new Set("number letter word accent open { bar dbar big int lim root partial nabla frac begin dots unknown".split(" "))
const TRANSPOSES = new Set(["T", "\\top"])

export function readLine(tokens, options = {}) {
  const parser = new Parser(tokens, options)
  const tree = parser.statement()
  if (!parser.done) parser.fail(`${parser.token.text} is not expected here`)
  return { tree, ambiguous: parser.ambiguous }
}

class Parser extends Atoms {
  /* side relation side relation side …; a lone side is an expression. */
  statement() {
    const sides = [this.sum()]
    const relations = []
    while (this.token.type === "rel") {
      relations.push(this.skip().text)
      sides.push(this.sum())
    }
    return relations.length ? node("relation", sides, { name: relations.join(" ") }) : sides[0]
  }

  sum() {
    this.deeper()
    const terms = []
    do {
      const sign = /^[-+]$|^pm$/.test(this.token.text) && this.token.type === "op" ? this.skip() : null
      const term = this.product()
      if (sign?.text === "pm") this.fail("± says two things", sign)
      terms.push(sign?.text === "-" ? { ...node("neg", [term]), start: sign.start } : term)
    } while (this.token.type === "op" && /^[-+]$|^pm$/.test(this.token.text))
    this.depth -= 1
    let total = terms.length > 1 ? node("add", terms) : terms[0]
    if (this.token.type === "over") {  // {a \over b}
      this.skip()
      total = node("frac", [total, this.sum()])
    }
    return total
  }

  /* Factors side by side bind tighter than a sign between them: W x ⊙ y is (W x) ⊙ y. */
  product() {
    let total = this.run()
    for (;;) {
      const sign = this.token
      if (sign.type !== "op" || !/^(dot|times|star|had|kron|\/)$/.test(sign.text)) return total
      this.skip()
      const run = this.factors()
      if (sign.text === "/") {
        const slope = this.derivative(total, this.together(run), { start: total.start, end: this.before.end })  // ∂L/∂w
        if (slope) {
          total = slope
          continue
        }
        if (run.length > 1) this.ambiguous.add("slash")
        const below = this.options.slash === "loose" || run.length === 1 ? this.together(run) : run[0]
        total = node("frac", [total, below])
        if (this.options.slash !== "loose" && run.length > 1) total = node("mul", [total, ...run.slice(1)])
      } else {
        const op = { dot: "dot", times: "mul", star: "star", had: "had", kron: "kron" }[sign.text]
        total = node(op, [total, this.together(run)], op === "dot" && sign.typed ? { typed: true } : {})
      }
    }
  }

  run() {
    return this.together(this.factors())
  }

  together(factors) {
    return factors.length > 1 ? node("mul", factors) : factors[0]
  }

  /* Factors side by side; a derivative without a body acts on all that follow it. */
  factors() {
    const found = []
    do {
      if (this.token.type === "op" && this.token.text === "-" && !found.length) {
        const sign = this.skip()
        found.push({ ...node("neg", [this.power()]), start: sign.start })
      } else found.push(this.power())
      const last = found.at(-1)
      if (last.op === "deriv" && !last.args[0]) {
        const body = this.together(this.factors())
        found[found.length - 1] = node("deriv", [body, ...last.args.slice(1)], { start: last.start })
      }
    } while (this.startsFactor())
    return found
  }

  startsFactor() {
    const { type, text, side } = this.token
    if (type === "bar" || type === "dbar") {
      if (side) return side === "open"
      return !this.bars.includes(type) && this.mayOpen(type)
    }
    return FACTORS.has(type) && !(type === "word" && this.isProse()) && text !== undefined
  }

  /* An atom with its scripts, primes and arguments. */
  power() {
    this.deeper()
    const tree = this.scripted(this.atom())
    this.depth -= 1
    return tree
  }

  scripted(atom) {
    let tree = atom
    for (;;) {
      const { type, text } = this.token
      if (type === "_") tree = this.indexed(tree)
      else if (type === "^") tree = this.raised(tree)
      else if (type === "prime") tree = this.primed(tree)
      else if (type === "top") tree = this.skip() && node("T", [tree])
      else if (type === "op" && text === "!") this.fail("a factorial is not read")
      else if (type === "open" && text === "(" && this.takesArguments(tree)) tree = this.applied(tree)
      else return tree
    }
  }

  indexed(base) {
    this.skip()
    if (base.op === "norm") return { ...base, args: [base.args[0], this.together(this.script())] }
    const indices = this.script().map(index => index.op === "paren" ? { ...index, op: "order" } : index)
    if (base.op === "T" && indices.length === 2 && indices.every(({ op }) => op === "letter")) return node("sub", [base, ...indices], { end: this.before.end })
    const all = base.op === "sub" ? [...base.args, ...indices] : [base, ...indices]
    if (base.op === "pow" || base.op === "sup" || base.op === "T") {  // x^2_i is (x_i)^2
      return node(base.op, [node("sub", [base.args[0], ...indices]), ...base.args.slice(1)], { name: base.name })
    }
    return node("sub", all, { end: this.before.end })
  }

  raised(base) {
    this.skip()
    const { end } = this.token
    if (this.token.type === "top") return this.skip() && node("T", [base], { end })
    if (this.token.type === "{" && TRANSPOSES.has(this.tokens[this.place + 1]?.text) && this.tokens[this.place + 2]?.type === "}") {
      this.place += 3
      return node("T", [base], { end: this.before.end, written: "T" })
    }
    if (this.token.type === "letter" && this.token.text === "T") return this.skip() && node("T", [base], { end, written: "T" })
    if (this.token.type === "op" && /^(star|had)$/.test(this.token.text)) return this.skip() && node("sup", [base, leaf("letter", "*")], { end })
    if (this.token.type === "{" && this.tokens[this.place + 1]?.type === "prime") {
      this.skip()
      const tree = this.primed(base)
      this.expect("}")
      return tree
    }
    if (this.token.type === "prime") return this.primed(base)
    const bracket = this.token.type === "{" && /^[([]$/.test(this.tokens[this.place + 1]?.text) && this.closesWithGroup()
    const exponent = this.script()
    if (exponent.length > 1 && exponent.comma) this.fail("a list stands in an exponent", this.before)
    const power = this.together(exponent)
    if (bracket && (power.op === "letter" || power.op === "number" || power.op === "paren")) return node("sup", [base, power], { end: this.before.end })
    if (power.op === "word" || (power.op === "letter" && power.name === "*")) return node("sup", [base, power], { end: this.before.end })
    return node("pow", [base, power.op === "paren" ? power.args[0] : power], { end: this.before.end })
  }

  primed(base) {
    let count = 0
    while (this.token.type === "prime") count += this.skip().text === "''" ? 2 : 1
    return node("prime", [base], { name: count, end: this.before.end })
  }

  /* What an index or an exponent holds, as a list; letters side by side are several indices. */
  script() {
    if (this.token.type !== "{") return [this.scriptAtom()]
    const opening = this.skip()
    if (this.token.type === "}") this.fail("an empty script", opening)
    if (this.token.type === "op" && /^(star|had)$/.test(this.token.text) && this.tokens[this.place + 1]?.type === "}") {
      this.place += 2
      return [leaf("letter", "*")]
    }
    if (this.token.type === "rel" && /^[<≤]$/.test(this.token.text)) {  // x_{<t}
      const { text, start } = this.skip()
      return [node("before", [this.together(this.items("}", opening))], { name: text, start })]
    }
    const items = this.items("}", opening)
    const found = items.flatMap(item => item.op === "mul" && item.args.every(part => /^(letter|sub|number)$/.test(part.op)) && item.args.slice(1).every(part => part.op !== "number") && item.args[0].op !== "number" ? item.args : [item])
    found.comma = items.length > 1
    return found
  }

  scriptAtom() {
    if (this.token.type === "op" && this.token.text === "-") {
      const sign = this.skip()
      return { ...node("neg", [this.power()]), start: sign.start }
    }
    const { type } = this.token
    if (type === "open") {
      const inside = this.atom()
      return inside
    }
    if (/^(letter|number|word)$/.test(type)) {
      const token = this.skip()
      return leaf(type, token.text, { start: token.start, end: token.end, ...(token.bold ? { bold: true } : {}) })
    }
    return this.atom()
  }
}
