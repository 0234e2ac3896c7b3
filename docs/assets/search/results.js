/* What is shown of what was found: { location, title, within, mathml, place, line, far }, best first. All
   is plain text but the MathML, which is the build's own and comes later, by the place of a formula. */

import { anchorFor } from "./equations.js"
import { NAMED } from "./fusion.js"
import { stem, stemsOf } from "./words.js"
import { mathematical } from "./writing.js"

const FORMULAS = 8
const PAGES = 5
const NEAREST = 3  // how many are shown where none is close
const CLEARLY = 1.5  // times the best formula: a better answer; from 1.4, for none of the queries of tests/search
const TEASER = 160  // characters

/* { items, missing }: the second is the name of what is not here. */
export function resultItems(found, query) {
  const { missing } = found
  if (!missing) return { items: itemsOf(found, query) }
  const { mention } = missing
  const others = found.formulas.filter(({ formula }) => formula !== mention?.formula)
  const nearest = others.slice(0, NEAREST).map(each => formulaItem(each, true))
  const mentioned = mention ? [{ ...formulaItem(mention), mathml: "", place: undefined, line: mention.sentence }] : []
  return { items: [...mentioned, ...nearest], missing: missing.name }
}

function itemsOf({ formulas, pages, close }, query) {
  const best = formulas[0]?.score ?? 0
  const shown = close ? formulas.filter(({ score }) => score > 0.4 * Math.min(best, 1)).slice(0, FORMULAS) : formulas.slice(0, NEAREST)
  const far = !close && !pages.length
  // Who types the name of a formula does not look for the pages that mention it.
  const found = pages.filter(({ named }) => named || best < NAMED).slice(0, PAGES)
  const first = found.filter(({ named, score }) => best < NAMED && (named || score > CLEARLY * best))
  return [
    ...first.map(({ page }) => pageItem(page, query)),
    ...(close || far ? shown.map(found => formulaItem(found, far, query)) : []),
    ...found.filter(page => !first.includes(page)).map(({ page }) => pageItem(page, query)),
  ]
}

function formulaItem({ formula, work }, far, query) {
  const { title, chapter, description, mathml, place } = formula
  const anchor = far || !query ? "" : anchorFor(formula, query, mathematical(query) > 0.5)
  const line = work ? `Cites ${work.label}: ${work.title}` : description
  return { location: formula.location + anchor, title, within: chapter, mathml, place, line, far }
}

function pageItem({ location, title, text, parent }, query) {
  return { location, title, within: parent?.title, line: teaser(text, query) }
}

/* The part of a text where the words of the query stand. */
function teaser(text, query) {
  const wanted = new Set(stemsOf(query))
  const first = [...text.matchAll(/\p{L}+/gu)].find(([word]) => wanted.has(stem(word.toLowerCase())))
  const start = !first || first.index < TEASER / 2 ? 0 : text.lastIndexOf(" ", first.index - TEASER / 4) + 1
  const rest = text.slice(start)
  const shown = rest.length > TEASER ? `${rest.slice(0, TEASER).replace(/\s\S*$/, "")} …` : rest
  return (start ? "… " : "") + shown
}
