/* Arrays as nested lists: numbers have rank 0, vectors 1, matrices 2. A row is a matrix of one row. */

export class Unevaluable extends Error {}

/* What has no value for the sizes that a draw has. */
export class Unfit extends Unevaluable {}

export function rank(value) {
  return Array.isArray(value) ? 1 + rank(value[0]) : 0
}

export function shape(value) {
  return Array.isArray(value) ? [value.length, ...shape(value[0])] : []
}

const isSameShape = (left, right) => shape(left).join() === shape(right).join()

export function each(value, apply) {
  return Array.isArray(value) ? value.map(part => each(part, apply)) : apply(value)
}

export function flat(value) {
  return Array.isArray(value) ? value.flatMap(flat) : [value]
}

/* Entry by entry; a number goes with every entry. */
export function pairwise(left, right, apply) {
  if (!Array.isArray(left) && !Array.isArray(right)) return apply(left, right)
  if (!Array.isArray(left)) return right.map(part => pairwise(left, part, apply))
  if (!Array.isArray(right)) return left.map(part => pairwise(part, right, apply))
  if (!isSameShape(left, right)) throw new Unfit(`shapes ${shape(left)} and ${shape(right)} do not fit`)
  return left.map((part, place) => pairwise(part, right[place], apply))
}

/* A sum; a vector is added to each row of a matrix. */
export function add(left, right) {
  if (rank(left) === 2 && rank(right) === 1 && left[0].length === right.length) return left.map(row => add(row, right))
  if (rank(left) === 1 && rank(right) === 2) return add(right, left)
  return pairwise(left, right, (a, b) => a + b)
}

export function scale(value, factor) {
  return each(value, entry => entry * factor)
}

export function transpose(value) {
  if (rank(value) === 1) return [value]
  if (rank(value) !== 2) throw new Unevaluable("what is transposed is a vector or a matrix")
  return value[0].map((_, column) => value.map(row => row[column]))
}

export function dot(left, right) {
  if (left.length !== right.length) throw new Unfit("the lengths of two vectors differ")
  return left.reduce((total, entry, place) => total + entry * right[place], 0)
}

/* What stands side by side: numbers scale, matrices are multiplied, vectors entry by entry. */
export function multiply(left, right) {
  const [a, b] = [rank(left), rank(right)]
  if (!a || !b) return pairwise(left, right, (x, y) => x * y)
  if (a === 1 && b === 1) return pairwise(left, right, (x, y) => x * y)
  if (a === 2 && b === 1) return unwrapped(left.map(row => dot(row, right)), left)
  if (a === 1 && b === 2 && right.length === 1) return left.map(entry => scale(right[0], entry))
  if (a === 1 && b === 2 && left.length === right.length) return transpose(right).map(column => dot(left, column))
  if (a === 2 && b === 2) {
    if (left[0].length !== right.length) throw new Unfit(`matrices of ${shape(left)} and ${shape(right)} cannot be multiplied`)
    const columns = transpose(right)
    return left.map(row => columns.map(column => dot(row, column)))
  }
  throw new Unevaluable("this product has no meaning for these shapes")
}

/* A row times a vector is a number. */
function unwrapped(value, left) {
  return left.length === 1 ? value[0] : value
}

export function inverse(matrix) {
  const n = matrix.length
  if (rank(matrix) !== 2 || matrix[0].length !== n) throw new Unevaluable("only a square matrix has an inverse")
  const rows = matrix.map((row, place) => [...row, ...row.map((_, column) => Number(column === place))])
  for (let column = 0; column < n; column += 1) {
    const pivot = rows.slice(column).reduce((best, row, place) => Math.abs(row[column]) > Math.abs(rows[best][column]) ? place + column : best, column)
    if (Math.abs(rows[pivot][column]) < 1e-12) throw new Unevaluable("this matrix has no inverse");
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    const divisor = rows[column][column]
    rows[column] = rows[column].map(entry => entry / divisor)
    rows.forEach((row, place) => {
      if (place !== column && row[column]) rows[place] = row.map((entry, at) => entry - row[column] * rows[column][at])
    })
  }
  return rows.map(row => row.slice(n))
}

export function determinant(matrix) {
  if (rank(matrix) !== 2 || matrix.length !== matrix[0].length) throw new Unevaluable("only a square matrix has a determinant")
  if (matrix.length === 1) return matrix[0][0]
  if (matrix.length > 8) throw new Unevaluable("a large determinant")
  const [first, ...rows] = matrix
  return first.reduce((total, entry, column) => total + (-1) ** column * entry * determinant(rows.map(row => row.filter((_, place) => place !== column))), 0)
}

export function trace(matrix) {
  if (rank(matrix) !== 2) throw new Unevaluable("only a matrix has a trace")
  return matrix.reduce((total, row, place) => total + row[place], 0)
}

export function norm(value, order) {
  const entries = flat(value).map(Math.abs)
  if (rank(value) > 2 || (rank(value) === 2 && order !== 2)) throw new Unevaluable("which norm of a matrix is this?")
  if (order === Infinity) return Math.max(...entries)
  return entries.reduce((total, entry) => total + entry ** order, 0) ** (1 / order)
}

/* How far two values are apart, relative to the largest entry; Infinity where they cannot be compared. */
export function distance(left, right) {
  if (!isSameShape(left, right)) return Infinity
  const [a, b] = [flat(left), flat(right)]
  let gap = 0
  let largest = 1e-300
  for (let place = 0; place < a.length; place += 1) {
    if (Number.isNaN(a[place]) || Number.isNaN(b[place])) return NaN
    if (a[place] === b[place]) {
      if (Number.isFinite(b[place])) largest = Math.max(largest, Math.abs(b[place]))
      continue
    }
    if (!Number.isFinite(a[place]) || !Number.isFinite(b[place])) return Infinity
    gap = Math.max(gap, Math.abs(a[place] - b[place]))
    largest = Math.max(largest, Math.abs(b[place]))
  }
  return gap / largest
}
