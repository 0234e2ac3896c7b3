/* A formula of the reference as it was exported, read: its names, and each of its equations as a tree. */

import { canonical } from "./canonical.js"
import { composedRows } from "./composed.js"
import { INDICES } from "./entries.js"
import { evaluate, World } from "./evaluate.js"
import { functionsOf, plainHead, resolved } from "./calls.js"
import { keyOf, named, namesOf } from "./names.js"
import { isFunction } from "./functions.js"
import { readOne } from "./reading.js"
import { Unevaluable } from "./tensors.js"
import { keysIn, print, some, walk } from "./trees.js"

const CONSTANT = /^letter:(\\pi|e)$/

const READ = new WeakMap()

export function formulaOf(exported) {
  if (!READ.has(exported)) READ.set(exported, compiled(exported))
  return READ.get(exported)
}

function compiled(exported) {
  const names = namesOf(exported.symbols, tex => readOne(closed(tex)))
  const trees = exported.displays.map(({ tex }) => readOne(tex))
  trees.forEach((tree, place) => tree && addDefined(tree, exported.displays[place], names))
  const functions = functionsAmong(trees.filter(Boolean), names)
  const tree = tex => {
    const read = readOne(tex)
    return read && named(resolved(read, functions), names)
  }
  names.indices = new Set([...indicesAmong(trees.filter(Boolean)), ...INDICES])
  const rows = exported.displays.map((display, number) => rowOf(display, number, tree, exported.symbols)).filter(Boolean)
  names.words = new Set(rows.flatMap(({ form }) => form.op === "relation" ? [...walk(form.args[0])] : []).filter(({ op }) => op === "word").map(({ name }) => name.toLowerCase()))
  names.uses = new Map(rows.filter(({ form }) => form.op === "relation" && form.args[0].op === "name").map(({ form }) => [form.args[0].symbol.key, keysIn(form.args.slice(1))]))
  names.title = exported.id.split("/").at(-1).split("_")
  return { id: exported.id, title: exported.title, names, functions, rows, composed: composedRows(rows, names), definitions: definitionsOf(rows), given: givenBy(rows) }
}

/* A name whose closing brace was cut off. */
function closed(tex) {
  const open = tex.split("{").length - tex.split("}").length
  return open > 0 ? tex + "}".repeat(open) : tex
}

function rowOf(display, number, tree, symbols) {
  const read = tree(display.tex)
  if (!read) return null
  const misprints = display.refused.map(refused => {
    const printed = tree(refused.tex)
    return printed && { refused, tree: printed, form: canonical(printed) }
  }).filter(Boolean)
  const draws = display.draws.map(draw => ({ ...draw, value: entriesAt(read, display.over ?? [], draw.value), inputs: { ...sizesOf(draw.inputs, symbols), ...draw.inputs } }))
  return { ...display, draws, number, tree: read, form: canonical(read), misprints }
}

/* Of the value of p those entries that p_{2i-1} is about, in the order of i. */
function entriesAt({ op, args: [left] }, over, value) {
  const index = op === "relation" && over.length === 1 && left.op === "sub" && left.args.length === 2 ? left.args[1] : null
  if (!Array.isArray(value) || !index || !/^(add|mul)$/.test(index.op) || !some(index, part => part.op === "letter" && part.name === over[0])) return value
  const place = at => evaluate(index, new World({}, new Map(), { [over[0]]: at })) - 1
  try {
    return value.map((_, at) => value[place(at + 1)]).filter(entry => entry !== undefined)
  } catch (error) {
    if (!(error instanceof Unevaluable)) throw error
    return value
  }
}

/* The letters that stand as an index somewhere, and those of functions that are given no name. */
function indicesAmong(trees) {
  const found = new Set()
  for (const tree of trees) {
    for (const part of walk(tree)) {
      if (part.op === "sub") for (const index of part.args.slice(1)) for (const each of walk(index)) if (each.op === "letter") found.add(each.name)
      if (part.op === "sub" && part.args[0].op === "letter" && part.args[1].op === "word") found.add(part.args[0].name)
    }
  }
  return found
}

/* The sizes that the shapes of the inputs tell. */
function sizesOf(inputs, symbols) {
  const found = {}
  for (const [key, value] of Object.entries(inputs)) {
    let extent = value
    for (const size of symbols[key]?.shape ?? []) {
      if (!Array.isArray(extent)) break
      const symbol = Object.entries(symbols).find(([other, { tex }]) => other === size || tex === size)
      if (symbol) found[symbol[0]] ??= extent.length
      ;[extent] = extent
    }
  }
  return found
}

/* What a line defines without a place in the symbol list. */
function addDefined(tree, display, names) {
  let [left] = tree.op === "relation" ? tree.args : []
  if (!left) return
  if (left.op === "pow") [left] = left.args
  if (left.op === "sub" && names.has(keyOf(left.args[0]))) return
  if (!/^(letter|sub)$/.test(left.op) || names.has(keyOf(left))) return
  if (left.op === "sub" && left.args[0].op !== "letter") return
  const values = display.draws[0]?.value
  const rank = Array.isArray(values) ? 1 : 0
  names.set(keyOf(left), { key: display.defines ?? keyOf(left), tex: "", tree: left, rank, role: "output", kind: "number", shape: [] })
}

/* The heads of calls: what the symbol list says is a function, and what is not in it. */
function functionsAmong(trees, names) {
  const found = functionsOf(trees)
  for (const tree of trees) {
    for (const part of walk(tree)) {
      if (part.op !== "apply") continue
      const head = plainHead(part.args[0])
      const symbol = names.get(keyOf(head))
      const isValue = symbol ? symbol.kind !== "function" : CONSTANT.test(print(head)) || (head.op === "sub" && names.has(keyOf(head.args[0])))
      if (!isValue) found.add(print(head))
      else if (symbol && symbol.kind !== "function" && part.args.length === 2 && part.name === undefined) found.delete(print(head))
    }
  }
  return found
}

/* The functions that the rows define: by the name, or the tree, of their head. */
function definitionsOf(rows) {
  const found = new Map()
  for (const { tree } of rows) {
    const definition = definitionOf(tree)
    if (definition?.parameters.length && !found.has(definition.key) && (definition.head.op !== "word" || !(definition.indices.length || isFunction(definition.head.name)))) found.set(definition.key, definition)
  }
  return found
}

/* The numbers that one row alone defines, for where no draw has them. */
function givenBy(rows) {
  const found = new Map()
  for (const { tree } of rows) {
    const definition = definitionOf(tree)
    if (definition?.head.op === "name" && !definition.parameters.length && !definition.indices.length) found.set(definition.key, found.has(definition.key) ? null : definition)
  }
  for (const [key, definition] of found) if (!definition) found.delete(key)
  return found
}

/* f(x) = … and x_{ij} = …; null where a line defines nothing. */
export function definitionOf(tree) {
  if (tree.op !== "relation" || !/^[=←≈]/.test(tree.name)) return null
  let [left, body] = tree.args
  let indices = []
  if (left.op === "sub" && left.args.slice(1).every(index => index.op === "letter")) {
    indices = left.args.slice(1).map(index => index.name)
    ;[left] = left.args
  }
  const [head, ...args] = left.op === "call" ? left.args : [left]
  if (!/^(name|letter|word|sub)$/.test(head.op) || !args.every(arg => /^(name|letter)$/.test(arg.op))) return null
  if (head.op === "sub" && left.op !== "call") return null
  const key = head.op === "name" ? head.symbol.key : print(head)
  if (left.op !== "call" && some(body, part => print(part) === print(head))) return null
  const parameters = args.map(arg => arg.op === "letter" ? arg.name : "")
  return { key, head, parameters, keys: args.map(arg => arg.op === "name" ? arg.symbol.key : null), indices, body }
}
