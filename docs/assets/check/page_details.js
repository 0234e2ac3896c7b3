/* What stands below a verdict: our formula, the letters, the difference, where to go from there. */

import { drawn, marked, part, valueOf } from "./page_parts.js"

const ROOT = new URL("../../", import.meta.url)
const LONGEST = 300  // characters of a paste that is shown around a mistake

export async function detailsOf(told, paste) {
  if (!told.formula) return [...saidBy(told), ...unread(told, paste), ...await nearest(told)]
  const ours = await file(`formulas/${told.formula}`).catch(() => null)
  const display = ours?.displays[told.row] ?? ours?.displays.find(({ anchor }) => anchor === told.anchor)
  return [
    ...saidBy(told),
    ...display ? [formulaOf(told, ours, display)] : [],
    ...misprintOf(told, display),
    ...placesOf(told, display, paste),
    ...exampleOf(told, ours),
    ...renamingOf(told),
  ]
}

/* What was done, where the headline does not say it. */
function saidBy({ verdict, says }) {
  return ["renamed", "equivalent"].includes(verdict) && says ? [part("p", "check-says", says)] : []
}

/* Our formula, what the build says of it, and its page. */
function formulaOf({ formula, anchor, verdict }, { title }, { mathml, status, proof, calls }) {
  const link = part("a", "check-page", `${title} in this reference`)
  link.href = new URL(`${formula}/${anchor ? `#${anchor}` : ""}`, ROOT)
  const box = drawn("div", "formula", mathml ?? "")
  box.tabIndex = 0
  box.setAttribute("role", "group")
  box.setAttribute("aria-label", "Our formula")
  const against = proof === "pytorch" && calls?.length ? ` against ${calls[0]}` : ""
  const checked = part("p", "check-status", `${capital(status ?? "")}${against}. `, link)
  const heading = ["misprint", "different"].includes(verdict) ? "As it stands here" : "Our formula"
  return part("div", "check-ours", part("h2", "", heading), box, checked)
}

/* What is wrong, who printed it, and the two forms beside each other. */
function misprintOf({ misprint }, display) {
  if (!misprint) return []
  const known = display?.refused?.find(({ what, printed }) => what === misprint.what && (!misprint.printed || printed === misprint.printed)) ?? misprint
  const what = known.html ? drawn("span", "", known.html.what) : part("span", "", misprint.what)
  const source = known.html ? drawn("span", "", known.html.source) : part("span", "", misprint.source ?? "")
  const sides = known.html
    ? [["Printed", known.html.printed], ["Right", known.html.right]].map(([name, html]) => part("p", "", part("b", "", name), " ", drawn("span", "", html)))
    : []
  return [part("div", "check-misprint", part("p", "", what), ...sides, part("p", "", "Seen in ", source))]
}

/* Both forms as LaTeX, the place where they differ marked. */
function placesOf({ places, verdict }, display, paste) {
  if (!places || !["misprint", "different"].includes(verdict)) return []
  const rows = [["Yours", paste, places.paste], ["Ours", display?.tex ?? "", places.page]]
  return [part("dl", "check-places", ...rows.filter(([, tex]) => tex).flatMap(([name, tex, place]) => [part("dt", "", name), part("dd", "", marked(tex.trimEnd(), place))]))]
}

/* "For x = 1.5, yours gives 0.31, PyTorch 0.27". */
function exampleOf({ counterexample }, ours) {
  if (!counterexample) return []
  const { inputs = {}, yours, ours: right } = counterexample
  const rows = Object.entries(inputs).map(([key, value]) => row(symbol(key, ours), valueOf(value)))
  const results = [row("Yours gives", valueOf(yours)), row("PyTorch gives", valueOf(right))]
  return [table("check-example", "For these inputs the two differ", [...rows, ...results.map(each => (each.className = "check-result", each))])]
}

function renamingOf({ renaming = [] }) {
  const moved = renaming.filter(([theirs, own]) => theirs !== own)
  if (!moved.length) return []
  const head = part("tr", "", part("th", "", "Yours"), part("th", "", "Ours"))
  const rows = moved.map(([theirs, own]) => row(part("code", "", theirs), part("code", "", own)))
  return [table("check-letters", "The letters", [head, ...rows])]
}

function table(name, caption, rows) {
  return part("div", `check-table ${name}`, part("table", "", part("caption", "", caption), part("tbody", "", ...rows)))
}

/* A header is text: some screen readers skip MathML there. */
function row(left, right) {
  const head = part(typeof left === "string" ? "th" : "td", "", left)
  if (head.matches("th")) head.scope = "row"
  return part("tr", "", head, part("td", "", right))
}

function symbol(key, ours) {
  const known = ours?.symbols[key]
  return known?.mathml ? drawn("span", "", known.mathml) : part("code", "", known?.tex ?? key)
}

/* Where reading stopped, and why. */
function unread({ reason }, paste) {
  if (!reason) return []
  const { what, at } = reason
  if (at === undefined) return what ? [part("p", "", what)] : []
  const start = Math.max(0, at - LONGEST / 2)
  const shown = paste.slice(start, start + LONGEST)
  const place = [at - start, at - start + Math.max(1, [...paste.slice(at, at + 2)][0]?.length ?? 1)]
  const text = at < paste.length ? marked(shown, place) : part("code", "", shown, part("mark", "check-end", " "))
  return [part("p", "", `At character ${at + 1}: ${what}`), part("p", "check-places", text)]
}

async function nearest({ nearest: ids = [], reason }) {
  const { formulas } = ids.length ? await file("index").catch(() => ({ formulas: [] })) : { formulas: [] }
  const links = ids.map(id => formulas.find(each => each.id === id)).filter(Boolean).map(({ id, title }) => {
    const link = part("a", "", title)
    link.href = new URL(`${id}/`, ROOT)
    return link
  })
  const list = links.flatMap((link, place) => place ? [", ", link] : [link])
  const near = links.length ? [part("p", "", "Nearest: ", ...list, ".")] : []
  return [...near, ...reason?.at === undefined ? request() : []]
}

/* The header says where requests go; what was pasted stays here. */
function request() {
  const form = document.querySelector("[data-requests]")?.dataset.requests
  if (!form) return []
  const link = part("a", "", "Request it")
  const issue = { title: "Formula: ", body: "Its name, where it is explained, and its LaTeX:\n\n" }
  link.href = `${form}?${Object.entries(issue).map(([field, text]) => `${field}=${encodeURIComponent(text)}`).join("&")}`
  return [part("p", "", "Should it be here? ", link, ".")]
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1)

const files = new Map()

function file(name) {
  if (!files.has(name)) files.set(name, load(name))
  return files.get(name)
}

async function load(name) {
  const answer = await fetch(new URL(`${name}.json`, import.meta.url))
  if (!answer.ok) throw Error(`${name}: ${answer.status}`)
  return answer.json()
}
