/* Probabilities of numbered events, P(B | A_i) and P(A_i), as entries of arrays, a letter for each kind of them. */

import { standIn } from "./standins.js"
import { leaf, mapTree, node, print, walk } from "./trees.js"

const HEAD = /^[Pp]$/

/* P(…) and p(…). */
export const isChance = part => part.op === "apply" && HEAD.test(part.args[0].name ?? "")

/* The trees with an entry for each such probability, or null where no sum runs over the events. */
export function entriesOf(trees) {
  const parts = trees.flatMap(tree => [...walk(tree)])
  const sums = parts.filter(part => part.op === "big" && part.name === "sum")
  const calls = parts.filter(isChance)
  const bound = new Set(sums.map(sum => sum.args[1]?.name).filter(Boolean))
  const families = new Set(calls.flatMap(call => call.args.slice(1)).filter(arg => isEvent(arg) && bound.has(arg.args[1].name)).map(({ args: [base] }) => print(base)))
  if (families.size !== 1) return null
  const names = new Map()
  const changed = trees.map(tree => mapTree(tree, part => {
    const events = isChance(part) ? part.args.slice(1).filter(arg => isEvent(arg) && families.has(print(arg.args[0]))) : []
    if (events.length !== 1) return part
    const [event] = events
    const kind = print({ ...part, args: part.args.map(arg => arg === event ? leaf("letter", "·") : arg) })
    if (!names.has(kind)) names.set(kind, standIn(names.size + 1))
    return node("sub", [leaf("letter", names.get(kind), { start: part.start, end: part.end }), event.args[1]], { start: part.start, end: part.end })
  }))
  return names.size > 2 ? changed : null
}

const isEvent = arg => arg.op === "sub" && arg.args.length === 2 && arg.args.every(({ op }) => op === "letter")
