"""Pages on paper, in Chromium: as PDF, and measured as print lays them out."""

from collections import Counter
import unicodedata

from playwright.sync_api import Browser, Page
import pytest

from scripts.sources.configuration import read_configuration
from tests.representatives import FORMULAS
from tests.site.printing import PAPERS, Prints, printing
from tests.site.visiting import LOOK, PAPER

TITLES = [formula.title for formula in FORMULAS.values()]


@pytest.fixture(scope="module")
def prints(chromium: Browser, address: str) -> Prints:
    return printing(chromium, address)


@pytest.fixture(scope="module")
def cheat_sheet(chromium: Browser, address: str) -> Page:
    context = chromium.new_context(viewport={"width": PAPER, "height": 900})
    context.add_init_script(path=LOOK)
    page = context.new_page()
    page.goto(address + "cheat_sheet/")
    page.evaluate("document.fonts.ready")
    page.emulate_media(media="print")
    return page


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs; a mathematical italic x is an x."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(character for character in plain if character.isalnum())


@pytest.mark.parametrize("paper", PAPERS)
def test_the_cheat_sheet_fills_a_sheet_for_ten_formulas(prints: Prints, paper: str) -> None:
    sheets = prints("cheat_sheet/", "light").sheets[paper]
    assert 1 <= len(sheets) <= 1 + len(FORMULAS) / 10
    assert [round(side) for side in sheets[0].size] == pytest.approx(PAPERS[paper], abs=2)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_title_of_every_formula_is_on_the_paper(prints: Prints, paper: str) -> None:
    sheets = prints("cheat_sheet/", "light").sheets[paper]
    lines = Counter(line for sheet in sheets for line in sheet.text.splitlines())
    assert {title: lines[title] for title in TITLES if not lines[title]} == {}


def test_the_cheat_sheet_has_every_formula_once(cheat_sheet: Page) -> None:
    assert cheat_sheet.locator(".sheet-entry h3 a:visible").all_inner_texts() == TITLES


def test_the_mathematics_of_the_cheat_sheet_is_at_least_eight_points(cheat_sheet: Page) -> None:
    sizes = cheat_sheet.locator(".sheet-entry math").evaluate_all(
        "all => all.map(math => parseFloat(getComputedStyle(math).fontSize))"
    )
    assert min(sizes) >= 8 / 0.75  # CSS pixels


def test_a_formula_of_the_cheat_sheet_stands_inside_its_column(cheat_sheet: Page) -> None:
    blocks = ".sheet-entry .statement, .sheet-entry .statement math"
    assert cheat_sheet.evaluate("blocks => look.wide(blocks)", blocks) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_letter_of_the_page_is_on_the_paper(
    prints: Prints, some_printed: str, paper: str
) -> None:
    """The browser drops what it cuts, and a font that is missing leaves no letters either."""
    printed = prints(some_printed, "light")
    on_paper = letters("".join(sheet.text for sheet in printed.sheets[paper]))
    assert letters(printed.shown) - on_paper == Counter()


def test_no_formula_is_split_between_sheets(prints: Prints, some_printed: str) -> None:
    assert prints(some_printed, "light").unbreakable <= {"avoid"}


def test_the_address_is_printed_once(prints: Prints, some_printed: str) -> None:
    text = "\n".join(sheet.text for sheet in prints(some_printed, "light").sheets["A4"])
    assert text.split().count(f"{read_configuration().site_url}{some_printed}") == 1


def test_paper_is_light_where_the_screen_is_dark(prints: Prints, some_printed: str) -> None:
    light, dark = (prints(some_printed, scheme).sheets["A4"] for scheme in ("light", "dark"))
    assert len(light) == len(dark)
    assert all((a.drawing == b.drawing).all() for a, b in zip(light, dark, strict=True))
    assert {tuple(sheet.drawing[0, 0]) for sheet in dark} == {(255, 255, 255)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_light_figure_is_printed(prints: Prints, scheme: str) -> None:
    assert prints("optimization/adam/", scheme).figures == ["figure-light"]


def test_printing_does_not_load_the_math_font_again(prints: Prints, some_printed: str) -> None:
    """A font that is loading prints no glyphs: formulas would be missing on the paper."""
    assert prints(some_printed, "light").font_stays
