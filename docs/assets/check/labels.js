/* Letters below a name that say which one it is, and count nothing: q of x_q, where x stands beside it. */

import { boundOf } from "./bounds.js"
import { mapTree, walk } from "./trees.js"

const isLetter = tree => tree.op === "letter"

/* The trees with these letters as words, or null where there are none. */
export function labelled(trees) {
  const parts = trees.flatMap(tree => [...walk(tree)])
  const labels = labelsAmong(trees, parts)
  if (!labels.size) return null
  const word = index => isLetter(index) && labels.has(index.name) ? { ...index, op: "word", written: index.name } : index
  return trees.map(tree => mapTree(tree, part => part.op === "sub" ? { ...part, args: [part.args[0], ...part.args.slice(1).map(word)] } : part))
}

function labelsAmong(trees, parts) {
  const bases = new Map()
  for (const part of parts) {
    if (part.op !== "sub" || part.args.length !== 2 || !isLetter(part.args[0]) || !isLetter(part.args[1])) continue
    const [base, index] = part.args
    bases.set(index.name, (bases.get(index.name) ?? new Set()).add(base.name))
  }
  const bound = new Set(parts.map(part => boundOf(part)?.variable).filter(Boolean))
  const [alone, counting] = [new Set(), new Set()]
  for (const tree of trees) standing(tree, alone, counting)
  return new Set([...bases].filter(([label, of]) => !bound.has(label) && !alone.has(label) && !counting.has(label)
    && (/^[A-Z]$/.test(label) || (of.size === 1 && alone.has([...of][0])))).map(([label]) => label))
}

/* Letters that stand by themselves, and those that count, as in i + 1 or beside another index. */
function standing(tree, alone, counting) {
  if (isLetter(tree)) alone.add(tree.name)
  if (tree.op !== "sub") {
    for (const arg of tree.args) if (arg) standing(arg, alone, counting)
    return
  }
  const [base, ...indices] = tree.args
  if (!isLetter(base)) standing(base, alone, counting)
  for (const index of indices) if (indices.length > 1 || !isLetter(index)) for (const each of walk(index)) if (isLetter(each)) counting.add(each.name)
}
