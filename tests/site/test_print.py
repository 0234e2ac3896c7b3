"""Pages on paper, in Chromium: as PDF, and measured as print lays them out."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
import unicodedata

from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument, PdfPage
import pytest

from scripts.sources.collection import read_sources
from scripts.sources.configuration import read_configuration
from scripts.sources.formula import read_formula
from tests.site.test_chromium import CHAPTERS, FORMULAS

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}  # points
KINDS = [
    "optimization/adam/",
    "probability_statistics/softmax/",
    "calculus/",
    "notebooks/calculus/",
    "indexes/symbols/",
    "cheat_sheet/",
    "",
]
# Millimeters of text on the narrower sheet, A4, as CSS pixels.
WIDTH = round((210 - 2 * 15) / 25.4 * 96)
HIDDEN = (
    ".md-header, .md-sidebar, .md-footer, .headerlink, .cite, .page-links > a, .md-code__nav"
    ", .folded, .in-notebook, .notebook-links"
)


@contextmanager
def opened(chromium: Browser, url: str, scheme: str = "light") -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(url)
    page.evaluate("document.fonts.ready")
    yield page
    context.close()


@contextmanager
def printed(
    chromium: Browser, url: str, paper: str = "A4", scheme: str = "light"
) -> Iterator[PdfDocument]:
    with opened(chromium, url, scheme) as page:
        document = PdfDocument(page.pdf(format=paper, prefer_css_page_size=False))
    yield document
    document.close()


def text_of(sheet: PdfPage) -> str:
    return str(sheet.get_textpage().get_text_bounded())


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs; a mathematical italic x is an x."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(character for character in plain if character.isalnum())


@pytest.mark.parametrize("paper", PAPERS)
def test_the_cheat_sheet_fills_a_sheet_for_ten_formulas(
    chromium: Browser, address: str, paper: str
) -> None:
    with printed(chromium, address + "cheat_sheet/", paper) as document:
        assert 1 <= len(document) <= 1 + len(read_sources().formulas) / 10
        assert [round(side) for side in document[0].get_size()] == pytest.approx(
            PAPERS[paper], abs=2
        )


def test_the_cheat_sheet_has_every_formula_once(chromium: Browser, address: str) -> None:
    with opened(chromium, address + "cheat_sheet/") as page:
        page.emulate_media(media="print")
        titles = page.locator(".sheet-entry h3 a:visible").all_inner_texts()
    assert titles == [read_formula(f).title for c in read_sources().chapters for f in c.formulas]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_title_of_every_formula_is_on_the_paper(
    chromium: Browser, address: str, paper: str
) -> None:
    with printed(chromium, address + "cheat_sheet/", paper) as document:
        lines = [line for sheet in document for line in text_of(sheet).splitlines()]
    for formula in (f for c in read_sources().chapters for f in c.formulas):
        assert lines.count(read_formula(formula).title) == 1


def test_the_mathematics_of_the_cheat_sheet_is_at_least_eight_points(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address + "cheat_sheet/") as page:
        page.emulate_media(media="print")
        sizes = page.locator(".sheet-entry math").evaluate_all(
            "all => all.map(math => parseFloat(getComputedStyle(math).fontSize))"
        )
    assert min(sizes) >= 8 / 0.75  # CSS pixels


def test_a_formula_of_the_cheat_sheet_stands_inside_its_column(
    chromium: Browser, address: str
) -> None:
    with opened(chromium, address + "cheat_sheet/") as page:
        page.emulate_media(media="print")
        assert _wider_than_their_block(page, ".statement, .statement math") == []


@pytest.mark.parametrize("path", [*FORMULAS, *(f"{chapter.slug}/" for chapter in CHAPTERS)])
def test_no_formula_and_no_code_is_wider_than_the_paper(
    chromium: Browser, address: str, path: str
) -> None:
    with opened(chromium, address + path) as page:
        page.emulate_media(media="print")
        assert _wider_than_their_block(page, ".formula > math, pre > code") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("path", KINDS)
def test_every_letter_of_the_page_is_on_the_paper(
    chromium: Browser, address: str, path: str, paper: str
) -> None:
    """The browser drops what it cuts, and a font that is missing leaves no letters either."""
    with opened(chromium, address + path) as page:
        page.emulate_media(media="print")
        shown = letters(page.inner_text("body"))
    with printed(chromium, address + path, paper) as document:
        assert shown - letters("".join(map(text_of, document))) == Counter()


@pytest.mark.parametrize("path", ["cheat_sheet/", "optimization/adam/", "calculus/"])
def test_no_formula_is_split_between_sheets(chromium: Browser, address: str, path: str) -> None:
    with opened(chromium, address + path) as page:
        page.emulate_media(media="print")
        breaks = page.locator(".formula, .sheet-entry").evaluate_all(
            "all => all.map(block => getComputedStyle(block).breakInside)"
        )
    assert set(breaks) == {"avoid"}


@pytest.mark.parametrize("path", KINDS)
def test_the_page_is_printed_alone(chromium: Browser, address: str, path: str) -> None:
    with opened(chromium, address + path) as page:
        page.emulate_media(media="print")
        assert page.locator(HIDDEN).locator("visible=true").count() == 0


@pytest.mark.parametrize("path", KINDS)
def test_the_address_is_printed_once(chromium: Browser, address: str, path: str) -> None:
    with printed(chromium, address + path) as document:
        text = "\n".join(text_of(sheet) for sheet in document)
    assert text.split().count(f"{read_configuration().site_url}{path}") == 1


@pytest.mark.parametrize("path", KINDS)
def test_paper_is_light_where_the_screen_is_dark(
    chromium: Browser, address: str, path: str
) -> None:
    with (
        printed(chromium, address + path, scheme="light") as light,
        printed(chromium, address + path, scheme="dark") as dark,
    ):
        assert len(light) == len(dark)
        for sheets in zip(light, dark, strict=True):
            drawings = [sheet.render(scale=0.5).to_numpy() for sheet in sheets]
            assert (drawings[0] == drawings[1]).all()
            assert drawings[1][0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_light_figure_is_printed(chromium: Browser, address: str, scheme: str) -> None:
    with opened(chromium, address + "optimization/adam/", scheme) as page:
        page.emulate_media(media="print")
        shown = page.locator(".figure img").locator("visible=true")
        assert [image.get_attribute("class") for image in shown.all()] == ["figure-light"]


@pytest.mark.parametrize("path", ["cheat_sheet/", "optimization/adam/"])
def test_printing_does_not_load_the_math_font_again(
    chromium: Browser, address: str, path: str
) -> None:
    """A font that is loading prints no glyphs: formulas would be missing on the paper."""
    with opened(chromium, address + path) as page:
        page.evaluate("window.font = [...document.fonts][0]")
        page.emulate_media(media="print")
        assert page.evaluate("document.body.offsetHeight && [...document.fonts][0] === font")
        assert page.evaluate("font.status") == "loaded"


def _wider_than_their_block(page: Page, selector: str) -> list[str]:
    script = """all => all.filter(inner => {
      const block = inner.parentElement.getClientRects()
      return [...inner.getClientRects()].some(box =>
        ![...block].some(b => box.left >= b.left - 1 && box.right <= b.right + 1))
        || inner.scrollWidth > inner.clientWidth + 1 && inner.tagName == "CODE"
    }).map(inner => inner.textContent.slice(0, 80))"""
    found = page.locator(selector).locator("visible=true").evaluate_all(script)
    return [str(text) for text in found]
