/* Letters below a name that say which one it is, and count nothing: q of x_q, where x stands beside it. */

import { boundOf } from "./bounds.js"
import { leaf, mapTree, walk } from "./trees.js"

const isLetter = tree => tree.op === "letter"

/* The trees with these letters as words, or null where there are none. */
export function labelled(trees) {
  const parts = trees.flatMap(tree => [...walk(tree)])
  const labels = labelsAmong(trees, parts)
  if (!labels.size) return null
  const isLabel = index => isLetter(index) && labels.has(index.name)
  return trees.map(tree => mapTree(tree, part => {
    if (part.op !== "sub") return part
    const [base, ...indices] = part.args
    const name = indices.map(index => index.name).join("")
    if (indices.every(isLabel)) return { ...part, args: [base, leaf("word", name, { written: name })] }
    return indices.length === 2 && isLabel(indices[0]) && !isLetter(indices[1]) ? { ...part, args: [base, leaf("word", indices[0].name, { written: indices[0].name }), indices[1]] } : part
  }))
}

/* Capitals, the letter of another name such as the h of h_t, and what stands below one name alone that is also without. */
function labelsAmong(trees, parts) {
  const bases = new Map()
  const heads = new Set()
  for (const part of parts) {
    if (part.op !== "sub" || !isLetter(part.args[0])) continue
    const [base, ...indices] = part.args
    heads.add(base.name)
    for (const index of indices) if (isLetter(index)) bases.set(index.name, (bases.get(index.name) ?? new Set()).add(base.name))
  }
  const bound = new Set(parts.map(part => boundOf(part)?.variable).filter(Boolean))
  const [alone, counting] = [new Set(), new Set()]
  for (const tree of trees) standing(tree, alone, counting)
  const isLabel = ([label, of]) => {
    if (bound.has(label) || counting.has(label)) return false
    if (heads.has(label)) return true
    return !alone.has(label) && (/^[A-Z]$/.test(label) || (of.size === 1 && alone.has([...of][0])))
  }
  return new Set([...bases].filter(isLabel).map(([label]) => label))
}

/* Letters that stand by themselves, and those that are counted with, as in i + 1. */
function standing(tree, alone, counting) {
  if (isLetter(tree)) alone.add(tree.name)
  if (tree.op !== "sub") {
    for (const arg of tree.args) if (arg) standing(arg, alone, counting)
    return
  }
  const [base, ...indices] = tree.args
  if (!isLetter(base)) standing(base, alone, counting)
  for (const index of indices) if (!isLetter(index)) for (const each of walk(index)) if (isLetter(each)) counting.add(each.name)
}
