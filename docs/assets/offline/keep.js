/* Keeps all pages on this device, by the service worker, and removes them. */

const KEPT = `${new URL("../..", import.meta.url)}kept`
const { serviceWorker } = navigator
const SAYS = {
  all: "All pages are on this device, and are renewed when you visit.",
  none: "The pages were removed.",
}

const partsOf = box => ({
  keep: box.querySelector(".offline-keep"),
  drop: box.querySelector(".offline-drop"),
  bar: box.querySelector("progress"),
  status: box.querySelector("[role=status]"),
})

async function show(box, says = "") {
  const { keep, drop, bar, status } = partsOf(box)
  const kept = await caches.has(KEPT)
  keep.hidden = kept
  drop.hidden = !kept
  bar.hidden = true
  status.textContent = says || kept && SAYS.all || ""
  box.hidden = false
}

function told(box, { done }) {
  const { bar, status } = partsOf(box)
  if (typeof done === "string") return show(box, SAYS[done] ?? `Not all pages came (${done}). Try again: what came is not loaded twice.`)
  bar.hidden = false
  bar.value = done
  status.textContent = `${Math.floor(done * 100)} %`
}

async function ask(what) {
  const { active } = await serviceWorker.ready
  active.postMessage(what)
}

function place() {
  const box = document.querySelector(".offline")
  if (box) show(box)
}

serviceWorker?.addEventListener("message", ({ data }) => {
  const box = document.querySelector(".offline")
  if (box && data.done !== undefined) told(box, data)
})

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".offline-keep, .offline-drop")
  if (!button) return
  button.hidden = true
  ask(button.matches(".offline-keep") ? { keep: true } : { drop: true })
})

if (serviceWorker && window.document$) document$.subscribe(place)
else if (serviceWorker) place()
