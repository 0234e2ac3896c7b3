/* What the address of the page says. */

/* The formula, or null. In a form's encoding a plus is a space; typed by hand it is a plus. */
export function formulaIn(search) {
  const byHand = /[\\{}^]/.test(search) || search.includes("%20")
  return new URLSearchParams(byHand ? search.replaceAll("+", "%2B") : search).get("formula")
}

/* The formula of ours that the reader came from, or "". */
export function likeIn(search) {
  const like = new URLSearchParams(search).get("like") ?? ""
  return /^\w+\/\w+$/.test(like) ? like : ""
}
