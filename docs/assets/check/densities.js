/* Densities of what a mean is over, as entries of arrays: E_{q(z | x)}[log p(x | z)] is E_{z ∼ q}[log l_z]. */

import { drawnLetter } from "./bounds.js"
import { standIn } from "./standins.js"
import { ifChanged, leaf, mapTree, node, print, some, walk } from "./trees.js"

/* The trees with a letter for each kind of density, or null where no mean is over one, or over several. */
export function tabled(trees) {
  const games = trees.map(played)
  const isGame = ifChanged(games, trees) !== null
  const plainer = games.map(tree => unbounded(pushed(tree)))
  if (isGame && plainer.some(tree => some(tree, part => part.op === "apply" && part.name !== undefined))) return null  // D(x | y) is another game
  const means = plainer.flatMap(tree => [...walk(tree)]).filter(part => part.op === "mean" && part.name === "1")
  const variables = new Set(means.map(variableOf).filter(Boolean))
  if (means.length && variables.size === 1) return entries(plainer, [...variables][0])
  return ifChanged(plainer.map(surprised), plainer) ?? ifChanged(plainer, trees)
}

const isDensity = tree => tree.op === "apply" && /^(letter|sub)$/.test(tree.args[0].op)
const has = (tree, variable) => some(tree, part => part.op === "letter" && part.name === variable)

/* z of E_{q(z | x)}, E_{z ∼ q(z | x)} and E_{z ∼ q}. */
function variableOf(mean) {
  const [, law, ...others] = mean.args
  const isOver = law && !others.length && isDensity(law) && law.args[1].op === "letter"
  return isOver ? law.args[1].name : drawnLetter(mean)
}

function entries(trees, variable) {
  const index = leaf("letter", variable)
  const names = new Map()
  const nameOf = part => {
    const head = part.op === "apply" && part.args.length === 2 ? part.args[0] : part  // p of p(z)
    const kind = head.op === "apply" ? print({ ...part, args: [part.args[0], ...part.args.slice(1).map(arg => has(arg, variable) ? leaf("letter", "·") : arg)] }) : print(head)
    if (!names.has(kind)) names.set(kind, head.op === "letter" ? head.name : standIn(head.op === "sub" ? head.args[1].name : names.size + 1))
    return leaf("letter", names.get(kind), { start: part.start, end: part.end })
  }
  const whole = part => isDensity(part) && has(part, variable) ? nameOf(part) : part
  const put = part => {
    if (part.op === "mean") {
      const [body, law] = part.args
      const of = law?.op === "relation" ? law.args[1] : law
      return law && variableOf(part) === variable ? { ...part, args: [put(body), node("relation", [index, nameOf(of)], { name: "∼" })] } : { ...part, args: part.args.map(arg => arg && put(arg)) }
    }
    const isDivergence = /^(apply|call)$/.test(part.op) && part.name === 1 && some(part.args[0], each => each.name === "kl")
    if (isDivergence) return node("call", [leaf("word", "kl"), ...part.args.slice(1).map(whole)], { name: 1, start: part.start, end: part.end })
    if (isDensity(part) && has(part, variable)) return node("sub", [nameOf(part), index], { start: part.start, end: part.end })
    return { ...part, args: part.args.map(arg => arg && put(arg)) }
  }
  const changed = trees.map(tree => tree.op === "relation" ? { ...tree, args: [tree.args[0], ...tree.args.slice(1).map(put)] } : put(tree))
  return names.size ? changed : null
}

/* log p(x) ≥ … is about the bound: L = …. */
function unbounded(tree) {
  const [left, right] = tree.op === "relation" && tree.args.length === 2 ? tree.args : []
  const isEvidence = side => side?.op === "call" && side.args[0].name === "log" && isDensity(side.args[1])
  const [evidence, bound] = tree.name === "≥" ? [left, right] : tree.name === "≤" ? [right, left] : []
  return isEvidence(evidence) && some(bound, part => part.op === "mean") ? { ...tree, name: "=", args: [leaf("letter", "\\mathcal{L}", { start: evidence.start, end: evidence.end }), bound] } : tree
}

/* min_G max_D V(D, G) = … says what V is. */
function played(tree) {
  const inner = side => side.op === "big" && /^(min|max)$/.test(side.name) && side.args[1]?.op === "letter" && /^(big|apply|letter|add|mean|mul)$/.test(side.args[0].op) ? inner(side.args[0]) : side
  if (tree.op === "add" && inner(tree.args[0]) !== tree.args[0] && tree.args.every(term => some(term, part => part.op === "mean"))) return { ...tree, args: [inner(tree.args[0]), ...tree.args.slice(1)] }
  if (tree.op !== "relation") return some(tree, part => part.op === "mean") ? inner(tree) : tree
  const args = tree.args.map(inner)
  return args.some((arg, place) => arg !== tree.args[place]) && some(tree, part => part.op === "mean") ? { ...tree, args } : tree
}

/* A mean over z of what has z in G(z) alone is one over x, which has the law of G(z). */
function pushed(tree) {
  const isDrawn = part => part.op === "apply" && part.args.length === 2 && part.args[0].op === "letter"
  const target = [...walk(tree)].filter(part => part.op === "mean").map(variableOf).find(variable => variable && variable !== "z")
  if (!target) return tree
  return mapTree(tree, part => {
    const variable = part.op === "mean" ? variableOf(part) : null
    if (!variable || variable === target) return part
    const calls = [...walk(part.args[0])].filter(each => isDrawn(each) && print(each.args[1]) === `letter:${variable}`)
    const [call] = calls
    if (!call || calls.some(each => print(each) !== print(call))) return part
    const body = mapTree(part.args[0], each => print(each) === print(call) ? leaf("letter", target, { start: each.start, end: each.end }) : each)
    const law = leaf("letter", standIn(call.args[0].name))
    return has(body, variable) ? part : { ...part, args: [body, node("relation", [leaf("letter", target), law], { name: "∼" })] }
  })
}

/* E[log p(X)] is a mean over x ∼ p. */
function surprised(tree) {
  return mapTree(tree, part => {
    if (part.op !== "mean" || part.args.length !== 1 || part.name !== "1") return part
    const calls = [...walk(part.args[0])].filter(each => isDensity(each) && each.args.length === 2 && each.args[1].op === "letter" && /^[A-Z]$/.test(each.args[1].name))
    const [call] = calls
    if (!call || calls.some(each => print(each) !== print(call)) || call.args[0].op !== "letter") return part
    const index = leaf("letter", call.args[1].name.toLowerCase())
    const body = mapTree(part.args[0], each => print(each) === print(call) ? node("sub", [call.args[0], index], { start: each.start, end: each.end }) : each)
    return has(body, call.args[1].name) ? part : { ...part, args: [body, node("relation", [index, call.args[0]], { name: "∼" })] }
  })
}
