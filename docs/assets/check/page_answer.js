/* What is said about a formula: a verdict, said aloud as well, and what it rests on. */

import { detailsOf } from "./page_details.js"
import { linesOf } from "./page_lines.js"

const FAILED = "The comparison could not be loaded. Is there a connection?"

let shown = null  // the answer that stands there

/* While it is at work, no verdict stands there. */
export function wait(form, busy) {
  shown = null
  const { answer, headline, details } = parts(form)
  delete answer.dataset.verdict
  delete answer.dataset.formula
  headline.textContent = busy ? "Comparing …" : ""
  details.replaceChildren()
  answer.hidden = !busy
}

export async function show(form, told, paste) {
  shown = told
  const { answer, headline, details } = parts(form)
  answer.hidden = false
  if (!told) {
    headline.textContent = FAILED
    return
  }
  headline.textContent = sentence(told)
  if (told.formula) answer.dataset.formula = told.formula
  details.replaceChildren(...linesOf(told, paste))
  answer.dataset.verdict = told.verdict
  const drawn = await detailsOf(told, paste)
  if (shown === told) details.prepend(...drawn)
}

function parts(form) {
  const answer = form.querySelector(".check-answer")
  return { answer, headline: answer.querySelector(".check-headline"), details: answer.querySelector(".check-details") }
}

function sentence({ verdict, title, reason }) {
  switch (verdict) {
    case "same": return `This is ${title}.`
    case "renamed": return `This is ${title}, in other letters.`
    case "equivalent": return `This is ${title}, in another form.`
    case "misprint": return `This is a known misprint of ${title}.`
    case "different": return `This is not ${title}, though close to it.`
  }
  return reason?.at !== undefined ? "This cannot be read." : "No such formula is known here."
}
