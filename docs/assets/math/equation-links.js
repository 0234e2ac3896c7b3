/* The `#` of the rows of a formula: where each stands, and which of them shows.

   The row that a reader means is told to the formula, `data-equation`, for who copies a link to it:
   the one at which the pointer came in or last rested, was pressed, or whose `#` has the focus. A
   formula of one line needs none of this. Listens on the document, so it also works on pages that
   instant navigation brings. */

const REST = 200  // ms; a pointer that stays shorter only passes
let resting = 0
let current = null  // the link that shows

const linksOf = formula => [...formula?.querySelectorAll(":scope > .equation-links > a") ?? []]
const boxOf = link => document.getElementById(link.hash.slice(1)).getBoundingClientRect()

/* Beside their rows, which are as tall as what stands in them. */
function place(links) {
  const top = links[0].parentElement.getBoundingClientRect().top
  for (const link of links) {
    const row = boxOf(link)
    link.style.top = `${(row.top + row.bottom) / 2 - top}px`
  }
}

function mean(link) {
  clearTimeout(resting)
  link.closest(".formula").dataset.equation = link.hash.slice(1)
}

function show(link) {
  current?.classList.remove("near")
  current = link
  link?.classList.add("near")
}

function point({ type, target, clientY }) {
  const formula = target.closest?.(".formula")
  const links = linksOf(formula)
  if (links.length < 2) return show(null)
  const link = links.find(each => clientY <= boxOf(each).bottom) ?? links.at(-1)
  if (link !== current) {
    const came = current?.closest(".formula") !== formula
    place(links)
    show(link)
    if (came) mean(link)
    clearTimeout(resting)
    resting = setTimeout(mean, REST, link)
  }
  if (type === "pointerdown") mean(link)
}

for (const type of ["pointerover", "pointermove", "pointerdown"]) {
  document.addEventListener(type, point, { passive: true })
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.(".equation-links > a") || target.matches(":only-child")) return
  place(linksOf(target.closest(".formula")))
  mean(target)
})
