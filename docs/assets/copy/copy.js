/* Copying formulas: two buttons under each display, LaTeX at once and a menu of all forms, and
   LaTeX in a selection that is copied.

   The menu, menu.js, is loaded at its first use, and says what was copied. Copying a selection
   cannot wait for anything. Listens on the document, so it also works on pages that instant navigation brings. */

function addButtons() {
  for (const line of document.querySelectorAll(".formula + .status-line:not(:has(.copy))")) {
    line.insertAdjacentHTML("beforeend", '<button class="copy-latex" type="button"'
      + ' aria-label="Copy LaTeX" title="Copy LaTeX">LaTeX</button>'
      + '<button class="copy" type="button"'
      + ' aria-label="Copy formula" title="Copy" aria-haspopup="menu" aria-expanded="false">')
  }
}

const formulaOf = button => button.parentElement.previousElementSibling

/* Now: a browser lets a page write to the clipboard only where the reader has just asked for it. */
async function copyLatex(button) {
  const tex = texOf(formulaOf(button).querySelector("math"))
  const written = navigator.clipboard ? navigator.clipboard.writeText(tex) : Promise.reject()
  const refused = await written.then(() => false, () => true)
  const { answer } = await import("./menu.js")
  answer(button, "LaTeX", refused && tex)
}

async function openMenu(button, last) {
  const { toggle } = await import("./menu.js")
  const formula = formulaOf(button)
  const math = formula.querySelector("math")
  toggle(button, { formula, tex: texOf(math), math: plain(math) }, last)
}

const buttonAt = event => event.target.closest?.("button.copy")

document.addEventListener("click", event => {
  const button = buttonAt(event)
  if (button) openMenu(button)
  const latex = event.target.closest?.("button.copy-latex")
  if (latex) copyLatex(latex)
})

document.addEventListener("keydown", event => {
  const button = buttonAt(event)
  if (!button || !["ArrowDown", "ArrowUp"].includes(event.key)) return
  event.preventDefault()
  openMenu(button, event.key === "ArrowUp")
})

if (window.document$) document$.subscribe(addButtons)
else addButtons()

/* The mathematics of an element */

const texOf = math => math.querySelector("annotation").textContent

/* What other programs understand: without the anchors, classes and attributes of this site, which
   keeps what aligns a cell for them. */
function plain(math) {
  const copy = math.cloneNode(true)
  for (const named of copy.querySelectorAll("mrow[id]")) named.replaceWith(...named.childNodes)
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    if (element.dataset.style) element.style.cssText = element.dataset.style
    strip(element, name => ["class", "id"].includes(name) || name.startsWith("data-"))
  }
  return copy
}

function strip(element, unwanted) {
  for (const { name } of [...element.attributes]) {
    if (unwanted(name)) element.removeAttribute(name)
  }
}

/* Selections */

const CHROME = ".headerlink, .copy, .copy-latex, .md-code__nav, .copy-panel, .copy-said, .status-line:not(:has([open]))"
const MEANT = ["href", "src", "alt", "title", "start", "colspan", "rowspan"]

/* The element around a piece of mathematics, where a selection begins or ends in one. */
function mathAround(node) {
  return (node.closest ? node : node.parentElement)?.closest(".formula, .math")
}

/* A formula is copied entirely or, where the selection only touches its edge, not at all. */
function whole(range) {
  const wider = range.cloneRange()
  const last = mathAround(range.endContainer)
  const first = mathAround(range.startContainer)
  if (first) wider.setStartBefore(first)
  if (last) {
    wider.setEndBefore(last)
    const inside = range.cloneRange()
    if (last !== first) inside.setStartBefore(last)
    if (inside.toString().trim()) wider.setEndAfter(last)
  }
  return wider
}

/* Rows and items stay inside their table or list. */
function contents(range) {
  let content = range.cloneContents()
  let around = range.commonAncestorContainer
  while (around.matches?.("ul, ol, table, tbody, tr")) {
    const shell = around.cloneNode()
    shell.append(content)
    content = shell
    around = around.parentElement
  }
  return content
}

/* The first is the whole formula; the pieces that a narrow screen shows go with it. */
function replaceMath(holder, replacement) {
  for (const math of holder.querySelectorAll("math")) {
    const around = math.closest(".formula, .math") ?? math
    around.replaceWith(replacement(math))
  }
}

function latex(math) {
  const block = math.getAttribute("display") === "block"
  if (!block) return `$${texOf(math)}$`
  const paragraph = document.createElement("p")
  paragraph.style.whiteSpace = "pre"
  paragraph.textContent = `$$\n${texOf(math)}\n$$`
  return paragraph
}

function htmlOf(holder) {
  const copy = holder.cloneNode(true)
  replaceMath(copy, plain)
  for (const element of copy.querySelectorAll(":not(math, math *)")) {
    if (element.href) element.setAttribute("href", element.href)
    if (element.src) element.setAttribute("src", element.src)
    strip(element, name => !MEANT.includes(name))
  }
  return copy.innerHTML
}

/* Inside the page, out of sight: only rendered text has its line breaks. */
function render(holder) {
  holder.className = "md-typeset"
  holder.style.cssText = "position: fixed; left: -200vw; width: 100vw"
  document.body.append(holder)
  for (const element of holder.querySelectorAll(":not(math, math *)")) {
    if (element.matches(CHROME) || element.checkVisibility?.() === false) element.remove()
  }
}

document.addEventListener("copy", event => {
  const selection = getSelection()
  if (selection.isCollapsed || event.target.closest?.("input, textarea")) return
  const holder = document.createElement("div")
  for (let number = 0; number < selection.rangeCount; number++) {
    holder.append(contents(whole(selection.getRangeAt(number))))
  }
  if (!holder.querySelector("math")) return
  render(holder)
  event.clipboardData.setData("text/html", htmlOf(holder))
  replaceMath(holder, latex)
  event.clipboardData.setData("text/plain", holder.innerText.trim())
  holder.remove()
  event.preventDefault()
})
