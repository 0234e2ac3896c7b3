/* The frames of a figure: the published drawing, of which a slider moves what was packed.

   scripts/running/packing.py says what is in the data. The drawing becomes a part of the page
   without its style attributes, which a policy may forbid: they become attributes of their own. */

const states = new WeakMap()
const UNITS = 10, FIRST_SYMBOL = 0x23

export function load(slider) {
  if (!states.has(slider)) states.set(slider, loaded(slider))
  return states.get(slider)
}

export async function show(slider) {
  const state = await load(slider)
  const input = slider.querySelector("input")
  const theme = +(document.body.dataset.mdColorScheme === "slate")
  const picture = await (state.pictures[theme] ??= read(slider, theme, state.data))
  const frame = Math.round((input.value - input.min) / input.step)
  draw(state.data, picture, frame, theme)
  if (!picture.svg.isConnected) {
    slider.parentElement.querySelector("svg")?.remove()
    slider.before(picture.svg)
  }
  tell(slider, input, state.data.quantities, frame)
}

async function loaded(slider) {
  const data = await (await fetch(image(slider, 0).src.replace(/svg$/, "json"))).json()
  const { rows } = data
  rows.forEach((row, f) => {
    const at = (f, c) => rows[f]?.[c] ?? 0
    row.forEach((_, c) => row[c] += at(f - 1, c) + at(f, c - 2) - at(f - 1, c - 2))
  })
  new MutationObserver(() => slider.isConnected && show(slider))
    .observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
  return { data, pictures: [] }
}

const image = (slider, theme) => slider.parentElement.querySelectorAll("img")[theme]

async function read(slider, theme, { glyphs, lesson }) {
  const text = await (await fetch(image(slider, theme).src)).text()
  const plain = text.replace(/<style[^]*?<\/style>/, "").replaceAll(" style=", " data-style=")
  const svg = new DOMParser().parseFromString(plain, "image/svg+xml").documentElement
  svg.querySelector("metadata")?.remove()
  const elements = [svg, ...svg.querySelectorAll("*")]
  for (const element of elements) {
    if (element.dataset.style) style(element, element.dataset.style)
  }
  svg.removeAttribute("width")
  svg.removeAttribute("height")
  style(svg, "stroke-linejoin:round;stroke-linecap:butt")
  svg.role = "img"
  svg.ariaLabel = lesson
  svg.prepend(...svg.querySelectorAll("defs"))  // a text that is replaced keeps its glyphs
  svg.insertAdjacentHTML("beforeend", `<defs>${Object.entries(glyphs).map(([name, path]) =>
    `<path id="${name}" d="${path}" transform="scale(.015625)"/>`).join("")}</defs>`)
  return { svg: document.adoptNode(svg), elements, last: [] }
}

/* Opacity alone is not always told. */
function style(element, declarations) {
  element.removeAttribute("opacity")
  for (const declaration of declarations.split(";")) {
    const [name, value] = declaration.split(":")
    if (value) element.setAttribute(name.trim(), value.trim())
  }
}

function draw({ changes, rows, symbols }, { elements, last }, frame, theme) {
  let column = 0
  const next = () => rows[frame][column++]
  changes.forEach(([number, name, form], which) => {
    let value = Array.isArray(form) ? form[next()] : form.replace(/#/g, () => next() / UNITS)
    if (Array.isArray(value)) value = value[theme]
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
    const place = `transform="translate(${x} ${y}) scale(${size})"`
    return name[0] === "M" ? `<path d="${name}"/>` : `<use href="#${name}" ${place}/>`
  }).join("")
}

function tell(slider, input, quantities, frame) {
  const value = (+input.value).toLocaleString("en", { maximumFractionDigits: 4 }).replace("-", "−")
  slider.querySelector("b").textContent = value
  const told = Object.entries(quantities).map(([name, texts], which) => {
    slider.querySelectorAll("output")[which].textContent = texts[frame]
    return `${name} ${texts[frame]}`
  })
  input.ariaValueText = [value, ...told].join(", ")
}
