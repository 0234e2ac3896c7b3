/* The ways to understand what was read: what is a function, what an index, what a line is for. */

import { single } from "./averaged.js"
import { parameterless } from "./bare.js"
import { enlarged } from "./capitals.js"
import { functionsOf, openHeads, resolved } from "./calls.js"
import { balanced } from "./balanced.js"
import { blocked } from "./blocks.js"
import { canonical } from "./canonical.js"
import { conjugated } from "./conjugated.js"
import { coordinates } from "./coordinates.js"
import { tabled } from "./densities.js"
import { entriesOf } from "./events.js"
import { ofExamples } from "./examples.js"
import { expanded } from "./expanded.js"
import { gradientsNamed } from "./gradients.js"
import { inlined } from "./inline.js"
import { labelled } from "./labels.js"
import { renewed, stepless } from "./helpers.js"
import { layered } from "./layers.js"
import { negated } from "./negated.js"
import { plain } from "./notation.js"
import { outcomes } from "./outcomes.js"
import { maximized } from "./maximized.js"
import { lineOf } from "./reading.js"
import { folded } from "./repeated.js"
import { columned } from "./rowed.js"
import { unrooted } from "./roots.js"
import { noised } from "./sampled.js"
import { subscripted } from "./slopes.js"
import { stepped } from "./steps.js"
import { mapTree, node, print, some } from "./trees.js"
import { valued } from "./values.js"
import { fromOne, isFromZero } from "./zero.js"

const MOST_HEADS = 5

/* θ ← θ − v with the steps of others, and their v, which has the other sign. */
function steppedBack(trees) {
  const changed = stepped(trees)
  return changed && negated(changed)
}

/* Ways to read all lines that may be taken one after the other, and what may follow on each. */
const CHANGES = [stepped, steppedBack, labelled, gradientsNamed, layered, blocked, valued, inner, columned, negated, single, stepless, renewed, parameterless, subscripted, entriesOf, outcomes, ofExamples, tabled, unrooted, folded, noised, enlarged, coordinates, expanded, maximized, balanced, conjugated]
const FOLLOWING = new Map([[stepped, [labelled, gradientsNamed]], [inner, []], [single, [valued, labelled]], [parameterless, [labelled, layered]], [subscripted, []], [entriesOf, []], [outcomes, []], [ofExamples, []], [tabled, []], [unrooted, []], [folded, []], [noised, []], [enlarged, []], [coordinates, [gradientsNamed]], [expanded, [gradientsNamed]], [maximized, []], [balanced, []], [conjugated, []], [negated, [gradientsNamed]], [steppedBack, [gradientsNamed]], [stepless, []], [renewed, []]])
const USUALLY = [stepped, labelled]

/* Each a list of lines with `raw`, its tree, and `form`; as it stands first, then in plainer signs. None comes twice. */
export function* readings(lines) {
  const known = new Set()
  for (const variant of every(lines)) {
    const text = variant.map(({ form }) => print(form)).join("\n")
    if (!known.has(text)) yield variant
    known.add(text)
  }
}

function* every(lines) {
  const changed = plain(lines.map(({ tree }) => tree))
  if (!changed) return yield* variants(lines)
  yield variants(lines).next().value ?? []
  for (const variant of variants(lines.map((line, place) => ({ ...line, tree: changed[place] })))) yield marked(variant, { isLoose: true })
}

/* The usual one first. */
function* variants(lines) {
  const trees = lines.map(({ tree }) => tree)
  const functions = functionsOf(trees)
  const open = openHeads(trees, functions)
  const usual = new Set([...functions, ...[...open].filter(([, isFunction]) => isFunction).map(([head]) => head)])
  const of = (known, source) => source.map(line => {
    const raw = resolved(line.tree, known)
    return { ...line, raw, form: canonical(raw) }
  })
  const having = changed => {
    const found = lines.map((line, place) => ({ ...line, tree: changed[place] })).filter(({ tree }) => tree)
    const known = functionsOf(found.map(({ tree }) => tree))
    return of(new Set([...usual, ...known]), found)
  }
  const counted = fromOne(trees)
  const isCounted = counted && isFromZero(trees)
  if (!isFromZero(trees)) yield of(usual, lines)
  let count = 0
  for (const [head, isFunction] of open) {
    if ((count += 1) > MOST_HEADS) break
    const other = new Set(usual)
    if (isFunction) other.delete(head)
    else other.add(head)
    yield of(other, lines)
  }
  if (trees.some(tree => some(tree, isTyped))) {
    const byEntry = trees.map(tree => mapTree(tree, part => isTyped(part) ? { ...part, op: "had" } : part))
    const columns = columned(byEntry)
    for (const read of columns ? [byEntry, columns] : [byEntry]) yield marked(having(read), { isByEntry: true })
  }
  for (const change of CHANGES) {
    const changed = change(trees)
    if (!changed) continue
    const isLoose = ![stepped, columned, outcomes].includes(change)
    yield marked(having(changed), { isLoose })
    if (changed.some(tree => !tree)) continue
    for (const next of FOLLOWING.get(change) ?? USUALLY) {
      const both = next !== change && next(changed)
      if (both) yield marked(having(both), { isLoose: isLoose || next === gradientsNamed })
    }
  }
  if (counted) yield having(counted)
  if (isCounted) return
  if (lines.length > 1) for (const put of inlined(lines)) if (put.length) yield of(usual, put)
  if (lines.some(line => line.ambiguous?.has("slash"))) {
    yield of(usual, lines.map(line => ({ ...line, ...lineOf(line.tokens, { slash: "loose" }) })))
  }
}

/* `isByEntry`: products were taken entry by entry; `isLoose`: more was guessed than a difference may rest on. */
const marked = (lines, marks) => lines.map(line => ({ ...line, ...marks }))

/* a · b as a^T b, or null where there is none. */
function inner(trees) {
  if (!trees.some(tree => some(tree, isInner))) return null
  return trees.map(tree => mapTree(tree, part => isInner(part) ? node("mul", [node("T", [part.args[0]]), part.args[1]], { start: part.start, end: part.end }) : part))
}

const isInner = part => part.op === "dot" && (part.isInner || part.args.every(arg => /^(letter|sub|paren)$/.test(arg.op)))

/* γ · x, where no keyboard has ⊙. */
const isTyped = part => part.op === "star" || part.op === "kron" || part.typed === true
