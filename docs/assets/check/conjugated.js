/* V^* and V^H of a matrix, which are V^T where all is real. */

import { ifChanged, mapTree, node, withArgs } from "./trees.js"

/* The trees with transposes on their right sides, or null where none has such a matrix. */
export function conjugated(trees) {
  return ifChanged(trees.map(tree => tree.op === "relation" ? withArgs(tree, tree.args.map((side, place) => place ? mapTree(side, transposed) : side)) : tree), trees)
}

function transposed(part) {
  const [base, sign] = part.op === "sup" || part.op === "pow" ? part.args : []
  const isMatrix = base?.op === "letter" && (/^[A-Z]$/.test(base.name) || base.bold)
  return isMatrix && /^[*H]$/.test(sign.name ?? "") ? node("T", [base], { start: part.start, end: part.end }) : part
}
