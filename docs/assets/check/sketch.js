/* How a formula looks without its letters, as text: what looks different cannot be the same. */

import { nameOf } from "./letters.js"

export function sketch(tree) {
  if (!tree) return ""
  if (isChanceOfValue(tree)) return "x"
  if (/^(name|letter|sub|word)$/.test(tree.op) && !(tree.op === "sub" && tree.args[0].op === "call")) return "x"
  if (nameOf(tree)) return "x"
  if (tree.op === "mean" && tree.args.length === 1 && sketch(tree.args[0]) === "x") return "x"  // μ for E[X]
  switch (tree.op) {
    case "relation": return tree.name === "=" && tree.args.every(arg => sketch(arg) === "x") ? "x" : `relation${tree.name}(${tree.args.map(sketch).join(" ")})`
    case "number": return Number(Number(tree.name).toPrecision(9)) === 0 ? "0" : String(Math.abs(Number(Number(tree.name).toPrecision(9))))
    case "big": return `${tree.name}(${sketch(tree.args[0])})`
    case "call": return `${tree.args[0].op === "word" ? tree.args[0].name : "f"}(${tree.args.slice(1).map(sketch).sort().join(" ")})`
    case "mul": case "add": case "had": return `${tree.op}(${tree.args.map(sketch).filter(part => part !== "1").sort().join(" ")})`
    default: return `${tree.op}(${tree.args.map(sketch).join(" ")})`
  }
}

/* P(X = x) where a sum runs over x, which others write as an entry, p_x or p(x). */
export const isChanceOfValue = ({ op, args: [head, event] }) => op === "call" && head.op !== "word" && event?.op === "relation" && event.name === "=" && event.args[1]?.name?.[0] === "#"
