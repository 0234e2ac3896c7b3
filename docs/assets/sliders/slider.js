/* A slider under a figure: one parameter to move, `?tau=0.5` in the address opens it there.

   What answers a touch, frames.js, is loaded at the first one. Listens on the document, so it also
   works on pages that instant navigation brings. */

let arrives = true, frames

/* Every slider of a page where its address says, else at its default. A reader who comes to the
   site by an address that names no section is led to the figure. */
function place() {
  for (const slider of document.querySelectorAll(".slider")) {
    const input = slider.querySelector("input")
    const asked = new URLSearchParams(location.search).get(input.name)
    const before = input.value
    input.value = asked && isFinite(asked) ? asked : input.defaultValue
    slider.hidden = false
    if (input.value !== before) answer({ type: "place", target: slider })
    if (arrives && asked && !location.hash) slider.parentElement.scrollIntoView({ block: "center" })
  }
  arrives = false
}

/* Once loaded, at once: what waits for import() would miss the frame in which the thumb moves. */
async function answer(event) {
  const slider = event.target.closest?.(".slider")
  if (slider) (frames ??= await import("./frames.js"))[event.type](slider, event.target)
}

for (const type of ["focusin", "pointerdown", "input", "click"]) document.addEventListener(type, answer)
addEventListener("popstate", place)
if (window.document$) document$.subscribe(place)
else place()
