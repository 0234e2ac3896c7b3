"""The search dialog, filled and read: what it answers to a query, without waiting for a clock."""

from typing import Any, TypedDict

from playwright.sync_api import BrowserContext, Locator, Page, expect

# Everything that the worker answers is counted; `ask` fills the field as a reader does and waits
# until the dialog has shown the next answer, which it does while it handles the message.
RECORDER = """
(() => {
  const Worker = window.Worker
  let heard = () => {}
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args)
      this.addEventListener("message", () => setTimeout(() => heard()))
    }
  }
  const field = () => document.querySelector("input[name=query]")
  const nextAnswer = text => new Promise((done, fail) => {
    heard = done
    setTimeout(() => fail(new Error(`no answer to ${text.slice(0, 80)}`)), 20_000)
  })
  const type = async text => {
    if (field().value === text) return
    const answered = text.trim() && nextAnswer(text)
    field().value = text
    field().dispatchEvent(new InputEvent("input", { bubbles: true }))
    return answered
  }
  const shown = () => [...document.querySelectorAll("[data-search-result]")].map(link => ({
    title: link.querySelector(".search-title").textContent,
    href: link.href,
    html: link.innerHTML,
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
SETTLED = "new Promise(done => window.document$ ? document$.subscribe(() => done()) : done())"


class Result(TypedDict):
    """A result that the dialog shows."""

    title: str
    href: str
    html: str


class Box:
    """The search dialog of a page on which the recorder runs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ask(self, query: str) -> list[Result]:
        return self.ask_all([query])[0]

    def ask_all(self, queries: list[str]) -> list[list[Result]]:
        answers: Any = self.page.evaluate("queries => askAll(queries)", queries)
        return list(answers)


def dialog(page: Page) -> Locator:
    return page.locator("dialog.search")


def field(page: Page) -> Locator:
    return page.locator("input[name=query]")


def results(page: Page) -> Locator:
    return page.locator("[data-search-result]")


def titles(page: Page) -> list[str]:
    return results(page).locator(".search-title").all_text_contents()


def best(page: Page) -> Locator:
    return results(page).first.locator(".search-title")


def status(page: Page) -> Locator:
    return dialog(page).get_by_role("status")


def heading(page: Page) -> Locator:
    return page.locator(".md-content h1").first


def settle(page: Page) -> None:
    """Wait until the theme has done what it does to a new page."""
    page.evaluate(SETTLED)


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition of JavaScript; `wait_for_function` needs an `eval` that pages forbid."""
    next_frame = "new Promise(requestAnimationFrame)"
    page.evaluate(f"async () => {{ while (!(await ({condition}))) await {next_frame} }}")


def search(page: Page, query: str) -> None:
    """Open the dialog and paste a query."""
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(query)
    expect(results(page).first).to_be_visible()


def open_box(context: BrowserContext, address: str) -> Box:
    """The dialog on a new page of a context, open and ready for queries."""
    context.add_init_script(RECORDER)
    page = context.new_page()
    page.goto(address)
    settle(page)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    return Box(page)
