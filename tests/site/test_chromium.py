"""The built site in Chromium."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.site.searching import settle, wait_until


class Visit:
    """A page that remembers what went wrong while it was read."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("requestfailed", lambda request: self.problems.append(request.url))
        page.on("console", self._console)
        page.on("request", self._request)

    def _console(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning"):
            self.problems.append(f"console: {text}")

    def _request(self, request: object) -> None:
        url = getattr(request, "url", "")
        if not url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"asked another site: {url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        settle(self.page)
        return self.page


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield Visit(context.new_page(), address)
    context.close()


@pytest.mark.parametrize(("scheme", "shown"), [("light", "light"), ("dark", "dark")])
def test_the_figure_follows_the_color_scheme(
    chromium: Browser, address: str, scheme: str, shown: str
) -> None:
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address + "probability_statistics/softmax/")
    visible = page.locator(".figure img:visible")
    expect(visible).to_have_count(1)
    expect(visible).to_have_class(f"figure-{shown}")
    context.close()


def test_the_mathematics_is_there_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "optimization/adam/")
    formula = page.locator(".formula math").first
    expect(formula).to_be_visible()
    box = formula.bounding_box()
    assert box and box["height"] > 150  # five lines, with fractions
    context.close()


def test_the_root_is_drawn_with_the_math_font(visit: Visit) -> None:
    page = visit.open("optimization/adam/")
    root = page.locator(".formula msqrt").first.bounding_box()
    inside = page.locator(".formula msqrt > *").first.bounding_box()
    assert root and inside
    assert root["width"] > inside["width"] + 5  # the surd takes room; without its glyph it has none


def test_a_page_reached_by_instant_navigation_is_complete(visit: Visit) -> None:
    page = visit.open("")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Softmax", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Softmax")
    expect(page.locator(".formula math").first).to_be_visible()
    expect(page.locator(".figure img:visible")).to_have_count(1)
    assert page.evaluate("window.stayed") is True  # the document was not loaded anew
    page.get_by_role("link", name="Next: Cross-entropy loss").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cross-entropy loss")
    assert visit.problems == []


def test_slash_opens_the_search_and_escape_closes_it(visit: Visit) -> None:
    page = visit.open("calculus/gradient/")
    page.keyboard.press("/")
    box = page.locator("input[name=query]")
    expect(box).to_be_focused()
    page.keyboard.type("softmax")
    expect(page.locator("[data-search-result]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()


def test_the_search_box_of_the_home_page_opens_the_search(visit: Visit) -> None:
    page = visit.open("")
    page.locator(".home-search").click()
    expect(page.locator("input[name=query]")).to_be_focused()


def test_the_keyboard_reaches_the_end_of_a_formula_wider_than_its_box(visit: Visit) -> None:
    page = visit.open("transformer_components/layer_normalization/")
    page.set_viewport_size({"width": 280, "height": 800})
    formula = page.locator(".formula").first
    assert formula.evaluate("e => e.scrollWidth > e.clientWidth")
    formula.focus()
    symbols = formula.locator("[data-symbol]")
    for _ in range(symbols.count()):
        page.keyboard.press("ArrowRight")
    assert formula.evaluate("e => e.scrollLeft > 0")
    expect(symbols.last).to_be_in_viewport(ratio=0.9)


def test_the_quiet_links_lead_to_notebook_source_and_report(visit: Visit) -> None:
    page = visit.open("probability_statistics/softmax/")
    links = page.locator(".page-links a")
    expect(links).to_have_text(
        ["Notebook of the chapter", "Edit this page", "Report an error", "Read offline"]
    )
    edit = links.nth(1).get_attribute("href") or ""
    report = links.nth(2).get_attribute("href") or ""
    assert edit.endswith("/edit/main/docs/probability_statistics/softmax.md")
    assert "issues/new" in report and "probability_statistics/softmax" in report


def test_an_unknown_address_shows_the_404_page(visit: Visit) -> None:
    visit.page.goto(visit.address + "probability_statistics/soft_max/")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("There is no page here")
    visit.page.get_by_role("link", name="from A to Z").click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("A to Z")


@pytest.mark.parametrize("section", ["in-pytorch", "see-also", "sources"])
def test_a_link_to_a_section_stays_at_its_heading(visit: Visit, section: str) -> None:
    """Also where what lies above it is only laid out when it is seen."""
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.open(f"optimization/adam/#{section}")
    page.wait_for_timeout(500)
    top = f"document.getElementById('{section}').getBoundingClientRect().top"
    assert 50 < page.evaluate(top) < 90


def test_what_lies_below_the_screen_is_laid_out_when_a_reader_comes_near_it(visit: Visit) -> None:
    page = visit.open("optimization/adam/")
    last = page.locator("#sources + ul")
    assert (
        last.evaluate("e => e.firstElementChild.checkVisibility({contentVisibilityAuto: true})")
        is False
    )
    last.scroll_into_view_if_needed()
    wait_until(
        page,
        "document.querySelector('#sources + ul li').checkVisibility({contentVisibilityAuto: true})",
    )
