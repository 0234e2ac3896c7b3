"""Addresses of the built site: those it has, and those it had."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
import pytest

from scripts.addresses.permalinks import read_registry
from scripts.addresses.redirects import keep_permalinks
from scripts.addresses.served import served_addresses, unregistered
from tests.site.served import serve

FORMULA = "probability_statistics/softmax/"
PAGE = """\
<!doctype html>
<title>{title}</title>
<article class="md-content__inner">
<h1 id="title">{title}</h1>
<p style="height: 3000px">A long way down.</p>
<h2 id="intuition">Intuition</h2>
<p style="height: 3000px">Further down.</p>
</article>
"""
REGISTRY = """\
old/square/ -> powers/square/
old/square/#intuition
old/square/#idea -> powers/square/#intuition
powers/
powers/#square -> powers/square/
powers/#cube -> powers/square/#intuition
powers/square/
powers/square/#idea -> powers/square/#intuition
powers/square/#intuition
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A small site from which some addresses have moved; its address."""
    for name in ("powers", "powers/square"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "index.html").write_text(PAGE.format(title=name), encoding="utf-8")
    (tmp_path / "404.html").write_text("nothing here", encoding="utf-8")
    (tmp_path / "permalinks.txt").write_text(REGISTRY, encoding="utf-8")
    with serve(tmp_path) as url:
        monkeypatch.chdir(tmp_path)
        keep_permalinks(Path(), "https://example.org/")
        yield url


def test_every_address_of_the_site_is_registered(site: Path) -> None:
    new = unregistered(read_registry(), served_addresses(site))
    assert new == [], "run `make links` and commit permalinks.txt"


def test_every_registered_page_is_published(site: Path) -> None:
    pages = {link.page for link in read_registry().links}
    assert [page for page in pages if not (site / page / "index.html").is_file()] == []


def test_every_permalink_of_a_formula_resolves(page: Page, address: str) -> None:
    page.goto(address + FORMULA)
    links = page.locator("a.headerlink")
    expect(links).to_have_count(7)
    registered = {link.address for link in read_registry().links}
    for link in links.all():
        link.click()
        own = page.url.removeprefix(address)
        assert own in registered
        page.goto("about:blank")
        page.goto(address + own)
        if "#" in own:
            expect(page.locator(":target")).to_be_in_viewport()
            assert page.evaluate("document.querySelector(':target').tagName") == "H2"


def test_the_link_after_the_title_puts_the_address_of_the_page_into_the_address_bar(
    page: Page, address: str
) -> None:
    page.goto(f"{address}{FORMULA}?from=mail#sources")
    page.locator("h1 .headerlink").click()
    expect(page).to_have_url(address + FORMULA)


def test_a_permalink_is_seen_without_pointing_at_its_heading(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(address + FORMULA)
    for link in page.locator("a.headerlink").all():
        expect(link).to_have_css("opacity", "1")
        expect(link).to_be_visible()
    context.close()


def test_the_keyboard_reaches_a_permalink_with_a_name(page: Page, address: str) -> None:
    page.goto(address + FORMULA)
    page.locator("h1").click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Link to this page")).to_be_focused()
    link = page.get_by_role("link", name="Link to this section: Good to know")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}{FORMULA}#good-to-know")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old/square/", "powers/square/"),
        ("old/square/?a=b#intuition", "powers/square/?a=b#intuition"),
        ("old/square/#idea", "powers/square/#intuition"),
        ("old/square/#constructor", "powers/square/#constructor"),
        ("powers/#square", "powers/square/"),
        ("powers/#cube", "powers/square/#intuition"),
    ],
)
def test_an_old_address_opens_the_new_place(page: Page, moved: str, old: str, new: str) -> None:
    page.goto(moved + old)
    expect(page).to_have_url(moved + new)
    if "#intuition" in new:
        expect(page.get_by_role("heading", name="Intuition")).to_be_in_viewport()


class TestWithoutJavaScript:
    @pytest.fixture
    def page(self, chromium: Browser) -> Iterator[Page]:
        context = chromium.new_context(java_script_enabled=False)
        yield context.new_page()
        context.close()

    def test_an_old_page_opens_the_new_one(self, page: Page, moved: str) -> None:
        page.goto(moved + "old/square/")
        expect(page).to_have_url(moved + "powers/square/")

    def test_a_renamed_anchor_opens_its_section(self, page: Page, moved: str) -> None:
        page.goto(moved + "powers/square/#idea")
        expect(page.get_by_role("heading", name="Intuition")).to_be_in_viewport()

    def test_an_anchor_that_left_for_another_page_says_where_to(
        self, page: Page, moved: str
    ) -> None:
        page.goto(moved + "powers/#square")
        link = page.locator(".moved:target a")
        expect(link).to_be_in_viewport()
        link.click()
        expect(page).to_have_url(moved + "powers/square/")
