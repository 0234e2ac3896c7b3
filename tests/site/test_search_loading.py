"""How the search comes: late, not at all, and without moving the page."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, Page, Route, expect
import pytest

from tests.site.searching import Box, best, heading, open_box, results, settle, status

SOFTMAX = r"\frac{e^{a_k}}{\sum_m e^{a_m}}"
QUERIES = [
    "layer norm",
    SOFTMAX,
    "why divide by sqrt d_k",
    "(m,k) x (k,n) -> (m,n)",
    "np.maximum(0, x)",
    "KL divergence",
    "Kingma",
]
# From the key that opens the search until its first result is in the page.
COLD = """
(() => {
  let opened
  addEventListener("keydown", () => opened ??= performance.now(), true)
  new MutationObserver(() => {
    if (document.querySelector("[data-search-result]")) window.coldIn ??= performance.now() - opened
  }).observe(document.body, { childList: true, subtree: true })
})()
"""
SHIFTS = """
window.shifted = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""


@pytest.fixture
def box(chromium: Browser, address: str) -> Iterator[Box]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield open_box(context, address)
    context.close()


def test_nothing_of_the_search_is_loaded_before_the_first_query(reader: Page, address: str) -> None:
    asked: list[str] = []
    reader.on(
        "request", lambda request: asked.append(request.url.removeprefix(address).split("?")[0])
    )

    def loaded() -> set[str]:
        return {url for url in asked if url.startswith(("assets/search/", "search/"))}

    page = reader
    page.goto(address)
    settle(page)
    page.wait_for_load_state("networkidle")
    assert loaded() == {"assets/search/box.js"}
    page.keyboard.press("/")
    expect(status(page)).to_contain_text("a question")
    page.wait_for_load_state("networkidle")
    assert loaded() == {"assets/search/box.js", "assets/search/dialog.js"}
    page.keyboard.type("a")
    expect(results(page).first).to_be_visible()
    assert {"assets/search/engine.js", "search/index.json"} <= loaded()


@pytest.mark.parametrize("late", ["dialog.js", "worker.js", "engine.js"])
def test_enter_before_the_results_are_there_opens_the_best_when_they_are(
    reader: Page, address: str, late: str
) -> None:
    held: list[Route] = []
    page = reader
    page.context.route(f"**/search/{late}", lambda route: held.append(route))
    page.goto(address + "calculus/gradient/")  # after the route: nothing comes from a cache
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    expect(heading(page)).to_contain_text("Softmax")
    assert held


def test_a_query_that_is_typed_on_takes_its_enter_back(page: Page) -> None:
    held: list[Route] = []
    page.context.route("**/search/engine.js", lambda route: held.append(route))
    page.keyboard.press("/")
    page.keyboard.type("soft")
    page.keyboard.press("Enter")
    page.keyboard.type("max")
    page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    expect(best(page)).to_have_text("Softmax")
    expect(heading(page)).to_contain_text("Gradient")


@pytest.mark.parametrize("lost", ["index.json", "engine.js", "worker.js", "dialog.js"])
def test_a_search_that_does_not_come_is_told_and_tried_again(page: Page, lost: str) -> None:
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route(f"**/search/{lost}*", fail)
    page.keyboard.press("/")
    page.keyboard.type("s")
    expect(status(page)).to_contain_text("could not be loaded")
    assert asked
    page.context.unroute(f"**/search/{lost}*")
    page.keyboard.type("oftmax")
    expect(best(page)).to_have_text("Softmax")


def test_opening_and_typing_shift_nothing(page: Page) -> None:
    page.evaluate(SHIFTS)
    page.keyboard.press("/")
    for query in ["softmax", "adam", "zzyzx qwrtk", ""]:
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(query or " ")
        page.wait_for_timeout(600)  # what comes half a second after a key counts
    page.keyboard.press("Escape")
    assert page.evaluate("window.shifted") < 0.01


def test_results_stand_300_ms_after_the_last_key(box: Box) -> None:
    """The middle of many: one of them may meet a machine that is busy."""
    box.ask("warm")
    assert median(box.answered_in(query) for query in QUERIES) <= 300


def test_the_first_results_stand_a_second_after_the_search_is_opened(
    chromium: Browser, address: str
) -> None:
    """The best of three, each with nothing in its cache."""
    times = []
    for _ in range(3):
        context = chromium.new_context()
        page = context.new_page()
        page.goto(address)
        settle(page)
        page.evaluate(COLD)
        page.keyboard.press("/")
        page.keyboard.type("softmax")
        page.wait_for_function("window.coldIn !== undefined")
        times.append(page.evaluate("window.coldIn"))
        context.close()
    assert min(times) <= 1000, times
