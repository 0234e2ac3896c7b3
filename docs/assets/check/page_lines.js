/* The lines of a paste of several formulas, each with its own verdict. */

import { part } from "./page_parts.js"

const SHORT = {
  same: "the same", renamed: "other letters", equivalent: "another form", misprint: "known misprint", different: "different", unknown: "not known",
}

export function linesOf({ lines = [] }, paste) {
  if (lines.length < 2) return []
  return [part("h2", "", "Line by line"), part("ul", "check-lines", ...lines.map(line => lineOf(line, paste)))]
}

function lineOf({ verdict, formula, title, says, place }, paste) {
  const item = part("li", "", part("code", "", place ? paste.slice(...place).trim() : ""), " ")
  item.dataset.lineVerdict = verdict
  if (formula) item.dataset.formula = formula
  item.append(part("b", "", SHORT[verdict] ?? verdict), title && verdict !== "unknown" ? `: ${title}` : "")
  if (says) item.append(part("p", "", says))
  return item
}
