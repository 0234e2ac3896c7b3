/* Equations between arrays, entry by entry: y = W x + b as y_i = Σ_k W_ik x_k + b_i. */

import { leaf, node } from "./trees.js"
import { rankOf } from "./match.js"

export const INDICES = ["\\iota", "\\jmath"]  // letters that no page uses for an index of its own

/* The tree of a row y = … for an entry of y, or null where its right side has no rule here. */
export function entryRow({ tree, over }, names) {
  if (tree.op !== "relation" || tree.name !== "=" || over?.length) return null
  const [left, ...right] = tree.args
  const isSlope = left.op === "deriv" && left.args.length === 2
  const array = isSlope ? left.args[1] : left  // ∂L/∂W is one of ∂L/∂W_ij
  const { symbol } = array.op === "name" ? array : {}
  if (!symbol || (symbol.tree.op !== "letter" && !isSlope) || !symbol.rank || symbol.rank > 2) return null
  const indices = INDICES.slice(0, symbol.rank).map(name => leaf("letter", name))
  const writer = new Writer(names)
  const sides = right.map(side => writer.entry(side, indices))
  return sides.every(Boolean) && writer.isDeep ? { ...tree, args: [isSlope ? { ...left, args: [left.args[0], node("sub", [array, ...indices])] } : node("sub", [left, ...indices]), ...sides] } : null
}

class Writer {
  constructor(names) {
    this.names = names
    this.count = 0
    this.isDeep = false  // whether an index was put anywhere but at the left
  }

  entry(tree, indices) {
    const rank = rankOf(tree)
    if (rank === 0) return tree
    const each = part => rankOf(part) ? this.entry(part, indices) : part
    switch (tree.op) {
      case "paren": return this.wrapped(tree, this.entry(tree.args[0], indices))
      case "name": return rank === indices.length ? this.indexed(tree, indices) : null
      case "T": return rankOf(tree.args[0]) === 2 && indices.length === 2 ? this.entry(tree.args[0], [...indices].reverse()) : null
      case "neg": case "add": case "had": return this.whole(tree, tree.args.map(each))
      case "frac": return rankOf(tree.args[1]) ? null : this.whole(tree, [this.entry(tree.args[0], indices), tree.args[1]])
      case "mul": case "dot": return this.product(tree.args, indices)
      case "call": return this.isByEntry(tree) ? this.whole(tree, [tree.args[0], this.entry(tree.args[1], indices)]) : null
      default: return null
    }
  }

  indexed(tree, indices) {
    this.isDeep = true
    return node("sub", [tree, ...indices])
  }

  wrapped(tree, inside) {
    return inside && { ...tree, args: [inside] }
  }

  whole(tree, args) {
    return args.every(Boolean) ? { ...tree, args } : null
  }

  isByEntry({ args: [head, ...args] }) {
    return args.length === 1 && (/^(tanh|exp|log|relu|gelu|silu|sigmoid)$/.test(head.name) || head.name === "\\sigma" || head.symbol?.kind === "function" && head.symbol.rank === 0)
  }

  /* W x: a sum over what both have; a number before it stays where it is. */
  product(factors, indices) {
    const numbers = factors.filter(factor => !rankOf(factor))
    const [first, ...rest] = factors.filter(factor => rankOf(factor))
    const inner = rest.length ? this.contracted(first, rest, indices) : this.entry(first, indices)
    return inner && (numbers.length ? node("mul", [...numbers, inner]) : inner)
  }

  contracted(first, rest, indices) {
    const isOuter = rankOf(first) === 1 && rest.length === 1 && rest[0].op === "T" && rankOf(rest[0].args[0]) === 1
    if (isOuter && indices.length === 2) {
      const [row, column] = [this.entry(first, [indices[0]]), this.entry(rest[0].args[0], [indices[1]])]
      return row && column && node("mul", [row, column])
    }
    const bound = leaf("letter", `\\kappa ${this.count += 1}`)
    if (rankOf(first) !== 2) return null
    const left = this.entry(first, [indices[0], bound])
    const right = this.product(rest, [bound, ...indices.slice(1)])
    if (!left || !right) return null
    const size = sizeOf(left, bound, this.names)
    return node("big", [node("mul", [left, right]), bound, size && { op: "number", name: "1", args: [] }, size, null], { name: "sum" })
  }
}

/* The size of the axis at which an index stands. */
function sizeOf(tree, index, names) {
  if (tree.op === "sub" && tree.args[0].op === "name") {
    const axis = tree.args.slice(1).indexOf(index)
    const size = tree.args[0].symbol.shape?.[axis]
    const symbol = [...names.values()].find(({ key, tex }) => key === size || tex === size)
    if (axis >= 0 && symbol) return leaf("name", symbol.key, { symbol })
  }
  for (const arg of tree.args) {
    const found = arg && sizeOf(arg, index, names)
    if (found) return found
  }
  return null
}
