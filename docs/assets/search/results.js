/* Results as the theme's dialog takes them: { location, title, text, score, terms }.

   It inserts title and text as HTML: our MathML renders, everything else is escaped. */

import { stem, stemsOf } from "./words.js"

const FORMULAS = 8
const PAGES = 5
const NEAREST = 3  // how many are shown where none is close
const NAMED = 1.5  // the score of a formula whose name the query is
const CLEARLY = 1.5  // times the best formula: a better answer; from 1.4, for none of the queries of tests/search
const TEASER = 160  // characters

export function resultItems({ formulas, pages, close }, query) {
  const best = formulas[0]?.score ?? 0
  const shown = close ? formulas.filter(({ score }) => score > 0.4 * best).slice(0, FORMULAS) : formulas.slice(0, NEAREST)
  const far = !close && !pages.length
  const found = pages.slice(0, PAGES)
  const first = found.filter(({ named, score }) => best < NAMED && (named || score > CLEARLY * best))
  const items = [
    ...first.map(({ page }) => pageItem(page, query)),
    ...(close || far ? shown.map(({ formula }) => formulaItem(formula, far)) : []),
    ...found.filter(page => !first.includes(page)).map(({ page }) => pageItem(page, query)),
  ]
  // The theme opens the one with the highest score: the order is all that counts. It shows the
  // text of a section only below the page it is on.
  return items.map(({ parent, ...item }, place) => {
    const score = items.length - place
    const below = parent ? [{ ...parent, text: "", terms: {}, score: score - 0.5 }] : []
    return [...below, { ...item, terms: {}, score }]
  })
}

function formulaItem({ location, title, chapter, description, mathml }, far) {
  const text = `<div class="search-formula">${mathml}</div>`
    + `<p class="search-line"${far ? " data-far" : ""}><b>${escaped(chapter)}</b> ${escaped(description)}</p>`
  return { location, title: escaped(title), text }
}

function pageItem({ location, title, text, parent }, query) {
  return {
    parent: parent && { location: parent.location, title: escaped(parent.title) },
    location, title: escaped(title),
    text: `<p class="search-line">${escaped(teaser(text, query))}</p>`,
  }
}

/* The part of a text where the words of the query stand. */
function teaser(text, query) {
  const wanted = new Set(stemsOf(query))
  const first = [...text.matchAll(/\p{L}+/gu)].find(([word]) => wanted.has(stem(word.toLowerCase())))
  const start = !first || first.index < TEASER / 2 ? 0 : text.lastIndexOf(" ", first.index - TEASER / 4) + 1
  const end = start + TEASER
  return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "")
}

function escaped(text) {
  return text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}
