/* What is wrong with what the browser's engines make of texts: { kind, folder, site, texts } on the standard
   input, [{ text, problem }] on the output. `kind` is "search", "reading" of a paste or "comparing" it. */
import { readFileSync, readdirSync } from "node:fs"
import { pathToFileURL } from "node:url"

const LONGEST = 1  // seconds that one text may compute
const READ = 4000  // characters of a query, as the engine cuts it
const COMPARED = 3  // formulas that a paste is compared with
const { kind, folder, site, texts } = JSON.parse(readFileSync(0, "utf8"))
const module = name => import(pathToFileURL(`${folder}/${name}.js`))
const file = name => JSON.parse(readFileSync(`${site}/${name}.json`, "utf8"))

/* All that is shown of a result is put into the page as text, but the MathML, which is the index's. */
async function searching() {
  const [{ SearchEngine, resultItems }, { latexOf }, { parse }, { canonical }, { features }] = await Promise.all(["engine", "mathml", "parser", "canonical", "features"].map(module))
  const index = file("search/index")
  for (const name of readdirSync(`${site}/search`).filter(name => name.endsWith(".json") && name !== "index.json")) index[name.replace(".json", "")] = file(`search/${name.replace(".json", "")}`)
  const engine = new SearchEngine(index)
  const places = engine.formulas.length
  return text => {
    for (const python of [false, true]) parse(text.slice(0, READ), python).map(canonical).map(features)
    const query = /<(\w+:)?math\b/i.test(text) ? latexOf(text) : text
    engine.lacking(query)
    const { items } = resultItems(engine.search(query), query)
    if (items.some(({ mathml }) => mathml)) return "a result has MathML that is not the index's"
    if (items.some(({ place }) => place !== undefined && !(place >= 0 && place < places))) return "a result shows a formula that there is not"
    if (items.some(({ location }) => /^\w+:|^\/\//.test(location))) return "a result leads elsewhere"
  }
}

async function reading() {
  const [{ read }, { readings }, { candidates }] = await Promise.all(["reading", "readings", "candidates"].map(module))
  const index = file("assets/check/index")
  return text => {
    const readable = read(text).lines.filter(line => line.tree)
    if (readable.length) [...readings(readable)]
    candidates(text, index)
  }
}

/* It stops by itself, after 2 seconds: longer is too long. */
async function comparing() {
  const { candidates, judge } = await module("engine")
  const index = file("assets/check/index")
  return text => {
    const near = candidates(text, index).slice(0, COMPARED)
    const end = Date.now() + 200
    judge(text, { formulas: near.map(id => file(`assets/check/formulas/${id}`)), stop: () => Date.now() > end })
  }
}

const run = await { search: searching, reading, comparing }[kind]()
const found = []
for (const text of texts) {
  const before = process.cpuUsage()
  try {
    const problem = run(text)
    if (problem) found.push({ text, problem })
  } catch (error) {
    found.push({ text, problem: error.stack })
  }
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  if (seconds > LONGEST * (kind === "comparing" ? 5 : 1)) found.push({ text, problem: `${seconds} s` })
}
process.stdout.write(JSON.stringify(found))
