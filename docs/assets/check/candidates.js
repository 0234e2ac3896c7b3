/* Which formulas a paste may be: by what it is made of. */

import { canonical } from "./canonical.js"
import { resolved, functionsOf, openHeads } from "./calls.js"
import { read, readOne } from "./reading.js"
import { sketch } from "./sketch.js"
import { print, walk } from "./trees.js"

const MOST = 18
const PIECES = /^(max|min|clip|relu)$/
const FEATURES = new WeakMap()  // of an entry of the index, or of a formula: both stay as they are

/* The ids of the formulas of an index, { formulas: [{ id, displays: [[anchor, LaTeX], …] }] }, that a
   paste may be, the likeliest first. */
export function candidates(paste, index) {
  const trees = read(paste).lines.filter(line => line.tree).map(line => line.tree)
  if (!trees.length) return []
  const all = index.formulas.map(entry => ({ id: entry.id, ...featuresFor(entry, () => entry.displays.map(([, tex]) => tex)) }))
  return ranked(featuresOf(trees.map(formOf)), all).map(({ id }) => id)
}

/* The loaded formulas that some read lines may be. */
export function nearest(lines, formulas) {
  const all = formulas.map(formula => ({ formula, ...featuresFor(formula, () => formula.displays.map(({ tex }) => tex)) }))
  return ranked(featuresOf(lines.map(({ form }) => form)), all).map(({ formula }) => formula)
}

function ranked(wanted, all) {
  const count = new Map()
  for (const { features } of all) for (const feature of features) count.set(feature, (count.get(feature) ?? 0) + 1)
  const weight = feature => Math.log(1 + all.length / (count.get(feature) ?? 1))
  const score = features => {
    let [shared, total] = [0, 0]
    for (const feature of features) {
      total += weight(feature)
      if (wanted.has(feature)) shared += weight(feature)
    }
    return shared / Math.sqrt(total + 5)
  }
  const scored = all.map(each => ({ ...each, score: score(each.features) + Math.max(0, ...each.displays.map(score)) }))
  return scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).slice(0, MOST)
}

/* Those of all displays of ours, and of each, read once: one of a page of many may be what is asked for. */
function featuresFor(ours, displays) {
  if (!FEATURES.has(ours)) {
    const forms = displays().map(tex => readOne(tex)).filter(Boolean).map(formOf)
    const words = ours.id.split("/").at(-1).split("_").map(word => `word ${word}`)
    FEATURES.set(ours, { features: new Set([...featuresOf(forms), ...words]), displays: forms.map(form => featuresOf([form])) })
  }
  return FEATURES.get(ours)
}

function formOf(tree) {
  const functions = functionsOf([tree])
  for (const [head, isFunction] of openHeads([tree], functions)) if (isFunction) functions.add(head)
  return canonical(resolved(tree, functions))
}

/* Sketches of the parts, words, and the letters. */
function featuresOf(forms) {
  const found = new Set()
  for (const form of forms) {
    for (const part of walk(form)) {
      if (part.op === "word") for (const word of part.name.toLowerCase().split(/[ _-]+/)) found.add(`word ${word}`)
      if (part.op === "cases" || (part.op === "word" && PIECES.test(part.name))) found.add("pieces")
      if (part.op === "letter" && !part.name.startsWith("#")) found.add(`letter ${part.name.toLowerCase()}`)
      const text = sketch(part)
      if (text.length > 1 && text.length < 160) found.add(text)
    }
    if (form.op === "relation" && form.args[0].op === "letter") found.add(`left ${print(form.args[0])}`)
  }
  return found
}
