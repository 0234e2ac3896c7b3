/* Numbers in a line where ours has letters: 0.9 for β, n - 1 for n - c. */

import { isBias } from "./names.js"
import { fixedAt } from "./numbers.js"
import { each } from "./tensors.js"
import { isNumber, keysIn, print, some, walk } from "./trees.js"

/* The equation with the paste's number where ours has a letter: n - 1 for n - c. */
export function withNumbers(near, formula) {
  const numbers = []
  for (const { page: ours, paste: theirs, dropped, isMore } of near.differences) {
    const [page, paste] = leftOver(ours, theirs)
    const [factor, name] = page?.op === "mul" && page.args.length === 2 && page.args[0].op === "number" ? [Number(page.args[0].name), page.args[1]] : [1, page]
    const symbol = name?.op === "name" ? name.symbol : null
    const value = near.row.draws[0]?.inputs[symbol?.key]
    const isLeftOut = dropped ? Math.abs(Number(paste?.name)) !== 1 : factor !== 1 && Number(paste?.name) === factor  // 6 is no 6 N
    if (!isMore && !isLeftOut && !(dropped && page !== ours) && paste?.op === "number" && typeof value === "number" && !near.renaming.toPaste.has(`name ${symbol.key}`)) numbers.push([dropped ? 1 : Number(paste.name) / factor, symbol])
  }
  for (let place = numbers.length - 1; place > 0; place -= 1) {  // ρ and 1 - ρ are one number
    if (numbers.slice(0, place).some(([number, { key }]) => key === numbers[place][1].key && Math.abs(number - numbers[place][0]) < 1e-9)) numbers.splice(place, 1)
  }
  if (!numbers.length) numbers.push(...onlyNumber(near))
  const row = numbers.length && new Set(numbers.map(([, { key }]) => key)).size === numbers.length ? fixedAt(near.row, formula, () => Object.fromEntries(numbers.map(([number, { key }]) => [key, number]))) : null
  return row ? { ...near, row, numbers } : { ...near, numbers: [] }
}

/* The equation without its biases, where sides have none of them; null where it has none itself. Kept, as it is
   asked for with every way to read its letters. */
export function withoutBiases(row, formula, sides) {
  const biases = [...formula.names.values()].filter(symbol => isBias(symbol) && symbol.key in (row.draws[0]?.inputs ?? {})).map(({ key }) => key)
  const used = keysIn(sides)
  if (!biases.length || biases.some(key => used.has(key))) return null
  if (row.bare === undefined) row.bare = fixedAt(row, formula, inputs => Object.fromEntries(biases.map(key => [key, each(inputs[key], () => 0)])))
  return row.bare
}

/* The one number of a line that the equation does not have, for the one letter of it that the line does not have. */
function onlyNumber({ row, right, their, renaming }) {
  const counting = tree => tree.op === "number" ? [tree.name] : (tree.op === "sub" ? tree.args.slice(0, 1) : tree.args).flatMap(arg => arg ? counting(arg) : [])  // the 0 of x_0 is a label
  const numbersIn = trees => new Set(trees.flatMap(counting))
  const known = numbersIn(right)
  const others = [...numbersIn(their)].filter(name => !known.has(name) && Math.abs(Number(name)) !== 1)
  const written = new Set(their.flatMap(tree => [...walk(tree)]).map(print))
  const absent = new Map(right.flatMap(tree => [...walk(tree)]).filter(({ op, symbol }) => op === "name" && symbol.rank === 0 && symbol.role === "input")
    .map(({ symbol }) => [symbol.key, symbol]).filter(([key, symbol]) => !renaming.toPaste.has(`name ${key}`) && !written.has(print(symbol.tree))))
  const isOpen = their.some(tree => some(tree, part => part.op === "letter" && /^\\?\w/.test(part.name) && !renaming.toPage.has(print(part)) && !renaming.names.has(print(part))))  // another letter may stand for it
  return !isOpen && others.length === 1 && absent.size === 1 && typeof row.draws[0]?.inputs[[...absent.keys()][0]] === "number" ? [[Number(others[0]), [...absent.values()][0]]] : []
}

/* 1 - ρ as 0.1 is ρ as 0.9. */
function leftOver(page, paste) {
  const isRest = page?.op === "add" && page.args.length === 2 && paste?.op === "number" && page.args.some(arg => isNumber(arg, "1"))
  const term = isRest && page.args.find(arg => arg.op === "mul" && arg.args.length === 2 && isNumber(arg.args[0], "-1"))
  return term ? [term.args[1], { ...paste, name: String(Number((1 - Number(paste.name)).toPrecision(12))) }] : [page, paste]
}
