/* A root that says what a name is, σ = √v, as what the square of that name is: σ² = v. */

import { ifChanged, node, number } from "./trees.js"

/* The trees with squares for such roots, or null where there is none. */
export function unrooted(trees) {
  const changed = trees.map(tree => {
    const [left, right] = tree.op === "relation" && tree.name === "=" && tree.args.length === 2 ? tree.args : []
    if (!right || right.op !== "root" || right.args.length > 1 || !/^(letter|sub)$/.test(left.op)) return tree
    return { ...tree, args: [node("pow", [left, number("2")], { start: left.start, end: left.end }), right.args[0]] }
  })
  return ifChanged(changed, trees)
}
