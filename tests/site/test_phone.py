"""Formulas on a narrow screen, in Chromium: in lines, and where one scrolls, with a sign of it."""

from collections.abc import Iterator
import io

from PIL import Image
from playwright.sync_api import Browser, Page
import pytest

from scripts.sources.collection import read_sources
from tests.site.copying import clipboard, visit

CHAPTERS = [chapter.slug for chapter in read_sources().chapters]
WIDE = "transformer_components/layer_normalization/"  # a table, in which no line breaks
BROKEN = "probability_statistics/variance/"
MAIN = "h1 ~ .formula:not(h2 ~ .formula), h2 + .formula"
HIDDEN = "all => all.map(formula => formula.scrollWidth - formula.clientWidth)"
EDGE = 12  # pixels at the right edge of a formula, which the fade covers


@pytest.fixture(params=["light", "dark"])
def phone(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, color_scheme=request.param
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def ink(page: Page, left: int, right: int) -> int:
    """The strongest contrast inside the first formula, between two distances from its right."""
    box = page.locator(".formula").first.bounding_box()
    assert box
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("L")
    end, top = round(box["x"] + box["width"]), round(box["y"])
    part = drawn.crop((end - left, top + 8, end - right, round(top + box["height"] - 8)))
    low, high = part.getextrema()
    return int(high) - int(low)  # type: ignore[arg-type]


def test_nearly_every_main_formula_fits(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    hidden: list[int] = []
    for chapter in CHAPTERS:
        visit(page, f"{address}{chapter}/")
        hidden += page.locator(MAIN).evaluate_all(HIDDEN)
    page.close()
    assert len(hidden) >= len(CHAPTERS)
    assert sum(width > 0 for width in hidden) <= len(hidden) / 20


def test_a_formula_that_goes_on_behind_the_edge_fades_out_there(phone: Page, address: str) -> None:
    phone.set_viewport_size({"width": 250, "height": 800})
    visit(phone, address + WIDE)
    formula = phone.locator(".formula").first
    assert formula.evaluate("f => f.scrollWidth - f.clientWidth") > EDGE
    assert ink(phone, 2 * EDGE, EDGE) > 100
    assert ink(phone, 3, 0) < 60
    formula.evaluate("f => f.scrollTo({ left: f.scrollWidth, behavior: 'instant' })")
    assert ink(phone, EDGE, 0) < 10  # the end has room of its own


def test_a_formula_that_fits_has_no_fade(phone: Page, address: str) -> None:
    visit(phone, address + WIDE)
    assert phone.locator(".formula").first.evaluate("f => f.scrollWidth - f.clientWidth") == 0
    assert ink(phone, EDGE, 0) < 10


def test_a_formula_in_lines_is_copied_as_one(phone: Page, address: str) -> None:
    visit(phone, address + BROKEN)
    pieces = phone.locator(".formula").first.locator(".statement > math")
    assert len({box["y"] for piece in pieces.all() if (box := piece.bounding_box())}) > 1
    phone.locator(".formula").first.evaluate("f => getSelection().selectAllChildren(f)")
    phone.keyboard.press("Control+c")
    latex = clipboard(phone)
    assert latex.startswith("$$\n\\operatorname{Var}(X) = ") and latex.endswith("[X]^2\n$$")


def test_the_meaning_of_a_symbol_stands_beside_it_in_a_formula_in_lines(
    phone: Page, address: str
) -> None:
    visit(phone, address + BROKEN)
    phone.locator(".formula").first.focus()
    phone.keyboard.press("ArrowRight")
    symbol = phone.locator(".formula [data-symbol]:visible").first.bounding_box()
    meaning = phone.locator(".symbol-tip").bounding_box()
    assert symbol and meaning
    assert abs(meaning["y"] + meaning["height"] - symbol["y"]) < 20
