"""Links to a query: those that the share button makes, and those that somebody writes."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect
import pytest

from tests.site.searching import (
    Box,
    best,
    dialog,
    field,
    heading,
    open_box,
    results,
    search,
    settle,
    status,
    titles,
)

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


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="module")
def box(context: BrowserContext, address: str) -> Box:
    return open_box(context, address)


def follow(context: BrowserContext, link: str, query: str) -> list[str]:
    """The results that a reader of the link sees."""
    page = context.new_page()
    page.goto(link)
    expect(field(page)).to_have_value(query)
    expect(field(page)).to_be_focused()
    expect(results(page).first).to_be_visible()
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
    link = box.page.get_by_role("link", name="Share").get_attribute("href") or ""
    parts = urlsplit(link)
    assert parse_qs(parts.query, strict_parsing=True) == {"q": [query]}
    assert parts.fragment == ""


def test_the_share_button_copies_its_link(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "calculus/gradient/#sources")
    settle(page)
    search(page, "a + b")
    page.get_by_role("link", name="Share").click()
    expect(status(page)).to_have_text("The link is copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}calculus/gradient/?q=a%20%2B%20b"
    page.close()


def test_an_empty_query_in_a_link_opens_the_search(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}?q=")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    expect(results(page)).to_have_count(0)
    page.close()


@pytest.mark.parametrize(
    ("written", "query"),
    [("1/(1+e^-x)", "1/(1+e^-x)"), ("layer+norm", "layer norm"), ("100%", "100%"), ("C+D", "C+D")],
)
def test_a_link_that_somebody_typed_is_read_as_it_is_meant(
    context: BrowserContext, address: str, written: str, query: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}?q={written}")
    expect(field(page)).to_have_value(query)
    page.close()


def test_a_closed_search_leaves_the_address_and_its_hash_remains(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}calculus/gradient/?q=adam#sources")
    expect(best(page)).to_have_text("Adam")
    page.keyboard.press("Escape")
    expect(dialog(page)).not_to_be_visible()
    expect(page).to_have_url(f"{address}calculus/gradient/#sources")
    page.close()


def test_back_from_a_result_the_search_is_there_again(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}calculus/gradient/")
    settle(page)
    search(page, "descent")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Gradient descent")
    page.go_back()
    expect(heading(page)).to_have_text("Gradient#")
    expect(field(page)).to_have_value("descent")
    expect(best(page)).to_have_text("Gradient descent")
    page.keyboard.press("Escape")
    expect(dialog(page)).not_to_be_visible()
    expect(page).to_have_url(f"{address}calculus/gradient/")
    page.close()


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}calculus/hessian/")
    page.goto(f"{address}calculus/gradient/")
    settle(page)
    page.locator(".header-search").tap()
    page.keyboard.insert_text("softmax")
    expect(best(page)).to_have_text("Softmax")
    yield page
    context.close()


def test_back_closes_the_search_on_a_phone(phone: Page, address: str) -> None:
    phone.go_back()
    expect(dialog(phone)).not_to_be_visible()
    expect(phone).to_have_url(f"{address}calculus/gradient/")
    phone.locator(".header-search").tap()
    expect(field(phone)).to_be_focused()
    phone.go_back()
    expect(dialog(phone)).not_to_be_visible()
    phone.go_back()
    expect(heading(phone)).to_contain_text("Hessian")


def test_a_search_that_is_closed_on_a_phone_leaves_nothing_behind(
    phone: Page, address: str
) -> None:
    phone.get_by_role("button", name="Close").tap()
    expect(dialog(phone)).not_to_be_visible()
    expect(phone).to_have_url(f"{address}calculus/gradient/")
    phone.wait_for_timeout(500)  # the dialog's entry in the history goes; nobody is faster
    phone.go_back()
    expect(heading(phone)).to_contain_text("Hessian")


def test_back_from_a_result_on_a_phone_shows_the_search(phone: Page) -> None:
    results(phone).first.tap()
    expect(heading(phone)).to_contain_text("Softmax")
    expect(dialog(phone)).not_to_be_visible()
    phone.go_back()
    expect(best(phone)).to_have_text("Softmax")
    phone.go_back()
    expect(dialog(phone)).not_to_be_visible()
    expect(heading(phone)).to_contain_text("Gradient")
