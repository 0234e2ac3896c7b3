/* What is shown of an answer: each result, a link with a title, where it belongs, perhaps a formula,
   and one line; and what is not here. */

const LONGEST = 60  // characters of a query
const ROOT = new URL("../../", import.meta.url)

export function resultOf({ location, title, within, mathml, line }, place) {
  const link = document.createElement("a")
  link.id = `search-result-${place}`
  link.href = new URL(location, ROOT)
  link.tabIndex = -1
  link.dataset.searchResult = ""
  link.setAttribute("role", "option")
  link.setAttribute("aria-selected", false)
  link.setAttribute("aria-label", within ? `${title}, ${within}` : title)
  link.append(part("title", title), part("within", within ?? ""))
  if (mathml) link.append(part("formula", ""))
  if (mathml) link.lastChild.innerHTML = mathml  // the build's own: nothing that a reader typed
  link.append(part("line", line))
  return link
}

function part(name, text) {
  const span = document.createElement("span")
  span.className = `search-${name}`
  span.textContent = text
  return span
}

/* "RWKV is not in this reference", what is nearest, and a way to ask for it. */
export function absent(name, items) {
  const told = document.createElement("b")
  told.textContent = "not in this reference"
  const nearest = items.filter(({ far }) => far).map(({ title }) => title)
  const mentioned = items.some(({ far }) => !far) ? " It is mentioned on the first page below." : " No close formula."
  return [`${shortened(name)} is `, told, `.${mentioned}${nearest.length ? ` The nearest: ${nearest.join(", ")}.` : ""} `, ...request(name)]
}

/* The header says where requests go. */
function request(name) {
  const form = document.querySelector("[data-requests]")?.dataset.requests
  if (!form) return []
  const link = document.createElement("a")
  const issue = { title: `Formula: ${shortened(name)}`, body: `Searched for, and not found:\n\n${name}\n\nWhere it is explained: ` }
  link.href = `${form}?${Object.entries(issue).map(([field, text]) => `${field}=${encodeURIComponent(text)}`).join("&")}`
  link.textContent = "Request it"
  return [link]
}

/* What looks like a whole formula can be compared with ours, on a page of its own. */
export function comparable(query) {
  const count = sign => query.split(sign).length
  const whole = /<(\w+:)?math\b/i.test(query)
    || /[^=!<>]=[^=]|\\(frac|sum|prod|sqrt|int)\b/.test(query) && /[\\^_∑∏√∂∇]/.test(query) && !/\*\*|\w\.\w+\(/.test(query)
  if (!whole || query.length < 10 || query.length > 4000 || count("{") !== count("}")) return []
  const link = document.createElement("a")
  link.href = new URL(`check/?formula=${encodeURIComponent(query)}`, ROOT)
  link.textContent = "Check this formula"
  return [" ", link]
}

/* By characters, of which one may be two units of a text. */
function shortened(text) {
  const all = [...text]
  return all.length > LONGEST ? `${all.slice(0, LONGEST).join("").trimEnd()} …` : text
}
