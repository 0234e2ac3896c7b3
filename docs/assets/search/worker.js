/* The engine in a worker of its own, so that typing never waits for it. It takes a query and answers
   with its results, or with null where the engine or the index did not come. */

let engine = null

addEventListener("message", async ({ data: query }) => {
  engine ??= load()
  try {
    const { search, resultItems } = await engine
    const read = /<(\w+:)?math\b/i.test(query) ? (await import("./mathml.js")).latexOf(query) : query
    postMessage(resultItems(search(read), read))
  } catch (error) {
    console.warn("search:", error)
    postMessage(null)
  }
})

async function load() {
  const [{ SearchEngine, resultItems }, index] = await Promise.all([
    import("./engine.js"),
    fetch(new URL("../../search/index.json", location)).then(answer => answer.json()),
  ])
  const engine = new SearchEngine(index)
  return { search: query => engine.search(query), resultItems }
}
