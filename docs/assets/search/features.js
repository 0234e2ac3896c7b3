/* Tree → features: what two formulas have in common although their variables differ.

   Paths from a leaf up to three edges, where every variable is a "v"; the same once more with the
   number of indices; renamed subtrees; at a low weight the very symbols. */

import { hasMoreThan, withArgs } from "./trees.js"

const UNORDERED = new Set(["add", "mul", "eq", "list", "max", "min"])
const LEAVES = new Set(["letter", "number", "symbol"])
const PLAIN = new Set(["add", "mul", "eq", "neg", "call", "frac", "pow", "list"])
const WEIGHTS = {
  path: [0.4, 1, 1.2], indexed: [0.4, 0.4], inner: [0.5, 0.5], subtree: 1, operation: 1, symbol: 0.35,
}
const TRACE = 1e-6  // so little that it changes no score
const DECAY = 0.85
const MAX_SUBTREE = 400
const SKELETONS = new WeakMap()  // of sorted trees, which stay as they are
const HOLE = "?"

/* A map from feature to weight; what lies deeper in the tree weighs less. */
export function features(tree) {
  const found = new Map()
  const whole = sorted(tree)
  visit(whole, withoutIndices(whole), [], found)
  return found
}

function put(found, feature, weight, depth) {
  const decayed = weight * DECAY ** depth
  if (decayed > (found.get(feature) ?? 0)) found.set(feature, decayed)
}

/* `bare` is the tree without indices. */
function visit(tree, bare, above, found) {
  const depth = above.length
  if (tree.name === HOLE) return
  if (LEAVES.has(tree.op)) {
    addPaths(leafLabel(tree), above, WEIGHTS.path, found)
    if (tree.args.length) addPaths(indexedLabel(tree), above, WEIGHTS.indexed, found)
    if (tree.op === "number" && tree.name > 2) put(found, `o:${tree.name}`, TRACE, 0)
    if (tree.op !== "number") put(found, `s:${tree.name}`, WEIGHTS.symbol, 0)
    return
  }
  addPaths(tree.op, above, WEIGHTS.inner, found)
  if (!PLAIN.has(tree.op)) put(found, `o:${tree.op}`, WEIGHTS.operation, depth)
  if (tree.name) put(found, `o:${tree.op} ${tree.name}`, 0.7 * WEIGHTS.operation, depth)
  for (const each of [tree, bare]) {
    if (isLarge(each)) continue
    const renamed = named(each, new Map())
    if (renamed.length <= MAX_SUBTREE && !holds(tree)) put(found, `t:${renamed}`, WEIGHTS.subtree, depth)
  }
  tree.args.forEach((arg, place) => {
    const ordered = !UNORDERED.has(tree.op) && tree.args.length > 1
    visit(arg, bare.args[place], [ordered ? `${tree.op}${Math.min(place, 2)}` : tree.op, ...above], found)
  })
}

/* Of so many nodes that its text is too long, which is not known before it is written. */
const isLarge = tree => hasMoreThan(MAX_SUBTREE, tree)

/* What is not typed yet may be any variable, one that stands elsewhere, too. */
function holds({ name, args }) {
  return name === HOLE || args.some(holds)
}

function addPaths(label, above, weights, found) {
  let path = label
  if (!above.length) put(found, `p:${label}`, weights[0] / 2, 0)
  above.slice(0, weights.length).forEach((edge, length) => {
    path += `<${edge}`
    put(found, `p:${path}`, weights[length], Math.max(0, above.length - 1 - length))
  })
}

function leafLabel(tree) {
  return tree.op === "letter" ? "v" : tree.name
}

/* x_i, x_{ij}, x_{t-1}: one index, two, one that is shifted */
function indexedLabel(tree) {
  const shifted = tree.args.some(index => index.op === "add")
  return `v${tree.args.length}${shifted ? "±" : ""}`
}

/* The tree as text: equal where two formulas differ in names and order alone. */
export function shape(tree) {
  return named(sorted(tree), new Map())
}

function withoutIndices(tree) {
  if (tree.op === "letter") return tree.args.length ? { ...tree, args: [] } : tree
  return withArgs(tree, tree.args.map(withoutIndices))
}

/* The terms of a sum or product in an order that does not depend on names. */
function sorted(tree) {
  if (!tree.args.length) return tree
  const args = tree.args.map(sorted)
  if (UNORDERED.has(tree.op) && tree.op !== "list") {
    const keyed = args.map(arg => [skeleton(arg), arg])
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return { ...tree, args: keyed.map(([, arg]) => arg) }
  }
  return { ...tree, args }
}

function skeleton(tree) {
  if (tree.op === "letter") return `v${tree.args.length}`
  if (!tree.args.length) return tree.name ?? tree.op
  if (!SKELETONS.has(tree)) SKELETONS.set(tree, `${tree.op}(${tree.args.map(skeleton).join()})`)
  return SKELETONS.get(tree)
}

/* The tree as text, with variables named in the order in which they come. */
function named(tree, names) {
  if (tree.op === "letter") {
    if (!names.has(tree.name)) names.set(tree.name, names.size)
    const indices = tree.args.length ? `_${tree.args.map(index => named(index, names)).join()}` : ""
    return `#${names.get(tree.name)}${indices}`
  }
  if (LEAVES.has(tree.op)) return tree.name
  return `${tree.op}(${tree.args.map(arg => named(arg, names)).join()})`
}
