/* The layer above a name, as in a^l, z^{[l]} and W^{l+1}, as an index. */

import { mapTree, node, print, walk } from "./trees.js"

/* The trees with a letter that stands above several names as their index, or null where there is none. */
export function layered(trees) {
  const above = new Map()
  const alone = new Set()
  for (const tree of trees) {
    for (const part of walk(tree)) {
      const mark = markOf(part)
      if (mark) above.set(mark.letter, (above.get(mark.letter) ?? new Set()).add(print(mark.base)))
    }
    standing(tree, alone)
  }
  const letters = new Set([...above].filter(([letter, bases]) => bases.size > 1 && !alone.has(letter)).map(([letter]) => letter))
  if (!letters.size) return null
  return trees.map(tree => mapTree(tree, part => {
    const mark = markOf(part)
    if (!mark || !letters.has(mark.letter)) return part
    const { base, index } = mark
    return node("sub", base.op === "sub" ? [base.args[0], index, ...base.args.slice(1)] : [base, index], { start: part.start, end: part.end })
  }))
}

/* { base, index, letter } of x^l, x^{l+1}, x^{[l]} */
function markOf(part) {
  if (!/^(pow|sup)$/.test(part.op)) return null
  const [base, above] = part.args
  if (base.op !== "letter" && !(base.op === "sub" && base.args[0].op === "letter")) return null
  const index = /^(paren|list)$/.test(above.op) && above.args.length === 1 ? above.args[0] : above
  const [letter, ...others] = index.op === "add" ? index.args : [index]
  const isStep = others.length < 2 && others.every(term => term.op === "number" || (term.op === "neg" && term.args[0].op === "number"))
  return letter.op === "letter" && /^[lijkt]$|^\\ell$/.test(letter.name) && isStep ? { base, index, letter: letter.name } : null
}

/* Letters that stand anywhere but above a name. */
function standing(tree, found) {
  if (tree.op === "letter") found.add(tree.name)
  const args = markOf(tree) ? [tree.args[0]] : tree.args
  for (const arg of args) if (arg) standing(arg, found)
}
