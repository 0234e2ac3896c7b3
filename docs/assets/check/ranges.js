/* Where an index without limits runs: over the axis of an array that it stands at. */

import { Unevaluable } from "./tensors.js"
import { print, walk } from "./trees.js"

export function indexRange(tree, letter, world, evaluate) {
  let length = 0
  for (const part of walk(tree)) {
    if (part.op !== "sub" && (part.op !== "call" || part.args[0].op !== "name")) continue
    const [base, ...indices] = part.args
    const axis = indices.findIndex(index => index.op === "letter" && index.name === letter)
    if (axis < 0) continue
    const found = lengthOf(base, axis, world, evaluate)
    if (found && length && found !== length) throw new Unevaluable("an index of two lengths")
    length = found || length
  }
  if (!length) throw new Unevaluable(`where ${letter} runs is not said`)
  return Array.from({ length }, (_, place) => place + 1)
}

function lengthOf(base, axis, world, evaluate) {
  let value
  try {
    const definition = world.definitions.get(base.symbol?.key ?? print(base))
    value = definition && base.symbol ? world.values[base.symbol.key] : evaluate(base, world)
  } catch (error) {
    if (!(error instanceof Unevaluable)) throw error
    return 0
  }
  for (let place = 0; place < axis; place += 1) value = value?.[0]
  return Array.isArray(value) ? value.length : 0
}
