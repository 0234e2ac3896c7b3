/* What a sign or a command of LaTeX is: every spelling of it, and its kind of token. */

import { GREEK } from "./trees.js"

const kinds = table => Object.fromEntries(Object.entries(table).flatMap(
  ([token, spellings]) => spellings.split(" ").map(spelling => [spelling, token.split(" ")])))

/* "type text": the spellings, LaTeX commands without their backslash and signs of Unicode. */
export const SIGNS = kinds({
  "op +": "+ ＋", "op -": "- − – ﹣", "op pm": "pm ±", "op dot": "cdot ⋅ · • ∙ bullet", "op times": "times ×",
  "op star": "* ast ∗", "op had": "odot ⊙ ∘ circ star", "op /": "/ ÷ ∕ ⁄ div", "op kron": "otimes ⊗",
  "rel =": "= coloneqq triangleq equiv := ≔ ≜ ≡ == eqqcolon", "rel ←": "← leftarrow gets <- Leftarrow",
  "rel ≈": "≈ approx simeq ≃ cong", "rel ∝": "∝ propto", "rel ∼": "∼ sim ~",
  "rel ≤": "≤ le leq leqslant <= ≦", "rel ≥": "≥ ge geq geqslant >= ≧", "rel <": "< lt", "rel >": "> gt",
  "rel ≠": "≠ ne neq !=", "rel ∈": "∈ in", "rel →": "→ to rightarrow longrightarrow mapsto -> ⟶ ↦",
  "rel ⇒": "implies Rightarrow ⇒ iff Leftrightarrow",
  "open (": "( （ lparen", "close )": ") ） rparen", "open [": "[ lbrack", "close ]": "] rbrack",
  "open {": "lbrace", "close }": "rbrace", "open <": "langle ⟨ 〈", "close >": "rangle ⟩ 〉",
  "open floor": "lfloor ⌊", "close floor": "rfloor ⌋", "open ceil": "lceil ⌈", "close ceil": "rceil ⌉",
  "bar |": "| vert mid ∣", "dbar ‖": "Vert ‖ ∥ parallel ||",
  "comma ,": ",", "semi ;": ";", "colon :": ": colon", "prime '": "' ′ ’ prime",
  "dots …": "dots ldots cdots … ⋯ vdots ddots dotsc dotsb dotsm",
  "big sum": "sum ∑", "big prod": "prod ∏", "int int": "int ∫", "lim lim": "lim",
  "root 2": "sqrt √", "partial ∂": "partial ∂", "nabla ∇": "nabla ∇ ∆grad", "frac frac": "frac dfrac tfrac cfrac",
  "top T": "top ⊤ intercal ᵀ", "word E": "𝔼", "letter \\infty": "infty ∞",
  "letter \\ell": "ell ℓ", "word indicator": "𝟙 𝟏", "letter \\mathcal{L}": "ℒ", "letter \\mathcal{N}": "𝒩",
  "over over": "over", "letter \\emptyset": "emptyset varnothing ∅", "accent neg": "neg lnot ¬",
  ...Object.fromEntries(GREEK.map(name => [`letter \\${name}`, name])),
  "letter \\epsilon": "epsilon varepsilon ε ϵ", "letter \\phi": "phi varphi φ ϕ", "letter \\theta": "theta vartheta ϑ θ",
  "letter \\rho": "rho varrho ϱ ρ", "letter \\sigma": "sigma varsigma ς σ", "letter \\Delta": "Delta ∆ Δ",
  "letter \\pi": "pi varpi π", "letter \\partial": "",
})

for (const [place, name] of "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega".split(" ").entries()) {
  const capital = name[0].toUpperCase() + name.slice(1)
  SIGNS[String.fromCharCode(0x3b1 + place)] ??= ["letter", `\\${name}`]
  if (GREEK.includes(capital)) SIGNS[String.fromCharCode(0x391 + place)] ??= ["letter", `\\${capital}`]
}

/* Bold, italic and other letters of Unicode are those of the keyboard; bold is kept. */
export function plain(sign) {
  const letter = sign.normalize("NFKD")
  const bold = /[\u{1d400}-\u{1d433}\u{1d468}-\u{1d49b}\u{1d6a8}-\u{1d6e1}\u{1d71c}-\u{1d755}\u{1d5d4}-\u{1d607}]/u.test(sign)
  return { letter, bold }
}

export const SCRIPTS = {
  "^": /[⁰¹²³⁴-⁹⁺-⁾ⁿⁱʰʲʳˢʷˣʸᴬ-ᵂᵃ-ᵡᶜᶠᶻᵛⱽᵀ]/u,
  "_": /[₀-₉₊-₎ₐ-ₜᵢ-ᵪⱼ]/u,
}
export const COMBINING = { "\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot" }

export const ACCENTS = {
  hat: "hat", widehat: "hat", bar: "bar", overline: "bar", tilde: "tilde", widetilde: "tilde", dot: "dot", ddot: "ddot", check: "check",
}
export const BOLD = new Set("mathbf boldsymbol bm bf vec mathbfit pmb bfseries textbf overrightarrow".split(" "))
export const PLAIN = new Set("mathit mathnormal textit emph ensuremath boxed it".split(" "))
export const UPRIGHT = new Set("mathrm text operatorname mathsf mathtt textrm textsf texttt textnormal mbox rm textsc hbox".split(" "))
export const CURLY = new Set("mathcal mathscr mathfrak cal".split(" "))

/* Commands that only change the look, and how many arguments go with them. */
export const NOTHING = {
  displaystyle: 0, textstyle: 0, scriptstyle: 0, scriptscriptstyle: 0, limits: 0, nolimits: 0, nonumber: 0, notag: 0, mathstrut: 0,
  strut: 0, centering: 0, small: 0, large: 0, normalsize: 0, allowbreak: 0, nobreak: 0, noindent: 0, hfill: 0, mathrm: 0,
  mathopen: 0, mathclose: 0, mathbin: 0, mathrel: 0, mathord: 0, mathop: 0, thinspace: 0, enspace: 0, null: 0, relax: 0,
  label: 1, tag: 1, hspace: 1, vspace: 1, phantom: 1, vphantom: 1, hphantom: 1, cite: 1, color: 1, ref: 1, eqref: 1, footnote: 1,
}
export const SIZES = /^([bB]igg?[lrm]?|left|right|middle)$/

/* Functions of several letters, each under one name. */
const WORDS = Object.fromEntries(Object.entries({
  log: "ln", exp: "", sin: "", cos: "", tan: "", sinh: "", cosh: "", tanh: "", arcsin: "", arccos: "", arctan: "", max: "", min: "", argmax: "", argmin: "",
  sup: "", inf: "", det: "", tr: "trace", diag: "", softmax: "", sigmoid: "", relu: "", gelu: "", silu: "", swish: "", erf: "", erfc: "", sign: "sgn",
  clip: "clamp", round: "", concat: "", attention: "", layernorm: "", rmsnorm: "", batchnorm: "", multihead: "", ffn: "", var: "variance", cov: "covariance",
  softplus: "", mse: "", mae: "", ppl: "perplexity", logsumexp: "lse", leakyrelu: "lrelu", prelu: "", elu: "", glu: "", swiglu: "", geglu: "", floor: "", ceil: "",
  mean: "", norm: "", abs: "", sqrt: "", kl: "", bce: "", pos: "", lstm: "", gru: "", rank: "", vec: "", std: "", mod: "",
}).flatMap(([name, others]) => [name, ...others.split(" ").filter(Boolean)].map(each => [each, name])))

const NORMS = { LN: "layernorm", BN: "batchnorm" }

/* softmax of SoftMax, soft-max, Soft max; another word as it is, without what only joins it. */
export function wordOf(text) {
  const joined = text.replace(/[\s_\-~.\\,]+/g, "")
  if (joined in NORMS) return NORMS[joined]
  return WORDS[joined.toLowerCase()] ?? joined
}

export function isWord(text) {
  return Object.hasOwn(WORDS, text.toLowerCase())
}
