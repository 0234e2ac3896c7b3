/* Lines that define a letter for the others, put into these: Var(Z) = E[(Z − μ)²] where μ = E[Z]. */

import { isNumber, mapTree, node, print, some, walk } from "./trees.js"

const SPARE = "uvwklmnopqrs"  // letters for indices

/* The other lines with the definitions in them: all, then one alone; none where no line defines a letter for another. */
export function* inlined(lines) {
  const definitions = definitionsAmong(lines)
  if (!definitions.size) return
  yield put(lines, definitions)
  if (definitions.size > 1) for (const [left, definition] of definitions) yield put(lines, new Map([[left, definition]]))
}

function definitionsAmong(lines) {
  const definitions = new Map()
  const bound = boundLetters(lines)
  for (const line of lines) {
    const { tree } = line
    if (tree.op !== "relation" || tree.args.length !== 2 || !/^[=←]$/.test(tree.name)) continue
    const [left, body] = tree.args
    if (!isName(left)) continue
    const isUsed = lines.some(other => other !== line && some(other.tree.op === "relation" ? node("row", other.tree.args.slice(1)) : other.tree, part => print(part) === print(left) || isEntryLike(part, left, bound)))
    const isOfItself = part => print(part) === print(left) || (left.op === "sub" && part.op === "sub" && print(part.args[0]) === print(left.args[0]))
    if (isUsed && !some(body, isOfItself) && !isOnlyRenaming(line, lines)) definitions.set(print(left), { line, body, left })
  }
  for (const { left } of [...definitions.values()]) if (left.op === "sub" && definitions.has(print(left.args[0]))) return new Map()  // g, and g_i again
  for (const left of unreached(lines, definitions)) definitions.delete(left)
  return definitions
}

/* z = W, with W in no other line: put into these it would say nothing, whatever z is. */
function isOnlyRenaming({ tree: { args: [, body] } }, lines) {
  return isName(body) && lines.flatMap(({ tree }) => [...walk(tree)]).filter(part => print(part) === print(body)).length === 1
}

/* α_s for α_t, where a sum or a product runs over s. */
function isEntryLike(part, left, bound) {
  return [part, left].every(({ op, args }) => op === "sub" && args.length === 2 && args[1].op === "letter") && print(part.args[0]) === print(left.args[0]) && bound.has(part.args[1].name)
}

const boundLetters = lines => new Set(lines.flatMap(({ tree }) => [...walk(tree)]).filter(({ op, args }) => op === "big" && args[1]?.op === "letter").map(({ args }) => args[1].name))

function put(lines, definitions) {
  const letters = new Set(lines.flatMap(({ tree }) => [...walk(tree)]).filter(({ op }) => op === "letter").map(({ name }) => name))
  const bound = boundLetters(lines)
  const fresh = [...SPARE].filter(letter => !letters.has(letter))
  const replaced = (tree, depth) => mapTree(tree, part => {
    const definition = depth && (definitions.get(print(part)) ?? entryOf(part, definitions, bound))
    return definition ? node("paren", [replaced(rebound(definition.body, fresh), depth - 1)], { start: part.start, end: part.end }) : part
  })
  const dropped = new Set([...definitions.values()].map(({ line }) => line))
  return lines.filter(line => !dropped.has(line)).map(line => ({ ...line, tree: replaced(line.tree, 3) }))
}

/* α_s, where α_t = … says what each is. */
function entryOf(part, definitions, bound) {
  for (const { body, left } of definitions.values()) {
    if (!isEntryLike(part, left, bound)) continue
    return some(body, each => print(each) === print(left.args[0])) ? null : { body: mapTree(body, each => each.op === "letter" && each.name === left.args[1].name ? { ...each, name: part.args[1].name } : each) }
  }
  return null
}

/* What is bound in a definition is bound by another letter: its own may mean something where it is put. */
function rebound(tree, fresh) {
  return mapTree(tree, part => {
    const [body, index, ...range] = part.op === "big" ? part.args : []
    if (index?.op !== "letter" || !fresh.length) return part
    const other = { ...index, name: fresh.shift() }
    return { ...part, args: [mapTree(body, each => each.op === "letter" && each.name === index.name ? { ...each, name: other.name } : each), other, ...range] }
  })
}

/* x, x_i, x^{(i)} and σ², which stands for σ with its square. */
function isName(tree) {
  if (tree.op === "pow") return isNumber(tree.args[1], "2") && isName(tree.args[0])
  return tree.op === "letter" || (/^(sub|sup)$/.test(tree.op) && tree.args[0].op === "letter")
}

/* Definitions that no line needs that defines nothing itself. */
function unreached(lines, definitions) {
  const found = new Set()
  const bound = boundLetters(lines)
  const reach = tree => {
    for (const [left, { body, left: name }] of definitions) {
      if (found.has(left) || !some(tree, part => print(part) === left || isEntryLike(part, name, bound))) continue
      found.add(left)
      reach(body)
    }
  }
  const defining = new Set([...definitions.values()].map(({ line }) => line))
  for (const line of lines) if (!defining.has(line)) reach(line.tree)
  return [...definitions.keys()].filter(left => !found.has(left))
}
