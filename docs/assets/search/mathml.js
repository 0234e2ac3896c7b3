/* Pasted MathML → LaTeX: its own annotation, as Wikipedia and this site have it, else what its elements
   say. Loaded when somebody pastes MathML; the worker has no parser of documents. */

const TOKEN = /<!--[^]*?-->|<(\/?)(?:\w+:)?(\w+)[^>]*?(\/?)>|([^<]+)/g
const ANNOTATION = /<(?:\w+:)?annotation\b[^>]*\btex\b[^>]*>([^]*?)</i
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: " " }
const ACCENTS = { "^": "hat", "ˆ": "hat", "¯": "bar", "‾": "bar", "_": "bar", "~": "tilde", "˜": "tilde", "˙": "dot", "→": "vec", "⃗": "vec" }

/* A text with each formula in it as LaTeX. */
export function latexOf(text) {
  return text.replace(/<((?:\w+:)?math)\b[^]*?(?:<\/\1>|$)/gi, markup => {
    const annotated = markup.match(ANNOTATION)
    return ` ${annotated ? unescaped(annotated[1]) : written(treeOf(markup))} `
  }).trim()
}

function treeOf(markup) {
  const root = { name: "mrow", children: [] }
  const open = [root]
  for (const [, closing, name, empty, text] of markup.matchAll(TOKEN)) {
    if (text?.trim()) open.at(-1).children.push({ name: "text", text: unescaped(text.trim()), children: [] })
    if (!name) continue
    if (closing) {
      if (open.length > 1) open.pop()
      continue
    }
    const element = { name: name.toLowerCase(), children: [] }
    open.at(-1).children.push(element)
    if (!empty) open.push(element)
  }
  return root
}

function written({ name, text, children }) {
  if (text !== undefined) return text
  const all = children.map(written)
  const [first = "", second = "", third = ""] = all
  const together = all.join(" ")
  switch (name) {
    case "mi": return together.length > 1 && /^\w+$/.test(together) ? `\\operatorname{${together}}` : together
    case "mo": return together.replace(/[\u2061-\u2064]/g, "")
    case "mfrac": return `\\frac{${first}}{${second}}`
    case "msqrt": return `\\sqrt{${together}}`
    case "mroot": return `\\sqrt[${second}]{${first}}`
    case "msup": return `${grouped(first)}^{${second}}`
    case "msub": return `${grouped(first)}_{${second}}`
    case "munder": return `${first}_{${second}}`
    case "mover": return ACCENTS[second] ? `\\${ACCENTS[second]}{${first}}` : `${first}^{${second}}`
    case "msubsup":
    case "munderover": return `${grouped(first)}_{${second}}^{${third}}`
    case "mfenced": return `(${all.join(",")})`
    case "mtr": return all.join(" & ")
    case "mtable": return `\\begin{aligned}${all.join(" \\\\ ")}\\end{aligned}`
    case "semantics": return first
    case "mphantom":
    case "annotation": return ""
    default: return together
  }
}

/* Of (a + b)² the bracket is raised, of a + b in one element all of it. */
function grouped(base) {
  return / /.test(base) && !/^[([\\]/.test(base) ? `{${base}}` : base
}

function unescaped(text) {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (entity, hex, number, name) => {
    const code = hex ? parseInt(hex, 16) : Number(number)
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ENTITIES[name] ?? entity
  })
}
