/* Lines that define a letter for the others, put into these: Var(Z) = E[(Z − μ)²] where μ = E[Z]. */

import { mapTree, node, print, some } from "./trees.js"

/* The other lines with the definitions in them, or null where no line defines a letter for another. */
export function inlined(lines) {
  const definitions = new Map()
  for (const line of lines) {
    const { tree } = line
    if (tree.op !== "relation" || tree.args.length !== 2 || !/^[=←]$/.test(tree.name)) continue
    const [left, body] = tree.args
    if (!/^(letter|sub)$/.test(left.op) || (left.op === "sub" && left.args[0].op !== "letter")) continue
    if (left.op === "sub" && left.args.slice(1).some(index => index.op === "letter" && some(body, part => part.op === "letter" && part.name === index.name))) continue
    const isUsed = lines.some(other => other !== line && some(other.tree.op === "relation" ? node("row", other.tree.args.slice(1)) : other.tree, part => print(part) === print(left)))
    if (isUsed && !some(body, part => print(part) === print(left))) definitions.set(print(left), { line, body })
  }
  if (!definitions.size) return null
  const put = (tree, depth) => mapTree(tree, part => {
    const definition = depth && definitions.get(print(part))
    return definition ? node("paren", [put(definition.body, depth - 1)], { start: part.start, end: part.end }) : part
  })
  const dropped = new Set([...definitions.values()].map(({ line }) => line))
  return lines.filter(line => !dropped.has(line)).map(line => ({ ...line, tree: put(line.tree, 3) }))
}
