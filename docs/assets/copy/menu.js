/* The menu of a formula's copy button, after the menu button pattern of the ARIA practices. */

import { FORMS, located } from "./forms.js"

const panel = document.createElement("div")
panel.className = "copy-panel"
const said = document.createElement("div")
said.className = "copy-said"
said.role = "status"

let button = null
let silence = 0

export function toggle(pressed, content, last) {
  const open = panel.isConnected && pressed === button
  close()
  if (open) return
  button = pressed
  const formula = located(content)
  const items = FORMS.filter(form => formula.id || !form.page).map(form => itemOf(form, formula))
  show("menu", "Copy as", items)
  button.ariaExpanded = true
  button.after(said)
  items.at(last ? -1 : 0).focus({ preventScroll: true })
}

/* What became of a button that copies one form: it is said or, where refused, offered by hand. */
export function answer(pressed, name, refused) {
  close()
  button = pressed
  button.after(said)
  if (refused) offer(refused, name)
  else say(`${name} copied`)
}

function itemOf(form, formula) {
  const item = document.createElement("button")
  item.type = "button"
  item.tabIndex = -1
  item.role = "menuitem"
  item.textContent = form.name
  item.addEventListener("click", () => {
    leave()
    deliver(form, formula)
  })
  return item
}

function show(role, label, content) {
  panel.role = role
  panel.ariaLabel = label
  panel.replaceChildren(...content)
  button.after(panel)
  panel.scrollIntoView({ block: "nearest" })
  say("")
}

function close() {
  panel.remove()
  if (button?.ariaExpanded) button.ariaExpanded = false
}

function leave() {
  close()
  button.focus({ preventScroll: true })
}

/* To the clipboard. Where that is refused, a text is shown to copy by hand, and a file saved.
   The clipboard takes a promise, so a slow image still counts as what the reader asked for. */
async function deliver({ name, make, type = "text/plain", file }, formula) {
  const content = (async () => make(formula))()
  try {
    if (type === "text/plain" && file) throw Error("a download")
    const blob = content.then(made => new Blob([made], { type }))
    await navigator.clipboard.write([new ClipboardItem({ [type]: blob })])
    say(`${name} copied`)
  } catch {
    content.then(
      made => file ? save(made, `${formula.file}.${file}`, name) : offer(made, name),
      () => say(`${name} could not be loaded`),
    )
  }
}

function save(blob, file, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = file
  link.click()
  setTimeout(URL.revokeObjectURL, 60_000, link.href)
  say(`${name} downloaded`)
}

function offer(text, name) {
  const label = document.createElement("label")
  const key = /Mac/.test(navigator.platform) ? "⌘" : "Ctrl+"
  label.textContent = `Press ${key}C to copy`
  const field = document.createElement("textarea")
  field.readOnly = true
  field.rows = 4
  field.value = text
  label.append(field)
  show("group", name, [label])
  field.focus({ preventScroll: true })
  field.select()
  field.addEventListener("copy", () => setTimeout(() => {
    leave()
    say(`${name} copied`)
  }))
}

function say(text) {
  clearTimeout(silence)
  said.textContent = text
  if (text) silence = setTimeout(say, 2500, "")
}

panel.addEventListener("keydown", event => {
  event.stopPropagation()  // the theme has keys, too: p is the previous page
  if (event.key === "Escape" || event.key === "Tab") return leave()
  if (panel.role !== "menu") return
  const items = [...panel.children]
  const at = items.indexOf(document.activeElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (next === undefined) return
  event.preventDefault()
  items.at(next % items.length).focus()
})

document.addEventListener("pointerdown", event => {
  if (panel.isConnected && !panel.contains(event.target) && !button.contains(event.target)) close()
})
