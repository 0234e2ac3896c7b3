/* Where two trees differ: the smallest parts of each that have no counterpart, and how much that is. */

import { match } from "./match.js"
import { baseOf, nameOf } from "./letters.js"
import { print, size, walk } from "./trees.js"

const FLAT = /^(mul|add|had)$/

/* { cost, differences: [{ page, paste, dropped, isMore }] }; ties letters in `renaming` as it goes. */
export function align(page, paste, renaming) {
  const differences = []
  const budget = { steps: 6000 }
  const isSame = (ours, theirs) => match([[ours, theirs]], renaming, () => true, budget)
  const differ = (ours, theirs, around) => {
    differences.push({ page: ours ?? around?.page, paste: theirs ?? around?.paste, dropped: !ours || !theirs, isMore: !ours })
    return Math.max(ours ? size(ours) : 0, theirs ? size(theirs) : 0)
  }
  const visit = (ours, theirs) => {
    if (!ours || !theirs) return !ours && !theirs ? 0 : differ(ours, theirs)
    if (isSame(ours, theirs)) return 0
    const inner = inside(ours, theirs)
    if (inner !== null) return inner
    if (ours.op === "add" && theirs.op === "number") return differ(ours, theirs)
    if (FLAT.test(ours.op) || FLAT.test(theirs.op)) {
      const op = FLAT.test(ours.op) && (ours.op === theirs.op || !FLAT.test(theirs.op) || size(ours) >= size(theirs)) ? ours.op : theirs.op
      return terms(ours.op === op ? ours.args : [ours], theirs.op === op ? theirs.args : [theirs], { page: ours, paste: theirs })
    }
    if (ours.op !== theirs.op || ours.args.length !== theirs.args.length || headOf(ours) !== headOf(theirs)) return differ(ours, theirs)
    let cost = (ours.name ?? "") === (theirs.name ?? "") || ours.op === "number" ? 0 : 1
    if (!ours.args.length) return differ(ours, theirs)
    if (cost) differ(ours, theirs)
    ours.args.forEach((arg, place) => { cost += visit(arg, theirs.args[place]) })
    return cost
  }
  /* A part that was left out around what is the same. */
  const inside = (ours, theirs) => {
    if (size(ours) > size(theirs) && size(theirs) > 2 && ours.args.some(arg => arg && isSame(arg, theirs))) return differ(ours, null, { paste: theirs }) - size(theirs)
    if (size(theirs) > size(ours) && size(ours) > 2 && theirs.args.some(arg => arg && isSame(ours, arg))) return differ(null, theirs, { page: ours }) - size(ours)
    return null
  }
  const terms = (ours, theirs, around) => {
    const isTied = our => our.op === "name" && renaming.isStep(our.symbol.tree) && renaming.toPaste.has(`base ${baseOf(our.symbol.tree)}`)
    const left = [...ours].sort((a, b) => size(b) - size(a) || isTied(b) - isTied(a))
    let rest = [...theirs]
    const unmatched = []
    for (const our of left) {
      const known = rest.find(their => certain(our, their) && isSame(our, their)) ?? rest.find(their => isSame(our, their))
      if (known) rest = rest.filter(each => each !== known)
      else unmatched.push(our)
    }
    let cost = 0
    for (const our of unmatched.sort((a, b) => size(b) - size(a))) {
      const likely = likeliest(our, rest.filter(their => their.op === our.op && size(their) > 1)) ?? (unmatched.length === 1 && rest.length === 1 ? rest[0] : rest.find(their => nameOf(their) && our.op === "name"))
      if (likely) {
        rest = rest.filter(each => each !== likely)
        cost += visit(our, likely)
      } else cost += differ(our, null, around)
    }
    for (const their of rest) cost += differ(null, their, around)
    return cost
  }
  /* A letter of the same name goes first. */
  const certain = (our, their) => our.op !== "name" || renaming.names.get(nameOf(their) ? keyText(their) : "")?.key === our.symbol.key
  const cost = visit(page, paste)
  return { cost, differences, likeness: Math.max(0, 1 - cost / Math.max(size(page), size(paste))) }
}

/* The one with the most names of ours, as they are written here; of the nearest size among such. */
function likeliest(our, others) {
  const names = namesIn(our)
  const score = their => [...namesIn(their)].filter(name => names.has(name)).length - Math.abs(size(their) - size(our)) / 100
  return others.reduce((best, their) => !best || score(their) > score(best) ? their : best, undefined)
}

const namesIn = tree => new Set([...walk(tree)].filter(part => nameOf(part) || /^(name|word)$/.test(part.op)).map(part => print(part.symbol?.tree ?? part)))

function headOf(tree) {
  return tree.op === "call" && tree.args[0].op === "word" ? tree.args[0].name : ""
}

function keyText(tree) {
  return tree.op === "letter" ? `letter:${tree.name}` : ""
}
