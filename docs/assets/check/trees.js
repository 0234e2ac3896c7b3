/* The trees that formulas are read into, by the reference and from what is pasted.

   A node is { op, args, name?, start, end }: start and end are characters of the text it was read from.
   Leaves are "number", "letter" (one letter, a Greek one, one with an accent) and "word" (several). */

export function node(op, args, more = {}) {
  const placed = args.filter(arg => arg && arg.start !== undefined)
  const start = Math.min(...placed.map(arg => arg.start))
  const end = Math.max(...placed.map(arg => arg.end))
  return { op, args, ...(placed.length ? { start, end } : {}), ...more }
}

export function leaf(op, name, more = {}) {
  return { op, name, args: [], ...more }
}

export function number(value, more = {}) {
  return leaf("number", value, more)
}

/* The tree with other arguments, at the same place. */
export function withArgs(tree, args) {
  return args.every((arg, place) => arg === tree.args[place]) ? tree : { ...tree, args }
}

export function* walk(tree) {
  yield tree
  for (const arg of tree.args) if (arg) yield* walk(arg)
}

export function size(tree) {
  let count = 0
  for (const part of walk(tree)) count += part.op === "list" ? 0 : 1
  return count
}

export function some(tree, test) {
  for (const part of walk(tree)) if (test(part)) return true
  return false
}

/* The keys of the names that stand in trees. */
export const keysIn = trees => new Set(trees.flatMap(tree => [...walk(tree)]).filter(({ op }) => op === "name").map(({ symbol }) => symbol.key))

/* The two sides of the only line of a paste, where this is an equation; none of anything else. */
export const sidesOfOnly = (trees, sign = /^=$/) => trees.length === 1 && trees[0].op === "relation" && sign.test(trees[0].name) ? trees[0].args : []

/* Trees that a change made, or null where it left them all as they were. */
export const ifChanged = (changed, trees) => changed.some((tree, place) => tree !== trees[place]) ? changed : null

export function mapTree(tree, change) {
  return change(withArgs(tree, tree.args.map(arg => arg && mapTree(arg, change))))
}

export function isNumber(tree, value) {
  return tree?.op === "number" && (value === undefined || tree.name === value)
}

/* What tells two trees apart, as text: everything but their places. */
export function print(tree) {
  if (!tree) return "_"
  const name = tree.name === undefined ? "" : `:${tree.name}`
  return tree.args.length ? `${tree.op}${name}(${tree.args.map(print).join(" ")})` : `${tree.op}${name}`
}

export const GREEK = ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega "
  + "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega").split(" ")
