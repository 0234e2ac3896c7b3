/* The search worker that a page starts. The theme's own worker and the index are
   fetched with the first query: a reader who does not search does not load them.

   Messages, as the theme speaks them: 0 setup, 1 ready, 2 query, 3 result. */

const SETUP = 0
const READY = 1
const QUERY = 2
const RESULT = 3

const worker = new URL(new URL(location.href).searchParams.get("worker"), location)
const index = new URL("../search/full_index.json", location)

let setup = null
let loading = null

addEventListener("message", event => {
  const { type } = event.data
  if (event.isTrusted && type === SETUP) {
    event.stopImmediatePropagation()
    setup = event.data
    postMessage({ type: READY })
  } else if (event.isTrusted && type === QUERY) {
    event.stopImmediatePropagation()
    if (!loading && !event.data.data.trim()) {  // the theme asks for nothing as a page opens
      postMessage({ type: RESULT, data: { items: [] } })
      return
    }
    loading ??= load()
    loading.then(() => deliver(event.data))
  }
})

async function load() {
  const answer = await fetch(index)
  importScripts(worker)
  deliver({ type: SETUP, data: { ...setup.data, ...(await answer.json()) } })
}

/* To the theme's worker, whose listener stands behind ours. */
function deliver(data) {
  dispatchEvent(new MessageEvent("message", { data }))
}
