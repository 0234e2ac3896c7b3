"""The search dialog of the built site in Firefox."""

from collections.abc import Iterator

from marionette_driver.by import By
from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette, WebElement
from marionette_driver.wait import Wait
import pytest

SOFTMAX = r"\frac{e^{a_k}}{\sum_m e^{a_m}}"
BEST = ".search[open] [data-search-result] .search-title"


@pytest.fixture
def page(firefox: Marionette, address: str) -> Iterator[Marionette]:
    firefox.navigate(address + "calculus/gradient/")
    yield firefox
    firefox.navigate("about:blank")


def press(page: Marionette, key: str) -> None:
    page.find_element(By.TAG_NAME, "body").send_keys(key)


def field(page: Marionette) -> WebElement:
    return page.find_element(By.NAME, "query")


def wait_for(page: Marionette, script: str, wanted: object) -> None:
    """Wait until a script says what is wanted."""
    Wait(page, timeout=15).until(
        lambda page: page.execute_script(f"return {script}", sandbox=None) == wanted,
        message=f"{script} is not {wanted}",
    )


def best_is(page: Marionette, title: str) -> None:
    wait_for(page, f"document.querySelector('{BEST}')?.textContent", title)


def test_the_search_finds_a_formula_by_its_latex(page: Marionette) -> None:
    press(page, "/")
    wait_for(page, "document.activeElement.name", "query")
    field(page).send_keys(SOFTMAX)
    best_is(page, "Softmax")
    assert page.execute_script(
        "return !!document.querySelector('[data-search-result] math')", sandbox=None
    )


def test_enter_opens_what_the_arrows_selected_and_the_search_opens_again(page: Marionette) -> None:
    for query, title in [("softmax", "Softmax"), ("adam", "Adam")]:
        press(page, "/")
        field(page).send_keys(query)
        best_is(page, title)
        field(page).send_keys(Keys.ARROW_DOWN)
        selected = field(page).get_attribute("aria-activedescendant")
        wait_for(page, "document.querySelector('[aria-selected=true]')?.id", selected)
        field(page).send_keys(Keys.ENTER)
        wait_for(page, "document.querySelector('h1').firstChild.textContent", title)
        wait_for(page, "document.querySelector('.search').open", False)


def test_escape_closes_the_search(page: Marionette) -> None:
    press(page, "s")
    field(page).send_keys("softmax")
    best_is(page, "Softmax")
    field(page).send_keys(Keys.ESCAPE)
    wait_for(page, "document.querySelector('.search').open", False)
    wait_for(page, "document.activeElement.name ?? null", None)


def test_back_from_a_result_the_search_is_there_again(page: Marionette) -> None:
    press(page, "/")
    field(page).send_keys("softmax", Keys.ENTER)  # before the engine is there
    wait_for(page, "document.querySelector('h1').firstChild.textContent", "Softmax")
    page.go_back()
    best_is(page, "Softmax")
    wait_for(page, "document.querySelector('h1').firstChild.textContent", "Gradient")
