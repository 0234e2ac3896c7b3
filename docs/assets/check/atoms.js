/* What a formula is made of: numbers, letters, and everything that begins with a sign of its own. */

import { isNumber, leaf, node, number } from "./trees.js"
import { isProseWord } from "./prose.js"
import { Structures } from "./structures.js"

export class Atoms extends Structures {
  isProse() {
    return this.token.prose && isProseWord(this.token, this.tokens[this.place + 1])
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
    const isMean = this.token.type === "{" && this.tokens[this.place + 1]?.text === "E" && this.tokens[this.place + 1].type === "word" && this.tokens[this.place + 2]?.type === "}"
    if (isMean) {  // an estimate of a mean
      this.place += 3
      return this.mean(accent)
    }
    const inside = this.token.type === "{" ? this.grouped() : this.atom()
    const wear = tree => {
      if (tree.op === "letter" || tree.op === "word") return { ...tree, op: "letter", name: `\\${accent.text}{${tree.name}}`, start: accent.start, end: this.before.end }
      if (tree.op === "sub" || tree.op === "pow" || tree.op === "sup") return { ...tree, args: [wear(tree.args[0]), ...tree.args.slice(1)], start: accent.start }
      return this.fail(`\\${accent.text} stands over more than a letter`, accent)
    }
    return wear(inside)
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
}
