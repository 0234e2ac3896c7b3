/* Updates in place, θ ← θ − α g, with the steps that others write: θ_t = θ_{t-1} − α g. */

import { leaf, node, number, print } from "./trees.js"

/* The trees with steps, or null where no letter is updated. */
export function stepped(trees) {
  const updated = new Set(trees.filter(isUpdate).map(tree => print(tree.args[0])))
  if (!updated.size) return null
  const step = leaf("letter", "t")
  const before = node("add", [step, node("neg", [number("1")])])
  const places = new Map(trees.map((tree, place) => [isUpdate(tree) ? print(tree.args[0]) : "", place]))
  return trees.map((tree, place) => {
    const own = isUpdate(tree) ? print(tree.args[0]) : ""
    const isOld = name => name === own || place < places.get(name)  // above its update it is what it was
    const put = part => {
      if (updated.has(print(part))) return node("sub", [part, isOld(print(part)) ? before : step], { start: part.start, end: part.end })
      const isKept = place => part.op === "sub" ? place === 0 : part.op === "grad" && place > 0  // ∇_w
      return { ...part, args: part.args.map((arg, place) => arg && (isKept(place) ? arg : put(arg))) }
    }
    if (!own) return put(tree)
    const [left, ...right] = tree.args
    return { ...tree, args: [node("sub", [left, step], { start: left.start, end: left.end }), ...right.map(put)] }
  })
}

function isUpdate(tree) {
  if (tree.op !== "relation" || tree.args.length !== 2 || !/^[=←]$/.test(tree.name) || tree.args[0].op !== "letter") return false
  return standsIn(tree.args[1], print(tree.args[0]))
}

/* Whether a letter stands somewhere by itself: C not in C_{all}. */
function standsIn(tree, letter) {
  return print(tree) === letter || tree.args.some((arg, place) => arg && !(tree.op === "sub" && place === 0) && standsIn(arg, letter))
}
