/* The search dialog and the ways into it. Every page loads this; what fills the dialog, dialog.js,
   comes when it is first opened, the engine with the first query. It listens on the document, so
   it also works on the pages that instant navigation brings, and needs nothing of the theme. */

const dialog = document.createElement("dialog")
dialog.className = "search"
dialog.setAttribute("aria-label", "Search")
dialog.innerHTML = `<form role="search">
<input name="query" aria-label="Search" placeholder="Name, question, LaTeX, code, symbol" role="combobox"
aria-autocomplete="list" aria-controls="search-results" aria-expanded="false" autocomplete="off"
autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go">
<button class="search-clear" type="reset" aria-label="Clear" title="Clear"></button>
<a class="search-share" href="?q=" aria-label="Share" title="Copy a link to this search"></a>
<button class="search-close" type="button" aria-label="Close"><kbd></kbd></button>
</form><div class="search-status" role="status"></div>
<div id="search-results" role="listbox" aria-label="Results" hidden></div>`
document.body.append(dialog)

const form = dialog.firstChild
const field = form.elements.query
const phone = matchMedia("(pointer: coarse), (max-width: 45em)")
let entry = false  // whether the dialog has an entry of its own in the history, for the Back of a phone
let leaving = false  // that entry
let kept = false  // the query in the address, after a result was followed
let filling, tries = 0

/* What fills the dialog: { changed, enter }. Where it does not come, the next key tries again. */
const filled = () => filling ??= import(tries ? `./dialog.js?${tries}` : "./dialog.js")
  .then(({ fill }) => fill(dialog, followed))
  .catch(() => {
    filling = null
    tries += 1
    dialog.querySelector("[role=status]").textContent = "The search could not be loaded. Is there a connection?"
  })

const changed = () => filled().then(body => body?.changed())

function open(query) {
  if (query !== undefined) field.value = query
  if (!dialog.open) {
    dialog.showModal()
    entry = asked() === null && phone.matches
    if (entry) history.pushState(null, "")
  }
  field.focus()
  field.select()
  changed()
}

/* A result was followed in this tab: back from another page, the search is there again. */
function followed(link) {
  kept = link.pathname !== location.pathname
  if (kept) history.replaceState(history.state, "", `?q=${encodeURIComponent(field.value)}${location.hash}`)
  entry = false
  dialog.close()
}

dialog.addEventListener("close", () => {
  leaving = entry
  if (entry) history.back()
  else if (!kept && asked() !== null) history.replaceState(history.state, "", location.pathname + location.hash)
  entry = kept = false
})

addEventListener("popstate", () => {
  if (!leaving && asked() !== null) open(asked())
  else if (!leaving) {
    entry = false
    dialog.close()
  }
  leaving = false
})

/* The query in an address, or null. A plus is one in 1+x, a space in layer+norm. */
function asked({ search } = location) {
  return new URLSearchParams(search.replace(/(?<!\p{L}{2})\+|\+(?!\p{L}{2})/gu, "%2B")).get("q")
}

form.addEventListener("input", changed)
form.addEventListener("reset", () => setTimeout(open))  // the field is emptied after it
form.addEventListener("submit", event => {
  event.preventDefault()
  filled().then(body => body?.enter())
})

/* A button opens the search, a link to a query, `?q=…`, with its results. */
document.addEventListener("click", event => {
  const { target, ctrlKey, metaKey, shiftKey, altKey } = event
  const way = target.closest("[data-search-open]")
  if (way && !(ctrlKey || metaKey || shiftKey || altKey)) {
    event.preventDefault()
    open(way.search && asked(way))
  }
  if (target === dialog || target.closest(".search-close")) dialog.close()  // the dialog is its backdrop, too
})

function pressed(event) {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event
  const command = (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "k"
  const letter = !ctrlKey && !metaKey && !altKey && (key === "/" || key === "s")
  if (!command && (!letter || target.closest("input, textarea, select, [contenteditable]"))) return
  event.preventDefault()
  open()
}
document.addEventListener("keydown", pressed)
dialog.addEventListener("keydown", event => {
  pressed(event)
  event.stopPropagation()  // the theme has keys, too: n is the next page
})

if (asked() !== null) open(asked())
