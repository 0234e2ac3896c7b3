/* The engine in a worker of its own, so that the page never waits for it. It takes { number, paste, like } and
   answers { number, answer }, null where something did not load. Of the formulas of the reference only those
   are loaded that the paste may be, and `like`, one that the reader named. A message without a paste loads what
   every paste needs. */

const LIMIT = 2000  // milliseconds of comparing
const NEAREST = 3

let ready = null
const formulas = new Map()

addEventListener("message", async ({ data: { number, paste, like } }) => {
  ready ??= load()
  try {
    const engine = await ready
    if (paste === undefined) engine.candidates("x = 1", engine.index)
    else postMessage({ number, answer: await compared(engine, paste, like) })
  } catch (error) {
    console.warn("check:", error)
    ready = null
    if (number) postMessage({ number, answer: null })
  }
})

async function load() {
  const [{ candidates, judge }, index] = await Promise.all([import("./engine.js"), file("index")])
  return { candidates, judge, index }
}

async function compared({ candidates, judge, index }, paste, like) {
  const near = candidates(paste, index)
  const wanted = [...new Set([...like ? [like] : [], ...near])]
  const loaded = await Promise.all(wanted.map(id => formula(id)))
  const end = performance.now() + LIMIT
  const answer = judge(paste, { formulas: loaded.filter(Boolean), stop: () => performance.now() > end })
  return { ...answer, nearest: near.slice(0, NEAREST) }
}

async function formula(id) {
  if (!formulas.has(id)) formulas.set(id, file(`formulas/${id}`))
  try {
    return await formulas.get(id)
  } catch {
    formulas.delete(id)
    return null
  }
}

async function file(name) {
  const answer = await fetch(new URL(`${name}.json`, location))
  if (!answer.ok) throw Error(`${name}: ${answer.status}`)
  return answer.json()
}
