/* What the copy menu offers, by use: each form has a name, a media type, and how it is made.

   A form with `file` also is a download; one with `page` needs the page of a formula. */

const SCALE = 4  // pixels of the PNG for one of the SVG
const root = new URL("../..", import.meta.url)

export const FORMS = [
  { name: "Link", make: ({ url }) => url },
  { name: "LaTeX", make: ({ tex }) => tex },
  { name: "LaTeX equation", make: equation },
  { name: "Markdown ($$)", make: formula => markdown("$$", "$$", formula) },
  { name: "Markdown (GitHub)", make: formula => markdown("```math", "```", formula) },
  { name: "PyTorch code", make: code, page: true },
  { name: "Code comment", make: comment },
  { name: "Image (PNG)", make: png, type: "image/png", file: "png", page: true },
  { name: "Image (SVG)", make: svg, file: "svg", page: true },
  { name: "MathML", make: ({ math }) => new XMLSerializer().serializeToString(math) },
]

/* Where a display belongs: its section, and the published address of its formula. An entry of a
   list begins with a link to the formula it names. */
export function located({ formula, ...content }) {
  const heading = headingOf(formula)
  const link = heading?.querySelector("a:not(.headerlink)")
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href
  const url = new URL(link?.href.replace(new URL(".", location), "") ?? "", canonical)
  const id = url.pathname.split("/").slice(-3, -1).join("/")
  if (!link) url.hash = equationOf(formula) ?? (heading?.matches("h2") ? heading.id : "")
  const displays = [...document.querySelectorAll(".formula")]
    .filter(other => !link || headingOf(other) === heading)
  const number = displays.indexOf(formula) + 1
  return {
    ...content,
    title: textOf(link ?? document.querySelector("h1")),
    url: url.href,
    id: link || document.getElementById("in-pytorch") ? id : null,
    image: new URL(`images/${id}/${number}.svg`, root),
    file: `${id.split("/").pop()}-${number}`,
  }
}

/* The row that is meant, or that the address names; else the first, which may be all. */
function equationOf(formula) {
  const { equation } = formula.dataset
  const row = formula.querySelector("mtr:is(:target, :has(:target))") ?? formula.querySelector("mtr[id]")
  return equation ?? (row ?? formula.querySelector(".anchor"))?.id
}

function headingOf(formula) {
  const entry = formula.closest(".entry")
  if (entry) return entry.firstElementChild
  let element = formula
  while (element && !element.matches("h1, h2")) element = element.previousElementSibling
  return element
}

function textOf(heading) {
  const copy = heading.cloneNode(true)
  copy.querySelector(".headerlink")?.remove()
  return copy.textContent.trim()
}

/* For a document that loads amsmath; aligned rows are one equation with one number. No more than
   this of amssymb is in use: a test compiles the equations of all pages. */
function equation({ tex, url }) {
  const needs = tex.includes("\\mathbb") ? "% needs \\usepackage{amssymb}\n" : ""
  return `% ${url}\n${needs}\\begin{equation}\n${tex}\n\\end{equation}\n`
}

/* For GitHub a fence, as code is not Markdown: between dollars it may take \\ and \{ for escapes
   of characters, or a row that starts with a minus for a list. */
function markdown(opening, end, { tex, title, url }) {
  const name = title.replace(/[[\]]/g, "\\$&")
  return `${opening}\n${tex}\n${end}\n\n[${name}](${url})\n`
}

/* What stands above the line that computes it. */
async function comment({ math, url }) {
  const { plainText } = await import("./plain_text.js")
  return [...plainText(math).split("\n"), url].map(line => `# ${line}\n`).join("")
}

async function png({ image }) {
  const drawing = new Image()
  drawing.src = image
  await drawing.decode()
  const canvas = document.createElement("canvas")
  canvas.width = drawing.naturalWidth * SCALE
  canvas.height = drawing.naturalHeight * SCALE
  const context = canvas.getContext("2d")
  context.fillStyle = "white"
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(drawing, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve))
}

async function svg({ image }) {
  return (await ask(image)).blob()
}

async function code({ id }) {
  const shown = document.querySelector("#in-pytorch ~ .highlight code")
  if (shown) return shown.textContent
  return (await (await ask(new URL(`${id}.json`, root))).json()).code
}

async function ask(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw Error(answer.status)
  return answer
}
