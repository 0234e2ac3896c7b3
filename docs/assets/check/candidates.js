/* Which formulas a paste may be: by what it is made of, by the words in it. */

import { canonical } from "./canonical.js"
import { resolved, functionsOf, openHeads } from "./calls.js"
import { read, readOne } from "./reading.js"
import { sketch } from "./sketch.js"
import { print, walk } from "./trees.js"

const MOST = 8
const FEATURES = new WeakMap()

/* The ids of the formulas of the index that a paste may be, the likeliest first. */
export function candidates(paste, index) {
  const trees = read(paste).lines.filter(line => line.tree).map(line => line.tree)
  if (!trees.length) return []
  const byFormula = new Map()
  for (const display of index.displays) {
    if (!byFormula.has(display.id)) byFormula.set(display.id, { id: display.id, title: display.title, texs: [], words: [display.title, ...(display.names ?? []), ...(display.aliases ?? [])] })
    byFormula.get(display.id).texs.push(display.tex)
  }
  const wanted = featuresOf(trees.map(formOf))
  const all = [...byFormula.values()].map(entry => ({ id: entry.id, features: featuresOfEntry(entry) }))
  return ranked(wanted, all).map(({ id }) => id)
}

/* The loaded formulas that some read lines may be. */
export function nearest(lines, formulas) {
  const wanted = featuresOf(lines.map(({ form }) => form))
  const all = formulas.map(formula => ({ formula, id: formula.id, features: featuresOfEntry({ key: formula, texs: formula.displays.map(({ tex }) => tex), words: [formula.title] }) }))
  return ranked(wanted, all).map(({ formula }) => formula)
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

function featuresOfEntry(entry) {
  const key = entry.key ?? entry
  if (!FEATURES.has(key)) {
    const forms = entry.texs.map(readOne).filter(Boolean).map(formOf)
    FEATURES.set(key, featuresOf(forms))
  }
  return FEATURES.get(key)
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
      if (part.op === "letter" && !part.name.startsWith("#")) found.add(`letter ${part.name}`)
      const text = sketch(part)
      if (text.length > 1 && text.length < 160) found.add(text)
    }
    if (form.op === "relation" && form.args[0].op === "letter") found.add(`left ${print(form.args[0])}`)
  }
  return found
}
