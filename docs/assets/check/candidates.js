/* Which formulas a paste may be: by what it is made of. */

import { canonical } from "./canonical.js"
import { resolved, functionsOf, openHeads } from "./calls.js"
import { read, readOne } from "./reading.js"
import { sketch } from "./sketch.js"
import { print, walk } from "./trees.js"

const MOST = 10
const FEATURES = new WeakMap()  // of an entry of the index, or of a formula: both stay as they are

/* The ids of the formulas of an index, { formulas: [{ id, displays: [[anchor, LaTeX], …] }] }, that a
   paste may be, the likeliest first. */
export function candidates(paste, index) {
  const trees = read(paste).lines.filter(line => line.tree).map(line => line.tree)
  if (!trees.length) return []
  const all = index.formulas.map(entry => ({ id: entry.id, features: featuresFor(entry, () => entry.displays.map(([, tex]) => tex)) }))
  return ranked(featuresOf(trees.map(formOf)), all).map(({ id }) => id)
}

/* The loaded formulas that some read lines may be. */
export function nearest(lines, formulas) {
  const all = formulas.map(formula => ({ formula, features: featuresFor(formula, () => formula.displays.map(({ tex }) => tex)) }))
  return ranked(featuresOf(lines.map(({ form }) => form)), all).map(({ formula }) => formula)
}

function ranked(wanted, all) {
  const count = new Map()
  for (const { features } of all) for (const feature of features) count.set(feature, (count.get(feature) ?? 0) + 1)
  const weight = feature => Math.log(1 + all.length / (count.get(feature) ?? 1))
  const scored = all.map(each => {
    let shared = 0
    for (const feature of wanted) if (each.features.has(feature)) shared += weight(feature)
    let total = 0
    for (const feature of each.features) total += weight(feature)
    return { ...each, score: shared / Math.sqrt(total + 5) }
  })
  return scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).slice(0, MOST)
}

/* Those of the displays of ours, read once. */
function featuresFor(ours, displays) {
  if (!FEATURES.has(ours)) FEATURES.set(ours, featuresOf(displays().map(tex => readOne(tex)).filter(Boolean).map(formOf)))
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
      if (part.op === "word") found.add(`word ${part.name.toLowerCase()}`)
      if (part.op === "letter" && !part.name.startsWith("#")) found.add(`letter ${part.name.toLowerCase()}`)
      const text = sketch(part)
      if (text.length > 1 && text.length < 160) found.add(text)
    }
    if (form.op === "relation" && form.args[0].op === "letter") found.add(`left ${print(form.args[0])}`)
  }
  return found
}
