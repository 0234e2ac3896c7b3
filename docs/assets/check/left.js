/* Left sides: p_i and softmax(z)_i are one, under another name; the indices and arguments are tied. */

import { canonical } from "./canonical.js"
import { match } from "./match.js"
import { baseOf, familyOf, nameOf } from "./letters.js"
import { isWord } from "./signs.js"
import { isNumber, print, some } from "./trees.js"

/* { head, args, indices } of f(x)_i, f(x), y_i, y; null of any other side. */
export function partsOf(tree) {
  if (tree.op === "sub" && /^(name|call)$/.test(tree.args[0].op)) return { ...partsOf(tree.args[0]), indices: tree.args.slice(1) }
  if (tree.op === "call") return { head: tree.args[0], args: tree.args.slice(1), indices: [], given: tree.name }
  if (/^(name|letter|word)$/.test(tree.op)) return { head: tree, args: [], indices: [] }
  if (tree.op === "sub" && tree.args[0].op === "letter") return { head: tree, args: [], indices: [] }
  return null
}

/* Whether the paste's left side may stand for the page's, once their right sides are the same. */
export function tiesLeft(page, paste, renaming, right) {
  const mark = renaming.mark()
  if (match([[page, paste]], renaming, () => true)) return true
  renaming.undo(mark)
  if (page.op === "pow" && isNumber(page.args[1], "2") && isSquare(paste)) return tiesLeft(page.args[0], paste.args[0], renaming, right)  // s² for our s_c²
  if (isSlope(page) && paste.op === "deriv" && paste.args.length === 2 && nameOf(paste.args[0])) {  // dy/dx for f'(x)
    return match([[page.args[1], paste.args[1]]], renaming, () => true)
  }
  const ours = partsOf(page)
  const theirs = ours && pasteParts(paste, ours.indices.length)
  if (!theirs) return false
  if (theirs.isSquare && ours.head.name !== "var") return false
  if (theirs.indices.length !== ours.indices.length) return false
  const pairs = ours.indices.map((index, place) => [index, theirs.indices[place]])
  if (!match(pairs, renaming, () => true)) return false
  if (!/^(name|letter|word|sub)$/.test(ours.head.op) || !nameOf(theirs.head) || isMixed(theirs.head, renaming)) return false
  const bound = renaming.toPage.get(print(theirs.head))
  if (bound && bound !== `name ${ours.head.symbol?.key}`) return false
  return headsAgree(ours, theirs, renaming) && argumentsAgree(ours, theirs, renaming, right)
}

/* Whether the letter of a left side stands on the right for something else. */
function isMixed(head, renaming) {
  const base = baseOf(head)
  return renaming.pairs().some(({ paste }) => baseOf(paste) === base && familyOf(paste) !== familyOf(head))
}

function pasteParts(tree, count) {
  if (isSquare(tree)) return { head: tree.args[0], args: [], indices: [], isSquare: true }
  if (tree.op === "sub" && tree.args[0].op !== "call") {
    const kept = tree.args.slice(0, tree.args.length - count)
    const head = kept.length > 1 ? canonical({ ...tree, args: kept }) : kept[0]
    if (!head || !nameOf(head)) return null
    return { head, args: [], indices: count ? tree.args.slice(-count) : [] }
  }
  if (tree.op === "sub") return { ...pasteParts(tree.args[0], 0), indices: tree.args.slice(1) }
  if (tree.op === "call" && count === 1 && tree.args.length === 2 && tree.args[1].op === "letter" && nameOf(tree.args[0])) {  // D(x) for D_x
    return { head: tree.args[0], args: [], indices: [tree.args[1]] }
  }
  if (tree.op === "call" && count === 1 && tree.args[1].op === "relation" && tree.args[1].args[1]?.op === "letter") {  // P(y = k | x)
    return { head: tree.args[0], args: [], indices: [tree.args[1].args[1]] }
  }
  if (tree.op === "call") return { head: tree.args[0], args: tree.args.slice(1), indices: [], given: tree.name }
  return nameOf(tree) ? { head: tree, args: [], indices: [] } : null
}

/* Another letter or word for it, but no function that means something else, and no letter of the page. */
function headsAgree(ours, theirs, renaming) {
  const head = theirs.head.op === "sub" && theirs.head.args[0].op === "word" ? theirs.head.args[0] : theirs.head
  if (ours.head.op === "sub" && head.op === "word" && ours.head.args[1].op === "word" && ours.head.args[1].name === head.name) return true  // KL for D_KL
  if (ours.head.op === "sub" && ours.head.args[0].op === "word" && head.op === "word") return ours.head.args[0].name === head.name
  if (ours.head.op === "word" && head.op === "word") {
    const [a, b] = [ours.head.name, head.name].map(name => name.toLowerCase())
    if (a === b || (/^(silu|swish)$/.test(a) && /^(silu|swish)$/.test(b))) return true
    return !isWord(head.name) && !renaming.names.words?.has(b)
  }
  if (head.name === "\\sigma" && theirs.args.length && ours.head.op === "word" && ours.head.name !== "softmax") return false
  if (head.op === "word" && isWord(head.name)) return loss(head.name) && !ours.args.length
  if (theirs.head.op !== "word" && renaming.names.has(print(theirs.head)) && !renaming.own.has(familyOf(theirs.head))) {
    return ours.head.op === "name" && renaming.bind(ours.head, theirs.head)
  }
  if (ours.head.op === "name") return theirs.head.op === "word" ? renaming.tie(`name ${ours.head.symbol.key}`, print(theirs.head), theirs.head, ours.head.symbol) : renaming.bind(ours.head, theirs.head)
  return renaming.tie(`left ${print(ours.head)}`, print(theirs.head), theirs.head)
}

const loss = name => /^(mse|mae|bce)$/.test(name)

/* Arguments left out, or others that the right side has: each letter keeps its place. */
function argumentsAgree(ours, theirs, renaming, right) {
  if (!theirs.args.length) return true
  if (!theirs.args.every(arg => nameOf(arg) || isSquare(arg)) || new Set(theirs.args.map(print)).size < theirs.args.length) return false
  const isBound = arg => renaming.toPage.has(print(isSquare(arg) ? arg.args[0] : arg))
  const isUsed = arg => right.some(side => some(side, part => print(part) === print(arg)))
  const isIdle = arg => /^(letter|sub)$/.test(arg.op) && !renaming.names.has(print(arg)) && !renaming.toPage.has(print(arg))  // J(θ) where θ stands in none of it
  if (!ours.args.length) return theirs.args.every(arg => isBound(arg) || isIdle(arg))
  if (isOtherName(ours.head, theirs.head) && theirs.args.every(isIdle)) return true
  if (ours.args.length !== theirs.args.length) {
    const has = arg => theirs.args.some(other => renaming.symbolOf(print(isSquare(other) ? other.args[0] : other))?.key === arg.symbol?.key)
    const isPart = theirs.args.length < ours.args.length && ours.head.op !== "word" && theirs.args.every(arg => ours.args.some(our => our.symbol && renaming.symbolOf(print(arg))?.key === our.symbol.key))
    return isPart || theirs.args.every(isIdle) || theirs.args.every(arg => isBound(arg) || isIdle(arg)) && ours.args.every(arg => !isUsed(arg) || (arg.symbol && has(arg)))
  }
  if (isOtherName(ours.head, theirs.head) && theirs.args.every(isBound)) return true
  return ours.args.every((arg, place) => {
    const mark = renaming.mark()
    if (match([[arg, theirs.args[place]]], renaming, () => true)) return true
    renaming.undo(mark)
    if (isSquare(theirs.args[place])) return match([[arg, theirs.args[place].args[0]]], renaming, () => true)
    if (arg.symbol?.role === "random" && isUsed(arg)) return false
    if (isVariable(theirs.args[place], arg, renaming, theirs.args.length === 1)) return true
    const bound = renaming.symbolOf(print(theirs.args[place]))
    const known = renaming.names.get(print(theirs.args[place]))
    return !isUsed(arg) && bound?.role === "output" && renaming.names.uses?.get(bound.key)?.has(arg.symbol?.key) && (!known || known.key === bound.key)
  })
}

/* Whether it is called by another name than here: then its arguments have another order, too. */
function isOtherName(ours, theirs) {
  return ours.op === "word" ? theirs.op !== "word" || theirs.name.toLowerCase() !== ours.name.toLowerCase() : theirs.op === "word"
}

const isSquare = tree => tree.op === "pow" && tree.args[1].name === "2" && Boolean(nameOf(tree.args[0]))

/* H(X) of a random variable, or of what has other letters here, that is named nowhere else; a letter that is one
   of ours only alone. */
function isVariable(tree, ours, renaming, isAlone) {
  if (tree.op !== "letter" || !/^[A-Z]$/.test(tree.name) || renaming.toPage.has(print(tree))) return false
  const known = renaming.names.get(print(tree))
  const own = ours.symbol && renaming.toPaste.get(`name ${ours.symbol.key}`)?.key
  return !known || isAlone && (known.kind === "random" || (own !== undefined && own !== print(ours.symbol.tree)))
}

const isSlope = tree => tree.op === "call" && tree.args[0].op === "prime" && tree.args[0].name === 1 && tree.args.length === 2
