/* What fills the search dialog of box.js: the results, a combobox's list as ARIA describes it, and
   what is said about them. */

import { ask } from "./asking.js"
import { absent, comparable, resultOf } from "./result.js"

const HINT = "A name, a question, LaTeX, code, a symbol or a shape"
const FAILED = "The search could not be loaded. Is there a connection?"

export function fill(dialog, followed) {
  const field = dialog.querySelector("input")
  const list = dialog.querySelector("[role=listbox]")
  const status = dialog.querySelector("[role=status]")
  const share = dialog.querySelector(".search-share")
  const links = () => list.querySelectorAll("[data-search-result]")
  let shown = null  // the query whose results are shown
  let selected = -1
  let entered = false  // before the results came

  async function changed() {
    const query = field.value
    share.href = `${location.origin}${location.pathname}?q=${encodeURIComponent(query)}`
    entered = false
    if (!query.trim()) return show([], query, HINT)
    if (query === shown) return
    if (shown === null) status.textContent = "Loading …"
    const answer = await ask(query)
    if (answer === undefined || query !== field.value) return  // another query was typed meanwhile
    if (answer === null) show([], null, FAILED)
    else show(answer.items, query, summary(answer), answer.missing)
  }

  function show(items, query, text, missing) {
    shown = query
    status.textContent = text
    if (missing) status.append(...absent(missing, items))
    if (query) status.append(...comparable(query))
    list.replaceChildren(...items.map(resultOf))
    list.hidden = !items.length
    list.scrollTop = 0
    field.setAttribute("aria-expanded", items.length > 0)
    select(-1)
    if (entered) enter()
  }

  /* -1 is the field itself: Enter there opens the first result. */
  function select(place) {
    links()[selected]?.setAttribute("aria-selected", false)
    selected = place
    const link = links()[place]
    link?.setAttribute("aria-selected", true)
    link?.scrollIntoView({ block: "nearest" })
    if (link) field.setAttribute("aria-activedescendant", link.id)
    else field.removeAttribute("aria-activedescendant")
  }

  function enter(keys) {
    entered = shown !== field.value
    if (!entered) links()[Math.max(selected, 0)]?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...keys }))
  }

  field.addEventListener("keydown", event => {
    const count = links().length
    const { key, ctrlKey, metaKey, shiftKey, isComposing } = event
    if (isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (step && count) select((selected + 1 + step + count + 1) % (count + 1) - 1)
    else if (key === "Enter" && (ctrlKey || metaKey || shiftKey)) enter({ ctrlKey, metaKey, shiftKey })
    else return
    event.preventDefault()
  })

  // A click with a key, or with the middle button, opens a tab: the dialog stays for the next one.
  list.addEventListener("click", event => {
    const link = event.target.closest("a")
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) followed(link)
  })
  list.addEventListener("mousedown", event => event.preventDefault())  // the field keeps the focus

  share.addEventListener("click", async event => {
    event.preventDefault()
    await navigator.clipboard.writeText(share.href)
    status.textContent = "The link is copied"
    field.focus()
  })

  return { changed, enter: () => enter() }
}

function summary({ items, missing }) {
  const titles = items.map(({ title }) => title)
  if (missing) return ""
  if (!items.length) return "No close formula"
  if (items[0].far) return `No close formula. The nearest: ${titles.join(", ")}`
  return `${items.length} ${items.length > 1 ? "results" : "result"}. Best: ${titles[0]}`
}
