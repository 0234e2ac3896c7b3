/* What scrolls sideways can be reached with the keyboard: tables, and code in which nothing else can
   have the focus. The theme looks at code once, before a reader makes the window narrow or opens
   what is folded. Listens to instant navigation. */

const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
})

function watch() {
  sizes.disconnect()
  for (const each of document.querySelectorAll(".md-typeset__scrollwrap, pre > code")) sizes.observe(each)
}

if (window.document$) document$.subscribe(() => setTimeout(watch))  // once the theme has wrapped tables
else watch()
