/* The frames of a figure: the published drawing, of which a slider moves what was packed.

   scripts/running/packing.py says what is in the data. The drawing becomes a part of the page
   without its style attributes, which a policy may forbid: they become attributes of their own.
   A frame adds and removes no node, so that the style sheets need not be matched anew.
   What is exported has the names of the events that slider.js passes on. */

const UNITS = 10, FIRST_SYMBOL = 0x23
let waiting = 0

/* All that is needed, from the first touch on. */
export const focusin = slider => slider.frames ??= loaded(slider)
export { focusin as pointerdown }

export async function place(slider) {
  const input = slider.querySelector("input")
  canonical().href = addressOf(input, canonical().href)  // what is copied on this page links to it
  const data = await focusin(slider)
  const theme = +(document.body.dataset.mdColorScheme === "slate")
  const picture = await (data[theme] ??= read(slider, theme, data))
  const frame = Math.round((input.value - input.min) / input.step)
  draw(data, picture, frame, theme)
  if (!picture.isConnected) {
    slider.parentElement.querySelector("svg")?.remove()
    slider.parentElement.prepend(picture)
  }
  tell(slider, input, data, frame)
}

export function input(slider, field) {
  place(slider)
  clearTimeout(waiting)  // a browser takes only so many changes of the address
  waiting = setTimeout(() => history.replaceState(history.state, "", addressOf(field, location)), 300)
}

export async function click(slider, button) {
  if (button.type !== "button") return
  const link = canonical().href
  const refused = await navigator.clipboard?.writeText(link).then(() => "", () => link) ?? link
  const { answer } = await import("../copy/menu.js")
  answer(button, "Link", refused)
}

function addressOf({ name, value, defaultValue }, address) {
  const url = new URL(address)
  if (value === defaultValue) url.searchParams.delete(name)
  else url.searchParams.set(name, value)
  return url
}

const canonical = () => document.querySelector("link[rel=canonical]")
const image = (slider, theme) => slider.parentElement.querySelectorAll("img")[theme].src
const get = async (address, kind) => (await fetch(address))[kind]()

async function loaded(slider) {
  const data = await get(image(slider, 0).replace(/svg$/, "json"), "json")
  const { rows } = data
  const at = (f, c) => rows[f]?.[c] ?? 0
  rows.forEach((row, f) => row.forEach((_, c) => {
    row[c] += at(f - 1, c) + at(f, c - 2) - at(f - 1, c - 2)
  }))
  new MutationObserver(() => slider.isConnected && place(slider))
    .observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
  return data
}

async function read(slider, theme, { changes, glyphs, lesson }) {
  const text = await get(image(slider, theme), "text")
  const plain = text.replace(/<(style|metadata)[^]*?<\/\1>/g, "").replaceAll(" style=", " data-style=")
  const svg = new DOMParser().parseFromString(plain, "image/svg+xml").documentElement
  const elements = [svg, ...svg.querySelectorAll("*")]
  for (const element of elements) style(element, element.dataset.style)
  style(svg, "stroke-linejoin:round")
  svg.role = "img"
  svg.ariaLabel = lesson
  svg.prepend(...svg.querySelectorAll("defs"))  // a text that is replaced keeps its glyphs
  for (const { id, attributes } of svg.querySelectorAll("defs > path")) glyphs[id] = attributes.d?.value ?? ""
  for (const [number, name, form] of changes) {
    const marker = elements[number]
    if (name === "transform" && marker.matches("use")) {  // as a shape: its copy would be made anew
      const shape = svg.querySelector(marker.getAttribute("xlink:href")).cloneNode()
      style(shape, marker.dataset.style)
      marker.replaceWith(elements[number] = shape)
    }
    if (name === "text") elements[number].innerHTML = "<path/>".repeat(Math.max(...form.map(t => t.length)))
  }
  return Object.assign(document.adoptNode(svg), { elements, last: [] })
}

/* Opacity alone is not always told. */
function style(element, declarations = "") {
  element.removeAttribute("opacity")
  for (const [, name, value] of declarations.matchAll(/([\w-]+): *([^;]+)/g)) {
    element.setAttribute(name, value)
  }
}

/* A glyph is told by its name, the bar of a fraction by its outline. Behind the end is nothing. */
function draw({ changes, rows, symbols, glyphs }, { elements, last }, frame, theme) {
  let column = 0
  const next = () => rows[frame][column++]
  changes.forEach(([number, name, form], which) => {
    let value = form.replace?.(/#/g, () => next() / UNITS) ?? form[next()], x = 0, place = 0
    if (value.map) value = value[theme]
    if (last[which] === value) return
    last[which] = value
    const element = elements[number]
    if (name === "style") style(element, value)
    else if (name !== "text") element.setAttribute(name, value)
    else for (const glyph of element.children) {
      const [name, ahead, y, size] = symbols[value.charCodeAt(place++) - FIRST_SYMBOL] ?? ["", 0, 0, 0]
      x += ahead
      glyph.setAttribute("d", glyphs[name] ?? name)
      glyph.setAttribute("transform", `translate(${x} ${y}) scale(${size / 64})`)
    }
  })
}

function tell(slider, input, { values, quantities }, frame) {
  const [shown, ...outputs] = slider.querySelectorAll("b, output")
  shown.firstChild.data = values[frame]
  input.ariaValueText = [values[frame], ...Object.entries(quantities).map(([name, texts], which) => {
    outputs[which].firstChild.data = texts[frame]
    return `${name} ${texts[frame]}`
  })].join(", ")
}
