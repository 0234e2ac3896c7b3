/* Which letters of a formula are one name: β₁, m_{t-1}, W^Q are, where they are declared; x_i is an entry. */

import { boundLetter } from "./bounds.js"
import { canonical } from "./canonical.js"
import { isNumber, leaf, node, print, withArgs } from "./trees.js"

const KEYS = new WeakMap()

/* A name as text, however it is written. */
export function keyOf(tree) {
  if (!KEYS.has(tree)) KEYS.set(tree, print(canonical(tree)))
  return KEYS.get(tree)
}

/* Whether a symbol is what a layer adds, by what the list says of it. */
export const isBias = symbol => /\bbias(es)?\b/.test(symbol?.meaning)

/* The symbols of a formula by their names. Of σ² it is σ that is the name. */
export function namesOf(symbols, read) {
  const names = new Map()
  for (const [key, symbol] of Object.entries(symbols)) {
    let tree = read(symbol.tex)
    if (tree?.op === "apply" || tree?.op === "call") [tree] = tree.args
    if (!tree) continue
    const isSquare = tree.op === "pow" && isNumber(tree.args[1], "2")
    if (isSquare) [tree] = tree.args
    const told = { ...symbol, key, tree, isSquare, rank: symbol.shape?.length ?? 0 }
    for (const spelled of [tree, spelledOut(tree), joined(tree)]) if (!names.has(keyOf(spelled))) names.set(keyOf(spelled), told)
  }
  return names
}

/* H_{kv} for H with the word kv below it. */
function spelledOut(tree) {
  if (tree.op !== "sub" || tree.args[1].op !== "word") return tree
  return node("sub", [tree.args[0], ...[...tree.args[1].name].map(letter => leaf("letter", letter))])
}

/* d_h with its h as a word. */
function joined(tree) {
  if (tree.op !== "sub" || tree.args[0].op !== "letter" || !tree.args.slice(1).every(index => index.op === "letter")) return tree
  return node("sub", [tree.args[0], leaf("word", tree.args.slice(1).map(({ name }) => name).join(""))])
}

/* The tree with each name as one leaf, what its scripts leave over as indices and powers. */
export function named(tree, names) {
  const bound = boundLetter(tree)
  if (bound && names.has(`letter:${bound}`)) {  // what is bound is none of the formula's
    const others = new Map(names)
    others.delete(`letter:${bound}`)
    return named(tree, others)
  }
  const found = longest(tree, names)
  if (found) return found
  return withArgs(tree, tree.args.map(arg => arg && named(arg, names)))
}

function longest(tree, names) {
  if (!/^(letter|word|sub|pow|sup|prime)$/.test(tree.op)) return null
  const whole = names.get(keyOf(tree))
  if (whole) return nameLeaf(whole, tree)
  if (tree.op === "sub") return indexed(tree, names, base => base, tree)
  const [inner, script] = tree.args
  if (!/^(pow|sup)$/.test(tree.op) || inner.op !== "sub") return null
  return indexed(inner, names, base => node(tree.op, [base, script]), tree)  // W_i^Q is W^Q at i
}

function indexed({ args: [base, ...indices] }, names, raised, tree) {
  for (let count = indices.length; count >= 0; count -= 1) {
    const shorter = raised(count ? node("sub", [base, ...indices.slice(0, count)]) : base)
    const found = names.get(keyOf(shorter))
    if (!found) continue
    const rest = indices.slice(count).map(index => named(index, names))
    return rest.length ? node("sub", [nameLeaf(found, shorter), ...rest], place(tree)) : nameLeaf(found, tree)
  }
  return null
}

function nameLeaf(symbol, tree = {}) {
  return leaf("name", symbol.key, { symbol, ...place(tree) })
}

function place({ start, end }) {
  return start === undefined ? {} : { start, end }
}
