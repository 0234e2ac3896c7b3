/* What stands beside a formula and says nothing that can be compared: for i = 1, …, K, or x ∈ R^n. */

import { baseOf } from "./letters.js"
import { isNumber, print, some } from "./trees.js"

const NUMBERS = /^\\(mathbb|mathbf|mathcal)\{[RNZ]\}$|^R$/

/* Whether a line says only where an index of another line runs, from 1, or which set a letter of it is of. */
export function isAside(tree, trees) {
  if (tree.op !== "relation" || tree.args.length !== 2) return false
  const [left, right] = tree.args
  const others = trees.filter(other => other !== tree)
  if (tree.name === "∈" && /^(letter|sub)$/.test(left.op)) return NUMBERS.test(baseOf(right) ?? "")
  const isIndex = left.op === "letter" && others.some(other => some(other, part => part.op === "sub" && part.args.slice(1).some(index => some(index, each => print(each) === print(left)))))
  return tree.name === "=" && isIndex && isNumber(right, "1")
}
