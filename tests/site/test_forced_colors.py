"""The built site in high contrast, where the browser takes all backgrounds away."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, expect
import pytest


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    page = chromium.new_page(forced_colors="active")
    page.goto(address + "optimization/adam/")
    yield page
    page.close()


def color(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    """A computed color, which is the page's own where it does not stand out."""
    script = "([s, n, p]) => getComputedStyle(document.querySelector(s), p || null)[n]"
    return str(page.evaluate(script, [selector, name, pseudo]))


def test_the_icon_of_the_copy_button_can_be_seen(page: Page) -> None:
    expect(page.locator(".copy").first).to_be_visible()
    back = color(page, "body", "backgroundColor")
    assert color(page, ".copy", "backgroundColor", "::before") != back


def test_the_panel_of_a_formula_has_an_edge(page: Page) -> None:
    assert color(page, ".formula", "outlineStyle") == "solid"


def test_the_page_that_is_open_is_underlined_in_the_navigation(page: Page) -> None:
    script = "e => getComputedStyle(e).textDecorationLine"
    link = page.locator(".md-nav--primary a.md-nav__link--active .md-ellipsis").last
    assert link.evaluate(script) == "underline"


def test_the_item_of_the_menu_that_has_the_focus_has_an_edge(page: Page) -> None:
    page.locator(".copy").first.click()
    second = page.get_by_role("menuitem").nth(1)
    expect(second).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(second).to_have_css("outline-style", "solid")
