"""The policy of the site, used as a reader uses the site: nothing that a page needs is refused."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, expect
import pytest

from scripts.sources.configuration import read_configuration
from tests.representatives import most_of
from tests.site.copying import FORMS, copy_button
from tests.site.engines import Firefox, wait_for
from tests.site.searching import settle

LISTEN = """
window.refused = []
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
  refused.push(`${violatedDirective}: ${blockedURI} ${sample}`))
"""
FOLLOW = """
const link = document.createElement("a")
link.href = path
link.textContent = "-"
document.querySelector("article").append(link)
link.click()
"""
PATIENCE = 30_000  # ms; an engine is loaded, and others are at work
SLIDER = "probability_statistics/softmax/"
ALIGNED = f"{most_of('the most rows')}/"


class Reader:
    """A page on which what the policy refuses, and what other sites are asked, is noted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.elsewhere: list[str] = []
        page.add_init_script(LISTEN)
        page.on("request", lambda request: self._ask(request.url))

    def _ask(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path, wait_until="load")
        settle(self.page)

    def assert_nothing_refused(self) -> None:
        assert self.page.evaluate("refused") == []
        assert self.elsewhere == []


@pytest.fixture
def visitor(reader: Page, address: str) -> Reader:
    return Reader(reader, address)


@pytest.fixture(scope="module")
def _one_reader(chromium: Browser, address: str) -> Iterator[Reader]:
    context = chromium.new_context()
    yield Reader(context.new_page(), address)
    context.close()


def test_a_page_has_a_policy_that_allows_all_of_it(_one_reader: Reader, some_page: str) -> None:
    _one_reader.open(some_page)
    policy = _one_reader.page.locator("head > meta:first-child[http-equiv]")
    assert "default-src 'self'" in (policy.get_attribute("content") or "")
    assert "unsafe" not in (policy.get_attribute("content") or "")
    _one_reader.assert_nothing_refused()


def test_a_script_that_the_build_did_not_write_does_not_run(visitor: Reader) -> None:
    visitor.open("")
    visitor.page.evaluate("""() => {
      const script = document.createElement("script")
      script.textContent = "window.ran = true"
      document.body.append(script)
      document.body.insertAdjacentHTML("beforeend", "<img src='no:where' onerror='window.ran = 1'>")
    }""")
    assert visitor.page.evaluate("window.ran ?? null") is None
    assert visitor.page.evaluate("refused.length") > 0


def test_the_search_works_under_the_policy(visitor: Reader) -> None:
    visitor.open("?q=softmax")
    expect(visitor.page.locator("[data-search-result]").first).to_be_visible(timeout=PATIENCE)
    expect(visitor.page.locator(".search-formula math").first).to_be_visible()
    visitor.page.locator("dialog input").fill(r"\frac{1}{1+e^{-x}}")
    expect(visitor.page.locator("[data-search-result]").first).to_contain_text(
        "Sigmoid", timeout=PATIENCE
    )
    visitor.assert_nothing_refused()


def test_every_form_is_copied_under_the_policy(visitor: Reader) -> None:
    visitor.open(ALIGNED)
    for form in FORMS:
        copy_button(visitor.page).click()
        visitor.page.get_by_role("menuitem", name=form, exact=True).click()
        expect(visitor.page.locator(".copy-said")).to_contain_text(form)
        expect(visitor.page.locator(".copy-said")).not_to_contain_text("could not")
    visitor.assert_nothing_refused()


def test_copied_mathml_keeps_how_its_cells_are_aligned(visitor: Reader) -> None:
    visitor.open(ALIGNED)
    copy_button(visitor.page).click()
    visitor.page.get_by_role("menuitem", name="MathML", exact=True).click()
    expect(visitor.page.locator(".copy-said")).to_have_text("MathML copied")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert '<mtd style="text-align: right' in copied
    assert "data-style" not in copied


def test_the_columns_of_a_formula_are_aligned(visitor: Reader) -> None:
    visitor.open(ALIGNED)
    sides = "cell => getComputedStyle(cell).textAlign"
    cells = visitor.page.locator(".formula > math mtr").first.locator("mtd")
    assert [cells.nth(at).evaluate(sides) for at in (0, 1)] == ["right", "left"]


def test_a_figure_moves_under_the_policy(visitor: Reader) -> None:
    visitor.open(SLIDER)
    visitor.page.locator(".slider input").first.press("ArrowRight")
    expect(visitor.page.locator(".figure > svg")).to_be_visible(timeout=PATIENCE)
    visitor.page.locator(".slider input").first.press("End")
    visitor.assert_nothing_refused()


def test_a_formula_is_compared_under_the_policy(visitor: Reader) -> None:
    visitor.open("check/?formula=%5Csigma(x)+%3D+%5Cfrac%7B1%7D%7B1+%2B+e%5E%7B-x%7D%7D")
    expect(visitor.page.locator(".check-headline")).to_contain_text("Sigmoid", timeout=PATIENCE)
    expect(visitor.page.locator(".check-ours math").first).to_be_visible()
    visitor.assert_nothing_refused()


def test_the_palette_changes_under_the_policy(visitor: Reader) -> None:
    visitor.open("")
    visitor.page.locator("[data-md-component=palette] label:visible").click()
    visitor.page.reload()
    visitor.page.locator("[data-md-component=palette] label:visible").click()
    expect(visitor.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    visitor.assert_nothing_refused()


def test_pages_that_instant_navigation_brings_run_under_the_policy_of_the_first(
    visitor: Reader,
) -> None:
    visitor.open("about/")
    for path in ("check/", SLIDER, "notation/", "notebooks/"):
        visitor.page.evaluate(f"path => {{ {FOLLOW} }}", visitor.address + path)
        visitor.page.wait_for_url(visitor.address + path)
        settle(visitor.page)
        if path == "check/":
            visitor.page.locator("#check-formula").fill(r"p_i = \frac{\exp(z_i)}{\sum_k \exp(z_k)}")
            expect(visitor.page.locator(".check-headline")).to_contain_text(
                "Softmax", timeout=PATIENCE
            )
        if path == SLIDER:
            visitor.page.locator(".slider input").first.press("ArrowRight")
            expect(visitor.page.locator(".figure > svg")).to_be_visible(timeout=PATIENCE)
    visitor.assert_nothing_refused()


def test_firefox_refuses_nothing_of_the_pages_it_is_led_to(firefox: Firefox, address: str) -> None:
    firefox.open(address + "about/")
    firefox.run(LISTEN)
    for path in ("check/", SLIDER, "notation/"):
        firefox.run(f"const path = {address + path!r}; {FOLLOW}")
        wait_for(firefox, "location.href", address + path)
        # The theme follows no link while it is still on its way to another page.
        shown = read_configuration().site_url + path
        wait_for(firefox, "document.querySelector('link[rel=canonical]').href", shown)
    assert firefox.run("return refused") == []
