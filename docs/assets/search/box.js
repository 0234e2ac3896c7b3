/* What the theme's search box lacks: Ctrl/⌘K, a second search after Enter, a mouse paste that
   searches, a link that keeps every sign, results that are announced. Everything listens on the
   document or finds its element anew, so it works on the pages that instant navigation brings. */

const box = () => document.getElementById("search-query")
const results = document.querySelector(".md-search-result__list")

document.addEventListener("keydown", event => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  event.preventDefault()
  box().focus()
  box().select()
})

// The theme opens its dialog when the box gets the focus, but leaves it there when Enter closes
// the dialog: the box would not open again, and the keys of the page would be typed into it.
document.addEventListener("change", event => {
  if (event.target.id === "__search" && !event.target.checked) box().blur()
})

// The theme listens to keys alone: a paste with the mouse would not search, nor the clear button.
const changed = () => box().dispatchEvent(new Event("keyup"))
document.addEventListener("input", event => {
  if (event.target === box()) changed()
})
document.addEventListener("submit", event => event.target.name === "search" && event.preventDefault())
document.addEventListener("reset", () => setTimeout(changed))  // the field is emptied after it

// The theme's link loses every plus, and what it copies is the link of the query before.
const share = document.querySelector("[data-md-component=search-share]")
new MutationObserver(() => {
  const url = `${location.origin}${location.pathname}?q=${encodeURIComponent(box().value)}`
  if (share.getAttribute("href") !== url) share.setAttribute("href", url)
  if (share.dataset.clipboardText !== url) share.dataset.clipboardText = url
}).observe(share, { attributes: true })

const status = document.createElement("div")
status.className = "search-status"
status.setAttribute("role", "status")
results.before(status)

let waiting = null
new MutationObserver(() => {
  clearTimeout(waiting)
  waiting = setTimeout(announce, 150)  // the list is emptied and filled again
}).observe(results, { childList: true })

function announce() {
  const titles = [...results.querySelectorAll("article > :is(h1, h2)")].map(title => title.textContent)
  const far = results.querySelector("[data-far]") !== null
  status.classList.toggle("far", far)
  if (!box().value.trim()) status.textContent = ""
  else if (far) status.textContent = `No close formula. The nearest: ${titles.join(", ")}`
  else if (titles.length) status.textContent = `${titles.length} found. Best: ${titles[0]}`
  else status.textContent = "No close formula"
}
