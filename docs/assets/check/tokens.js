/* Text → tokens { type, text, start, end, bold? }, and what of it was dropped or is not known.
   Macros that the text itself defines are put in; what comes out of one stands where it was called. */

import { ACCENTS, BOLD, COMBINING, CURLY, isWord, NOTHING, plain, PLAIN, SCRIPTS, SIGNS, SIZES, UPRIGHT, wordOf } from "./signs.js"

const PIECE = /\\([a-zA-Z]+)\*?|\\(\\)(?:\[[^\]\n]*\])?|\\([^a-zA-Z])|(\d+(?:[.,]\d{3})*\.?\d*(?:[eE][-+]\d+)?|\.\d+)|(%[^\n]*)|(:=|<-|->|<=|>=|==|!=|\|\||\*\*)|([a-zA-Z]+)|(\s+)|([\s\S])/uy
const SPACES = { ",": 1, ";": 1, "!": 1, ":": 1, " ": 1, ">": 1, "/": 1, "\n": 1 }
const ENVIRONMENTS = /^(cases|d?cases|rcases|matrix|[bpvBV]matrix|smallmatrix|array)$/
const ALIGNED = /^(equation|align|aligned|alignat|gather|gathered|split|multline|eqnarray|displaymath|math|flalign|subequations|empheq)$/
const MOST = 20000  // tokens
const MOST_PIECES = 80000  // of the text: a macro may say nothing, many times
const DEEPEST = 12  // macros in each other

export function tokenize(text, { start = 0, end = text.length, macros = new Map() } = {}) {
  const tokenizer = new Tokenizer(text, macros, /\\[a-zA-Z]/.test(text.slice(start, end)))
  tokenizer.run(start, end, {})
  return { tokens: tokenizer.tokens, problems: tokenizer.problems }
}

class Tokenizer {
  constructor(text, macros, latex) {
    this.text = text
    this.macros = macros
    this.latex = latex
    this.tokens = []
    this.problems = []
    this.depth = 0
    this.pieces = 0
  }

  /* `style` is { bold, at }: `at` is where all of it stands, when a macro says it. */
  run(start, end, style) {
    this.place = start
    while (this.place < end && this.tokens.length < MOST && (this.pieces += 1) < MOST_PIECES) this.piece(end, style)
  }

  piece(end, style) {
    PIECE.lastIndex = this.place
    const from = this.place
    const [all, command, row, escaped, digits, comment, pair, letters, space, sign] = PIECE.exec(this.text)
    this.place += all.length
    if (command) this.command(command, from, end, style)
    else if (row) this.push("row", "\\\\", from, style)
    else if (escaped) this.escaped(escaped, from, style)
    else if (digits && !this.latex && this.isBehindLetter(from)) this.script("_", /\d/, from, end, style)
    else if (digits) this.push("number", digits.replace(/,(?=\d{3})/g, ""), from, style)
    else if (pair) pair === "**" ? this.push("^", "^", from, style) : this.push(...SIGNS[pair], from, style)
    else if (letters) this.letters(letters, from, style)
    else if (space) { if (/\n\s*\n/.test(space) || (!this.latex && space.includes("\n"))) this.push("line", "\n", from, style) }
    else if (!comment) this.sign(sign, from, end, style)
  }

  push(type, text, start, style, more = {}) {
    const placed = style.at ?? { start, end: Math.max(this.place, start + 1) }
    this.tokens.push({ type, text, start: placed.start, end: placed.end, ...(style.bold ? { bold: true } : {}), ...more })
  }

  problem(what, start, style = {}) {
    this.problems.push({ what, at: style.at?.start ?? start })
  }

  escaped(sign, from, style) {
    if (SPACES[sign]) return
    if (sign === "|") this.push("dbar", "‖", from, style)
    else if (sign === "{") this.push("open", "{", from, style)
    else if (sign === "}") this.push("close", "}", from, style)
    else if (/[[\]()]/.test(sign)) this.push("line", sign, from, style)
    else if (sign === "_") this.push("_", "_", from, style)
    else if (!/[&%$#"'`^~=.-]/.test(sign)) this.problem(`\\${sign}`, from, style)
  }

  sign(sign, from, end, style) {
    if (/[{}_^&]/.test(sign)) return this.push(sign, sign, from, style)
    if (sign === "$") return
    if (sign === "~") return this.latex ? undefined : this.push("rel", "∼", from, style)
    for (const [script, signs] of Object.entries(SCRIPTS)) if (signs.test(sign)) return this.script(script, signs, from, end, style)
    if (sign === "Σ" && !/^(letter|word|\})$/.test(this.tokens.at(-1)?.type)) return this.push("big", "sum", from, style)
    if (SIGNS[sign]) return this.push(...SIGNS[sign], from, style, this.latex ? {} : { typed: true })
    if (COMBINING[sign]) return this.combining(sign, from, style)
    const { letter, bold } = plain(sign)
    if (letter !== sign && SIGNS[letter]) return this.push(...SIGNS[letter], from, { ...style, bold: style.bold || bold })
    if (/^[a-zA-Z]$/.test(letter)) return this.push("letter", letter, from, { ...style, bold: style.bold || bold })
    if (/^[a-zA-Z][\u0302-\u0307]$/.test(letter)) {
      this.push("letter", letter[0], from, style)
      return this.combining(letter[1], from, style)
    }
    if (/^\d$/.test(letter)) return this.push("number", letter, from, style)
    if (sign === "!" ) return this.push("op", "!", from, style)
    if (!/[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\ufe00-\ufe0f]/u.test(sign)) this.problem(sign, from, style)
  }

  /* β1 and W2, as they are typed, have an index. */
  isBehindLetter(from) {
    const before = this.tokens.at(-1)
    return before?.type === "letter" && before.end === from && /^\d{1,2}(?![\d.])/.test(this.text.slice(from, from + 3))
  }

  /* x² and x₁₂ */
  script(script, signs, from, end, style) {
    let run = this.text.slice(from, this.place)
    while (this.place < end && signs.test(this.text[this.place])) run += this.text[this.place++]
    const at = style.at ?? { start: from, end: this.place }
    this.push(script, script, from, { ...style, at })
    this.push("{", "{", from, { ...style, at })
    for (const each of run) {
      const text = each === "ᵀ" ? "T" : each.normalize("NFKC")
      const type = /\d/.test(text) ? "number" : "letter"
      this.push(...(SIGNS[text] ?? [type, text]), from, { ...style, at })
    }
    this.push("}", "}", from, { ...style, at })
  }

  combining(sign, from, style) {
    const before = this.tokens.at(-1)
    if (before?.type !== "letter") return this.problem("an accent", from, style)
    before.text = `\\${COMBINING[sign]}{${before.text}}`
    before.end = this.place
  }

  letters(run, from, style) {
    const snake = /^[a-zA-Z]+(?:\\_[a-zA-Z]+)+|^[a-zA-Z]{2,}(?:_[a-zA-Z]{3,})+/.exec(this.text.slice(from, from + 40))
    if (snake && (this.latex ? snake[0].includes("\\_") : run.length > 2)) {
      this.place = from + snake[0].length
      return this.push("word", snake[0].replace(/\\?_/g, ""), from, style, { written: snake[0] })
    }
    if (run.length === 1) return this.push("letter", run, from, style)
    if (!this.latex && SIGNS[run]?.[0] === "letter") return this.push(...SIGNS[run], from, style)
    if (!this.latex && /^(sum|prod|sqrt|int)$/.test(run)) return this.push(...SIGNS[run], from, style)
    if (isWord(run)) return this.push("word", wordOf(run), from, style, { written: run })
    if (run.length > 3 || (!this.latex && run.length > 2)) return this.push("word", run, from, style, { written: run, bare: true })
    const isFirst = !this.tokens.length || /^(line|row|quad|comma)$/.test(this.tokens.at(-1).type)
    if (isFirst && /^[A-Z]{2,}$/.test(run) && /^\s*(?:[_(=]|\\left\()/.test(this.text.slice(this.place, this.place + 8))) return this.push("word", run, from, style, { written: run })
    const last = this.place
    for (let place = 0; place < run.length; place += 1) {
      this.place = from + place + 1
      this.push("letter", run[place], from + place, style)
    }
    this.place = last
  }

  command(name, from, end, style) {
    if (this.macros.has(name)) return this.macro(name, from, end, style)
    if (SIZES.test(name)) return this.sized(name, from)
    if (name === "begin" || name === "end") return this.environment(name, from, end, style)
    if (name in NOTHING && !UPRIGHT.has(name)) {
      for (let count = 0; count < NOTHING[name]; count += 1) this.argument(end)
      return
    }
    if (/^q?quad$/.test(name)) return this.push("quad", name, from, style)
    if (/^(lvert|rvert|lVert|rVert)$/.test(name)) {
      const [type, text] = SIGNS[name[1] === "V" ? "Vert" : "vert"]
      return this.push(type, text, from, style, { side: name[0] === "l" ? "open" : "close" })
    }
    if (BOLD.has(name) || PLAIN.has(name)) return this.styled(name, from, end, style)
    if (UPRIGHT.has(name)) return this.upright(name, from, end, style)
    if (CURLY.has(name) || name === "mathbb") return this.curly(name, from, end, style)
    if (name in ACCENTS) return this.push("accent", ACCENTS[name], from, style)
    if (/^(under|over)(brace|line|set|bracket)$|^(stackrel|underset|overset)$/.test(name)) return this.decorated(name, from, end, style)
    if (SIGNS[name]) return this.push(...SIGNS[name], from, style)
    if (isWord(name)) return this.push("word", wordOf(name), from, style, { written: name })
    if (/^(Pr|arg|liminf|limsup|gcd|deg|dim|ker|hom)$/.test(name)) return this.push("word", name, from, style, { written: name })
    if (/^(newline|cr|par|item)$/.test(name)) return this.push("row", name, from, style)
    this.push("unknown", `\\${name}`, from, style)
    this.problem(`\\${name}`, from, style)
  }

  sized(name, from) {
    const rest = this.text.slice(this.place)
    const found = /^\s*(\.|\\\||\\[a-zA-Z]+|\\?[\s\S])/.exec(rest)
    if (!found || name === "middle") return
    if (found[1] === ".") { this.place += found[0].length; return }
    const side = /^left|l$/.test(name) ? "open" : /^right|r$/.test(name) ? "close" : null
    if (side && /^(\||\\\||\\[lr]?[vV]ert)$/.test(found[1])) {
      this.place += found[0].length
      const [type, text] = /V|\\\|/.test(found[1]) ? ["dbar", "‖"] : ["bar", "|"]
      this.push(type, text, from, {}, { side })
    }
  }

  environment(name, from, end, style) {
    const argument = this.argument(end)
    const which = argument ? this.text.slice(argument.start, argument.end).replace(/\*$/, "").trim() : ""
    if (ENVIRONMENTS.test(which)) {
      if (which === "array" && name === "begin") this.argument(end)
      this.push(name, which, from, style)
    } else if (ALIGNED.test(which)) {
      if (/^alignat/.test(which) && name === "begin") this.argument(end)
      this.push("line", which, from, style)
    } else this.problem(`\\${name}{${which}}`, from, style)
  }

  /* Where the next argument stands: the inside of braces, else one sign or command. */
  argument(end) {
    while (this.place < end && /\s/.test(this.text[this.place])) this.place += 1
    if (this.place >= end) return null
    if (this.text[this.place] !== "{") {
      const found = /^(\\[a-zA-Z]+|\\?[^])/u.exec(this.text.slice(this.place, end))
      const start = this.place
      this.place += found[0].length
      return { start, end: this.place }
    }
    const start = this.place + 1
    let depth = 0
    for (; this.place < end; this.place += 1) {
      const sign = this.text[this.place]
      if (sign === "\\") this.place += 1
      else if (sign === "{") depth += 1
      else if (sign === "}" && (depth -= 1) === 0) {
        this.place += 1
        return { start, end: this.place - 1 }
      }
    }
    this.problem("a brace that is never closed", start - 1)
    return { start, end }
  }

  inside(argument, style) {
    const after = this.place
    if (argument) this.run(argument.start, argument.end, style)
    this.place = Math.max(after, argument?.end ?? after)
  }

  styled(name, from, end, style) {
    if (/^(bf|it|bfseries)$/.test(name)) return
    const inner = { ...style, bold: style.bold || BOLD.has(name) }
    const argument = this.argument(end)
    if (argument && /^\s*(1|𝟙)\s*$/.test(this.text.slice(argument.start, argument.end))) return this.push("letter", "\\mathbf{1}", from, inner)
    if (argument && /^\s*0\s*$/.test(this.text.slice(argument.start, argument.end))) return this.push("letter", "\\mathbf{0}", from, inner)
    this.inside(argument, inner)
  }

  /* \mathrm{KL}, \text{if }, \operatorname{softmax}: one word, or one letter. */
  upright(name, from, end, style) {
    if (name === "rm") return
    const argument = this.argument(end)
    if (!argument) return
    const inner = this.text.slice(argument.start, argument.end)
    const plainText = inner.replace(/\\(?:mathrm|text|mathbf|,|;|!| |quad)|[{}$~]/g, " ").trim()
    if (!plainText) return
    if (/^[a-zA-Z]$/.test(plainText)) return this.push("letter", plainText, from, style, { upright: true })
    if (/^\d+$/.test(plainText)) return this.push("number", plainText, from, style)
    if (/^[a-zA-Z][\w\s.\-,\\]*$/.test(plainText) && !/\\(?!_|-)/.test(plainText)) {
      const text = name === "operatorname" || !/\s/.test(plainText) ? wordOf(plainText) : plainText
      return this.push("word", text, from, style, { written: plainText, prose: name !== "operatorname" && /^(text|mbox|textrm|textnormal)$/.test(name) })
    }
    if (/^[-,;.:()\s]+$/.test(plainText)) return
    this.inside(argument, style)
  }

  curly(name, from, end, style) {
    if (name === "cal") return
    const { start, end: stop } = this.argument(end) ?? { start: 0, end: 0 }
    const letter = this.text.slice(start, stop).trim()
    if (name === "mathbb" && letter === "E") return this.push("word", "E", from, style)
    if (name === "mathbb" && /^[1I]$/.test(letter)) return this.push("word", "indicator", from, style)
    if (!/^[a-zA-Z]$/.test(letter)) return this.problem(`\\${name}{${letter}}`, from, style)
    this.push("letter", name === "mathbb" ? `\\mathbb{${letter}}` : `\\mathcal{${letter}}`, from, style)
  }

  /* \underbrace{x}_{said of it}, \underset{j}{\max}, \stackrel{\text{def}}{=} */
  decorated(name, from, end, style) {
    const first = this.argument(end)
    if (/brace|bracket|line/.test(name)) {
      this.inside(first, style)
      const note = /^\s*[_^]/.exec(this.text.slice(this.place, end))
      if (note && name !== "underline") {
        this.place += note[0].length
        this.argument(end)
      }
      return
    }
    const second = this.argument(end)
    const at = this.tokens.length
    this.inside(second, style)
    if (this.tokens[at]?.type === "rel") return
    this.push(name === "underset" ? "_" : "^", "_", from, style)
    this.push("{", "{", from, style)
    this.inside({ ...first }, style)
    this.push("}", "}", from, style)
    this.place = second?.end !== undefined ? Math.max(this.place, second.end + 1) : this.place
  }

  macro(name, from, end, style) {
    const { count, body } = this.macros.get(name)
    const places = Array.from({ length: count }, () => this.argument(end))
    const given = places.map(each => each ? this.text.slice(each.start, each.end) : "")
    if ((this.depth += 1) > DEEPEST || this.tokens.length > MOST) this.problem(`\\${name} calls itself`, from, style)
    else {
      const [after, text] = [this.place, this.text]
      this.text = body.replace(/#(\d)/g, (_, which) => given[which - 1] ?? "")
      this.run(0, this.text.length, { ...style, at: style.at ?? { start: from, end: after } })
      this.text = text
      this.place = after
    }
    this.depth -= 1
  }
}
