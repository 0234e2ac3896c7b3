/* Vectors that are rows: their x W is W x of ours. */

import { mapTree, some } from "./trees.js"

/* Whether a vector stands before a matrix, as where vectors are rows. */
export function hasRows(trees) {
  const rank = part => part.op === "name" ? part.symbol.rank : null
  return trees.some(tree => some(tree, part => part.op === "mul" && part.args.some((arg, place) => rank(arg) === 2 && place > 0 && rankIn(part.args[place - 1]) === 1)))
}

/* The rank that a product of arrays has where vectors are rows. */
function rankIn(tree) {
  switch (tree.op) {
    case "paren": return rankIn(tree.args[0])
    case "name": return tree.symbol.rank
    case "call": return Math.max(0, ...tree.args.slice(1).map(rankIn))
    case "mul": return rankIn(tree.args[0]) === 1 ? 1 : rankIn(tree.args.at(-1))
    default: return Math.max(0, ...tree.args.filter(Boolean).map(rankIn))
  }
}

/* Each matrix the other way around. */
export const transposed = tree => mapTree(tree, part => part.op === "name" && part.symbol.rank === 2 ? { op: "T", args: [part] } : part.op === "T" && part.args[0].op === "T" ? part.args[0].args[0] : part)
