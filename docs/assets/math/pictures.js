/* Formulas in a browser that does not draw mathematics, where alone this is loaded
   (overrides/main.html): a display becomes its picture, one in a line a line of text; what has
   neither stays LaTeX (pictures.css). */

import { located } from "../copy/forms.js"
import { plainText } from "../copy/plain_text.js"

/* On the cheat sheet, the first display of the formula that its heading links to. */
function pictureOf(box) {
  const link = box.closest(".sheet-entry")?.querySelector("h3 a")
  if (!link) return located({ formula: box })
  const id = link.pathname.split("/").slice(-3, -1).join("/")
  return { id, image: new URL(`../../images/${id}/1.svg`, import.meta.url) }
}

function show(box) {
  const { id, image } = pictureOf(box)
  const [whole, ...pieces] = [...box.querySelectorAll("annotation")].map(tex => tex.textContent)
  const picture = new Image()
  picture.onload = () => box.classList.add("pictured")
  picture.onerror = () => box.classList.add("as-latex")
  picture.alt = box.matches(".formula") ? whole : [whole, ...pieces].join(" ")
  picture.src = id ? image : "data:,"
  box.prepend(picture)
}

function showAll() {
  for (const box of document.querySelectorAll(".formula, .sheet-formula")) {
    if (!box.querySelector(":scope > img")) show(box)
  }
  for (const math of document.querySelectorAll(".math > math:only-child")) {
    math.insertAdjacentHTML("beforebegin", "<span></span>")
    math.previousSibling.textContent = plainText(math)
  }
}

if (window.document$) document$.subscribe(showAll)
else showAll()
