/* Entries in small letters, a_{ij} of A, in the letter of their matrix. */

import { mapTree, walk } from "./trees.js"

/* The trees with A_{ij} for a_{ij}, where A stands without indices and a never does; null where that is nowhere. */
export function enlarged(trees) {
  const parts = trees.flatMap(tree => [...walk(tree)])
  const bases = parts.filter(({ op }) => op === "sub").map(({ args: [base] }) => base)
  const isEntry = part => part.op === "sub" && part.args.length === 3 && part.args[0].op === "letter" && /^[a-z]$/.test(part.args[0].name)
  const letters = new Set(parts.filter(isEntry).map(({ args: [base] }) => base.name))
  const alone = new Set(parts.filter(part => part.op === "letter" && !bases.includes(part)).map(({ name }) => name))
  const indexed = new Set(bases.map(({ name }) => name))
  const chosen = new Set([...letters].filter(letter => !alone.has(letter) && alone.has(letter.toUpperCase()) && !indexed.has(letter.toUpperCase())))
  if (!chosen.size) return null
  return trees.map(tree => mapTree(tree, part => isEntry(part) && chosen.has(part.args[0].name) ? { ...part, args: [{ ...part.args[0], name: part.args[0].name.toUpperCase() }, ...part.args.slice(1)] } : part))
}
