"""The state of a figure that moves: in the address, in links, over a reload."""

import re

from playwright.sync_api import Page, expect
import pytest

from scripts.sources.configuration import read_configuration
from tests.site.searching import settle
from tests.site.sliding import PAGE, outputs


@pytest.fixture
def page(reader: Page, address: str) -> Page:
    reader.goto(address + PAGE)
    settle(reader)
    return reader


def test_the_address_opens_a_state_beside_an_anchor(reader: Page, address: str) -> None:
    reader.goto(f"{address}{PAGE}?tau=0.5#intuition")
    expect(reader.locator(".slider b")).to_have_text("0.5")
    expect(reader.locator(".figure > svg")).to_have_count(1)
    assert outputs(reader) == ["0.862", "0.468"]
    expect(reader.locator("#intuition")).to_be_in_viewport()


def test_an_address_without_an_anchor_leads_to_the_figure(reader: Page, address: str) -> None:
    reader.goto(f"{address}{PAGE}?tau=0.5")
    expect(reader.locator(".slider")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("asked", "shown"), [("99", "4"), ("-1", "0.1"), ("0.52", "0.5"), ("x", "1"), ("", "1")]
)
def test_a_value_that_is_none_is_the_nearest_or_the_default(
    reader: Page, address: str, asked: str, shown: str
) -> None:
    reader.goto(f"{address}{PAGE}?tau={asked}#in-pytorch")
    expect(reader.locator(".slider")).to_be_visible()
    expect(reader.locator(".slider input")).to_have_value(shown)
    expect(reader.locator(".slider b")).to_have_text(shown)


def test_what_is_moved_is_kept_in_the_address_and_over_a_reload(page: Page) -> None:
    page.evaluate("location.hash = '#intuition'")
    page.locator(".slider input").press("ArrowRight")
    page.wait_for_url("**/?tau=1.1#intuition")
    page.reload()
    expect(page.locator(".slider b")).to_have_text("1.1")
    page.locator(".slider input").press("ArrowLeft")
    page.wait_for_url(f"**/{PAGE}#intuition")


def test_going_back_to_a_page_finds_it_as_it_was(page: Page) -> None:
    page.locator(".slider input").press("ArrowRight")
    page.wait_for_url(re.compile(r"\?tau=1\.1"))
    page.locator("#see-also ~ ul a").first.click()
    expect(page.locator("h1")).not_to_contain_text("Temperature")
    page.go_back()
    expect(page.locator(".slider b")).to_have_text("1.1")
    expect(page.locator(".figure > svg")).to_have_count(1)


def test_a_page_that_comes_without_loading_has_its_slider(reader: Page, address: str) -> None:
    reader.goto(address + "nonlinear_functions/relu/")
    settle(reader)
    reader.evaluate(f"document.querySelector('.md-nav a').href = '{address}{PAGE}'")
    reader.evaluate("document.querySelector('.md-nav a').click()")
    expect(reader.locator(".slider")).to_be_visible()
    reader.locator(".slider input").press("ArrowRight")
    expect(reader.locator(".slider b")).to_have_text("1.1")
    expect(reader.locator(".figure > svg")).to_be_visible()


def test_copy_link_copies_the_state_at_the_published_address(page: Page) -> None:
    page.locator(".slider input").press("ArrowRight")
    page.locator(".state-link").click()
    expect(page.locator(".copy-said")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{read_configuration().site_url}{PAGE}?tau=1.1"


def test_the_link_of_a_formula_carries_the_state_beside_its_anchor(page: Page) -> None:
    def copied() -> object:
        page.locator(".formula ~ .status-line .copy").first.click()
        page.get_by_role("menuitem", name="Link").click()
        expect(page.locator(".copy-said")).to_have_text("Link copied")
        return page.evaluate("navigator.clipboard.readText()")

    published = f"{read_configuration().site_url}{PAGE}"
    assert copied() == f"{published}#tempered-softmax"
    page.locator(".slider input").press("ArrowRight")
    assert copied() == f"{published}?tau=1.1#tempered-softmax"
