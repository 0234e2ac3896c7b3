/* Calls of the search engine's modules, read from standard input, a line each: `[function, argument]`;
   answered by a line each: `{value}` or `{error}`. Run by Node with a folder of modules and that of the
   index, with all that may come later. */

import { readFileSync, readdirSync } from "node:fs"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const [folder, indexes, ...programs] = process.argv.slice(2)
const names = readdirSync(folder).filter(name => name.endsWith(".js") && !programs.includes(name))
// Where a name is exported does not matter here.
const modules = await Promise.all(names.map(name => import(pathToFileURL(`${folder}/${name}`))))
const search = Object.assign({}, ...modules)
const parts = readdirSync(indexes).filter(name => name.endsWith(".json") && name !== "index.json")
const read = name => JSON.parse(readFileSync(`${indexes}/${name}`, "utf8"))
search.index = read("index.json")
for (const name of parts) search.index[name.replace(".json", "")] = read(name)
search.engine = new search.SearchEngine(search.index)

for await (const line of createInterface({ input: process.stdin })) {
  const [source, argument] = JSON.parse(line)
  let answer
  try {
    const value = await (0, eval)(`(${source})`)(search, argument)
    answer = { value: value ?? null }
  } catch (error) {
    answer = { error: error.stack }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
