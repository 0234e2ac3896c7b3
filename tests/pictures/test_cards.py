from dataclasses import replace
from io import BytesIO
from pathlib import Path
import re
import xml.etree.ElementTree as ET

from PIL import Image
import pytest

from scripts.base.errors import SourceError
from scripts.pictures import cards
from scripts.pictures.cards import chapter_card, formula_card, home_card, render
from scripts.sources.configuration import read_configuration
from scripts.sources.formula import Formula, read_formula
from scripts.sources.markdown_math import MathSpan
from scripts.sources.navigation import Chapter, read_chapters
from tests.project import Project

SITE_NAME = "Mathematical Quick Reference for Neural Networks"
TITLES = (cards.LEFT, 110, cards.RIGHT, 190)
PANELS = (cards.LEFT + 10, 210, cards.RIGHT - 10, 520)
FEET = (cards.LEFT, 550, cards.RIGHT, 600)
CHAPTERS = {chapter.slug: chapter for chapter in read_chapters(read_configuration())}
SOFTMAX = read_formula("probability_statistics/softmax")
TERMS = " + ".join(f"x_{{{n}}}" for n in range(30))


def card(formula: Formula, status: str = "checked") -> str:
    return formula_card(formula, CHAPTERS[formula.chapter], status, SITE_NAME)


def with_formula(tex: str) -> Formula:
    return replace(SOFTMAX, displays=(MathSpan(tex, True, 12),))


def letters(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg) if element.tag.endswith("text")]


def em(svg: str) -> float:
    """Pixels to the em of the formula of a card."""
    found = re.search(r"scale\(([\d.]+)\)\" d=", svg)
    assert found
    return float(found[1]) * 100 * 24


def picture(svg: str) -> Image.Image:
    return Image.open(BytesIO(render(svg))).convert("L")


def dark_pixels(svg: str, box: tuple[int, int, int, int]) -> int:
    return sum(picture(svg).crop(box).histogram()[:128])


def test_a_formula_has_a_card_of_the_right_size_and_weight(some_formula: str) -> None:
    png = render(card(read_formula(some_formula)))
    assert Image.open(BytesIO(png)).size == (1200, 630)
    assert len(png) <= 150_000


def test_a_formula_is_legible_and_inside_its_panel(some_formula: str) -> None:
    svg = card(read_formula(some_formula))
    assert em(svg) >= cards.SMALLEST
    # Nothing of the formula reaches the padding of the panel.
    ground = picture(svg).getpixel((cards.LEFT + 12, 300))
    inner = picture(svg).crop((cards.LEFT + 4, 206, cards.LEFT + cards.SIDE - 2, 520))
    assert inner.getextrema() == (ground, ground)


def test_title_formula_and_foot_are_drawn() -> None:
    svg = card(SOFTMAX)
    assert all(dark_pixels(svg, box) > 1000 for box in (TITLES, PANELS, FEET))


def test_the_same_card_is_the_same_file() -> None:
    assert render(card(SOFTMAX)) == render(card(SOFTMAX))


def test_a_card_says_title_chapter_site_and_status() -> None:
    assert letters(card(SOFTMAX)) == ["Probability and statistics", "Softmax", SITE_NAME, "Checked"]


def test_a_checked_formula_has_a_mark() -> None:
    assert 'stroke="#1f8a5f"' in card(SOFTMAX, "checked on an example")


def test_a_sampled_formula_has_the_mark_of_its_page() -> None:
    assert letters(card(SOFTMAX, "sampled"))[-2:] == ["Sampled", "≈"]


def test_an_unchecked_formula_says_so_and_has_no_mark() -> None:
    svg = card(SOFTMAX, "unchecked: about all functions")
    assert letters(svg)[-1] == "Not machine-checked"
    assert "#1f8a5f" not in svg


@pytest.mark.parametrize("title", ['The "best" loss', "p < q & q > p", "It's $5, $6", "Größe ≤ ∞"])
def test_a_title_is_lettered_as_it_is_written(title: str) -> None:
    svg = card(replace(SOFTMAX, title=title))
    assert title in letters(svg)
    assert dark_pixels(svg, TITLES) > 1000


def test_a_long_title_takes_two_lines_and_the_panel_moves() -> None:
    title = "The derivative of the composition of two vector-valued functions"
    svg = card(replace(SOFTMAX, title=title))
    assert " ".join(letters(svg)[1:3]) == title
    assert f'y="{cards.PANEL_TOP + cards.TITLE_STEP}"' in svg


def test_a_title_that_does_not_fit_is_refused_at_its_line(project: Project) -> None:
    title = "A very long title " * 8
    project.edit("docs/powers/square.md", "# Square", f"# {title.strip()}")
    formula = read_formula("powers/square")
    line = project.line("docs/powers/square.md", "# A very")
    with pytest.raises(SourceError, match=rf"^docs/powers/square\.md:{line}: the title does not"):
        formula_card(formula, Chapter("powers", "Powers", ()), "checked", "Tiny")


def test_a_character_that_the_font_lacks_is_refused_at_the_title(project: Project) -> None:
    project.edit("docs/powers/square.md", "# Square", "# Square 字")
    formula = read_formula("powers/square")
    with pytest.raises(SourceError, match=r"^docs/powers/square\.md:9: '字' is not in the font"):
        formula_card(formula, Chapter("powers", "Powers", ()), "checked", "Tiny")


def test_a_short_formula_is_not_larger_than_the_title_needs() -> None:
    assert em(card(with_formula("x"))) == pytest.approx(cards.LARGEST, rel=1e-3)


def test_statements_apart_by_quads_are_stacked_where_that_is_larger() -> None:
    part = r"f(x) = a_1 + a_2 + a_3 + a_4"
    apart = rf"{part} + a_6, \quad {part} + a_7"
    assert em(card(with_formula(apart))) > 1.4 * em(card(with_formula(apart.replace("quad", ","))))


def test_many_rows_are_set_in_two_columns() -> None:
    rows = r" \\ ".join(rf"a_{n} &= \frac{{b_{n}}}{{c_{n}}}" for n in range(6))
    assert em(card(with_formula(rf"\begin{{aligned}} {rows} \end{{aligned}}"))) >= cards.SMALLEST


def test_a_formula_that_is_too_wide_is_refused_at_its_line_with_a_way_out() -> None:
    with pytest.raises(SourceError) as refused:
        card(with_formula(f"y = {TERMS}"))
    message = str(refused.value)
    assert message.startswith("docs/probability_statistics/softmax.md:12: the formula is too large")
    assert r"\quad" in message and "display of its own" in message


def test_breaking_it_into_rows_is_a_way_out() -> None:
    first, second, third = (" + ".join(TERMS.split(" + ")[n : n + 10]) for n in (0, 10, 20))
    rows = rf"\begin{{aligned}} y &= {first} \\ &+ {second} \\ &+ {third} \end{{aligned}}"
    assert em(card(with_formula(rows))) >= cards.SMALLEST


def test_a_formula_that_cannot_be_drawn_is_refused_at_its_line() -> None:
    with pytest.raises(SourceError, match=r"softmax\.md:12: .*'字'"):
        card(with_formula(r"x = \text{字}"))


def test_a_chapter_names_its_formulas() -> None:
    svg = chapter_card(CHAPTERS["calculus"], ["Derivative", "Gradient"], SITE_NAME)
    assert letters(svg) == ["2 formulas", "Calculus", "Derivative", "Gradient", SITE_NAME]


def test_a_large_chapter_names_some_and_counts_the_rest() -> None:
    names = [f"Formula {n}" for n in range(25)]
    svg = chapter_card(CHAPTERS["calculus"], names, SITE_NAME)
    assert letters(svg)[2:-1] == [*names[:9], "and 16 more"]


def test_a_chapter_without_formulas_has_a_card() -> None:
    assert letters(chapter_card(CHAPTERS["calculus"], [], SITE_NAME))[0] == "0 formulas"


def test_a_name_that_is_too_long_is_shortened() -> None:
    names = ["Short"] * 9 + ["A very long name of a formula in a narrow column of a card"]
    shown = letters(chapter_card(CHAPTERS["calculus"], names, SITE_NAME))[-2]
    assert shown.endswith("…") and names[-1].startswith(shown[:-1])


def test_the_site_has_a_card_with_its_name_and_description() -> None:
    svg = home_card(SITE_NAME, "All & everything.", "30 formulas in 10 chapters")
    assert " ".join(letters(svg)[:2]) == SITE_NAME
    assert letters(svg)[2:] == ["All & everything.", "30 formulas in 10 chapters"]


def test_the_mark_is_the_favicon() -> None:
    shape = re.search(r' d="([^"]+)"', Path("docs/assets/favicon.svg").read_text())
    assert shape and shape[1] in card(SOFTMAX)
