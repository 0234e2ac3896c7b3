"""The search box, filled and read: what it answers to a query, without waiting for a clock."""

from typing import Any, TypedDict

from playwright.sync_api import BrowserContext, Page

# Everything that the theme's worker answers is counted; `ask` fills the box as a reader does and
# waits until the theme has shown the next answer, which it does while it handles the message.
RECORDER = """
(() => {
  const Worker = window.Worker
  const RESULT = 3
  let heard = () => {}
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args)
      this.addEventListener("message", ({ data }) => {
        if (data.type === RESULT) setTimeout(() => heard(data.data.items))
      })
    }
  }
  const box = () => document.getElementById("search-query")
  const nextAnswer = text => new Promise((done, fail) => {
    heard = done
    setTimeout(() => fail(new Error(`no answer to ${text.slice(0, 80)}`)), 20_000)
  })
  const type = async text => {
    if (box().value === text) return
    const answered = nextAnswer(text)
    box().value = text
    box().dispatchEvent(new InputEvent("input", { bubbles: true }))
    return answered
  }
  const shown = () => [...document.querySelectorAll(".md-search-result__list > li")].map(item => ({
    title: item.querySelector(":is(h1, h2)").textContent,
    href: item.querySelector("a").href.split("?")[0],
    html: item.innerHTML,
  }))
  window.ask = async query => {
    await type("")
    const started = performance.now()
    await type(query)
    window.answeredIn = performance.now() - started
    return shown()
  }
  window.askAll = async queries => {
    const answers = []
    for (const query of queries) answers.push(await window.ask(query))
    return answers
  }
})()
"""


class Result(TypedDict):
    """A result that the box shows; its address without the words to highlight."""

    title: str
    href: str
    html: str


class Box:
    """The search box of a page on which the recorder runs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ask(self, query: str) -> list[Result]:
        return self.ask_all([query])[0]

    def ask_all(self, queries: list[str]) -> list[list[Result]]:
        answers: Any = self.page.evaluate("queries => askAll(queries)", queries)
        return list(answers)


# 125 ms after a page came, the theme closes the search, also one that was opened meanwhile.
SETTLED = "new Promise(done => document$.subscribe(() => setTimeout(done, 150)))"


def settle(page: Page) -> None:
    """Wait until the theme has done what it does to a new page."""
    page.evaluate(SETTLED)


def open_box(context: BrowserContext, address: str) -> Box:
    """The box on a new page of a context, open and ready for queries."""
    context.add_init_script(RECORDER)
    page = context.new_page()
    page.goto(address)
    settle(page)
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement?.id === 'search-query'")
    return Box(page)
