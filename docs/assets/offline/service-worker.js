/* The site without a connection. The build puts this at the root of the site and says which version
   it publishes (scripts/finishing/offline.py).

   A cache holds files of one version: what the reader visited or, once they ask for it, all pages,
   which are then read from there first. A file is of the version by its hash in offline.json; that
   list is loaded when a second page is read, so that a first visit stays light. A new version takes
   the place of the old one, with what has not changed, or all pages, in its cache. */

const VERSION = "VERSION_OF_THE_SITE"
const HOME = registration.scope
const PREFIX = `${HOME}#`
const CACHE = PREFIX + VERSION
const KEPT = `${HOME}kept`  // a cache that is there where all pages are kept
const LIST = "offline.json"
const AT_ONCE = 6  // downloads

let files = null  // path → hash, once it is asked for

addEventListener("install", event => {
  skipWaiting()
  event.waitUntil(caches.has(KEPT).then(kept => kept ? keepAll() : takeOver().catch(() => {})))
})

addEventListener("activate", event => event.waitUntil(replaceOlder()))

addEventListener("fetch", event => {
  const { method, url } = event.request
  if (method === "GET" && url.startsWith(HOME)) event.respondWith(answer(event, pathOf(url)))
})

addEventListener("message", event => event.waitUntil(told(event.data, event.source)))

async function told({ visited, keep, drop }, page) {
  if (visited) {
    const known = await read(LIST) ? await listed() : null
    for (const url of visited) if (url.startsWith(HOME)) await visit(pathOf(url), known)
  }
  if (keep) {
    const say = done => page.postMessage({ done })
    await keepAll(say).then(() => say("all"), error => say(`${error}`))
  }
  if (drop) {
    await caches.delete(KEPT)
    await caches.delete(CACHE)
    files = null
    page.postMessage({ done: "none" })
  }
}

const pathOf = url => url.slice(HOME.length).replace(/[?#].*/s, "")
const read = async path => (await caches.open(CACHE)).match(HOME + path)

async function answer(event, path) {
  const stored = await read(path)
  if (stored && await caches.has(KEPT)) return stored
  try {
    const fresh = await fetch(event.request)
    const copy = fresh.clone()
    event.waitUntil(listed().then(known => store(path, copy, known)).catch(() => {}))
    return fresh
  } catch (error) {
    if (stored) return stored
    if (event.request.mode !== "navigate") throw error
    return new Response(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>No connection</title><h1>No connection</h1><p>This page is not on this device. Perhaps <a href="${HOME}">the first page</a> is.</p>`, { headers: { "Content-Type": "text/html" } })
  }
}

/* What the page loaded before this was there to see it; the browser has just had it. */
async function visit(path, known) {
  if (await read(path)) return
  const answer = await fetch(HOME + path, { cache: known ? "no-cache" : "default" }).catch(() => null)
  if (answer) await store(path, answer, known)
}

/* Whether it could be kept: it is what this version has there. */
async function store(path, answer, known) {
  if (!answer.ok || answer.redirected || known && !known[path]) return false
  const body = await answer.arrayBuffer()
  if (known && await hashOf(body) !== known[path]) {
    registration.update()
    return false
  }
  const headers = { "Content-Type": answer.headers.get("Content-Type") }
  await (await caches.open(CACHE)).put(HOME + path, new Response(body, { headers }))
  return true
}

async function hashOf(body) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body))
  return btoa(String.fromCharCode(...hash.subarray(0, 6)))
}

/* The files of this version. */
function listed() {
  return files ??= list().catch(error => {
    files = null
    throw error
  })
}

async function list() {
  const answer = await read(LIST) ?? await fetch(HOME + LIST, { cache: "no-cache" })
  const content = await answer.clone().json()
  if (content.version !== VERSION) throw Error("there is another version")
  await (await caches.open(CACHE)).put(HOME + LIST, answer)
  return content.files
}

async function keepAll(say = () => {}) {
  const known = await listed()
  await takeOver()
  const paths = Object.keys(known)
  const count = paths.length
  let done = 0
  async function some() {
    for (let path; (path = paths.pop()) !== undefined; say(++done / count)) {
      if (await read(path)) continue
      const fresh = await fetch(HOME + path, { cache: "no-cache" })
      if (!await store(path, fresh, known)) throw Error(`${path} is another version`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, some))
  await caches.open(KEPT)
}

const older = async () => (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== CACHE)

/* Of older versions what this one has, too. */
async function takeOver() {
  for (const name of await older()) {
    const known = await listed()
    const cache = await caches.open(name)
    for (const { url } of await cache.keys()) {
      const path = pathOf(url)
      if (path !== LIST && !await read(path)) await carry(path, await cache.match(url), known)
    }
  }
}

async function carry(path, answer, known) {
  const body = await answer.clone().arrayBuffer()
  if (await hashOf(body) === known[path]) await store(path, answer, known)
}

async function replaceOlder() {
  for (const name of await older()) await caches.delete(name)
  await clients.claim()
}
