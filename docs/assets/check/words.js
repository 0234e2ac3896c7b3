/* Functions by a name of several letters, with their arguments; sums, extremes, means, indicators. */

import { Brackets, CLOSER } from "./brackets.js"
import { leaf, node } from "./trees.js"

const EXTREMES = /^(max|min|argmax|argmin|sup|inf)$/
/* Words that read what follows them where no bracket does. */
const PREFIX = /^(log|exp|sin|cos|tan|sinh|cosh|tanh|arcsin|arccos|arctan|det|tr|diag|sign|rank|sigmoid|relu|gelu|silu|softmax|softplus|erf|erfc|round|var)$/

export class Words extends Brackets {
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
}
