/* What scrolls sideways can be reached with the keyboard: tables, and code in which nothing else can
   have the focus. The theme looks at code when a page is read, and takes it out of the tab order again
   where a reader makes the window narrow: it is put back. Listens to instant navigation. */

const SCROLLING = ".md-typeset__scrollwrap, pre > code"

const reach = element => {
  if (element.scrollWidth > element.clientWidth && element.tabIndex < 0) element.tabIndex = 0
}
const taken = new MutationObserver(records => records.forEach(({ target }) => reach(target)))

/* What is added, opened or narrowed changes the size of the article. Each block tells nothing of its
   own while the browser skips it, far below what is seen. */
const sizes = new ResizeObserver(() => {
  for (const each of document.querySelectorAll(SCROLLING)) {
    reach(each)
    taken.observe(each, { attributeFilter: ["tabindex"] })
  }
})

function watch() {
  sizes.disconnect()
  const article = document.querySelector("article")
  if (article) sizes.observe(article)
}

if (window.document$) document$.subscribe(() => setTimeout(watch))  // once the theme has wrapped tables
else watch()
