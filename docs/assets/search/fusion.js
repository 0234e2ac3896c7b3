/* One ranking out of the mathematics, the words and the symbols of a query. */

import { argumentNames, sidesOf, withoutApostrophes, withoutMeaning } from "./english.js"
import { labelsOf } from "./equations.js"
import { isFunction, isPython, MODULE } from "./tokens.js"
import { mentionOf, mentionsOf, MissingNames, nameIn } from "./missing.js"
import { MathIndex } from "./ranking.js"
import { QuestionIndex } from "./questions.js"
import { ShapeIndex, shapesOf, withoutShapes } from "./shapes.js"
import { SymbolIndex, symbolsOf } from "./by_symbol.js"
import { CALLED, stem, words, WordIndex } from "./words.js"
import { CitedWords, WorkIndex } from "./works.js"
import { apiNames, arithmetic, isProse, isSentence, isSpoken, isUnfinished, mathematical, symbolShare } from "./writing.js"

/* Measured on tests/search/queries.json, where 94 % of the first answers are right and 99 % of the
   queries are answered among three. The choice is no fine one: no value from 0.5 to 0.7 for
   WORDS with 0.4 to 0.7 for QUESTION changes more than two answers of 59 questions.
   LONG: below 4, names of three words are taken for questions and 1 % more first answers are wrong.
   CLOSE: at 0.32 nothing is said to be close for 2 % of the queries, at 0.5 for 14 %, among them
   right answers; at 0.1 hardly anything would ever be far. */
const WORDS = 0.7, QUESTION = 0.5  // shares of the two in a question
const HINT = 0.3  // of a question, beside a name: 1 more of 100 names is right than without
const LONG = 4  // words; fewer are a name rather than a question
const CLOSE = 0.32  // below it no formula is close
export const NAMED = 1.5  // the least score of a formula whose name the query is
const ARGUMENT = 0.3  // for each that a formula's functions take
const BASIC = 0.4  // more for the words of the formula to which most pages lead; from 0.3 to 0.5 as good
const SHAPED = 1.5, SPOKEN = 0.8  // the shares of shapes and of what stands beside them
/* Below them a formula or a shape is said to be missing, unless one formula is far AHEAD of all others. That is
   said of five in eight formulas that are not here, and of 1 in 160 queries for what is. What a query says
   beside its shapes may be of another convention: SPOKEN_LIKE. */
const LIKE = 0.66, AHEAD = 0.7, SHAPED_LIKE = 0.79, SPOKEN_LIKE = 0.6
const LABELED = 0.5, ACRONYM = /(?<![\\A-Za-z])[A-Z]{3,}(?![a-z])/g  // the share of one in a formula
const BUILT_OF = { called: ["words", "questions", "missing"], written: ["math", "shapes"] }
const LONGEST = 4000  // characters that are read: the formulas of a paper's page
const HYPHEN = /\b-(?=\w{3})|(?<=\w{3})-\b/g  // of a word, not x-y

export class SearchEngine {
  /* The index as scripts/finishing/search_index.py writes it: by column. Of its parts, those that
     not every query needs may come later. */
  constructor({ formulas: columns, pages, meanings = [], others = [], cited = "", ...parts }) {
    const formulas = this.formulas = rows(columns).map((formula, place) => ({ ...formula, place, labels: labelsOf(formula), text: meanings[place] }))
    this.pages = withParents(rows(pages))
    this.others = others
    this.made = {}  // what is built when it is asked, and again when more of the index came: BUILT_OF
    this.mentions = []
    this.pageWords = new WordIndex(this.pages)
    this.cited = new CitedWords(cited)
    this.works = new WorkIndex([])
    const most = Math.log(1 + Math.max(1, ...formulas.map(({ linked }) => linked)))
    this.builtOn = formulas.map(({ linked }) => 1 + BASIC * Math.log(1 + linked) / most)
    this.parts = new Set()  // that came
    for (const [name, part] of Object.entries(parts)) this.add(name, part)
  }

  get math() { return this.made.math ??= new MathIndex(this.formulas) }
  get symbols() { return this.made.symbols ??= new SymbolIndex(this.formulas) }
  get shapes() { return this.made.shapes ??= new ShapeIndex(this.formulas) }
  get questions() { return this.made.questions ??= new QuestionIndex(this.formulas) }
  get words() { return this.made.words ??= new WordIndex(this.formulas) }
  get missing() { return this.made.missing ??= new MissingNames(this.formulas, this.pages, this.others) }

  /* A part: what pages say, `texts`, the `works` that formulas cite, the sentences that mention other names, or what
     formulas are `called` and how they are `written` elsewhere. */
  add(name, part) {
    this.parts.add(name)
    if (name === "works") this.works = new WorkIndex(rows(part))
    if (name === "mentions") this.mentions = mentionsOf(part, this.formulas)
    if (name === "called") this.formulas.forEach((formula, place) => formula.called = part[place])
    if (name === "written") this.formulas.forEach((formula, place) => Object.assign(formula, part[place]))
    for (const index of BUILT_OF[name] ?? []) delete this.made[index]
    if (name === "texts") {
      this.pages.forEach((page, place) => page.text = part[place])
      this.pageWords = new WordIndex(this.pages)
    }
  }

  /* The parts that a query needs and that are not here: without them the answer would be another one. */
  lacking(query) {
    const sides = this.sidesOf(query.slice(0, LONGEST))
    const wanted = sides.flatMap(side => this.wanted(side, sides.length > 1))
    return ["called", "written", "texts", "works"].filter(name => wanted.includes(name) && !this.parts.has(name))
  }

  wanted(typed, compared) {
    const { text } = read(typed)
    const named = namedIn(this.words, text)
    const certain = 2 * Math.max(0, ...named.values()) >= NAMED  // who types a name does not look for pages
    const paged = !compared && (namedIn(this.pageWords, text).size || isSentence(text) && !certain)
    const cited = !isNamed(named) && this.cited.mayBeIn(typed, term => this.missing.names.isKnown(term))
    const formula = shapesOf(text).length || isPython(text) || mathematical(text) > 0
    return [...(certain ? [] : ["called"]), ...(formula && !certain ? ["written"] : []), ...(paged ? ["texts"] : []), ...(cited ? ["works"] : [])]
  }

  /* { formulas: [{ formula, score }], pages: [{ page, score, named }], close, missing }, best first */
  search(typed) {
    const query = typed.slice(0, LONGEST)
    const sides = this.sidesOf(query)
    return sides.length > 1 ? this.compared(sides) : this.searchOne(query)
  }

  /* Of "rmsnorm or layernorm" two, if both are names. */
  sidesOf(query) {
    const sides = sidesOf(query)
    const named = query.trim().split(/ or /i)
    return sides.length === 1 && named.length === 2 && named.every(name => namedIn(this.words, name).size) ? named : sides
  }

  /* The best of each side first. */
  compared(sides) {
    const found = sides.map(side => this.searchOne(side))
    const best = new Map()
    for (const { formulas, close } of found) {
      for (const { formula, score } of formulas) {
        best.set(formula, Math.max(close ? score / formulas[0].score : score, best.get(formula) ?? 0))
      }
    }
    const formulas = [...best].map(([formula, score]) => ({ formula, score })).sort((a, b) => b.score - a.score)
    return { formulas, pages: [], close: found.some(({ close }) => close) }
  }

  searchOne(typed) {
    const { given, text } = read(typed)
    if (!text) return { formulas: [], pages: [], close: true }
    const named = namedIn(this.words, text)
    const cited = isNamed(named) ? new Map() : this.citedIn(typed, named.size > 0)
    const scores = this.fusedWithoutMeaning(text)
    const ranked = this.formulas
      .map((formula, place) => ({
        formula, work: cited.get(place)?.work, score: scores[place] + 2 * (named.get(place) ?? 0) + (cited.get(place)?.worth ?? 0) + ARGUMENT * given.split(" ").filter(name => formula.arguments.includes(name)).length,
      }))
      .filter(({ score }) => score > 0.05)
      .sort((a, b) => b.score - a.score)
    const sentence = isSentence(text)
    const pages = this.pagesFor(text).filter(({ named }) => named || sentence)
    const best = ranked[0]?.score ?? 0
    const close = best >= CLOSE
    const found = cited.size || given || !/^torch\./.test(text) && pages.some(({ named }) => named)
    const missing = found ? undefined : this.missingIn(typed, text, close || pages.length > 0)
    return { formulas: ranked, pages, close, missing: missing && { name: missing, mention: mentionOf(missing, this.mentions) } }
  }

  /* What is asked for and not here: a name, a formula that no other is like, shapes that none has. */
  missingIn(typed, text, close) {
    if (shapesOf(text).length) return this.shapes.closeness(text) < (isSpoken(withoutShapes(text)) ? SPOKEN_LIKE : SHAPED_LIKE) ? typed.trim() : undefined
    const name = this.missing.of(typed)
    if (name || isUnfinished(text)) return name
    if (isPython(text)) return this.missing.hasCalls(text) || this.isClear(text) ? undefined : typed.trim()
    if (mathematical(text) <= 0.5 || isSpoken(text)) return
    const like = this.missing.hasFunctions(text) ? this.math.closeness(text) : 0
    return like + AHEAD * this.math.lead(text) < LIKE || like === 1 && !close ? typed.trim() : undefined
  }

  /* Whether one formula is as close as far ahead of all others, whatever functions the code calls. */
  isClear(code) {
    const like = this.math.closeness(code)
    return like > CLOSE && like < 1 && like + AHEAD * this.math.lead(code) >= 1
  }

  /* The formulas that cite the works which a query names, those first that rest on them; of what one is called, an author. */
  citedIn(query, called) {
    const best = new Map()
    const names = this.missing.names, known = names.isKnown(query)
    for (const work of this.works.find(query)) {
      if (work.more.length && (known || called) || called && !work.first) continue  // fan in, not Fan
      for (const [place, rank] of work.formulas) {
        if (!names.isAbout(place, work.more)) continue
        const worth = (work.first ? 1 : 0.6) / (1 + 0.1 * rank)
        if (worth > (best.get(place)?.worth ?? 0)) best.set(place, { work, worth })
      }
    }
    return best
  }

  /* Who asks what something means asks for no mean: a formula counts by what it has with the word and without. */
  fusedWithoutMeaning(text) {
    const scores = this.fused(text), asked = withoutMeaning(text)
    if (asked === text) return scores
    const others = this.fused(asked)
    return scores.map((score, place) => Math.min(score, others[place]))
  }

  fused(text) {
    const parts = shapesOf(text).length ? this.shapeParts(text) : this.formulaParts(text)
    const all = parts.reduce((sum, [share]) => sum + share, 0)
    return this.formulas.map((_, place) => parts.reduce((sum, [share, scores]) => sum + share * scores[place], 0) / all)
  }

  /* Pairs of a share and the scores of all formulas. */
  formulaParts(text) {
    const prose = isProse(text)
    const python = !prose && isPython(text)
    const mathShare = prose ? 0 : python ? arithmetic(text) : mathematical(text)
    const parts = [
      [mathShare, this.math.scores(text)],
      [1 - mathShare, python ? this.apiScores(text) : this.wordScores(text)],
    ]
    const labeled = mathShare && !python ? this.labelScores(text) : []
    if (labeled.some(score => score > 0)) parts.push([LABELED, labeled])
    // "sign" and "variance" are functions in a formula, words in a sentence.
    const signs = mathShare ? text : text.replace(/[a-z]+/gi, word => isFunction(word.toLowerCase()) ? " " : word)
    if (!python && symbolsOf(signs).length) {
      const bySymbol = this.symbols.scores(signs)
      // A symbol that no formula has says something in a formula, nothing in a sentence.
      if (mathShare > 0.5 || bySymbol.some(score => score > 0)) parts.push([symbolShare(text), bySymbol])
    }
    return parts
  }

  /* L_{DPO}, θ_{MLE}: a formula is found by an acronym in it that names it. */
  labelScores(text) {
    const named = (text.match(ACRONYM) ?? []).map(name => this.words.named(name))
    return this.formulas.map((_, place) => Math.max(0, ...named.map(places => places.get(place) ?? 0)))
  }

  shapeParts(text) {
    const prose = withoutShapes(text)
    return [
      [SHAPED, this.shapes.scores(text)],
      [Math.min(SPOKEN, 0.2 * words(prose).filter(word => /..|\d/.test(word) && stem(word)).length), this.wordScores(prose)],
      [/\w *[-+*/^] *\w/.test(prose) ? SPOKEN : 0, this.math.scores(prose)],
    ]
  }

  /* Many pages have the words of a query; who asks in words means what others build on. That
     changes which is the best, not how good it is. */
  wordScores(text) {
    const scores = this.spoken(text)
    const weighed = scores.map((score, place) => score * this.builtOn[place])
    const scale = Math.max(...scores) / Math.max(...weighed) || 0
    return weighed.map(score => scale * score)
  }

  spoken(text) {
    const scores = this.words.scores(text)
    const name = nameIn(text)
    if (name !== text) this.words.addSimilarNames(words(name), scores)
    const count = words(text).filter(stem).length
    if (count < 2) return scores
    const asked = this.questions.scores(text)
    const [share, other] = count < LONG ? [1, HINT] : [WORDS, QUESTION]
    return scores.map((score, place) => share * score + other * asked[place])
  }

  /* Code is found by the functions that it calls. */
  apiScores(text) {
    const names = apiNames(text)
    const spoken = names.join(" ")
    const unknown = names.every(name => !isFunction(name) && !this.words.named(name).size)
    if (unknown && words(spoken).length > 2) return this.wordScores(spoken)  // it tells what it does
    const known = text.replace(MODULE, "").match(/[A-Za-z]{4,}/g)?.filter(word => !isFunction(word) && !/^(self|return|import|range)$/.test(word)) ?? []
    const scores = this.words.scores(known.join(" ")).map(score => 0.1 * score)
    const special = names.filter(name => !isFunction(name))  // the parser reads exp, sum and their like
    const calls = (special.length ? special : names.slice(0, 1)).map(name => this.words.named(name)).filter(places => places.size)
    for (const places of calls) {
      for (const [place, worth] of places) scores[place] += 0.7 * worth / calls.length / Math.sqrt(places.size)
    }
    return scores
  }

  pagesFor(text) {
    const scores = this.pageWords.scores(text)
    const named = namedIn(this.pageWords, text)
    return this.pages.map((page, place) => ({ page, score: scores[place], named: named.has(place) }))
      .filter(({ score, named }) => named || score > 0.45)
      .sort((a, b) => b.named - a.named || b.score - a.score)
  }
}

/* By a name of its own: what it is called elsewhere may be the author of a work. */
function isNamed(named) {
  return Math.max(0, ...named.values()) > CALLED
}

/* The entries that a query names, as it is or in a question. */
function namedIn(index, text) {
  const named = index.named(text)
  return named.size ? named : index.named(nameIn(text))
}

/* The names of arguments that a query gives, and its text. */
function read(typed) {
  const given = argumentNames(typed)
  const query = given || withoutApostrophes(typed)
  const spaced = query.replace(HYPHEN, " ")
  return { given, text: (mathematical(spaced) ? query : spaced).trim() }  // another sign makes it a minus
}

/* A section is on the page whose address is its own without the anchor. */
function withParents(pages) {
  const titles = Object.fromEntries(pages.map(({ location, title }) => [`${location}#`, { title }]))
  return pages.map(page => ({ ...page, parent: titles[page.location.replace(/[^#]*$/, "")] }))
}

function rows(columns) {
  const fields = Object.entries(columns)
  return (columns.title ?? []).map((_, place) => Object.fromEntries(fields.map(([field, values]) => [field, values[place]])))
}
