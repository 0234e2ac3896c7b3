/* Derivatives that are written below what they are of: u_t for ∂u/∂t, u_{xx} for ∂²u/∂x², f_x(x, y). */

import { mapTree, node, print, walk } from "./trees.js"

const VARIABLES = /^[xyzt]$/

/* The trees with derivatives, or null where nothing says that a letter below is one. */
export function subscripted(trees) {
  const parts = trees.flatMap(tree => [...walk(tree)])
  const below = parts.filter(part => isSlope(part))
  const isCalled = part => parts.some(each => each.op === "apply" && each.args[0] === part && part.args.slice(1).every(variable => each.args.slice(1).some(arg => print(arg) === print(variable))))
  const heads = new Set(below.filter(part => part.args.length > 2 || isCalled(part)).map(({ args: [head] }) => head.name))
  if (!heads.size || parts.some(part => part.op === "sub" && heads.has(part.args[0].name) && !isSlope(part))) return null
  return trees.map(tree => mapTree(tree, part => {
    return isSlope(part) && heads.has(part.args[0].name) ? node("deriv", part.args, { start: part.start, end: part.end }) : part
  }))
}

const isSlope = ({ op, args }) => op === "sub" && args[0].op === "letter" && args.slice(1).every(index => index.op === "letter" && VARIABLES.test(index.name))
