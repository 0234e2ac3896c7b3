"""What a formula's page says before anybody scrolls."""

from playwright.sync_api import Browser, Page, expect
import pytest

from scripts.sources.collection import read_sources
from tests.site.copying import clipboard, visit

SOURCES = read_sources()
FORMULAS = [formula for chapter in SOURCES.chapters for formula in SOURCES.formulas_of(chapter)]
TITLES = {chapter.slug: chapter.title for chapter in SOURCES.chapters}
SOFTMAX = "probability_statistics/softmax/"
PARTS = ("h1", ".description", ".formula", ".copy-latex", ".call code", ".shapes")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_what_it_does_the_formula_and_what_to_type_need_no_scrolling(
    chromium: Browser, address: str, width: int, height: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": height})
    for formula in FORMULAS:
        visit(page, f"{address}{formula.id}/")
        lowest = [
            page.locator(part).first.evaluate("element => element.getBoundingClientRect().bottom")
            for part in PARTS
        ]
        assert lowest == sorted(lowest), formula.id
        assert lowest[-1] <= height, formula.id
    page.close()


def test_the_description_and_the_call_are_those_of_the_sources(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    for formula in FORMULAS:
        visit(page, f"{address}{formula.id}/")
        expect(page.locator("h1 + .description")).to_have_text(formula.description)
        expect(page.locator(".call pre code")).to_have_text(formula.snippet.call.expression)
        shapes = page.locator(".call .shapes")
        expect(shapes).to_have_count(len(formula.snippet.call.shapes))
    page.close()


def test_a_click_copies_the_call(reader: Page, address: str) -> None:
    visit(reader, address + SOFTMAX)
    reader.locator(".call .md-code__button[data-md-type=copy]").click()
    reader.wait_for_timeout(100)
    assert clipboard(reader).strip() == "torch.softmax(x, dim=-1)"


def test_no_call_is_cut_or_scrolls_on_a_phone(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    for formula in FORMULAS:
        visit(page, f"{address}{formula.id}/")
        code = page.locator(".call pre code")
        assert code.evaluate("code => code.scrollWidth <= code.clientWidth"), formula.id
    page.close()


def test_a_narrow_screen_says_the_chapter_and_leads_to_it(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    for formula in FORMULAS[::6]:
        visit(page, f"{address}{formula.id}/")
        chapter = page.locator(".chapter a")
        expect(chapter).to_be_visible()
        expect(chapter).to_have_text(TITLES[formula.chapter])
        assert chapter.evaluate("link => link.href") == f"{address}{formula.chapter}/"
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".chapter")).to_be_hidden()
    page.close()


@pytest.mark.parametrize(
    ("path", "symbol", "told"),
    [
        ("attention_mechanisms/scaled_dot_product_attention", "d_k", "queries of"),
        ("probability_statistics/expectation", "𝔼", "its mean"),
        ("probability_statistics/expectation", "P", "weighted by"),
        ("probability_statistics/softmax", "K", "number of classes"),
        ("linear_algebra/matrix_multiplication", "n", "left factor"),
    ],
)
def test_sizes_and_letters_of_the_list_are_told_where_they_are_pointed_at(
    reader: Page, address: str, path: str, symbol: str, told: str
) -> None:
    visit(reader, f"{address}{path}/")
    reader.locator(f'.formula > math [data-symbol="{symbol}"]').first.hover()
    expect(reader.locator(".symbol-tip")).to_contain_text(told)
