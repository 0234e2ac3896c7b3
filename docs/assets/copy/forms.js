/* What the copy menu offers: each form has a name, a media type, and how it is made.

   A form with `file` also is a download; one with `page` needs the page of a formula. */

const SCALE = 4  // pixels of the PNG for one of the SVG
const root = new URL("../..", import.meta.url)

export const FORMS = [
  { name: "Link", make: ({ url }) => url },
  { name: "LaTeX", make: ({ tex }) => tex },
  { name: "Markdown", make: markdown },
  { name: "MathML", make: ({ math }) => new XMLSerializer().serializeToString(math) },
  { name: "Image (PNG)", make: png, type: "image/png", file: "png", page: true },
  { name: "Image (SVG)", make: svg, file: "svg", page: true },
  { name: "PyTorch code", make: code, page: true },
]

/* Where a display belongs: its section, and the published address of its formula. An entry of a
   list begins with a link to the formula it names. */
export function located({ formula, ...content }) {
  const heading = headingOf(formula)
  const link = heading?.querySelector("a:not(.headerlink)")
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href
  const url = new URL(link?.href.replace(new URL(".", location), "") ?? "", canonical)
  const id = url.pathname.split("/").slice(-3, -1).join("/")
  if (!link && heading?.matches("h2")) url.hash = heading.id
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

/* A fence, as code is not Markdown: between dollars GitHub may take \\ and \{ for escapes of
   characters, or a row that starts with a minus for a list. */
function markdown({ tex, title, url }) {
  return `\`\`\`math\n${tex}\n\`\`\`\n\n[${title.replace(/[[\]]/g, "\\$&")}](${url})\n`
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
