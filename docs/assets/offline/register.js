/* Lets the site be read without a connection, by the service worker beside its first page. It comes
   when a page has loaded, and is told what was loaded before. */

const { serviceWorker } = navigator

function tell() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name)
  serviceWorker.controller.postMessage({ visited: [location.href, ...loaded] })
}

/* It may come while a page loads that it did not see: a page before had asked for it. */
function start() {
  const [{ workerStart }] = performance.getEntriesByType("navigation")
  if (serviceWorker.controller && !workerStart) tell()
  serviceWorker.addEventListener("controllerchange", tell)
  serviceWorker.register(new URL("../../service-worker.js", import.meta.url)).catch(() => {})
}

if (serviceWorker && document.readyState === "complete") start()
else if (serviceWorker) addEventListener("load", start)
