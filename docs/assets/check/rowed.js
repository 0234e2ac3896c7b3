/* Vectors that are rows, before their matrices: x W + b is W x + b, its W being our W^T. */

import { mapTree, node, print, walk } from "./trees.js"

/* The trees with columns, or null where no row stands before a matrix, or where that is not everywhere. */
export function columned(trees) {
  const products = trees.flatMap(tree => [...walk(tree)]).filter(({ op }) => op === "mul")
  if (!products.some(isRowProduct) || products.some(isColumnProduct)) return null
  const changed = trees.map(tree => mapTree(tree, part => isRowProduct(part) ? reversed(part) : part))
  const turned = new Map()
  const right = changed.flatMap(tree => tree.op === "relation" ? tree.args.slice(1) : [tree])
  for (const tree of right) for (const { matrix, isTurned } of matricesIn(tree)) turned.set(matrix, (turned.get(matrix) ?? new Set()).add(isTurned))
  if ([...turned.values()].some(ways => ways.size > 1)) return null
  return changed.map(tree => mapTree(tree, part => part.op === "T" && part.isNew ? part.args[0] : part))
}

const isCapital = tree => tree.op === "letter" && /^([A-Z]|\\mathbf\{[A-Z]\})$/.test(tree.name)
const isMatrix = tree => isCapital(tree) || (tree.op === "sub" && isCapital(tree.args[0])) || (tree.op === "T" && isMatrix(tree.args[0]))

/* Whether a tree is a vector by its letters: a small one, or what is made of such. */
function isVector(tree) {
  if (tree.op === "letter") return /^[a-z]$|^\\mathbf\{[a-z]\}$/.test(tree.name)
  if (tree.op === "sub") return isVector(tree.args[0])
  if (tree.op === "paren") return isVector(tree.args[0])
  if (/^(add|had|kron|star)$/.test(tree.op)) return tree.args.some(isVector)
  if (/^(call|apply)$/.test(tree.op)) return tree.args.slice(1).some(arg => arg && isVector(arg))
  return tree.op === "mul" && (isRowProduct(tree) || tree.isColumn === true)
}

function isRowProduct({ op, args }) {
  return op === "mul" && args.length > 1 && isVector(args[0]) && args.slice(1).every(isMatrix)
}

function isColumnProduct({ args }) {
  return args.some((arg, place) => place > 0 && isMatrix(args[place - 1]) && isVector(arg))
}

function reversed(part) {
  const [vector, ...matrices] = part.args
  const turned = matrices.reverse().map(matrix => matrix.op === "T" ? matrix.args[0] : node("T", [matrix], { start: matrix.start, end: matrix.end, isNew: true }))
  return { ...part, args: [...turned, vector], isColumn: true }
}

function* matricesIn(tree, isTurned = false) {
  if (tree.op === "T" && isMatrix(tree.args[0])) yield* matricesIn(tree.args[0], true)
  else if (isMatrix(tree)) yield { matrix: print(tree), isTurned }
  else for (const arg of tree.args) if (arg) yield* matricesIn(arg)
}
