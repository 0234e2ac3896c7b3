/* Events as values of random variables, P(A = a | B = b) for P(A | B) and P(X = x | Y = y) for P(x | y): these
   have a probability in a small world. */

import { isChance } from "./events.js"
import { standIn } from "./standins.js"
import { leaf, mapTree, node, walk } from "./trees.js"

/* The trees with these events, or null where none has a condition, or some are written so already. */
export function outcomes(trees) {
  const parts = trees.flatMap(tree => [...walk(tree)])
  const chances = parts.filter(isChance)
  const events = chances.flatMap(({ args }) => args.slice(1))
  if (!chances.some(({ name }) => name !== undefined) || !events.every(({ op }) => op === "letter")) return null
  const named = new Set(parts.filter(({ op }) => op === "letter").map(({ name }) => name))
  const known = new Map([...new Set(events.map(({ name }) => name))].map(name => [name, eventOf(name, named)]))
  return trees.map(tree => mapTree(tree, part => isChance(part) ? { ...part, args: [part.args[0], ...part.args.slice(1).map(event => written(event, known.get(event.name)))] } : part))
}

/* A variable and a value, of which one has the letter that was written, the other its capital or small form. */
function eventOf(name, named) {
  const [large, small] = [name.toUpperCase(), name.toLowerCase()]
  if (!/^[A-Za-z]$/.test(name) || named.has(name === large ? small : large)) return { variable: name, value: standIn(name) }
  return { variable: large, value: small }
}

function written({ start, end }, { variable, value }) {
  return node("relation", [leaf("letter", variable, { start, end }), leaf("letter", value, { start, end })], { name: "=", start, end })
}
