/* Where a reader stands in its tokens, and how it says that it cannot go on. */

const DEEPEST = 80  // brackets in each other

export class Unreadable extends Error {
  constructor(what, at) {
    super(what)
    this.what = what
    this.at = at
  }
}

export class Cursor {
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
}
