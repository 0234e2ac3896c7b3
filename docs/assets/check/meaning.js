/* What a line of a paste means beside an equation of ours: its sides, letters, indices and definitions. */

import { drawnLetter } from "./bounds.js"
import { match } from "./match.js"
import { named } from "./names.js"
import { definitionsAmong, pasteNames, unknownIn } from "./numbers.js"
import { sidesOf } from "./solve.js"
import { keysIn, print, some } from "./trees.js"

/* { trees, names, definitions, indices, unknown, inputs }: `unknown` are letters that nothing ties, `inputs` what
   they may be; null where indices or steps are at odds, and where letters of another display stand in it. */
export function meaningOf(line, near, { formula, lines }) {
  const { row, renaming } = near
  const given = pasteNames(renaming, [line.raw, ...lines.map(({ raw }) => raw)])
  const names = known(given, row, formula)
  const foreign = new Set([...given.keys()].filter(key => !names.has(key)))
  const own = near.isPair ? line.form.args.slice(1) : [line.form]
  const isStretched = [...own, ...lines.filter(other => usesLeft(line, other)).map(({ form }) => form)].some(form => stands(form, foreign, names))
  const indices = indicesOf(near)
  if (isStretched || !indices || !keepsSteps(names, renaming)) return null
  const definitions = definitionsFor(lines, names, formula, line, renaming)
  const trees = rightSides(line, near)
  const steps = stepsOf(renaming, indices)
  const helpers = [...definitions].filter(([key]) => !formula.definitions.has(key)).map(([, definition]) => definition)
  const unknownOf = (tree, bound) => unknownIn(tree, bound, formula.functions, definitions, steps)
  const every = [...trees.flatMap(tree => unknownOf(named(tree, names), indices)), ...helpers.flatMap(({ body, indices: own, parameters }) => unknownOf(body, [...own, ...parameters]))]
  const unknown = every.filter((each, place) => every.findIndex(other => print(other.tree) === print(each.tree)) === place)
  const inputs = inputsOf(row, formula, names).filter(symbol => !near.numbers.some(([, fixed]) => fixed === symbol))
  return { trees, names, definitions, indices, unknown, inputs }
}

/* What other lines of the paste define, in these names, and ours under the names that the paste gives them. */
export function definitionsFor(lines, names, formula, line, renaming) {
  const definitions = definitionsAmong(lines, names, formula, line)
  aliases(renaming, definitions, formula)
  return definitions
}

/* Whether one of these stands in a tree, and not in a name that is known: t of v_t is a part of it. */
function stands(tree, foreign, names) {
  const key = print(tree)
  const bound = drawnLetter(tree)
  const others = bound && foreign.has(`letter:${bound}`) ? new Set([...foreign].filter(name => name !== `letter:${bound}`)) : foreign
  return !names.has(key) && (foreign.has(key) || tree.args.some(arg => arg && stands(arg, others, names)))
}

/* Whether a line has what another one defines. */
export const usesLeft = ({ form }, { form: other }) => other.op === "relation" && some(form, part => print(part) === print(other.args[0].op === "sub" ? other.args[0].args[0] : other.args[0]))

/* Without the letters that only other displays have, which stand for something else in this line. */
function known(names, row, formula) {
  const own = keysIn([row.tree])
  const isGiven = key => own.has(key) || key in (row.draws[0]?.inputs ?? {})
  const isExplained = key => formula.definitions.has(key) && [...keysIn([formula.definitions.get(key).body])].every(isGiven)
  const isOwn = ({ key, kind }) => isGiven(key) || isExplained(key) || kind === "function" || formula.given.has(key)
  return new Map([...names].filter(([, symbol]) => isOwn(symbol)))
}

/* The paste's letters that count steps, and are no index of what is compared. */
function stepsOf(renaming, indices) {
  const found = [...renaming.steps].map(step => renaming.toPaste.get(`step ${step}`)?.key.replace(/^step letter:/, "") ?? step.replace(/^letter:/, ""))
  return new Set(found.filter(name => !indices.includes(name)))
}

/* A letter that counts steps is the one of the names it counts. */
function keepsSteps(names, renaming) {
  return [...names.keys()].every(key => {
    const step = renaming.toPaste.get(`step ${key}`)
    return !step || step.key === `step ${key}`
  })
}

/* The sides of a line that are to be evaluated; of a property those that the page does not have as they are. */
function rightSides(line, { isPair, row, renaming, leftTied, isStrict }) {
  const { raw } = line
  if (raw.op !== "relation") return [raw]
  const forms = sidesOf(line.form)
  const kept = raw.args.filter((_, place) => {
    if (place === 0 && isPair && (row.defines || (leftTied && !isStrict))) return false  // it says what this is, σ² for Var(X)
    return row.defines || !sidesOf(row.form).some(side => match([[side, forms[place]]], renaming.copy(), () => true))
  })
  return kept
}

/* The paste's letters for the indices of the value. */
function indicesOf({ row, renaming, indices }) {
  if (indices) return indices
  const over = row.over ?? []
  return over.map(index => {
    const found = renaming.toPaste.get(`index ${index}`)
    return found ? found.key.replace(/^letter:/, "") : index
  })
}

function aliases(renaming, definitions, formula) {
  for (const { paste, page, kind } of renaming.pairs()) {
    if (kind !== "function") continue
    const definition = formula.definitions.get(print(page))
    if (definition) definitions.set(print(paste), definition)
  }
}

function inputsOf(row, formula, names) {
  const given = row.draws[0]?.inputs ?? {}
  const used = new Set([...names.values()].map(symbol => symbol.key))
  return [...formula.names.values()].filter(({ key }) => key in given && !used.has(key) && !given[key]?.smooth && !given[key]?.set)
}
