/* What is 0 because two sides are equal: (A − λ I) v = 0 says A v = λ v. */

import { node, sidesOfOnly, some } from "./trees.js"

/* The tree with the two sides; null of anything but one product with a difference in it that is 0. */
export function balanced(trees) {
  const [tree] = trees
  const [product, zero] = sidesOfOnly(trees)
  if (product?.op !== "mul" || zero.op !== "letter" && zero.op !== "number" || !/^0$|\{0\}$/.test(zero.name)) return null
  const place = product.args.findIndex(isDifference)
  if (place < 0) return null
  const [one, other] = product.args[place].args[0].args
  const times = term => node("mul", product.args.flatMap((factor, at) => at === place ? factors(term, product.args.length > 1) : [factor]))
  return [{ ...tree, args: [times(one), times(other.args[0])] }]
}

const isDifference = part => part.op === "paren" && part.args[0].op === "add" && part.args[0].args.length === 2 && part.args[0].args[0].op !== "neg" && part.args[0].args[1].op === "neg"

/* The factors of a term, without the identity where there are others. */
function factors(term, hasOthers) {
  const all = term.op === "mul" ? term.args : [term]
  const found = hasOthers ? all.filter(factor => !some(factor, ({ name }) => /^(I|\\mathbf\{I\})$/.test(name ?? ""))) : all
  return found.length ? found : all
}
