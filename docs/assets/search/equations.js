/* Which equation of a formula answers a query: the one that it names, else the one that it resembles. */

import { statements } from "./canonical.js"
import { features } from "./features.js"
import { formsOf } from "./variants.js"
import { stemsOf } from "./words.js"

const ALIKE = 0.6  // share of what a query says; below it no equation answers it

/* Names that are words: those of Python, such as v_hat_t, are symbols. */
export function labelsOf({ anchors = [] }) {
  return anchors.join(" ").split(" ").filter(name => !name.includes("_"))
}

/* "#bias-correction", or "" where it is the page as a whole, which starts with its first display. */
export function anchorFor(formula, query, mathematics) {
  const all = equationsOf(formula)
  const found = named(all, query) ?? (mathematics ? alike(all, query) : null)
  return found && !(found === all[0] && found.alone) ? `#${found.anchor}` : ""
}

/* The anchors of a display, in the order of its rows, are one text. */
function equationsOf({ displays, anchors = [] }) {
  return anchors.flatMap((names, place) => {
    const rows = rowsOf(displays[place])
    return names.split(" ").map((anchor, row) => ({ anchor, tex: rows[row], alone: rows.length === 1 }))
  })
}

/* The rows of an aligned display; those of cases in a row stay together. */
function rowsOf(tex) {
  const [, , inside] = /^\\begin{(aligned|align|gathered|split)}(.*)\\end{\1}$/s.exec(tex) ?? []
  const rows = []
  let open = 0
  for (const piece of inside?.split("\\\\") ?? [tex]) {
    if (open) rows[rows.length - 1] += `\\\\${piece}`
    else rows.push(piece)
    open += piece.split("\\begin").length - piece.split("\\end").length
  }
  return rows
}

/* All words of its name are in the query; of two such names the longer one. */
function named(all, query) {
  const said = new Set(stemsOf(query))
  const known = all.map(equation => ({ equation, stems: stemsOf(equation.anchor) }))
  const [best] = known.filter(({ stems }) => stems.length && stems.every(stem => said.has(stem)))
    .sort((a, b) => b.stems.length - a.stems.length)
  return best?.equation
}

let asked = { query: null }  // of which all that is found is compared with

function alike(all, query) {
  if (asked.query !== query) asked = { query, wanted: statements(query).flatMap(tree => [...features(tree)]) }
  const { wanted } = asked
  const total = wanted.reduce((sum, [, weight]) => sum + weight, 0)
  const [best] = all.map(equation => ({ equation, score: shared(wanted, equation.tex) / total }))
    .sort((a, b) => b.score - a.score)
  return best?.score > ALIKE ? best.equation : null
}

function shared(wanted, tex) {
  const own = new Set([...formsOf(statements(tex))].flatMap(form => [...features(form).keys()]))
  return wanted.reduce((sum, [feature, weight]) => sum + (own.has(feature) ? weight : 0), 0)
}
