/* Pieces of the page. What a reader pasted is only ever text. */

export function part(tag, name, ...content) {
  const element = document.createElement(tag)
  if (name) element.className = name
  element.append(...content.filter(each => each !== null && each !== undefined))
  return element
}

/* HTML of the build's own: MathML, and sentences with it. */
export function drawn(tag, name, html) {
  const element = part(tag, name)
  element.innerHTML = html
  return element
}

/* LaTeX with a place of it marked. */
export function marked(tex, place) {
  const [start, end] = place ?? [0, 0]
  if (!(end > start)) return part("code", "", tex)
  return part("code", "", tex.slice(0, start), part("mark", "", tex.slice(start, end)), tex.slice(end))
}

/* A number as people write it: six digits, more are noise. */
export function number(value) {
  if (typeof value !== "number") return String(value)
  return String(Number(value.toPrecision(6))).replace("-", "−")
}

const MOST = 8  // entries of a row that are shown

/* A value of the engine: a number, rows of numbers, a complex number, a set, a function. */
export function valueOf(value) {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST).map(valueOf)
    return `(${[...shown, ...value.length > MOST ? ["…"] : []].join(", ")})`
  }
  if (value === null || typeof value !== "object") return value === "Infinity" ? "∞" : value === "-Infinity" ? "−∞" : number(value)
  if ("set" in value) return `{${value.set.map(valueOf).join(", ")}}`
  if ("re" in value) return complex(value.re, value.im)
  return "a smooth function"
}

function complex(re, im) {
  if (Array.isArray(re)) return `(${re.map((each, at) => complex(each, im[at])).join(", ")})`
  return `${number(re)} ${im < 0 ? "−" : "+"} ${number(Math.abs(im))}i`
}
