/* The renaming of a paste's letters into the page's: one to one, and what a page's letter means stays. */

import { node, print, some } from "./trees.js"

const CONSTANT = /^(\\pi|\\infty|\\partial|#.*)$/

/* What may be one name: a letter, with scripts that hold no bound letter. */
export function nameOf(tree) {
  if (tree.op === "letter") return CONSTANT.test(tree.name) ? null : tree
  if (tree.op === "prime" || tree.op === "sup") return tree.args[0].op === "letter" || tree.args[0].op === "sub" ? nameOf(tree.args[0]) && tree : null
  if (tree.op === "sub") return nameOf(tree.args[0]) && tree.args[0].op !== "sub" && !some(tree, part => part.op === "letter" && part.name.startsWith("#")) ? tree : null
  if (tree.op === "pow") {
    const [base, exponent] = tree.args
    return nameOf(base) && /^(letter|word)$/.test(exponent.op) && /^[A-Z]/.test(exponent.name) ? tree : null
  }
  if (tree.op === "word") return tree
  return null
}

/* n - 1 is n and −1; null where it is no letter with a number. */
export function linear(tree) {
  if (tree.op === "letter" || tree.op === "name") return { letter: tree.symbol ? print(tree.symbol.tree) : print(tree), by: 0 }
  const parts = tree.op === "add" ? tree.args : []
  const terms = parts.map(part => part.op === "neg" ? { ...part.args[0], by: -1 } : part.op === "mul" ? { op: "" } : part)
  const number = terms.find(part => part.op === "number")
  const letter = terms.find(part => part.op === "letter" || part.op === "name")
  if (parts.length !== 2 || !number || !letter || letter.by) return null
  return { letter: letter.symbol ? print(letter.symbol.tree) : print(letter), by: Number(number.name) * (number.by ?? 1) }
}

function baseOf(tree) {
  return tree.op === "letter" || tree.op === "word" ? tree.name : baseOf(tree.args[0])
}

export class Renaming {
  /* `names` are the page's symbols by the trees of their names; `own` the paste's letters that may
     stand for another letter of the page than that of their name. */
  constructor(names, own = new Set()) {
    this.names = names
    this.own = own
    this.bases = new Set([...names.values()].map(symbol => baseOf(symbol.tree)))
    this.toPaste = new Map()
    this.toPage = new Map()
    this.trail = []
  }

  mark() { return this.trail.length }

  undo(mark) {
    while (this.trail.length > mark) {
      const [page, paste] = this.trail.pop()
      this.toPaste.delete(page)
      this.toPage.delete(paste)
    }
  }

  tie(page, paste, tree, symbol) {
    const known = this.toPaste.get(page)
    if (known !== undefined) return known.key === paste
    if (this.toPage.has(paste)) return false
    this.toPaste.set(page, { key: paste, tree, symbol })
    this.toPage.set(paste, page)
    this.trail.push([page, paste])
    return true
  }

  bind(page, paste) {
    const { symbol } = page
    const key = print(paste)
    if (this.toPaste.get(`name ${symbol.key}`)?.key === key) return true
    if (!this.keepsMeaning(symbol, paste, key) || !this.isKind(symbol, paste)) return false
    return this.tie(`name ${symbol.key}`, key, paste, symbol) && this.family(symbol, paste)
  }

  isKind(symbol, paste) {
    if (paste.op === "word") return paste.name.length > 1 && symbol.rank === 0 && !/^(exp|log|sin|cos|tanh|softmax|sigmoid|relu|max|min)$/.test(paste.name)
    return !(paste.bold && symbol.role === "size")
  }

  /* A letter that is one of the page's stands for that one; its steps may be counted from elsewhere. */
  keepsMeaning(symbol, paste, key) {
    const known = this.names.get(key)
    if (known?.key === symbol.key) return true
    const base = baseOf(paste)
    if (this.own.has(base) || this.own.has(key)) return true
    if (known) return base === baseOf(symbol.tree) && this.isStep(symbol.tree) && this.isStep(paste)
    return !this.bases.has(base) || base === baseOf(symbol.tree) || this.names.size === 0 || !this.names.has(`letter:${base}`)
  }

  isStep(tree) {
    return tree.op === "sub" && tree.args.slice(1).every(index => linear(index) !== null)
  }

  /* m_t and m_{t-1}: the same letter in the paste, and steps equally far apart. */
  family(symbol, paste) {
    const { tree } = symbol
    if (!this.isStep(tree)) return true
    if (paste.op !== "sub") return this.isSingle(tree)
    const steps = tree.args.slice(1)
    const others = paste.args.slice(-steps.length)
    if (others.length !== steps.length) return false
    const base = print(paste.args.length - steps.length > 1 ? node("sub", paste.args.slice(0, -steps.length)) : paste.args[0])
    if (!this.tie(`base ${baseOf(tree)}`, `base ${base}`)) return false
    return steps.every((step, place) => this.step(linear(step), linear(others[place]), tree))
  }

  isSingle(tree) {
    const base = baseOf(tree)
    return [...this.names.values()].filter(symbol => baseOf(symbol.tree) === base).length === 1
  }

  /* How far the paste counts ahead is the same everywhere; a gradient may be named by the step before. */
  step(page, paste, tree) {
    if (!page || !paste) return false
    const index = page.letter
    if (!this.tie(`step ${index}`, `step ${paste.letter}`)) return false
    const ahead = paste.by - page.by
    const known = this.toPaste.get(`ahead ${index}`)
    if (this.isSingle(tree) && known && known.key === `ahead ${index} 1` && ahead === 0) return true
    return this.tie(`ahead ${index}`, `ahead ${index} ${ahead}`)
  }

  /* A free index: a letter for a letter, counted from the same place. */
  bindIndex(page, paste) {
    if (paste.op !== "letter" || CONSTANT.test(paste.name)) return false
    return this.tie(`index ${page}`, print(paste), paste)
  }

  /* A function that the page does not define by a letter of its own. */
  bindFunction(page, paste) {
    if (page.name === "\\sigma" && paste.op === "word") return paste.name === "sigmoid" && this.tie("function \\sigma", "word:sigmoid", paste)
    const name = nameOf(paste)
    return Boolean(name) && paste.op !== "word" && this.tie(`function ${page.name}`, print(paste), paste)
  }

  /* The paste's names with the page's, as trees. */
  pairs() {
    return [...this.toPaste].filter(([page, { tree }]) => tree && /^(name|index|function) /.test(page))
      .map(([page, { tree, symbol }]) => ({ paste: tree, page: symbol?.tree ?? { op: "letter", name: page.replace(/^\w+ /, ""), args: [] }, symbol, kind: page.split(" ")[0] }))
  }

  copy() {
    const other = new Renaming(this.names, this.own)
    other.toPaste = new Map(this.toPaste)
    other.toPage = new Map(this.toPage)
    return other
  }
}
