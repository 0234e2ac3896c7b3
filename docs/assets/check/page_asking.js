/* Formulas to the worker, one at a time: of those that came while it was at work, the last one counts. */

const PATIENCE = 4000, FIRST = 10000  // milliseconds: the engine itself stops earlier, once it is there
const TOO_LONG = { verdict: "unknown", formula: null, reason: { what: "This took too long to compare." }, nearest: [], lines: [] }

let worker = null
let isReady = false  // it has answered once
let number = 0
let next = null  // { paste, like, answer } that is compared next
let busy = null  // { number, answer, timer } of the one that is compared now

/* The answer about a formula: null where the engine did not load, undefined where a later one came. */
export function ask(paste, like) {
  return new Promise(answer => {
    next?.answer()
    next = { paste, like, answer }
    if (!busy) begin()
  })
}

/* Lets the engine come before the first formula does. */
export function warm() {
  worker ??= started()
  worker.postMessage({})
}

function begin() {
  if (!next) return
  const { paste, like, answer } = next
  next = null
  worker ??= started()
  number += 1
  busy = { number, answer, timer: setTimeout(end, isReady ? PATIENCE : FIRST, number, TOO_LONG) }
  worker.postMessage({ number, paste, like })
}

function end(of, answer) {
  if (busy?.number !== of) return
  const { answer: tell, timer } = busy
  clearTimeout(timer)
  busy = null
  if (answer === null || answer === TOO_LONG) stop()
  else isReady = true
  tell(answer)
  begin()
}

/* What is at work cannot be told to stop; another worker begins with what the browser has kept. */
function stop() {
  worker?.terminate()
  worker = null
  isReady = false
}

function started() {
  const fresh = new Worker(new URL("worker.js", import.meta.url))
  fresh.addEventListener("message", ({ data }) => end(data.number, data.answer))
  fresh.addEventListener("error", () => fresh === worker && end(number, null))
  return fresh
}
