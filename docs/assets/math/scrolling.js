/* What scrolls sideways can be reached with the keyboard: tables, and code in which nothing else can
   have the focus. The theme looks at code when a page is read, and takes it out of the tab order again
   where a reader makes the window narrow or opens what is folded: it is put back. Listens to instant
   navigation. */

const reach = ({ target }) => {
  if (target.scrollWidth > target.clientWidth && target.tabIndex < 0) target.tabIndex = 0
}
const sizes = new ResizeObserver(entries => entries.forEach(reach))
const taken = new MutationObserver(records => records.forEach(reach))

function watch() {
  sizes.disconnect()
  taken.disconnect()
  for (const each of document.querySelectorAll(".md-typeset__scrollwrap, pre > code")) {
    sizes.observe(each)
    taken.observe(each, { attributeFilter: ["tabindex"] })
  }
}

if (window.document$) document$.subscribe(() => setTimeout(watch))  // once the theme has wrapped tables
else watch()
