/* The frames of a figure: the published drawing, of which a slider moves what was packed.

   scripts/running/packing.py says what is in the data. The drawing becomes a part of the page
   without its style attributes, which a policy may forbid: they become attributes of their own.
   What is exported has the names of the events that slider.js passes on. */

const UNITS = 10, FIRST_SYMBOL = 0x23
let waiting = 0

/* All that is needed, from the first touch on. */
export const focusin = slider => slider.frames ??= loaded(slider)
export { focusin as pointerdown }

export async function place(slider) {
  const { data, pictures } = await focusin(slider)
  const input = slider.querySelector("input")
  const theme = +(document.body.dataset.mdColorScheme === "slate")
  const picture = await (pictures[theme] ??= read(slider, theme, data))
  const frame = Math.round((input.value - input.min) / input.step)
  draw(data, picture, frame, theme)
  if (!picture.svg.isConnected) {
    slider.parentElement.querySelector("svg")?.remove()
    slider.before(picture.svg)
  }
  tell(slider, input, data.quantities, frame)
}

export function input(slider, field) {
  place(slider)
  clearTimeout(waiting)  // a browser takes only so many changes of the address
  waiting = setTimeout(() => {
    const url = addressOf(field, location)
    if (field.value === field.defaultValue) url.searchParams.delete(field.name)
    history.replaceState(history.state, "", url)
  }, 300)
}

export async function click(slider, button) {
  if (button.type !== "button") return
  const page = document.querySelector("link[rel=canonical]").href
  const link = addressOf(slider.querySelector("input"), page).href
  const refused = await navigator.clipboard?.writeText(link).then(() => "", () => link) ?? link
  const { answer } = await import("../copy/menu.js")
  answer(button, "Link", refused)
}

function addressOf({ name, value }, address) {
  const url = new URL(address)
  url.searchParams.set(name, value)
  return url
}

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
  return { data, pictures: [] }
}

async function read(slider, theme, { glyphs, lesson }) {
  const text = await get(image(slider, theme), "text")
  const plain = text.replace(/<(style|metadata)[^]*?<\/\1>/g, "").replaceAll(" style=", " data-style=")
  const svg = new DOMParser().parseFromString(plain, "image/svg+xml").documentElement
  const elements = [svg, ...svg.querySelectorAll("*")]
  for (const element of elements) style(element, element.dataset.style ?? "")
  style(svg, "stroke-linejoin:round")
  svg.role = "img"
  svg.ariaLabel = lesson
  svg.prepend(...svg.querySelectorAll("defs"))  // a text that is replaced keeps its glyphs
  const outlines = Object.entries(glyphs).map(([name, path]) =>
    `<path id="${name}" d="${path}" transform="scale(.015625)"/>`)
  svg.insertAdjacentHTML("beforeend", `<defs>${outlines.join("")}</defs>`)
  return { svg: document.adoptNode(svg), elements, last: [] }
}

/* Opacity alone is not always told. */
function style(element, declarations) {
  element.removeAttribute("opacity")
  for (const [, name, value] of declarations.matchAll(/([\w-]+): *([^;]+)/g)) {
    element.setAttribute(name, value)
  }
}

function draw({ changes, rows, symbols }, { elements, last }, frame, theme) {
  let column = 0
  const next = () => rows[frame][column++]
  changes.forEach(([number, name, form], which) => {
    let value = form.replace?.(/#/g, () => next() / UNITS) ?? form[next()]
    if (value.map) value = value[theme]
    if (last[which] === value) return
    last[which] = value
    const element = elements[number]
    if (name === "text") element.innerHTML = written(value, symbols)
    else if (name === "style") style(element, value)
    else element.setAttribute(name, value)
  })
}

function written(text, symbols) {
  let x = 0
  return Array.from(text, sign => {
    const [name, ahead, y, size] = symbols[sign.charCodeAt() - FIRST_SYMBOL]
    x += ahead
    return name[0] === "M" ? `<path d="${name}"/>`
      : `<use href="#${name}" transform="translate(${x} ${y}) scale(${size})"/>`
  }).join("")
}

function tell(slider, input, quantities, frame) {
  const value = (+input.value).toLocaleString("en", { maximumFractionDigits: 4 }).replace("-", "−")
  slider.querySelector("b").textContent = value
  const outputs = slider.querySelectorAll("output")
  input.ariaValueText = [value, ...Object.entries(quantities).map(([name, texts], which) => {
    outputs[which].textContent = texts[frame]
    return `${name} ${texts[frame]}`
  })].join(", ")
}
