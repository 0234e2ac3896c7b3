/* What papers write in more than one way, brought to the way that the reference writes it: always the same
   statement, in other signs. */

import { counted } from "./batches.js"
import { entrywise } from "./dotted.js"
import { summed } from "./elided.js"
import { isChance } from "./events.js"
import { isFunction } from "./functions.js"
import { ifChanged, isNumber, leaf, mapTree, node, number, print, some, walk } from "./trees.js"

/* The trees in plainer signs, or null where nothing changes. */
export function plain(trees) {
  const heads = new Set(trees.flatMap(tree => [...walk(leftOf(tree) ?? leaf("none", ""))]).map(print))
  const changed = trees.map(tree => {
    const inside = mapTree(tree, part => [expected, attended, weighted(heads), whole, column, conditioned, kronecker(heads), biases, joined].reduce((all, rule) => rule(all), part))
    return counted(summed(drawn(isolated(entrywise(unnamed(asColumn(tailed(inside))))))))
  })
  return ifChanged(momentsNamed(undecorated(changed)), trees)
}

const leftOf = tree => tree.op === "relation" ? tree.args[0] : null
const at = ({ start, end }) => start === undefined ? {} : { start, end }

/* E(X²) is E[X²]. */
const expected = tree => tree.op === "apply" && tree.args[0].op === "letter" && tree.args[0].name === "E" && tree.args.length === 2 && some(tree.args[1], part => part.op === "letter" && /^[A-Z]$/.test(part.name))
  ? node("mean", [tree.args[1]], { ...at(tree), name: "1" }) : tree

/* Attention(q, K, V), which is no left side, is what it stands for. */
function attended(tree) {
  const [head, query, key, value, ...others] = tree.op === "call" ? tree.args : []
  if (head?.op !== "word" || head.name !== "attention" || !value || others.length || [query, key, value].every(({ op }) => op === "letter")) return tree
  const scores = node("frac", [node("mul", [group(query), node("T", [group(key)])]), node("root", [node("sub", [leaf("letter", "d"), leaf("letter", "k")])])])
  return node("mul", [node("call", [leaf("word", "softmax"), scores]), group(value)], at(tree))
}

const group = tree => /^(letter|sub)$/.test(tree.op) ? tree : node("paren", [tree], at(tree))

/* w_{j0}, beside w_{ji}, is a bias. */
const weighted = heads => tree => tree.op === "sub" && tree.args.length === 3 && tree.args[0].name === "w" && isNumber(tree.args[2], "0") && !heads.has(print(tree))
  ? { ...tree, args: [leaf("letter", "b"), tree.args[1]] } : tree

/* [H_1, …, H_h] of matrices side by side is Concat(H_1, …, H_h). */
function joined(tree) {
  if (tree.op !== "mul" || tree.args[0].op !== "list" || tree.args[0].name !== "[") return tree
  const [list, ...rest] = tree.args
  return list.args.some(({ op }) => op === "dots") ? { ...tree, args: [node("call", [leaf("word", "concat"), ...list.args], at(list)), ...rest] } : tree
}

/* (a, …, z)^T is a column, whatever its brackets. */
const column = tree => tree.op === "T" && tree.args[0].op === "list" && tree.args[0].name === "(" ? { ...tree, args: [{ ...tree.args[0], name: "[" }] } : tree

/* A gradient that is a tuple, or a column with dots, is the column of what it lists. */
function asColumn(tree) {
  const [left, right] = tree.op === "relation" && tree.args.length === 2 ? tree.args : []
  if (!left || !some(left, ({ op }) => op === "grad")) return tree
  const items = right.op === "list" && right.name === "(" ? right.args : right.op === "matrix" && right.args.every(({ args }) => args.length === 1) ? right.args.map(({ args }) => args[0]) : []
  return items.some(({ op }) => op === "dots") ? { ...tree, args: [left, node("T", [whole(node("list", items, { ...at(right), name: "[" }))])] } : tree
}

/* P(X ≤ x) is Φ(x), where the line has Φ(x) too. */
function tailed(tree) {
  const known = [...walk(tree)].filter(part => part.op === "apply" && part.args[0].name === "\\Phi" && part.args.length === 2)
  if (!known.length) return tree
  return mapTree(tree, part => {
    const event = isChance(part) && part.args.length === 2 ? part.args[1] : null
    const same = event?.op === "relation" && event.name === "≤" && known.find(each => print(each.args[1]) === print(event.args[1]))
    return same ? { ...same, ...at(part) } : part
  })
}

/* a, b, …, z is a, …, z. */
function whole(tree) {
  const place = tree.op === "list" ? tree.args.findIndex(({ op }) => op === "dots") : -1
  return place > 1 && place === tree.args.length - 2 && tree.args.slice(0, place).every(arg => arg.op === tree.args[0].op)
    ? { ...tree, args: [tree.args[0], ...tree.args.slice(place)] } : tree
}

/* A sum over the j with p_j > p_i is one over all j of what has an indicator. */
function conditioned(tree) {
  const [body, index, lower, upper, condition] = tree.op === "big" ? tree.args : []
  if (index || lower || upper || condition?.op !== "conditions" || condition.args.length < 2 || tree.name !== "sum") return tree
  const [letter, ...others] = condition.args
  if (letter.op !== "letter" || others.some(other => other.op !== "relation" || other.args[0].op === "letter")) return tree
  return { ...tree, args: [node("mul", [body, node("indicator", others, at(condition))]), letter, null, null, null] }
}

/* δ_{ij}, where δ is nothing else, says whether i = j. */
const kronecker = heads => tree => {
  const [head, ...indices] = tree.op === "sub" ? tree.args : []
  if (head?.name !== "\\delta" || heads.has(print(head)) || indices.length !== 2 || !indices.every(({ op }) => op === "letter")) return tree
  return node("indicator", [node("relation", indices, { name: "=" })], at(tree))
}

/* b_{ir} + b_{hr}, which stand side by side, are one bias in two parts. */
function biases(tree) {
  if (tree.op !== "add") return tree
  const found = tree.args.filter(term => term.op === "sub" && term.args[0].op === "letter" && term.args[0].name === "b" && term.args.length === 3)
  const [first, second] = found.map(({ args }) => args.slice(1).map(({ name }) => name).join(""))
  if (found.length !== 2 || first === second || tree.args.some(term => !found.includes(term) && term.op === "letter")) return tree
  const both = [...first].filter(sign => second.includes(sign) && sign !== "h")
  const name = both.length ? node("sub", [found[0].args[0], leaf("letter", both.at(-1))], at(found[0])) : found[0].args[0]
  return { ...tree, args: tree.args.filter(term => term !== found[1]).map(term => term === found[0] ? name : term) }
}

/* y = γ x + β ≡ BN(x): the last side only says what it is called. */
function unnamed(tree) {
  const last = tree.args.at(-1)
  const head = tree.op === "relation" && tree.args.length > 2 && last.op === "call" ? last.args[0] : null
  const word = head?.op === "sub" ? head.args[0] : head
  return word?.op === "word" && !isFunction(word.name) ? { ...tree, name: tree.name.split(" ").slice(0, -1).join(" "), args: tree.args.slice(0, -1) } : tree
}

/* n Var(w) / 2 = 1 says what Var(w) is. */
function isolated(tree) {
  if (tree.op !== "relation" || tree.name !== "=" || tree.args.length !== 2 || !isNumber(tree.args[1]) || tree.args[0].op !== "mul") return tree
  const [{ args: factors }, value] = tree.args
  const calls = factors.filter(({ op }) => op === "call")
  if (calls.length !== 1) return tree
  const others = factors.filter(factor => factor !== calls[0])
  return { ...tree, args: [calls[0], node("frac", [value, others.length > 1 ? node("mul", others) : others[0]], at(tree.args[0]))] }
}

/* W ∼ N(0, v) says that Var(W) is v, W ∼ U(−a, a) where it ends: a. */
function drawn(tree) {
  if (tree.op !== "relation" || tree.name !== "∼" || tree.args.length !== 2) return tree
  const [variable, law] = tree.args
  const items = law.op === "mul" && law.args.length === 2 && law.args[1].op === "list" ? law.args[1].args : /^(apply|call)$/.test(law.op) ? law.args.slice(1) : []
  const name = law.args[0]?.name
  if (items.length !== 2 || !/^(letter|sub)$/.test(variable.op)) return tree
  const [first, second] = items
  if (/^(N|\\mathcal\{N\}|Normal)$/.test(name) && isNumber(first, "0")) return node("relation", [node("call", [leaf("word", "var"), variable], at(variable)), second], { ...at(tree), name: "=" })
  if (/^(U|\\mathcal\{U\}|Uniform)$/.test(name) && first.op === "neg" && print(first.args[0]) === print(second)) return { ...second, ...at(tree) }
  return tree
}

/* E[g²]_t, where a line says what it is, is one name. */
function momentsNamed(trees) {
  const isMoment = part => part.op === "sub" && part.args[0].op === "mean" && part.args[0].args.length === 1
  const defined = new Set(trees.map(leftOf).filter(left => left && isMoment(left)).map(left => print(left.args[0])))
  if (!defined.size) return trees
  return trees.map(tree => mapTree(tree, part => isMoment(part) && defined.has(print(part.args[0]))
    ? { ...part, args: [leaf("letter", `\\overline{${print(part.args[0]).match(/letter:(\S+?)[ )]/)?.[1] ?? "g"}}`, at(part.args[0])), ...part.args.slice(1)] } : part))
}

/* η_max^i: a letter that stands above several names, and below them, and nowhere else, is no power. */
function undecorated(trees) {
  const [above, elsewhere] = [new Map(), new Set()]
  const visit = part => {
    if (part.op === "letter") elsewhere.add(part.name)
    const isMarked = part.op === "pow" && part.args[1].op === "letter" && /^[ijklns]$/.test(part.args[1].name) && part.args[0].op === "sub" && part.args[0].args[1].op !== "number"
    if (isMarked) above.set(part.args[1].name, (above.get(part.args[1].name) ?? 0) + 1)
    const args = isMarked ? part.args.slice(0, 1) : part.op === "sub" ? part.args.filter((arg, place) => !place || arg.op !== "letter") : part.args
    for (const arg of args) if (arg) visit(arg)
  }
  trees.forEach(visit)
  const marks = new Set([...above].filter(([name, count]) => count > 1 && !elsewhere.has(name)).map(([name]) => name))
  if (!marks.size) return trees
  return trees.map(tree => mapTree(tree, part => part.op === "pow" && part.args[1].op === "letter" && marks.has(part.args[1].name) && part.args[0].op === "sub" ? { ...part.args[0], ...at(part) } : part))
}
