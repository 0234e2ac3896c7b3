/* Brackets, braces and bars, with lists of what stands in them. */

import { Cursor } from "./cursor.js"
import { leaf, node } from "./trees.js"

export const CLOSER = { "(": ")", "[": "]", "{": "}", "<": ">", floor: "floor", ceil: "ceil" }

export class Brackets extends Cursor {
  /* ( … ): what is inside, or a list; with a mark, for x^{(i)} is no power. */
  bracketed() {
    const opening = this.skip()
    const items = this.items(CLOSER[opening.text], opening)
    const at = { start: opening.start, end: this.before.end }
    if (opening.text === "floor" && this.before.text === "ceil") return node("call", [leaf("word", "round"), ...items], at)
    if (opening.text === "floor" || opening.text === "ceil") return node(opening.text, items, at)
    if (opening.text === "<" && items.length === 2) return node("dot", items, { ...at, isInner: true })
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
}
