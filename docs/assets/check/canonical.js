/* One form for what means the same: e^x and exp(x), a fraction and a power of −1, sums in any order.

   Bound letters become #1, #2, … by how deep they stand, so that their names do not matter. */

import { wordOf } from "./signs.js"
import { power, product, sum } from "./arithmetic.js"
import { boundOf, freeLetters, shifted } from "./bounds.js"
import { isNumber, leaf, mapTree, node, number, print, withArgs } from "./trees.js"

const FLIPPED = { "<": ">", ">": "<", "≤": "≥", "≥": "≤" }
const OPPOSITE = { "<": "≥", ">": "≤", "≤": ">", "≥": "<" }
const HALF = number("0.5")
const MINUS = number("-1")
const E = tree => tree.op === "letter" && tree.name === "e"

const RULES = {
  paren: ({ args }) => args[0],
  neg: tree => product([MINUS, tree.args[0]], tree),
  frac: tree => product([tree.args[0], power(tree.args[1], MINUS, tree)], tree),
  root: tree => power(tree.args[0], tree.args[1] ? power(tree.args[1], MINUS) : HALF, tree),
  pow: tree => tree.args[1].op === "mul" && isLabel(tree.args[1].args) ? RULES.sup({ ...tree, op: "sup", args: [tree.args[0], leaf("word", tree.args[1].args.map(({ name }) => name).join(""))] })
    : isMark(tree.args[1]) && tree.args[0].op === "sub" ? marked(tree) : E(tree.args[0]) ? call("exp", tree.args.slice(1), tree) : power(tree.args[0], tree.args[1], tree),
  dot: tree => product(tree.args.every(isVector) ? squared([node("T", [tree.args[0]], place(tree.args[0])), tree.args[1]]) : tree.args, tree),
  mul: tree => product(squared(tree.args), tree),
  mean: tree => ({ ...tree, args: tree.args.map(drawn) }),
  star: tree => product(tree.args, tree),
  had: tree => hadamard(tree),
  add: tree => sum(tree.args, tree),
  T: tree => tree.args[0].op === "T" ? tree.args[0].args[0] : { ...tree, written: undefined },
  call: tree => called(tree),
  sup: tree => isPlace(tree.args[1]) ? node("sub", tree.args[0].op === "sub" ? [...tree.args[0].args, tree.args[1]] : tree.args, place(tree))
    : tree.args[0].op === "sub" ? marked(tree) : tree,
  word: tree => tree.name === "sigmoid" ? leaf("letter", "\\sigma", place(tree)) : tree,
  order: tree => isStepBack(tree.args[0]) ? tree.args[0] : tree,
  sub: tree => tree.args.slice(1).some(isCurly) ? RULES.sub({ ...tree, args: [tree.args[0], ...tree.args.slice(1).map(index => isCurly(index) ? { ...index, op: "word" } : index)] })
    : isLabel(tree.args.slice(1)) ? node("sub", [tree.args[0], leaf("word", wordOf(tree.args.slice(1).map(({ name }) => name).join("")))], place(tree))
    : labelled(tree) ? RULES.sub(labelled(tree))
    : tree.args[0].op === "sub" ? node("sub", [...tree.args[0].args, ...tree.args.slice(1)], place(tree)) : tree,
  grad: tree => tree.args.length > 1 && tree.args[0].op === "call" && tree.args[0].args.length === 2 && print(tree.args[0].args[1]) === print(tree.args[1]) ? RULES.grad({ ...tree, args: [tree.args[0]] })
    : tree.args[0].op === "T" ? node("T", [{ ...tree, args: [tree.args[0].args[0], ...tree.args.slice(1)] }], place(tree)) : tree,
  deriv: tree => isOfItsVariable(tree) ? { ...tree, args: [tree.args[0].args[0], ...tree.args.slice(1)] } : tree,
  abs: tree => withArgs(tree, tree.args.map(unsigned)),
  norm: tree => node("norm", [unsigned(tree.args[0]), tree.args[1] ?? number("2")], place(tree)),
  cases: tree => cases(tree),
  conditions: tree => tree.args.length === 1 ? tree.args[0] : tree,
  relation: tree => relation(tree),
    list: tree => tree.name === "{" ? node("list", tree.args, { ...place(tree), name: "{" }) : tree,
}

const FORMS = new WeakMap()  // trees stay as they are

export function canonical(tree) {
  if (!FORMS.has(tree)) FORMS.set(tree, formOf(tree, 0, freeLetters(tree)))
  return FORMS.get(tree)
}

function formOf(tree, depth, free) {
  const bound = boundOf(tree)
  if (bound) return binder(shifted(bound), depth, free)
  const args = tree.args.map(arg => arg && formOf(arg, depth, free))
  const inner = { ...tree, args }
  const rule = RULES[tree.op]
  return rule ? rule(inner) : inner
}

/* Sums, products, extremes, integrals and limits: the body, where what is bound runs, and whether
   a letter that means something outside is bound once more, as a misprint does. */
function binder({ tree, variable, range, body }, depth, free) {
  const name = `#${depth + 1}`
  const renamed = mapTree(body, part => part.op === "letter" && part.name === variable ? { ...part, name } : tree.op === "big" ? entryOf(part, name) : part)
  const inner = formOf(renamed, depth + 1, free)
  const limits = range.map(each => each && formOf(each, depth, free))
  const big = { ...tree, name: `${tree.name ?? ""}${free.has(variable) ? "!" : ""}`, args: [inner, ...limits] }
  if (tree.name !== "sum" || tree.op !== "big" || inner.op !== "mul") return big
  const isInside = part => print(part).includes(`letter:${name}`)
  const first = inner.args.findIndex(isInside)
  const outside = inner.args.filter((part, place) => !isInside(part) && (place < first || isScalar(part)))
  if (!outside.length || first < 0) return big
  const rest = inner.args.filter(part => !outside.includes(part))
  return product([...outside, { ...big, args: [product(rest, inner), ...limits] }], tree)
}

const isIndexed = head => head.op === "sub" && head.args.every(each => each.op === "letter")

/* P(x) in a sum over x is an entry of P, u_c(i, j) in sums over i and j one of u. */
function entryOf(part, name) {
  const [head, ...args] = part.op === "call" && part.name === undefined ? part.args : []
  const isEntry = head && args.some(arg => arg.name === name) && args.every(arg => arg.op === "letter") && (head.op === "letter" ? args.length === 1 : isIndexed(head))
  return isEntry ? node("sub", [...(head.op === "sub" ? head.args : [head]), ...args], place(part)) : part
}

const isVector = tree => tree.op === "name" && tree.symbol.rank === 1

/* x^T x of a vector is its norm, squared. */
function squared(factors) {
  const found = []
  for (const factor of factors) {
    const before = found.at(-1)
    const isNorm = before?.op === "T" && print(before.args[0]) === print(factor) && (factor.op === "name" ? factor.symbol.rank === 1 : /^(\\?[a-z]+)$/.test(factor.op === "letter" ? factor.name : ""))
    if (isNorm) found[found.length - 1] = node("pow", [node("norm", [factor, number("2")]), number("2")], place(factor))
    else found.push(factor)
  }
  return found
}

/* x ∼ p(x) is x ∼ p. */
function drawn(tree) {
  if (tree?.op !== "relation" || tree.name !== "∼") return tree
  const [variable, from] = tree.args
  const [head, ...args] = /^(call|sub|mul)$/.test(from.op) ? from.args : []
  return head && args.length === 1 && print(args[0]) === print(variable) ? { ...tree, args: [variable, head] } : tree
}

/* Whether a factor may change places with any other. */
function isScalar(tree) {
  if (tree.op === "letter") return !/^[A-Z]$/.test(tree.name) && !tree.bold
  if (tree.op === "name") return tree.symbol.rank === 0
  return /^(number|norm|abs)$/.test(tree.op) || (tree.op === "pow" && isScalar(tree.args[0]))
}

/* The KL of D_{KL} and the ref of π_{ref}, written in letters. */
const isLabel = indices => indices.length > 1 && indices.every(index => index.op === "letter")
  && (indices.every(({ name }) => /^[A-Z]$/.test(name)) || LABELS.has(indices.map(({ name }) => name).join("")))
const LABELS = new Set("ref old new out cur top data model real fake true pred prev next init head dim avg all tot max min lr in".split(" "))

/* y_{all} at i, whose letters were read as one script with it. */
function labelled(tree) {
  const [base, ...indices] = tree.args
  const count = [...indices.keys()].findLast(end => end > 1 && isLabel(indices.slice(0, end)))
  return count ? { ...tree, args: [base, leaf("word", indices.slice(0, count).map(({ name }) => name).join("")), ...indices.slice(count)] } : null
}

/* The batch of \mu_{\mathcal{B}} counts nothing. */
const isCurly = index => index.op === "letter" && index.name.startsWith("\\mathcal{")

/* h_{(t-1)} is h_{t-1}; x_{(k)} is the k-th smallest. */
const isStepBack = tree => tree.op === "add" && tree.args.length === 2 && tree.args[0].op === "letter" && isNumber(tree.args[1], "-1")

/* x^{(i)} is x_i. */
const isPlace = mark => mark.op === "number" || mark.op === "add" || (mark.op === "letter" && mark.name !== "*")

/* W_i^Q is W^Q at i. */
const isMark = tree => (tree.op === "letter" || tree.op === "word") && /^[A-Z]/.test(tree.name)

function marked(tree) {
  const [inner, mark] = tree.args
  return node("sub", [{ ...tree, args: [inner.args[0], mark] }, ...inner.args.slice(1)], place(tree))
}

function call(name, args, tree) {
  return node("call", [leaf("word", name), ...args], place(tree))
}

function called(given) {
  const tree = withRuns(given)
  const [head, ...args] = tree.args
  if (head.op === "sub" && head.args[0].op === "word" && /^(softmax|sigmoid)$/.test(head.args[0].name)) {
    return node("sub", [node("call", [head.args[0], ...args]), ...head.args.slice(1)], place(tree))  // softmax_i(x)
  }
  if (head.op === "sub" && head.args[0].op === "word" && /^(swish|silu)$/.test(head.args[0].name) && isNumber(head.args[1], "1")) return called({ ...tree, args: [head.args[0], ...args] })  // Swish_1
  const name = head.op === "word" ? head.name : ""
  if (head.op === "deriv" && args.length === 1 && /^(letter|name|sub)$/.test(head.args[0]?.op)) return RULES.deriv({ ...head, args: [node("call", [head.args[0], args[0]]), ...head.args.slice(1)], ...place(tree) })
  if (head.op === "prime" && args.length === 1) return primed(tree, head, args[0])
  if (name === "sqrt") return power(args[0], HALF, tree)
  if (name === "abs") return node("abs", args.map(unsigned), place(tree))
  if (name === "floor" || name === "ceil") return node(name, args, place(tree))
  if (/^(max|min)$/.test(name)) {
    const flat = args.flatMap(arg => arg.op === "list" ? arg.args : arg.op === "call" && arg.args[0].name === name ? arg.args.slice(1) : [arg])
    return node("call", [head, ...flat], place(tree))
  }
  if (name === "exp" && args.length === 1 && args[0].op === "call" && args[0].args[0].name === "log") return args[0].args[1]
  return tree
}

/* ∂f(x)/∂x_i is ∂f/∂x_i. */
function isOfItsVariable({ args: [body, ...variables] }) {
  if (body?.op !== "call" || body.args.length !== 2 || !/^(letter|name|sub)$/.test(body.args[0].op)) return false
  const [, arg] = body.args
  return variables.every(variable => print(variable) === print(arg) || (variable.op === "sub" && print(variable.args[0]) === print(arg)))
}

/* x_1, …, x_n as an argument is x; x_1, …, x_{t-1} is x_{<t}. */
function withRuns(tree) {
  const args = tree.args.flatMap(arg => arg.op === "mul" && arg.args.some(({ op }) => op === "dots") ? arg.args : [arg])
  const place = args.findIndex(({ op }) => op === "dots")
  const [first, last] = [args.slice(1, place).find(arg => arg.op === "sub" && isNumber(arg.args[1], "1")), args[place + 1]]
  if (place < 2 || !first || tree.args[0].op === "word" || last?.op !== "sub" || print(last.args[0]) !== print(first.args[0])) return tree
  const [base, end] = last.args
  const run = isStepBack(end) ? node("sub", [base, node("before", [end.args[0]], { name: "<" })]) : base
  const start = args.indexOf(first)
  return { ...tree, args: [...args.slice(0, start), run, ...args.slice(place + 2)] }
}

/* (f ∘ g)'(x) is d/dx f(g(x)); f'(x) of a letter is df/dx. */
function primed(tree, head, arg) {
  const [inner] = head.args
  if (head.name === 1 && inner.op === "had" && inner.args.length === 2) {
    const [outer, within] = inner.args
    return node("deriv", [node("call", [outer, node("call", [within, arg])]), arg], place(tree))
  }
  return tree
}

/* Entry by entry is what a product of numbers is. */
function hadamard(tree) {
  const args = tree.args.flatMap(arg => arg.op === "had" ? arg.args : [arg])
  return args.some(arg => arg.op === "number") ? product(args, tree) : node("had", args, place(tree))
}

function unsigned(tree) {
  return tree.op === "mul" && isNumber(tree.args[0]) && Number(tree.args[0].name) < 0
    ? product([number(String(-Number(tree.args[0].name))), ...tree.args.slice(1)], tree) : tree
}

/* a > b is b < a; one side of an update is the other way around. */
function relation(tree) {
  const name = tree.name.replace(/[←]/g, "=")
  if (name === "=" && tree.args[0].op === "T" && /^(name|letter|sub)$/.test(tree.args[0].args[0].op)) return { ...tree, name, args: tree.args.map(transposed) }
  if (!/^[<>≤≥]$/.test(name)) return { ...tree, name }
  return /[>≥]/.test(name) ? { ...tree, name: FLIPPED[name], args: [...tree.args].reverse() } : tree
}

/* The last case is what all others leave over, where it is. */
function cases(tree) {
  const count = tree.name
  const values = tree.args.slice(0, count)
  const conditions = tree.args.slice(count)
  if (count !== 2) return tree
  const [first, second] = conditions
  if (second.op === "relation" && first.op === "relation" && isOpposite(first, second)) {
    return { ...tree, args: [...values, first, leaf("otherwise", "")] }
  }
  return tree
}

/* h^T = o^T E is h = E^T o; what stands in a sum of it, as well. */
function transposed(tree) {
  if (tree.op === "T") return tree.args[0]
  if (tree.op === "number") return tree
  if (tree.op === "mul" || tree.op === "add" || tree.op === "had") {
    const args = tree.args.map(transposed)
    return { ...tree, args: tree.op === "mul" ? args.reverse() : args }
  }
  return node("T", [tree], place(tree))
}

function isOpposite(first, second) {
  const [a, b] = first.args.map(print)
  const [c, d] = second.args.map(print)
  if (a === c && b === d) return OPPOSITE[first.name] === second.name
  return a === d && b === c && FLIPPED[OPPOSITE[first.name]] === second.name
}

export function place({ start, end }) {
  return start === undefined ? {} : { start, end }
}
