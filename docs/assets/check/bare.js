/* F(x, W_l) without its parameters: what a formula that only calls it a function of x has not. */

import { baseOf } from "./letters.js"
import { walk } from "./trees.js"

const PARAMETERS = /^([Ww]|\\theta|\\phi|\\Theta|\\mathcal\{W\}|\\mathbf\{[Ww]\}|\\boldsymbol\{\\theta\})$/

/* The trees without such arguments, or null where no letter stands only as one. */
export function parameterless(trees) {
  const calls = trees.flatMap(tree => [...walk(tree)]).filter(part => part.op === "apply" && part.name === undefined && part.args.length === 3 && isParameter(part.args[2]))
  if (!calls.length) return null
  const letters = new Set(calls.map(({ args }) => baseOf(args[2])))
  const dropped = tree => calls.includes(tree) ? { ...tree, args: tree.args.slice(0, 2) } : { ...tree, args: tree.args.map(arg => arg && dropped(arg)) }
  const changed = trees.map(dropped)
  return changed.some(tree => [...walk(tree)].some(part => part.op === "letter" && letters.has(part.name))) ? null : changed
}

const isParameter = tree => /^(letter|sub|paren)$/.test(tree.op) && PARAMETERS.test(baseOf(tree) ?? "")
