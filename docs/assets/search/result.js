/* One result in the list: a link with a title, where it belongs, perhaps a formula, and one line. */

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
