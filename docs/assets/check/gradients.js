/* Gradients by the name they have in an update: η ∇J(θ_{t-1}) is η g_t. */

import { leaf, node, number, print, some, walk } from "./trees.js"

const NAME = "\\nabla"

/* The trees with one name for the one gradient they have, and null for what only says which gradient a name
   is; null where there is none, or several. */
export function gradientsNamed(trees) {
  const defining = trees.filter(tree => definesGradient(tree, trees))
  if (defining.length) return trees.map(tree => defining.includes(tree) ? null : tree)
  const right = trees.flatMap(tree => tree.op === "relation" ? tree.args.slice(1) : [tree])
  const found = right.flatMap(tree => [...walk(tree)]).filter(isGradient)
  if (!found.length || new Set(found.map(functionOf)).size > 1 || new Set(found.map(print)).size > 1) return null
  return trees.map(tree => {
    if (tree.op !== "relation") return put(tree, null)
    const [left, ...sides] = tree.args
    return { ...tree, args: [left, ...sides.map(side => put(side, stepOf(left)))] }
  })
}

/* g_t = ∇f(θ_{t-1}), for another line. */
function definesGradient(tree, trees) {
  if (tree.op !== "relation" || tree.args.length !== 2 || !isGradient(tree.args[1])) return false
  const [left, right] = tree.args
  if (!/^(letter|sub)$/.test(left.op)) return false
  const [step, own] = [stepOf(left), stepIn(right)]
  if (step && own && print(after(own)) !== print(step)) return false
  const others = trees.filter(other => other !== tree)
  return others.some(other => some(other, part => print(part) === print(left))) && !others.some(other => some(other, ({ op }) => /^(grad|deriv)$/.test(op)))
}

/* ∇f(x), ∇f, and ∂f/∂w of a name alone. */
function isGradient(tree) {
  const [body, ...variables] = tree.args
  const isPlain = body?.op === "letter" || (/^(apply|call)$/.test(body?.op) && [...body.args, ...variables].every(arg => /^(letter|sub)$/.test(arg?.op)))
  return isPlain && (tree.op === "grad" ? tree.name === 1 : tree.op === "deriv" && variables.length === 1 && /^(letter|sub)$/.test(variables[0].op))
}

const functionOf = tree => print(tree.args[0].op === "letter" ? tree.args[0] : tree.args[0].args[0])

function put(tree, step) {
  if (!isGradient(tree)) return { ...tree, args: tree.args.map(arg => arg && put(arg, step)) }
  const at = { start: tree.start, end: tree.end }
  const name = leaf("letter", NAME, at)
  const own = stepIn(tree)
  const index = own ? after(own) : step
  return index ? node("sub", [name, index], at) : name
}

/* t of θ_t, and t - 1 of θ_{t-1}. */
const stepOf = tree => tree.op === "sub" && tree.args.length === 2 && (tree.args[1].op === "letter" || tree.args[1].op === "add") ? tree.args[1] : null

function stepIn({ args: [body, variable] }) {
  const at = body.op === "letter" ? variable : body.args.at(-1)
  if (!at) return null
  for (const part of walk(at)) if (stepOf(part)) return stepOf(part)
  return null
}

/* What is computed from θ_{t-1} has the number t. */
function after(step) {
  if (step.op === "letter") return node("add", [step, number("1")])
  const isBack = step.args.length === 2 && print(step.args[1]) === "neg(number:1)"
  return isBack ? step.args[0] : some(step, part => part.op === "neg") ? step : node("add", [...step.args, number("1")])
}
