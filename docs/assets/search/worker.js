/* The worker that the theme starts on every page. It speaks the theme's messages; the engine and
   the index are loaded with the first query, so a reader who does not search does not load them. */

const SETUP = 0
const READY = 1
const QUERY = 2
const RESULT = 3

let engine = null

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) postMessage({ type: READY })
  if (type === QUERY) postMessage({ type: RESULT, data: { items: data.trim() ? await items(data) : [] } })
})

async function items(query) {
  try {
    engine ??= load()
    const { search, resultItems } = await engine
    return resultItems(search(query), query)
  } catch (error) {
    engine = null  // the next query tries again
    console.error("search:", error)
    return []
  }
}

async function load() {
  const [{ SearchEngine, resultItems }, index] = await Promise.all([
    import("./engine.js"),
    fetch(new URL("../../search/index.json", location)).then(answer => answer.json()),
  ])
  const engine = new SearchEngine(index)
  return { search: query => engine.search(query), resultItems }
}
