/* A matrix before vectors that are joined has a block for each: W [h, x] is W_1 h + W_2 x. */

import { leaf, mapTree, node, some } from "./trees.js"

const isJoined = tree => tree.op === "list" && tree.name === "[" && tree.args.length === 2
const isBefore = tree => /^(mul|dot)$/.test(tree.op) && tree.args.length === 2 && isJoined(tree.args[1]) && /^(letter|sub)$/.test(tree.args[0].op)

/* The trees with a product for each block, or null where nothing is joined. */
export function blocked(trees) {
  if (!trees.some(tree => some(tree, isBefore))) return null
  return trees.map(tree => mapTree(tree, part => {
    if (!isBefore(part)) return part
    const [matrix, { args: vectors }] = part.args
    const block = number => node("sub", [...(matrix.op === "sub" ? matrix.args : [matrix]), leaf("word", String(number + 1))], { start: matrix.start, end: matrix.end })
    return node("paren", [node("add", vectors.map((vector, place) => node("mul", [block(place), vector])))], { start: part.start, end: part.end })
  }))
}
