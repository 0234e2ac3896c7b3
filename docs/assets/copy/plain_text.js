/* Mathematics as lines of text, for a comment in code: MathML → `σ(x) = 1 / (1 + e⁻ˣ)`.

   A row becomes tokens of a kind, and their kinds say where a space stands between them. */

const RAISED = toMap("0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤θ'",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀᶿ'")
const LOWERED = toMap("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
const ACCENTS = toMap("ˆ^¯‾_˜~˙→⃗", "\u0302\u0302\u0304\u0304\u0304\u0303\u0303\u0307\u20D7\u20D7")
/* What keyboards have, instead of what looks like it; what is not seen goes. */
const TYPED = toMap("−⋅∗′\u2061\u2062\u2063\u2064", "-·*'")
const OPEN = "([{⟨⌊⌈"
const CLOSE = ")]}⟩⌋⌉"
const BIG = "∑∏∫∮"
const SHORT = 6  // a fraction of so few signs stands closely together
/* A sum, a quotient, or a function without brackets: a division would take its last part only. */
const SUM = /[/+=-]|\p{L}{2,} /u
/* One letter or number, with accents and scripts: it needs no brackets. */
const ATOM = /^[\p{L}\p{N}∞][\p{M}\p{Lm}\p{No}'₊₋₌⁺⁻⁼]*$/u

export function plainText(math) {
  const content = math.querySelector("semantics")?.firstElementChild ?? math
  const rows = content.matches("mtable") ? [...content.children] : [content]
  return rows.map(row => textOf(tokensOf(row)).replace(/\. ?\. ?\./g, "...").normalize("NFC")).join("\n")
}

function toMap(from, to) {
  const signs = [...to]
  return new Map([...from].map((sign, place) => [sign, signs[place] ?? ""]))
}

/* Tokens */

const GROUPS = "math, semantics, mrow, mstyle, mpadded, mtr, mtd"

function tokensOf(node) {
  if (node.matches(GROUPS)) return [...node.children].flatMap(tokensOf)
  const made = tokenOf(node)
  return made.text ? [made] : []
}

function tokenOf(node) {
  const parts = [...node.children]
  const [base, second, third] = parts
  switch (node.localName) {
    case "mi": return identifier(letters(node.textContent))
    case "mn": return { kind: "number", text: node.textContent }
    case "mo": return operator([...node.textContent.trim()].map(typed).join(""))
    case "mtext": return { kind: "name", text: node.textContent.trim() }
    case "mfrac": return fraction(base, second)
    case "msqrt": return { kind: "term", text: `√${bracketed(textOf(parts.flatMap(tokensOf)))}` }
    case "mroot": return { kind: "term", text: `${raised(second)}√${bracketed(inner(base))}` }
    case "msub": case "munder": return scripted(base, second)
    case "msup": return scripted(base, null, second)
    case "mover": return accented(base, second) ?? scripted(base, null, second)
    case "msubsup": case "munderover": return scripted(base, second, third)
    case "mtable": return { kind: "term", text: parts.map(row => cells(row)).join("; ") }
    default: return { kind: "term", text: "" }
  }
}

const typed = sign => TYPED.get(sign) ?? sign
/* Bold and script letters as plain ones: an editor's font has no others. */
const letters = text => text.replace(/[\u{1D400}-\u{1D7FF}]/gu, sign => sign.normalize("NFKC"))
const inner = node => textOf(tokensOf(node), true)
const cells = row => [...row.children].map(cell => textOf(tokensOf(cell))).join(", ")

function identifier(text) {
  if (text === "∂" || text === "∇") return { kind: "prefix", text }
  return { kind: [...text].length > 1 ? "name" : "letter", text }
}

function operator(text) {
  const kinds = [[OPEN, "open"], [CLOSE, "close"], ["|‖∥", "bar"], [BIG, "big"], [",;", "comma"],
    ["/", "slash"], ["!", "close"], ["∂∇¬", "prefix"], ["…⋯⋮∞", "term"]]
  const found = kinds.find(([signs]) => text && signs.includes(text))
  return { kind: found?.[1] ?? "sign", text }
}

function scripted(base, below, above) {
  const tokens = tokensOf(base)
  const one = tokens.length === 1 ? tokens[0] : { kind: "term", text: textOf(tokens) }
  const kind = ["letter", "number", "sign"].includes(one.kind) ? "term" : one.kind
  return { kind, text: one.text + (below ? lowered(below) : "") + (above ? raised(above) : "") }
}

const lowered = node => script(inner(node), LOWERED, "_")
const raised = node => script(inner(node), RAISED, "^")

function script(text, signs, mark) {
  const small = [...text].map(sign => signs.get(sign))
  if (small.every(Boolean)) return small.join("")
  return `${mark}${ATOM.test(text) ? text : `(${text})`}`
}

function accented(base, above) {
  const accent = ACCENTS.get(above.textContent.trim())
  const text = inner(base)
  return accent && [...text].length === 1 ? { kind: "letter", text: text + accent } : null
}

function fraction(above, below) {
  const [top, bottom] = [tokensOf(above), tokensOf(below)]
  const whole = bottom.length === 1 || bottom[0].kind === "prefix" || differential(bottom, 0)
  const over = SUM.test(bare(textOf(top))) ? `(${textOf(top)})` : textOf(top)
  const under = !whole || /\s|\//.test(bare(textOf(bottom))) ? `(${textOf(bottom)})` : textOf(bottom)
  const close = over.length + under.length <= SHORT
  return { kind: "fraction", text: over + (close ? "/" : " / ") + under }
}

/* Without what stands in brackets. */
function bare(text) {
  const less = text.replace(/\([^()]*\)|\[[^[\]]*\]/g, "")
  return less === text ? text : bare(less)
}

const bracketed = text => ATOM.test(text) ? text : `(${text})`

/* Lines */

const FACTORS = ["letter", "number", "term", "name", "big", "fraction", "prefix", "open", "bar"]

function textOf(tokens, tight = false) {
  let text = ""
  let before = "start"
  let inBars = false
  tokens.forEach((token, place) => {
    let now = token.kind
    if (now === "sign" && ["start", "open", "sign", "comma"].includes(before)) now = "prefix"
    if (now === "letter" && differential(tokens, place)) now = "prefix"
    if (now === "bar") inBars = !inBars
    if (now === "bar" && !inBars) now = "close"
    const wrapped = now === "fraction" && inProduct(tokens, place)
    text += gap(before, now, tight) + (wrapped ? `(${token.text})` : token.text)
    before = now === "bar" ? "open" : wrapped ? "close" : now
  })
  return text
}

/* The d of dx. */
function differential(tokens, place) {
  const [sign, next] = [tokens[place], tokens[place + 1]]
  return ["d", "∂"].includes(sign.text) && ["letter", "term"].includes(next?.kind)
}

/* A fraction before a factor, or after the name of a function. */
function inProduct(tokens, place) {
  const [before, next] = [tokens[place - 1], tokens[place + 1]]
  return FACTORS.includes(next?.kind) || before?.kind === "name" && !before.text.startsWith("lim")
}

function gap(before, now, tight) {
  if (["start", "open", "prefix", "slash"].includes(before)) return ""
  if (["close", "comma", "slash"].includes(now)) return ""
  if (now === "open" && !["big", "sign", "comma"].includes(before)) return ""
  if (before === "number" && now === "letter") return ""
  return tight && before !== "name" && before !== "big" ? "" : " "
}
