/* A velocity with the other sign: v ← μ v + α g and θ ← θ − v is v ← μ v − α g and θ ← θ + v. */

import { mapTree, node, print, some } from "./trees.js"

/* The trees with −v for v, for the one name that is carried on and that another line needs; null where there is none. */
export function negated(trees) {
  const carried = trees.filter(tree => isCarried(tree) && trees.some(other => other !== tree && uses(other, baseOf(tree.args[0]))))
  if (carried.length !== 1) return null
  const [defining] = carried
  const base = baseOf(defining.args[0])
  const minus = (part, more = {}) => node("neg", [part], { start: part.start, end: part.end, ...more })
  const put = tree => {
    if (baseOf(tree) === base) return minus(tree)
    return { ...tree, args: tree.args.map((arg, place) => arg && (tree.op === "sub" && place === 0 ? arg : put(arg))) }
  }
  return trees.map(tree => {
    if (tree !== defining) return put(tree)
    const [left, right] = tree.args
    return { ...tree, args: [left, minus(node("paren", [put(right)], { start: right.start, end: right.end }))] }
  })
}

/* v of v_t and v_{t-1}. */
const baseOf = tree => tree.op === "sub" && tree.args.length === 2 && tree.args[0].op === "letter" && /^(letter|add)$/.test(tree.args[1].op) ? print(tree.args[0]) : null

/* v_t = … v_{t-1} …, with a number before it. */
function isCarried(tree) {
  if (tree.op !== "relation" || tree.args.length !== 2) return false
  const base = baseOf(tree.args[0])
  return base !== null && some(tree.args[1], part => part.op === "mul" && part.args.some(arg => baseOf(arg) === base))
}

function uses(tree, base) {
  let found = false
  mapTree(tree, part => {
    found ||= baseOf(part) === base
    return part
  })
  return found
}
