"""How the search comes: late, not at all, and without moving the page."""

from playwright.sync_api import Page, Route, expect
import pytest

from tests.site.searching import best, heading, results, settle, status

SHIFTS = """
window.shifted = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""


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
