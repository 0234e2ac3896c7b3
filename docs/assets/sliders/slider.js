/* A slider under a figure: one parameter to move, `?tau=0.5` in the address opens it there.

   What draws the frames, frames.js, is loaded at the first touch. Listens on the document, so it
   also works on pages that instant navigation brings. */

let waiting = 0
const inputOf = slider => slider.querySelector("input")
const sliderOf = event => event.target.closest?.(".slider")

async function show(slider) {
  const { show } = await import("./frames.js")
  show(slider)
}

/* Every slider of a page where its address says, else at its default. */
function place() {
  for (const slider of document.querySelectorAll(".slider")) {
    const input = inputOf(slider)
    const asked = new URLSearchParams(location.search).get(input.name)
    const before = input.value
    input.value = asked && isFinite(asked) ? asked : input.defaultValue
    if (input.value !== before) show(slider)
    if (slider.hidden && asked && !location.hash && arrived()) {
      slider.parentElement.scrollIntoView({ block: "center" })
    }
    slider.hidden = false
  }
}

/* By a link, not by going back or reloading: then a browser knows where the reader was. */
const arrived = () => performance.getEntriesByType("navigation")[0]?.type === "navigate"

function addressOf({ name, value }, address) {
  const url = new URL(address)
  url.searchParams.set(name, value)
  return url
}

function remember(input) {
  const url = addressOf(input, location)
  if (input.value === input.defaultValue) url.searchParams.delete(input.name)
  history.replaceState(history.state, "", url)
}

async function copy(slider, button) {
  const page = document.querySelector("link[rel=canonical]")?.href ?? location.href.split(/[?#]/)[0]
  const link = addressOf(inputOf(slider), page).href
  const written = navigator.clipboard ? navigator.clipboard.writeText(link) : Promise.reject()
  const refused = await written.then(() => false, () => true)
  const { answer } = await import("../copy/menu.js")
  answer(button, "Link", refused && link)
}

document.addEventListener("input", event => {
  const slider = sliderOf(event)
  if (!slider) return
  show(slider)
  clearTimeout(waiting)  // a browser takes only so many changes of the address
  waiting = setTimeout(remember, 300, event.target)
})

for (const touch of ["pointerdown", "focusin"]) {
  document.addEventListener(touch, event => {
    if (sliderOf(event)) import("./frames.js").then(({ load }) => load(sliderOf(event)))
  })
}

document.addEventListener("click", event => {
  const slider = sliderOf(event)
  const button = event.target.closest?.("button.copy-state")
  if (slider && button) copy(slider, button)
})

addEventListener("popstate", place)
if (window.document$) document$.subscribe(place)
else place()
