/* One formula in the ways it may be written: a query is found in the best of them.

   Each function returns the tree itself where it finds nothing to change. */

import { hasMoreThan, leaf, node, ONE, TWO, withArgs } from "./trees.js"

const LARGEST = 400  // nodes of a definition that is put into others: one of itself would double each time

/* What a source is indexed under: each statement, its other ways, and the sides of an equation. */
export function formsOf(trees) {
  return new Set(trees.flatMap(tree => [tree, merged(tree), abstracted(tree), withoutPoint(tree), ...(tree.op === "eq" ? tree.args : [])]))
}

/* What a query may mean: lists of statements, without repetition. */
export function readingsOf(trees) {
  const readings = [trees.map(merged), trees.map(abstracted), inlined(trees), trees.map(defined), derived(trees), trees.map(undiagonal), trees.map(layered), trees.map(shifted)]
  return [trees, ...readings.filter(reading => reading.some((tree, place) => tree !== trees[place]) && reading.every(({ op }) => op !== "letter"))]
}

/* U diag(s) Vᵀ → U s Vᵀ */
function undiagonal(tree) {
  return tree.op === "diag" ? tree.args[0] : withArgs(tree, tree.args.map(undiagonal))
}

/* θ_{t+1} = θ_t + … → θ_t = θ_{t-1} + … */
function shifted(tree) {
  const next = tree.op === "eq" && tree.args[0].op === "letter" && tree.args[0].args.find(({ op, args }) => op === "add" && args[0].op === "letter" && args[1].name === "1")
  if (!next) return tree
  const [{ name }] = next.args
  const shift = index => index.op === "add" && index.args[0].name === name && index.args[1].name === "1" ? leaf("letter", name)
    : index.name === name ? node("add", [index, node("neg", [ONE])]) : index
  const change = part => part.op === "letter" ? { ...part, args: part.args.map(shift) } : withArgs(part, part.args.map(change))
  return change(tree)
}

/* w1(x) → w1 x: what a module with weights computes */
function layered(tree) {
  const args = tree.args.map(layered)
  const isLayer = tree.op === "call" && args.length === 2 && /^[wW]_?\d*$|proj|linear|^fc\d*$/.test(args[0].name)
  return isLayer ? node("mul", args) : withArgs(tree, args)
}

/* u_t = u_xx → ∂u/∂t = ∂²u/∂x²: where an index of one letter stands twice */
function derived(trees) {
  const twice = tree => tree.op === "letter" && tree.args.length > 1 && tree.args.every(index => index.name === tree.args[0].name)
  const holds = tree => twice(tree) || tree.args.some(holds)
  const change = tree => tree.op === "letter" && tree.args.length && tree.args.every(({ name }) => /^[txyz]$/.test(name))
    ? node(tree.args.length > 1 ? "partial2" : "partial", [leaf("letter", tree.name), ...twice(tree) ? tree.args.slice(1) : tree.args]) : withArgs(tree, tree.args.map(change))
  return trees.some(holds) ? trees.map(change) : trees
}

/* a · (b / c) → (a · b) / c, and (a / b) / c → a / (b · c) */
function merged(original) {
  const tree = withArgs(original, original.args.map(merged))
  if (tree.op === "frac" && tree.args[0]?.op === "frac" && tree.args.every(arg => arg.args)) {
    const [[above, inner], below] = [tree.args[0].args, tree.args[1]]
    return inner && below ? node("frac", [above, node("mul", [inner, below].flatMap(factor => factor.op === "mul" ? factor.args : [factor]))]) : tree
  }
  const quotient = tree.op === "mul" ? tree.args.find(arg => arg.op === "frac" && arg.args.length === 2) : null
  if (!quotient) return tree
  const [above, below] = quotient.args
  const factors = [...tree.args.filter(arg => arg !== quotient), ...(above.op === "mul" ? above.args : [above])]
    .filter(factor => factor.name !== "1")
  return node("frac", [factors.length > 1 ? node("mul", factors) : factors[0] ?? above, below])
}

/* x − E(x) → x − μ: a statistic of one variable is often a letter of its own. */
function abstracted(tree) {
  if (tree.args[0]?.op === "letter") {
    if (tree.op === "E" || tree.op === "max") return leaf("letter", "μ")
    if (tree.op === "var") return node("pow", [leaf("letter", "σ"), TWO])
  }
  return withArgs(tree, tree.args.map(abstracted))
}

/* f(x) = … → what f is, whatever its name */
function defined(tree) {
  const [left, right, ...more] = tree.args
  const name = left?.op === "call" ? left.args : [left]
  return tree.op === "eq" && !more.length && name.every(part => part.op === "letter" && !part.args.some(({ op }) => op === "add")) ? right : tree
}

/* max(0, w·x + b) → max(0, x) */
export function emptied(tree) {
  const { op, args } = tree
  if (!/^(max|min|tanh|sigmoid|relu)$/.test(op)) return tree
  return withArgs(tree, args.map(arg => arg.args.length && arg.op !== "letter" ? leaf("letter", "x") : arg))
}

/* Looser ways to read a query, by which none is found, but which tell that a formula is close. */
export function looser(trees) {
  return [emptied, unbounded, subscripted, tree => subscripted(sampled(unbounded(tree))), total, withoutPoint, entries, single, inner, sampled].map(change => trees.map(change)).filter(changed => changed.some((tree, place) => tree !== trees[place]))
}

/* arg max f, min max f → f */
function unbounded(tree) {
  return /^(arg|max|min)$/.test(tree.op) && tree.args.length === 1 ? unbounded(tree.args[0]) : withArgs(tree, tree.args.map(unbounded))
}

/* D(x) → D_x, π(a | s) → π_{a,s} */
function subscripted(tree) {
  const [called, ...args] = tree.args
  return tree.op === "call" && called.op === "letter" && args.every(({ op }) => op === "letter")
    ? { ...called, args: [...called.args, ...args] } : withArgs(tree, tree.args.map(subscripted))
}

/* (1/N) Σ Σ → Σ: of a loss, for one example of a batch */
function single(tree) {
  return tree.op === "E" && tree.args[0]?.op === "sum" ? single(tree.args[0]) : withArgs(tree, tree.args.map(single))
}

/* ∂L/∂y → L′, as the chain rule for one variable has it */
function total(tree) {
  return tree.op === "partial" ? node("prime", [tree.args[0]]) : withArgs(tree, tree.args.map(total))
}

/* f(x) → f, also in what is composed */
function withoutPoint(tree) {
  const args = tree.args.map(withoutPoint)
  if (tree.op === "compose") return node("call", args)
  return tree.op === "call" && args.length === 2 && args.every(({ op }) => op === "letter") ? args[0] : withArgs(tree, args)
}

/* xᵀy → x · y */
function inner(tree) {
  const args = tree.args.map(inner)
  return tree.op === "mul" && args[0].op === "T" ? withArgs(tree, [args[0].args[0], ...args.slice(1)]) : withArgs(tree, args)
}

/* (∂₁f, …, ∂ₙf) → ∂₁f: one entry of a list; F(x, W) → F(x) */
function sampled(tree) {
  const args = tree.args.map(sampled)
  if (tree.op === "list") return args[0] ?? tree
  return tree.op === "call" ? { ...tree, args: args.slice(0, 2) } : withArgs(tree, args)
}

/* (∇²f)_ij = … → what stands behind it */
function entries(tree) {
  return tree.op === "eq" && tree.args[0].op === "entry" ? tree.args[1] : tree
}

/* e = exp(z); e / sum(e) → exp(z) / sum(exp(z)) */
function inlined(trees) {
  const known = new Map()
  return trees.map(tree => {
    const [name, ...values] = tree.args
    const defines = tree.op === "eq" && values.length === 1 && name.op === "letter" && !name.args.length
    if (!defines) return substituted(tree, known)
    const value = substituted(values[0], known)
    if (hasMoreThan(LARGEST, value)) known.delete(name.name)
    else known.set(name.name, value)
    return withArgs(tree, [name, value])
  })
}

function substituted(tree, known) {
  if (tree.op === "letter") return tree.args.length ? tree : known.get(tree.name) ?? tree
  return withArgs(tree, tree.args.map(arg => substituted(arg, known)))
}

/* The rows of a display, first what it is about: its first row, or, where that defines what others use, the
   last whose left side no other uses. */
export function mainFirst(trees) {
  const left = trees.map(({ op, args }) => op === "eq" && args[0].op === "letter" ? written(args[0]) : "")
  const isUsed = place => left[place] && trees.some((tree, other) => other !== place && mentions(tree, left[place]))
  if (trees.length < 2 || !isUsed(0)) return trees
  const main = trees.findLastIndex((_, place) => !isUsed(place))
  return main < 0 ? trees : [trees[main], ...trees.slice(0, main), ...trees.slice(main + 1)]
}

function mentions(tree, letter) {
  return written(tree) === letter || tree.args.some(arg => mentions(arg, letter))
}

/* SiLU(x) = x σ(x) where σ(x) = 1 / (1 + e⁻ˣ) → SiLU(x) = x / (1 + e⁻ˣ): the first statement with what
   the others define, or nothing where they define no part of it. */
export function expanded([first, ...others]) {
  const defined = new Map()
  for (const { op, args } of others) {
    if (op !== "eq" || args.length !== 2) continue
    const [left, right] = args
    if (left.op === "letter") defined.set(written(left), { body: right })
    else if (isCalled(left) && left.args.at(-1).op === "letter") defined.set(calledAs(left), { body: right, parameter: left.args.at(-1) })
  }
  if (!first || !defined.size) return []
  const expand = tree => {
    const known = defined.get(isCalled(tree) ? calledAs(tree) : written(tree))
    if (!known) return withArgs(tree, tree.args.map(expand))
    return known.parameter ? replaced(known.body, known.parameter.name, expand(tree.args.at(-1))) : known.body
  }
  const [left, ...right] = first.op === "eq" ? first.args : [null, first]
  const more = right.map(expand)
  if (more.every((tree, place) => tree === right[place])) return []
  return [left ? node("eq", [left, ...more]) : more[0]]
}

function isCalled({ op, args }) {
  return op === "call" ? args.length === 2 : args.length === 1 && !/^(letter|neg|frac|sum|E|norm|T|exp|log|sqrt)$/.test(op)
}

function calledAs({ op, args }) {
  return op === "call" ? `call ${args[0].name}` : op
}

function written({ op, name = "", args }) {
  return op === "letter" ? `${name}_${args.map(written)}` : args.length ? "" : name
}

function replaced(tree, name, value) {
  return tree.op === "letter" && tree.name === name && !tree.args.length ? value : withArgs(tree, tree.args.map(arg => replaced(arg, name, value)))
}

/* A = U Σ → A = U Σ ?: what ends with a letter may go on with another factor. */
export function continued(trees) {
  const last = trees.at(-1)
  const changed = last && goneOn(last)
  return last?.op === "eq" && changed !== last ? [[...trees.slice(0, -1), changed]] : []
}

function goneOn(tree) {
  if (tree.op === "letter" && tree.name !== "?") return node("mul", [tree, leaf("letter", "?")])
  if (!/^(eq|add|neg|mul|sum)$/.test(tree.op)) return tree
  const last = goneOn(tree.args.at(-1))
  const parts = tree.op === "mul" && last.op === "mul" ? last.args : [last]
  return last === tree.args.at(-1) ? tree : { ...tree, args: [...tree.args.slice(0, -1), ...parts] }
}
