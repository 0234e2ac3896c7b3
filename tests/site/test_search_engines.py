"""The search dialog of the built site in Firefox and in Safari's engine."""

from collections.abc import Iterator

from marionette_driver.keys import Keys
import pytest

from tests.site.engines import Engine, wait_for

SOFTMAX = r"\frac{e^{a_k}}{\sum_m e^{a_m}}"
BEST = ".search[open] [data-search-result] .search-title"
FOCUSED = "document.activeElement.name ?? null"
HEADING = "document.querySelector('h1').firstChild.textContent"
OPEN = "document.querySelector('.search').open"


@pytest.fixture
def page(engine: Engine, address: str) -> Iterator[Engine]:
    engine.resize(1280, 800)
    engine.open(address + "calculus/gradient/")
    yield engine
    engine.open("about:blank")


def open_search(page: Engine, key: str) -> None:
    page.press(key)
    wait_for(page, FOCUSED, "query")


def best_is(page: Engine, title: str) -> None:
    wait_for(page, f"document.querySelector('{BEST}')?.textContent", title)


def test_the_search_finds_a_formula_by_its_latex(page: Engine) -> None:
    open_search(page, "/")
    page.press(SOFTMAX)
    best_is(page, "Softmax")
    assert page.run("return !!document.querySelector('[data-search-result] math')")


def test_enter_opens_what_the_arrows_selected_and_the_search_opens_again(page: Engine) -> None:
    for query, title in [("softmax", "Softmax"), ("adam", "Adam")]:
        open_search(page, "/")
        page.press(query)
        best_is(page, title)
        page.press(Keys.ARROW_DOWN)
        selected = page.run("return document.activeElement.getAttribute('aria-activedescendant')")
        wait_for(page, "document.querySelector('[aria-selected=true]')?.id", selected)
        page.press(Keys.ENTER)
        wait_for(page, HEADING, title)
        wait_for(page, OPEN, False)


def test_escape_closes_the_search(page: Engine) -> None:
    open_search(page, "s")
    page.press("softmax")
    best_is(page, "Softmax")
    page.press(Keys.ESCAPE)
    wait_for(page, OPEN, False)
    wait_for(page, FOCUSED, None)


def test_back_from_a_result_the_search_is_there_again(page: Engine) -> None:
    open_search(page, "/")
    page.press("softmax", Keys.ENTER)  # before the engine is there
    wait_for(page, HEADING, "Softmax")
    page.back()
    best_is(page, "Softmax")
    wait_for(page, HEADING, "Gradient")
