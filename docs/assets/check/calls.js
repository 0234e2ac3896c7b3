/* Which letters are functions: f(x + 1) is a call, s(x + 1) a product. */

import { mapTree, node, print, walk } from "./trees.js"

const USUAL = /^(f|g|h|p|q|F|G|J|L|P|O|Q|H|D|d|u|v|\\ell|\\mathcal\{[LJFR]\}|\\phi|\\psi|\\sigma|\\Phi|\\Psi|\\rho|\\kappa|\\pi|\\mathcal\{N\})$/

/* The heads that must be functions: several arguments, or a bar among them, or on a left side. */
export function functionsOf(trees) {
  const found = new Set()
  for (const tree of trees) {
    const left = tree.op === "relation" ? tree.args[0] : null
    for (const part of walk(tree)) {
      if (part.op !== "apply") continue
      const [head, ...args] = part.args
      const certain = args.length > 1 || part.name !== undefined || head.op === "prime" || head.op === "deriv" || args[0].op === "relation"
      if (certain || part === left || (left?.op === "sub" && left.args[0] === part) ) found.add(print(plainHead(head)))
    }
  }
  return found
}

/* The heads that may be either, with what is usual. */
export function openHeads(trees, functions) {
  const found = new Map()
  for (const tree of trees) {
    for (const part of walk(tree)) {
      if (part.op !== "apply" || functions.has(print(plainHead(part.args[0])))) continue
      const [head, argument] = part.args
      const key = print(plainHead(head))
      const base = letterOf(head)
      const simple = /^(letter|sub|pow)$/.test(argument.op)
      found.set(key, (found.get(key) ?? true) && USUAL.test(base) && (head.op !== "sub" || simple))
    }
  }
  return found
}

function letterOf(head) {
  return head.args.length && head.op !== "letter" ? letterOf(head.args[0]) : head.name
}

export function plainHead(head) {
  return head.op === "prime" ? head.args[0] : head
}

/* The tree with calls and products; of a(b + c)^T it is what stands in brackets that is transposed. */
export function resolved(tree, functions) {
  return mapTree(tree, part => {
    if (/^(T|pow|sup|prime|sub)$/.test(part.op) && part.args[0].isProduct) {
      const { args } = part.args[0]
      return { ...node("mul", [...args.slice(0, -1), { ...part, args: [args.at(-1), ...part.args.slice(1)] }]), isProduct: true }
    }
    if (part.op !== "apply") return part
    const [head, ...args] = part.args
    const at = { start: part.start, end: part.end }
    if (functions.has(print(plainHead(head))) || args.length > 1 || head.op === "deriv") return node("call", [head, ...args], { ...at, name: part.name })
    if (head.op === "mul") return node("mul", [...head.args, ...args], at)
    return node("mul", [head, node("paren", args, { start: args[0].start - 1, end: part.end })], { ...at, isProduct: true })
  })
}
