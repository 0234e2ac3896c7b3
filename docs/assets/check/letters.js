/* The renaming of a paste's letters into the page's: one to one, and what a page's letter means stays. */

import { node, print, some } from "./trees.js"

const CONSTANT = /^(\\pi|\\infty|\\partial|#.*)$/

/* What may be one name: a letter, with scripts that hold no bound letter. */
export function nameOf(tree) {
  if (tree.op === "letter") return CONSTANT.test(tree.name) ? null : tree
  if (tree.op === "prime" || tree.op === "sup") return tree.args[0].op === "letter" || tree.args[0].op === "sub" ? nameOf(tree.args[0]) && tree : null
  if (tree.op === "sub") return (nameOf(tree.args[0]) || tree.args[0].name === "\\pi") && tree.args[0].op !== "sub" && tree.args.slice(1).every(index => /^(letter|number|word)$/.test(index.op) || linear(index)) && !some(tree, part => part.op === "letter" && part.name.startsWith("#")) ? tree : null
  if (tree.op === "pow") {
    const [base, exponent] = tree.args
    return nameOf(base) && /^(letter|word)$/.test(exponent.op) && /^[A-Z]/.test(exponent.name) ? tree : null
  }
  if (tree.op === "word") return tree
  return null
}

/* n - 1 is n and −1; null where it is no letter with a number. */
export function linear(tree) {
  if (tree.op === "order") return linear(tree.args[0])
  if (tree.op === "letter" || tree.op === "name") return { letter: tree.symbol ? print(tree.symbol.tree) : print(tree), by: 0 }
  const parts = tree.op === "add" ? tree.args : []
  const terms = parts.map(part => part.op === "neg" ? { ...part.args[0], by: -1 } : part.op === "mul" ? { op: "" } : part)
  const number = terms.find(part => part.op === "number")
  const letter = terms.find(part => part.op === "letter" || part.op === "name")
  if (parts.length !== 2 || !number || !letter || letter.by) return null
  return { letter: letter.symbol ? print(letter.symbol.tree) : print(letter), by: Number(number.name) * (number.by ?? 1) }
}

/* J_{ij} and o_i, but not W_{xh}: letters that count. */
const isEntryOf = tree => tree.args.slice(1).every(index => /^[i-np-t]$/.test(index.name))

const isBold = tree => tree.bold || tree.isBold || (tree.args.length > 0 && isBold(tree.args[0]))

export function baseOf(tree) {
  return tree.op === "letter" || tree.op === "word" || !tree.args.length ? tree.name : baseOf(tree.args[0])
}

/* A name as text, all steps of it as one: m_t and m_{t-1} are "step m". */
export function familyOf(tree) {
  const isStep = tree.op === "sub" && tree.args.length === 2 && linear(tree.args[1]) !== null && tree.args[0].op === "letter"
  return isStep ? `step ${print(tree.args[0])}` : print(tree)
}

/* The letters that count steps: t of m_{t-1}, but not f of W_f. */
function stepsOf(names) {
  const found = new Set()
  for (const { tree } of names.values()) {
    if (tree.op !== "sub") continue
    for (const index of tree.args.slice(1).map(linear)) if (index && (index.by || names.has(index.letter))) found.add(index.letter)
  }
  return found
}

export class Renaming {
  /* `names` are the page's symbols by the trees of their names; `own` the paste's letters that may
     stand for another letter of the page than that of their name; `isFree`, they all may.
     `present` are all that the paste has: a letter of the page that is among them is no other. */
  constructor(names, own = new Set(), isFree = false, present = new Set()) {
    this.isFree = isFree
    this.present = present
    this.names = names
    this.own = own
    this.steps = stepsOf(names)
    this.families = new Set([...names.values()].filter(({ tree }) => this.isStep(tree)).map(({ tree }) => baseOf(tree)))
    this.toPaste = new Map()
    this.toPage = new Map()
    this.trail = []
    this.defined = new Set()  // what the paste has equations for
  }

  mark() { return this.trail.length }

  undo(mark) {
    while (this.trail.length > mark) {
      const [page, paste] = this.trail.pop()
      this.toPaste.delete(page)
      this.toPage.delete(paste)
    }
  }

  tie(page, paste, tree, symbol, part) {
    const known = this.toPaste.get(page)
    if (known !== undefined) return known.key === paste
    if (this.toPage.has(paste)) return false
    this.toPaste.set(page, { key: paste, tree, symbol, part })
    this.toPage.set(paste, page)
    this.trail.push([page, paste])
    return true
  }

  /* `isEntry`: it stands with an index. */
  bind(page, paste, isEntry = false) {
    const { symbol } = page
    const key = print(paste)
    if (this.toPaste.get(`name ${symbol.key}`)?.key === key) return true
    if (!this.keepsMeaning(symbol, paste, key, isEntry) || !this.isKind(symbol, paste, isEntry)) return false
    if (this.steps.has(print(symbol.tree)) && linear(paste) && !this.step(linear(symbol.tree), linear(paste), symbol.tree)) return false
    return this.tie(`name ${symbol.key}`, key, paste, symbol) && this.family(symbol, paste)
  }

  /* A matrix is a capital or bold, unless it stands with its indices. */
  isKind(symbol, paste, isEntry) {
    if (symbol.rank > 1 && !isEntry && /^[a-z]$/.test(baseOf(paste)) && !isBold(paste) && symbol.role !== "output") return false
    if (symbol.rank > 0 && !isEntry && symbol.tree.op === "letter" && paste.op === "sub" && isEntryOf(paste) && (paste.args.length > 2 || /^[a-z]|^\\[a-z]/.test(baseOf(paste))) && !isBold(paste)
      && paste.args.slice(1).every(index => index.op === "letter")) return false
    if (paste.op === "word") return paste.name.length > 1 && symbol.rank === 0 && !/^(exp|log|sin|cos|tanh|softmax|sigmoid|relu|max|min)$/.test(paste.name)
    return !(paste.bold && symbol.role === "size")
  }

  /* A letter that is one of the page's stands for that one; its steps may be counted from elsewhere. */
  keepsMeaning(symbol, paste, key, isEntry) {
    const known = isEntry && this.names.get(key)?.role === "size" ? undefined : this.names.get(key)  // E_i is no size E
    if (known?.key === symbol.key || this.isFree) return true
    const base = baseOf(paste)
    const family = familyOf(paste)
    if (family !== key && this.names.has(`letter:${base}`) && this.names.get(`letter:${base}`).key !== symbol.key && !(base === baseOf(symbol.tree) && this.isStep(symbol.tree))
      && !(symbol.role === "size" && this.names.get(`letter:${base}`).role === "size" && paste.args.at(-1).op === "word")) return false  // n_in and n_out for n and m
    if (this.own.has(family) && (family === key || this.isStep(symbol.tree))) return true
    if (!known && paste.op === "sub" && this.present.has(print(symbol.tree)) && !this.isStep(symbol.tree) && !this.own.has(print(symbol.tree))) return false
    if (known) return base === baseOf(symbol.tree) && this.isStep(symbol.tree) && this.isStep(known.tree)
    return base === baseOf(symbol.tree) || !this.families.has(base) || family === key
  }

  isStep(tree) {
    return tree.op === "sub" && tree.args.slice(1).every(index => this.steps.has(linear(index)?.letter))
  }

  /* m_t and m_{t-1}: the same letter in the paste, and steps equally far apart. */
  family(symbol, paste) {
    const { tree } = symbol
    if (!this.isStep(tree)) return true
    if (paste.op !== "sub") return this.isSingle(tree) || (this.hasNoSteps && paste.op === "letter" && this.isInOut(symbol))
    const steps = tree.args.slice(1)
    const others = paste.args.slice(-steps.length)
    if (others.length !== steps.length) return false
    const base = print(paste.args.length - steps.length > 1 ? node("sub", paste.args.slice(0, -steps.length)) : paste.args[0])
    if (!this.tie(`base ${baseOf(tree)}`, `base ${base}`)) return false
    return steps.every((step, place) => this.step(linear(step), linear(others[place]), tree))
  }

  /* h_l, which a function takes, and h_{l+1}, which comes out of it: others write x and y. */
  isInOut({ tree }) {
    const family = [...this.names.values()].filter(symbol => baseOf(symbol.tree) === baseOf(tree))
    return new Set(family).size === 2 && [...this.names.values()].some(({ kind, tree: head, tex }) => kind === "function" && head.op === "sub" && family.some(each => tex.endsWith(`(${each.tex})`)))
  }

  isSingle(tree) {
    const base = baseOf(tree)
    return new Set([...this.names.values()].filter(symbol => baseOf(symbol.tree) === base)).size === 1
  }

  /* How far the paste counts ahead is the same for all steps of a letter. */
  step(page, paste, tree) {
    if (!page || !paste) return false
    const index = page.letter
    if (!this.tie(`step ${index}`, `step ${paste.letter}`)) return false
    const ahead = paste.by - page.by
    if (tree.op === "letter" || (this.isSingle(tree) && ahead === 0)) return ahead === 0
    return this.tie(`ahead ${baseOf(tree)}`, `ahead ${baseOf(tree)} ${ahead}`)
  }

  /* Whether steps are counted from elsewhere by whole families only: z_{l+1} alone is no z_l. */
  isSteady() {
    const members = new Map()
    for (const [page, { symbol }] of this.toPaste) {
      if (!page.startsWith("name ") || !symbol || !this.isStep(symbol.tree)) continue
      const base = baseOf(symbol.tree)
      members.set(base, (members.get(base) ?? 0) + 1)
    }
    const ahead = base => Number(this.toPaste.get(`ahead ${base}`)?.key.split(" ").at(-1) ?? 0)
    const moved = [...members.keys()].filter(base => ahead(base) !== 0)
    return moved.every(base => moved.some(other => ahead(other) === ahead(base) && members.get(other) > 1))
  }

  /* Whether a size of the page stands for an array, and no letter that is foreign to the page for anything. */
  isSlip() {
    const moved = this.pairs().filter(({ symbol }) => symbol).map(({ paste, symbol }) => [this.names.get(print(paste)), symbol]).filter(([known, symbol]) => known?.key !== symbol.key)
    return moved.every(([known]) => known) && moved.some(([{ role }, { rank }]) => role === "size" && rank > 0)
  }

  /* A free index: a letter for a letter, counted from the same place. Another letter that is not
     declared, as θ where only θ_t is, is the same or that of its steps. */
  bindIndex(page, paste) {
    if (!this.names.indices?.has(page) && paste.name !== page && this.toPaste.get(`base ${page}`)?.key !== `base letter:${paste.name}`) return false
    if (paste.op !== "letter" || CONSTANT.test(paste.name)) return false
    return this.tie(`index ${page}`, print(paste), paste)
  }

  /* A function that the page does not define by a letter of its own. */
  bindFunction(page, paste) {
    if (page.name === "\\sigma" && paste.op === "word") return paste.name === "sigmoid" && this.tie("function \\sigma", "word:sigmoid", paste)
    const name = nameOf(paste)
    const isLaw = page.name === "P" && name?.name === "p"  // both are probabilities, whatever else p is here
    if (name && !isLaw && this.names.has(print(name)) && !this.own.has(print(name))) return false
    return Boolean(name) && paste.op !== "word" && this.tie(`function ${page.name}`, print(paste), paste)
  }

  /* The paste's names with the page's, as trees. */
  pairs() {
    return [...this.toPaste].filter(([page, { tree }]) => tree && /^(name|index|function|term) /.test(page))
      .map(([page, { tree, symbol, part }]) => ({ paste: tree, page: symbol?.tree ?? part ?? { op: "letter", name: page.replace(/^\w+ /, ""), args: [] }, symbol, kind: page.split(" ")[0] }))
  }

  symbolOf(paste) {
    return this.toPaste.get(this.toPage.get(paste))?.symbol
  }

  copy() {
    const other = new Renaming(this.names, this.own, this.isFree, this.present)
    other.defined = this.defined
    other.hasNoSteps = this.hasNoSteps
    other.toPaste = new Map(this.toPaste)
    other.toPage = new Map(this.toPage)
    return other
  }
}
