/* Calls of the search engine's modules, read from standard input, a line each: `[function, argument]`;
   answered by a line each: `{value}` or `{error}`. Run by Node with a folder of modules and an index. */

import { readFileSync, readdirSync } from "node:fs"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const [folder, indexFile, ...programs] = process.argv.slice(2)
const names = readdirSync(folder).filter(name => name.endsWith(".js") && !programs.includes(name))
// Where a name is exported does not matter here.
const modules = await Promise.all(names.map(name => import(pathToFileURL(`${folder}/${name}`))))
const search = Object.assign({}, ...modules)
search.index = JSON.parse(readFileSync(indexFile, "utf8"))
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
