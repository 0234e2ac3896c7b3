/* Text as typed → one spelling: every symbol as a LaTeX command, every script with ^ or _. */

/* Signs in a row mean the same; a name is that of a LaTeX command. */
const SYMBOLS = Object.fromEntries([
  ["−–", "-"], ["÷∕⁄", "/"], ["∣", "|"], ["′’", "'"], ["″", "''"], ["ᵀ", "^\\top "], ["ℓ", "l"], ["‖∥", "\\| "],
  ...Object.entries({
    cdot: "⋅·•∙", times: "×", odot: "⊙", circ: "∘", partial: "∂", nabla: "∇", sum: "∑", prod: "∏", int: "∫", sqrt: "√",
    langle: "⟨〈", rangle: "⟩〉", to: "→⟶↦", gets: "←≔", le: "≤", ge: "≥", ne: "≠", approx: "≈", in: "∈",
    infty: "∞", dots: "…⋯", top: "⊤", E: "𝔼", Delta: "∆", epsilon: "ϵ",
  }).map(([name, signs]) => [signs, `\\${name} `]),
].flatMap(([signs, meaning]) => [...signs].map(sign => [sign, meaning])))

const GREEK = Object.fromEntries((
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega"
).split(" ").flatMap((name, place) => [
  [String.fromCharCode(0x3b1 + place), name],
  [String.fromCharCode(0x391 + place), name[0].toUpperCase() + name.slice(1)],
]))

export const GREEK_NAMES = new Set(Object.values(GREEK).filter(name => name !== "omicron"))

const SUPERSCRIPTS = /[⁰¹²³⁴-⁹⁺-⁾ⁿⁱʰ-ʸˡ-ˣᴬ-ᵡᶜᶠᶻᵛⱽ]+/gu
const SUBSCRIPTS = /[₀-₉₊-₎ₐ-ₜᵢ-ᵪⱼ]+/gu
const ACCENTS = { "\u0302": "hat", "\u0304": "bar", "\u0307": "dot", "\u0303": "tilde" }

/* What people say for a sign that they cannot type. */
const SPOKEN = [
  [/\bupside[- ]?down (triangle|delta)\b|\bnabla\b/gi, " \\nabla "],
  [/\b(curly|round(ed)?|partial) d\b/gi, " \\partial "],
  [/\bdouble (vertical )?(bars?|lines?)\b/gi, " \\| "],
  [/\b(sum(mation)? sign|big sigma)\b|\bsum (?=\()/gi, " \\sum "],
  [/^([^^]*)\bsuperscript t\b/gi, "$1 ^\\top "],
  [/\b([a-z]) (hat|bar|dot|tilde)\b/gi, (_, letter, accent) => ` \\${accent.toLowerCase()}{${letter}} `],
  [/\b(hat|bar|tilde) ([a-z])\b/gi, (_, accent, letter) => ` \\${accent.toLowerCase()}{${letter}} `],
  [/\b([a-z]) prime\b/gi, "$1'"],
]

export function respell(text) {
  let respelled = text.normalize("NFC").replace(/([α-ω])(\d)/g, "$1_$2")  // β1
  for (const [said, meant] of text.includes("\\") ? [] : SPOKEN) respelled = respelled.replace(said, meant)
  respelled = respelled.replace(/[ᵀ…′″⋯𝔼]/gu, sign => SYMBOLS[sign])
    .replace(SUPERSCRIPTS, run => `^{${run.normalize("NFKC")}} `)
    .replace(SUBSCRIPTS, run => `_{${run.normalize("NFKC")}} `)
    .normalize("NFKD")
    .replace(/(\\\w+ |[^\s\\])([\u0302-\u0305\u0307])/gu, (_, base, accent) => `\\${ACCENTS[accent]}{${base.trim()}}`)
    .replace(/\p{M}/gu, "")
  // A capital sigma that no letter precedes is a sum, else the middle factor of an SVD.
  respelled = respelled.replace(/(^|[^\p{L}\s}]\s*|\/\s*\p{L}\s*)Σ|Σ(?=\s*[_([|])/gu, (_, before = "") => `${before}\\sum `)
  return respelled.replace(/[^\x00-\x7f]/gu, sign => SYMBOLS[sign] ?? (GREEK[sign] ? `\\${GREEK[sign]} ` : sign))
}
