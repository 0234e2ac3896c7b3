/* How alike two words are in their letters. */

/* The letters of a name as the bits of a number. */
export function lettersOf(text) {
  return [...text].reduce((bits, letter) => bits | 1 << letter.charCodeAt(0) % 32, 0)
}

/* Names that differ in many letters need not be compared any closer. */
export function mayBeAlike(left, right) {
  let different = 0
  for (let bits = left ^ right; bits; bits &= bits - 1) different += 1
  return different < 6
}

/* Whether a word is another one, misspelled: people know its first letter; of a short one all must be there. */
export function resembles(word, known) {
  if (word[0] !== known[0] || word.length < 4) return false
  if (word.length === 4) return known.length === 4 && lettersOf(word) === lettersOf(known)
  return likeness(word, known) > 0.75
}

/* 1 less the share of letters that must be changed. */
export function likeness(left, right) {
  return 1 - changes(left, right) / Math.max(left.length, right.length)
}

/* How many letters must be changed, added, left out or swapped. */
export function changes(left, right) {
  let before = [], row = Array.from({ length: right.length + 1 }, (_, place) => place)
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const changed = left[i - 1] === right[j - 1] ? 0 : 1
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + changed)
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1)
      }
    }
    before = row
    row = next
  }
  return row[right.length]
}
