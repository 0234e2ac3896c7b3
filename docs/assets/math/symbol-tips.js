/* Pointing at a symbol of a formula shows its line of the symbol list.

   A symbol carries `data-symbol`, a line of the list `data-symbols`
   (scripts/mathematics/symbol_names.py). With the keyboard: a formula is one tab stop, the arrow
   keys go from symbol to symbol. Listens on the document, so it also works on pages that instant
   navigation brings. */

const tip = document.createElement("div")
tip.className = "symbol-tip"
tip.setAttribute("role", "status")

let lit = []
let current = null

/* The line that explains a symbol: in the list under the formula, else in the last one above
   it that has the name. */
function lineOf(symbol) {
  const formula = symbol.closest(".formula")
  const lines = [...document.querySelectorAll(".symbols > li")]
    .filter(line => line.dataset.symbols.split(" ").includes(symbol.dataset.symbol))
  const own = lines.find(line => {
    const list = line.parentElement
    let before = list.previousElementSibling
    while (before?.matches(".status-line, .call")) before = before.previousElementSibling
    return before === formula
  })
  const above = lines.filter(line =>
    line.compareDocumentPosition(formula) & Node.DOCUMENT_POSITION_FOLLOWING)
  return own ?? above.at(-1) ?? lines[0]
}

function show(symbol) {
  hide()
  const line = lineOf(symbol)
  if (!line) return
  const same = symbol.closest(".formula")
    .querySelectorAll(`[data-symbol="${CSS.escape(symbol.dataset.symbol)}"]`)
  lit = [line, ...same]
  lit.forEach(element => element.classList.add("lit"))
  tip.replaceChildren(...[...line.childNodes].map(node => node.cloneNode(true)))
  document.body.append(tip)
  place(symbol.getBoundingClientRect())
  current = symbol
}

/* Above the symbol, inside the window; below it where there is no room above. */
function place(symbol) {
  const box = tip.getBoundingClientRect()
  const left = symbol.left + symbol.width / 2 - box.width / 2
  const above = symbol.top - box.height - 8
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - box.width - 8))}px`
  tip.style.top = `${above > 56 ? above : symbol.bottom + 8}px`
}

function hide() {
  lit.forEach(element => element.classList.remove("lit"))
  lit = []
  current = null
  tip.remove()
}

function symbolAt(event) {
  return event.target.closest?.(".formula [data-symbol]")
}

/* From symbol to symbol, and into view where the formula scrolls. */
function step(formula, by) {
  const symbols = [...formula.querySelectorAll("[data-symbol]")]
    .filter(symbol => symbol.getClientRects().length)  // of the whole formula or of its pieces
  if (!symbols.length) return false
  const at = symbols.indexOf(current)
  const next = at < 0 ? (by > 0 ? 0 : symbols.length - 1) : at + by
  if (next < 0 || next >= symbols.length) return false
  symbols[next].scrollIntoView({ block: "nearest", inline: "nearest" })
  show(symbols[next])
  return true
}

document.addEventListener("pointerover", event => {
  const symbol = symbolAt(event)
  if (symbol) show(symbol)
  else if (current) hide()
})

document.addEventListener("pointerdown", event => {
  const symbol = symbolAt(event)
  if (symbol) show(symbol)
  else hide()
})

document.addEventListener("keydown", event => {
  if (event.key === "Escape") return hide()
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const formula = document.activeElement?.closest(".formula")
  if (by && formula && step(formula, by)) event.preventDefault()
})

document.addEventListener("focusout", event => {
  if (event.target.closest?.(".formula")) hide()
})

document.addEventListener("scroll", () => {
  if (current) place(current.getBoundingClientRect())
}, { passive: true, capture: true })
