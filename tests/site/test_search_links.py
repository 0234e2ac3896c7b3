"""Links to a query: those that the share button makes, and those that somebody writes."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect
import pytest

from tests.site.searching import Box, open_box, settle

QUERIES = [
    r"\frac{a+b}{c}",
    "a & b",
    "x^2",
    "x = 1 + 2 = 3",
    "100 % of x",
    "#1 norm?",
    "∂f/∂x₁ · ‖x‖₂",
    "m̂ₜ 𝔼[X]",
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
    "a  b\\;c",
    "1 / (1 + np.exp(-x))",
    'softmax "of" <b>',
]

# What the theme reads when the button is clicked; it writes its own link again afterwards.
CLICKED = """
link => new Promise(done => {
  const answer = () => done([link.href, link.dataset.clipboardText])
  link.addEventListener("click", answer, { once: true })
  link.click()
})
"""


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="module")
def box(context: BrowserContext, address: str) -> Box:
    return open_box(context, address)


def titles(page: Page) -> list[str]:
    return page.locator(".md-search-result__list :is(h1, h2)").all_text_contents()


def follow(context: BrowserContext, link: str, query: str) -> list[str]:
    """The results that a reader of the link sees."""
    page = context.new_page()
    page.goto(link)
    field = page.locator("#search-query")
    expect(field).to_have_value(query)
    expect(field).to_be_focused()
    expect(page.locator(".md-search-result__meta")).not_to_have_text("Initializing search")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    found = titles(page)
    page.close()
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_a_link_to_a_query_shows_what_typing_it_shows(
    context: BrowserContext, box: Box, address: str, query: str
) -> None:
    box.ask(query)
    typed = titles(box.page)
    assert typed
    assert follow(context, f"{address}?q={quote(query, safe='')}", query) == typed


@pytest.mark.parametrize("query", QUERIES)
def test_the_share_button_makes_a_link_to_exactly_what_was_typed(box: Box, query: str) -> None:
    box.ask(query)
    share = box.page.locator("[data-md-component=search-share]")
    for link in share.evaluate(CLICKED):
        parts = urlsplit(link)
        assert parse_qs(parts.query, strict_parsing=True) == {"q": [query]}
        assert parts.fragment == ""


def test_the_address_of_the_share_button_can_be_copied_with_its_menu(box: Box) -> None:
    box.ask("a + b")
    share = box.page.locator("[data-md-component=search-share]")
    share.dispatch_event("contextmenu")
    assert parse_qs(urlsplit(share.get_attribute("href") or "").query) == {"q": ["a + b"]}


def test_the_share_button_copies_its_link(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "calculus/gradient/#sources")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.insert_text("a + b")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.get_by_role("link", name="Share").click()
    expect(page.locator(".md-dialog")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}calculus/gradient/?q=a%20%2B%20b"
    page.close()


def test_an_empty_query_in_a_link_opens_the_search(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}?q=")
    expect(page.locator("#search-query")).to_be_focused()
    expect(page.locator("#search-query")).to_have_value("")
    expect(page.locator(".md-search-result__link")).to_have_count(0)
    page.close()
