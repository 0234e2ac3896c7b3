/* The page "Is my formula right?": a box, and below it what is said about the formula in it.

   Its address may hold the formula, `?formula=…`, or one of ours to compare it with, `?like=…`. What is
   pasted goes to a worker of this page and nowhere else; the address keeps what it was opened with,
   since whoever loads it again would send the formula along. */

import { ask, warm } from "./page_asking.js"
import { show, wait } from "./page_answer.js"
import { formulaIn, likeIn } from "./page_address.js"
import { part } from "./page_parts.js"

const PAUSE = 150  // milliseconds without a key
const LONGEST_LINK = 6000  // characters that every server takes in an address

/* Called by the page, whenever it is shown. */
export function start(form) {
  const box = form.querySelector("textarea")
  const link = form.querySelector(".check-link")
  const said = form.querySelector(".check-said")
  const like = likeIn(location.search)
  let timer = 0
  let shown = null

  async function changed() {
    const paste = box.value
    if (paste === shown) return
    shown = paste
    link.disabled = true
    said.textContent = ""
    wait(form, paste.trim() !== "")
    const answer = paste.trim() ? await ask(paste, like) : undefined
    if (answer === undefined || paste !== box.value) return  // another one came meanwhile
    link.disabled = encodeURIComponent(paste).length > LONGEST_LINK
    await show(form, answer, paste)
  }

  function soon() {
    clearTimeout(timer)
    if (box.value !== shown) wait(form, box.value.trim() !== "")
    timer = setTimeout(changed, PAUSE)
  }

  function put(text) {
    box.value = text
    box.focus()
    soon()
  }

  box.addEventListener("input", soon)
  form.addEventListener("submit", event => event.preventDefault())
  form.addEventListener("reset", () => setTimeout(put, 0, ""))
  form.addEventListener("click", event => {
    const example = event.target.closest("[data-check-example]")
    if (example) put(example.textContent)
  })
  link.addEventListener("click", async () => {
    const address = `${location.origin}${location.pathname}?formula=${encodeURIComponent(box.value)}`
    const copied = navigator.clipboard ? navigator.clipboard.writeText(address) : Promise.reject()
    said.replaceChildren(await copied.then(() => "Link copied", () => byHand(address)))
  })

  box.value = formulaIn(location.search) ?? box.value
  if (like) ours(form, like, put)
  if (box.value.trim()) changed()
  else warm()
}

/* Where the clipboard is refused, the link itself. */
function byHand(address) {
  const link = part("a", "", "Link to this formula")
  link.href = address
  return link
}

/* "Comparing with Adam", and a way to begin with its own formula. */
async function ours(form, like, put) {
  const answer = await fetch(new URL("index.json", import.meta.url)).catch(() => null)
  const { formulas } = answer?.ok ? await answer.json() : { formulas: [] }
  const found = formulas.find(({ id }) => id === like)
  if (!found) return
  const line = form.querySelector(".check-like")
  const link = part("a", "", found.title)
  const own = part("button", "", "start from ours")
  link.href = new URL(`../../${found.id}/`, import.meta.url)
  own.type = "button"
  own.addEventListener("click", () => put(found.displays.filter(([anchor]) => anchor === found.displays[0][0]).map(([, tex]) => tex).join(" \\\\\n")))
  line.replaceChildren("Comparing with ", link, ": paste yours, or ", own, ".")
  line.hidden = false
}
