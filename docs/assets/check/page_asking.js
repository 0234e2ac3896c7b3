/* Formulas to the worker, one at a time: of those that came while it was at work, the last one counts. */

const PATIENCE = 4000  // milliseconds: the engine itself stops earlier
const TOO_LONG = { verdict: "unknown", formula: null, says: "", reason: { what: "This took too long to compare." }, nearest: [], lines: [] }

let worker = null
let number = 0
let waiting = null  // { number, answer } of the one that is at work

/* The answer about a formula: null where the engine did not load, undefined where a later one came. */
export function ask(paste, like) {
  if (waiting) {
    waiting.answer()
    stop()
  }
  worker ??= started()
  return new Promise(answer => {
    waiting = { number: ++number, answer }
    waiting.timer = setTimeout(end, PATIENCE, number, TOO_LONG)
    worker.postMessage({ number, paste, like })
  })
}

/* Lets the engine come before the first formula does. */
export function warm() {
  worker ??= started()
  worker.postMessage({})
}

function end(of, answer) {
  if (waiting?.number !== of) return
  const { answer: tell } = waiting
  if (answer === TOO_LONG || answer === null) stop()
  else clearTimeout(waiting.timer)
  waiting = null
  tell(answer)
}

/* What is at work cannot be told to stop; another worker begins with what the browser has kept. */
function stop() {
  clearTimeout(waiting?.timer)
  waiting = null
  worker?.terminate()
  worker = null
}

function started() {
  const fresh = new Worker(new URL("worker.js", import.meta.url))
  fresh.addEventListener("message", ({ data }) => end(data.number, data.answer))
  fresh.addEventListener("error", () => end(number, null))
  return fresh
}
