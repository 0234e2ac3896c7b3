/* Queries to the worker, one at a time: of those typed while it searches, the last one counts. */

let worker = null
let waiting = null  // { query, answer } that is asked next
let answered = null  // called with what the worker says; null while it is idle

/* The results of a query: null where the search could not be loaded, undefined where a later query came. */
export function ask(query) {
  return new Promise(answer => {
    waiting?.answer()
    waiting = { query, answer }
    if (!answered) next()
  })
}

function next() {
  if (!waiting) return
  const { query, answer } = waiting
  waiting = null
  answered = items => {
    answered = null
    answer(items)
    next()
  }
  worker ??= started()
  worker.postMessage(query)
}

/* A worker that failed is thrown away: what it could not load, a new one tries again. */
function started() {
  const fresh = new Worker(new URL("worker.js", import.meta.url))
  fresh.addEventListener("message", ({ data }) => data ? answered(data) : failed())
  fresh.addEventListener("error", failed)
  return fresh
}

function failed() {
  worker.terminate()
  worker = null
  answered?.(null)
}
