/* Equations with what the same display defines put in, as the scores of a head; those of arrays by their entries. */

import { boundOf } from "./bounds.js"
import { canonical } from "./canonical.js"
import { entryRow, INDICES } from "./entries.js"
import { mapTree, print, some, walk } from "./trees.js"

const MOST = 12  // of a formula

/* Rows like those of the formula, with one definition of their display in them, or all; and entry by entry. */
export function composedRows(rows, names) {
  const found = rows.map(row => withTree(row, entryRow(row, names), INDICES.slice(0, row.tree.args[0]?.symbol?.rank)))
  for (const row of rows) {
    const known = rows.filter(other => other !== row && other.display === row.display).map(definition).filter(Boolean)
    const used = known.filter(each => isIn(row.tree, each))
    if (known.length > 1) for (const each of used) found.push(composed(row, [each]))
    if (used.length) found.push(composed(row, known))
  }
  for (const row of rows) found.push(...chained(row, rows))
  for (const row of rows) {
    for (const { symbol, value } of neutral(names)) if (some(row.tree, part => part.symbol === symbol)) found.push(withTree(row, mapTree(row.tree, part => part.symbol === symbol ? { op: "number", name: value, args: [] } : part)))
  }
  const forms = new Set(rows.map(({ form }) => print(form)))
  return found.filter(each => each && !forms.has(print(each.form)) && forms.add(print(each.form))).slice(0, MOST)
}

/* The letters of which the symbol list says that a formula without them has a number there: "1 is without". */
const neutral = names => [...new Set(names.values())].flatMap(symbol => (symbol.meaning?.match(/(\d+) is without/) ?? []).slice(1).map(value => ({ symbol, value })))

/* θ_t = A where θ_t = B, and B = A is another equation. */
function chained(row, rows) {
  const { tree } = row
  if (row.defines || tree.op !== "relation" || tree.name !== "=" || tree.args.length !== 2) return []
  return rows.filter(other => other !== row && other.defines && other.tree.op === "relation" && other.tree.args.length === 2).flatMap(other => {
    const [left, right] = other.tree.args
    const place = tree.args.findIndex(side => print(canonical(side)) === print(canonical(right)))
    return place < 0 ? [] : [{ ...withTree(row, { ...tree, args: [left, tree.args[1 - place]] }), defines: other.defines }]
  })
}

/* { row, key, indices, body } of S_i = …; null where a row defines nothing. */
function definition(row) {
  const { tree } = row
  if (tree.op !== "relation" || tree.args.length !== 2 || tree.name !== "=") return null
  const [left, body] = tree.args
  if (left.op === "call") return functionOf(row)
  const [head, ...indices] = left.op === "sub" ? left.args : [left]
  if (head.op !== "name" || !indices.every(index => index.op === "letter")) return null
  if (some(body, part => part.op === "name" && part.symbol.key === head.symbol.key)) return null
  return { row, key: head.symbol.key, indices: indices.map(({ name }) => name), body }
}

/* { row, called, parameters, body } of SwiGLU(x) = …; null where its own name stands in it, or binds a parameter.
   y(t_0) = y_0 says what y is at one place. */
function functionOf(row) {
  const [{ args: [head, ...parameters], name }, body] = row.tree.args
  const called = print(head)
  if (name !== undefined || !parameters.every(({ op, symbol }) => op === "letter" || symbol?.tree.op === "letter") || some(body, part => print(part) === called || boundOf(part))) return null
  return { row, called, parameters: parameters.map(print), body }
}

const isIn = (tree, { key, called }) => tree.op === "relation" && tree.args.slice(called ? 1 : 0).some(side => some(side, part => called ? part.op === "call" && print(part.args[0]) === called : part.op === "name" && part.symbol.key === key))

function composed(row, definitions) {
  const covers = new Set([row])
  const [left, ...right] = row.tree.args
  const put = tree => mapTree(replaced(tree, definitions, covers), part => part)
  let sides = right
  for (let depth = 0; depth < 3; depth += 1) sides = sides.map(put)
  const entry = left.op === "sub" && definitions.find(({ key, indices }) => indices && !indices.length && left.args[0].symbol?.key === key)
  const other = entry ? { ...left, args: [{ op: "paren", args: [entry.body] }, ...left.args.slice(1)] } : left
  const tree = { ...row.tree, args: [other, ...sides] }
  return print(tree) === print(row.tree) ? null : { ...withTree(row, tree), covers }
}

const withTree = (row, tree, over = row.over) => tree && { ...row, tree, over, form: canonical(tree), misprints: [], covers: new Set([row]) }

/* SwiGLU(h) has the body of SwiGLU(x) with h for x. */
function applied(tree, { row, parameters, body }, definitions, covers) {
  covers.add(row)
  const args = tree.args.slice(1).map(arg => replaced(arg, definitions, covers))
  const put = part => {
    const place = parameters.indexOf(print(part))
    return place >= 0 ? { op: "paren", args: [args[place]] } : { ...part, args: part.args.map(arg => arg && put(arg)) }
  }
  return { op: "paren", args: [put(body)] }
}

/* An entry S_j has the body of S_i with j for i, unless something in it binds j. */
function replaced(tree, definitions, covers) {
  const calling = tree.op === "call" && definitions.find(({ called, parameters }) => called === print(tree.args[0]) && parameters.length === tree.args.length - 1)
  if (calling) return applied(tree, calling, definitions, covers)
  const [head, ...indices] = tree.op === "sub" ? tree.args : [tree]
  const found = head.op === "name" && definitions.find(({ key, indices: own }) => key !== undefined && key === head.symbol.key && (own.length === indices.length || !own.length))
  if (found && (!found.indices.length || isFree(found.body, indices))) {
    covers.add(found.row)
    const given = new Map(found.indices.map((letter, place) => [letter, indices[place]]))
    const body = mapTree(found.body, part => part.op === "letter" && given.get(part.name) ? given.get(part.name) : part)
    const inside = { op: "paren", args: [body] }
    return found.indices.length || !indices.length ? inside : { ...tree, args: [inside, ...indices] }
  }
  return { ...tree, args: tree.args.map(arg => arg && replaced(arg, definitions, covers)) }
}

function isFree(body, indices) {
  const letters = new Set(indices.flatMap(index => [...walk(index)]).filter(({ op }) => op === "letter").map(({ name }) => name))
  return !some(body, part => letters.has(boundOf(part)?.variable))
}
