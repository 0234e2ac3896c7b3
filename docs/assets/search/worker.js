/* The engine in a worker of its own, so that typing never waits for it. It takes a query and answers
   with its results, or with null where the engine or the index did not come. What a query needs of the
   index beside its beginning is loaded then. */

let ready = null
const drawn = new Map()  // number of a file → the MathML of its formulas

addEventListener("message", async ({ data: query }) => {
  ready ??= load()
  try {
    const answer = await ready
    const read = /<(\w+:)?math\b/i.test(query) ? (await import("./mathml.js")).latexOf(query) : query
    postMessage(await answer(read))
  } catch (error) {
    console.warn("search:", error)
    postMessage(null)
  }
})

async function load() {
  const [{ SearchEngine, resultItems }, { each, ...index }] = await Promise.all([import("./engine.js"), file("index")])
  const engine = new SearchEngine(index)
  const complete = names => Promise.all(names.map(async name => engine.add(name, await file(name))))
  return async query => {
    await complete(engine.lacking(query))
    let found = engine.search(query)
    if (found.missing && !engine.parts.has("mentions")) {
      await complete(["mentions"])
      found = engine.search(query)
    }
    const results = resultItems(found, query)
    await Promise.all(results.items.map(item => draw(item, each)))
    return results
  }
}

/* A result without its formula is one, too. */
async function draw(item, each) {
  if (item.place === undefined) return
  const number = Math.floor(item.place / each)
  if (!drawn.has(number)) drawn.set(number, file(`mathml/${number}`))
  try {
    item.mathml = (await drawn.get(number))[item.place % each]
  } catch {
    drawn.delete(number)
  }
}

async function file(name) {
  const answer = await fetch(new URL(`../../search/${name}.json`, location))
  if (!answer.ok) throw Error(`${name}: ${answer.status}`)
  return answer.json()
}
