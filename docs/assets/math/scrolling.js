/* What scrolls sideways can be reached with the keyboard: tables, and code in which nothing else can
   have the focus. The theme looks at code when a page is read, and may be late when a reader makes
   the window narrow or opens what is folded: so this waits for it. Listens to instant navigation. */

const LATE = 400  // ms

const reach = ({ target }) => { if (target.scrollWidth > target.clientWidth) target.tabIndex = 0 }
const sizes = new ResizeObserver(entries => setTimeout(() => entries.forEach(reach), LATE))

function watch() {
  sizes.disconnect()
  for (const each of document.querySelectorAll(".md-typeset__scrollwrap, pre > code")) sizes.observe(each)
}

if (window.document$) document$.subscribe(() => setTimeout(watch))  // once the theme has wrapped tables
else watch()
