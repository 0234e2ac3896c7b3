/* What a test sees of a page, as functions of `look`; run in the page before its own scripts. */

(() => {
  const all = selector => [...document.querySelectorAll(selector)]
  const box = element => element.getBoundingClientRect()
  const text = element => element.textContent.trim().slice(0, 80)
  const HEADER = 48  // pixels
  const ANCHORS = ".formula > .anchor, .formula mtr[id], mrow.anchor"

  /* The theme's search box changes its width in a transition. */
  async function settled() {
    await document.fonts.ready
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    // Their promises are not kept where the browser skips what is far below.
    while (document.getAnimations().some(each => each.playState === "running")) await new Promise(requestAnimationFrame)
  }

  const sideways = () => document.documentElement.scrollWidth - innerWidth

  /* Formulas of a list that are cut off at an edge, or wider than where they stand. */
  const cut = () => all(".entry > .formula").filter(e => e.scrollWidth > e.clientWidth + 1).map(text)

  /* Displays without their two buttons beside them, large enough and above or below the ink. */
  const badControls = () => all("article .formula").filter(formula => {
    const line = formula.nextElementSibling
    const buttons = [".copy", ".copy-latex"].map(name => line?.matches(".status-line") && line.querySelector(name))
    const { top, bottom } = box(formula)
    return !buttons.every(button => button && box(button).width >= 24 && box(button).height >= 24
      && (box(button).bottom <= top || box(button).top >= bottom))
  }).map(text)

  const cutCalls = () => all(".call pre code").filter(code => code.scrollWidth > code.clientWidth).map(text)

  /* The lower edges of the parts of a page, in the order in which they are named. */
  const lowest = parts => {
    scrollTo(0, 0)
    return parts.map(part => box(document.querySelector(part)).bottom)
  }

  const said = selectors =>
    Object.fromEntries(selectors.map(each => [each, all(each).map(e => e.textContent.trim())]))

  /* The link to the chapter of a formula, where it is shown. */
  const chapter = () => all(".chapter a").filter(a => a.checkVisibility()).flatMap(a => [a.textContent, a.href])

  const anchors = () => all(ANCHORS).map(({ id }) => id)

  /* Anchors that are not in view below the header, each once its address is opened. */
  const missed = () => anchors().filter(id => {
    scrollTo(0, 0)
    location.hash = id
    const target = document.querySelector(":target")
    const { top, bottom } = box(target)
    return target.id !== id || top < HEADER || bottom > innerHeight
  })

  const ids = () => all("[id]").map(({ id }) => id)

  /* What is wider than the block in which it stands. */
  const wide = selector => all(selector).filter(inner => inner.checkVisibility()).filter(inner => {
    const block = [...inner.parentElement.getClientRects()]
    return [...inner.getClientRects()].some(({ left, right }) =>
      !block.some(around => left >= around.left - 1 && right <= around.right + 1))
      || inner.scrollWidth > inner.clientWidth + 1 && inner.tagName === "CODE"
  }).map(text)

  /* Icons seen through a mask that have the color of what is behind them; in forced colors. */
  const unseen = () => {
    const back = getComputedStyle(document.body).backgroundColor
    return all("body *").filter(e => e.checkVisibility({ visibilityProperty: true })).flatMap(e =>
      ["", "::before", "::after"].filter(part => {
        const { maskImage, content, display, backgroundColor, opacity } = getComputedStyle(e, part || null)
        return maskImage !== "none" && (!part || content !== "none") && display !== "none"
          && opacity > 0 && backgroundColor === back
      }).map(part => `${e.tagName}.${e.className}${part}`))
  }

  /* What takes time to move; with reduced motion. */
  const moving = () => {
    const long = times => times.split(",").some(time => parseFloat(time) > 0.01)
    return all("html, body *").filter(e => e.checkVisibility()).filter(e => {
      const { transitionDuration, transitionProperty, animationName, animationDuration, scrollBehavior } = getComputedStyle(e)
      return long(transitionDuration) && transitionProperty !== "none"
        || animationName !== "none" && long(animationDuration) || scrollBehavior === "smooth"
    }).map(e => `${e.tagName}.${e.className}`)
  }

  /* What a key can reach, and what has the focus: where it stands and whether that can be seen. */
  const reachable = () => all("a[href], button, input, textarea, select, summary, [tabindex='0']")
    .filter(e => e.tabIndex >= 0 && !e.disabled && !e.matches("[type=radio]:not(:checked)") && e.checkVisibility({ visibilityProperty: true })).length

  const focused = () => {
    const active = document.activeElement
    if (!active || active === document.body) return null
    const e = active.matches(".md-option") ? active.nextElementSibling : active  // its label is seen
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(e)
    const { top, bottom, width } = box(e)
    const under = e.closest("header, dialog, .md-sidebar, .md-skip") ? 0 : HEADER
    return {
      name: `${e.tagName}.${e.className} ${text(e)}`.slice(0, 80),
      marked: outlineStyle !== "none" && parseFloat(outlineWidth) > 0 || boxShadow !== "none",
      seen: width > 0 && bottom > under && top < innerHeight,
    }
  }

  const visible = selector => all(selector).filter(e => e.checkVisibility()).map(e => e.className)

  /* Each form of each display, as the menu gives it to the clipboard. */
  async function copies(forms) {
    let given
    navigator.clipboard.write = async ([item]) => given(await (await item.getType("text/plain")).text())
    const found = []
    for (const button of all(".formula + .status-line > .copy")) {
      const texts = {}
      for (const form of forms) {
        const text = new Promise(done => { given = done })
        button.click()
        const item = await until(() => all("[role=menuitem]").find(e => e.textContent === form))
        item.click()
        texts[form] = await text
      }
      found.push(texts)
    }
    return found
  }

  async function until(look) {
    for (let tries = 0; tries < 500; tries++) {
      const found = look()
      if (found) return found
      await new Promise(done => setTimeout(done, 10))
    }
    throw Error(`waited for ${look} in vain`)
  }

  window.look = {
    settled, sideways, cut, badControls, cutCalls, lowest, said, chapter, anchors, missed, ids, wide, visible, copies,
    unseen, moving, reachable, focused,
  }
})()
