from pathlib import Path
import re
import xml.etree.ElementTree as ET

import pytest

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import IMAGES, image_files
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.outlines import FONT_SIZE, draw
from scripts.mathematics.plain_mathml import UndrawableError, plain_mathml
from scripts.pictures.images import MARGIN, image, images
from scripts.pictures.limits import TALLEST, WIDEST
from scripts.sources.formula import Formula, read_formula
from scripts.sources.markdown_math import MathSpan
from tests.project import Project

PAGE = Path("docs/powers/square.md")


def drawn(tex: str) -> ET.Element:
    return ET.fromstring(image(PAGE, MathSpan(tex, True, 7)))


def plain(tex: str) -> ET.Element:
    return plain_mathml(to_mathml(tex, display=True))


def height(tex: str) -> float:
    return draw(ET.tostring(plain(tex), encoding="unicode")).height


def test_every_character_and_every_rule_of_a_display_is_drawn(some_formula: str) -> None:
    for display in read_formula(some_formula).displays:
        formula = plain(display.tex)
        characters = sum(not letter.isspace() for letter in "".join(formula.itertext()))
        fractions, roots = (len(list(formula.iter(tag))) for tag in ("mfrac", "msqrt"))
        path = draw(ET.tostring(formula, encoding="unicode")).path
        # Each outline begins with one absolute move; a root is its sign and a rule.
        assert path.count("M") == characters + fractions + 2 * roots, display.tex


def test_an_image_is_small_and_of_a_natural_size(some_formula: str) -> None:
    for display in read_formula(some_formula).displays:
        svg = image(PAGE, display)
        width, tall = (int(ET.fromstring(svg).attrib[name]) for name in ("width", "height"))
        assert len(svg) <= 520 * len("".join(plain(display.tex).itertext())), display.tex
        assert 2 * MARGIN + FONT_SIZE / 2 <= tall <= 2 * MARGIN + FONT_SIZE * TALLEST, display.tex
        assert width <= 2 * MARGIN + FONT_SIZE * WIDEST, display.tex


def test_an_image_needs_nothing_but_itself() -> None:
    elements = [element.tag.rpartition("}")[2] for element in drawn("x^2").iter()]
    assert elements == ["svg", "path", "path"]


def test_the_ground_is_white_and_fills_the_image() -> None:
    svg = drawn("x^2")
    left, top, width, tall = svg.attrib["viewBox"].split()
    assert svg[0].attrib == {"fill": "#fff", "d": f"M{left} {top}h{width}v{tall}h-{width}z"}


def test_a_pixel_is_a_hundred_units() -> None:
    svg = drawn("x^2")
    width, tall = svg.attrib["viewBox"].split()[2:]
    assert [int(width), int(tall)] == [int(svg.attrib[n]) * 100 for n in ("width", "height")]


def test_the_ink_keeps_a_margin_on_all_sides() -> None:
    drawing = draw(ET.tostring(plain("x^2"), encoding="unicode"))
    left, top, width, tall = (int(n) / 100 for n in drawn("x^2").attrib["viewBox"].split())
    assert drawing.left - left == pytest.approx(MARGIN, abs=0.6)
    assert drawing.top - top == pytest.approx(MARGIN, abs=0.6)
    assert left + width - drawing.left - drawing.width == pytest.approx(MARGIN, abs=1.1)
    assert top + tall - drawing.top - drawing.height == pytest.approx(MARGIN, abs=1.1)


def test_the_same_formula_is_the_same_file() -> None:
    span = MathSpan(r"\frac{a}{\sqrt{b}}", True, 1)
    first = image(PAGE, span)
    draw.cache_clear()
    assert image(PAGE, span) == first


def test_brackets_grow_with_a_sum_and_its_limits() -> None:
    assert height(r"\left( \sum_{i=1}^n x_i \right)") > height(r"\sum_{i=1}^n x_i")


def test_a_sum_in_a_fraction_is_the_small_one() -> None:
    tall = height(r"\frac{1}{\displaystyle\sum_{i=1}^n x_i}")
    assert height(r"\frac{1}{\sum_{i=1}^n x_i}") < tall


def test_a_quad_is_as_wide_as_the_font_is_high() -> None:
    narrow, wide = (
        draw(ET.tostring(plain(tex), encoding="unicode")).width for tex in ("ab", r"a \quad b")
    )
    assert wide - narrow == pytest.approx(FONT_SIZE, abs=0.5)


def test_a_character_without_a_glyph_is_refused_at_its_line() -> None:
    with pytest.raises(SourceError, match=r"^docs/powers/square\.md:7: .*'字', which the math"):
        drawn(r"x = \text{字}")


def test_what_shows_nothing_is_refused() -> None:
    with pytest.raises(UndrawableError, match="nothing is visible"):
        draw("<math><mspace width='1em'/></math>")


def test_a_failure_of_the_library_is_refused_with_its_reason() -> None:
    with pytest.raises(UndrawableError, match="AssertionError"):
        draw("<math><mfrac><mi>x</mi></mfrac></math>")


def two_displays(project: Project) -> Formula:
    project.edit(PAGE.as_posix(), "## See also", "$$\ng(x) = x\n$$\n\n## See also")
    return read_formula("powers/square")


def test_images_are_numbered_in_the_order_of_the_page(project: Project) -> None:
    formula = two_displays(project)
    assert image_files(formula.id, 2) == [IMAGES / "powers/square" / f"{n}.svg" for n in (1, 2)]
    assert images(formula) == [image(PAGE, display) for display in formula.displays]


def test_where_one_display_cannot_be_drawn_there_is_no_image(project: Project) -> None:
    project.edit(PAGE.as_posix(), "## See also", "$$\n\\text{字}\n$$\n\n## See also")
    line = project.line(PAGE.as_posix(), "字")
    with pytest.raises(SourceErrors, match=re.escape(f"docs/powers/square.md:{line}: ")):
        images(read_formula("powers/square"))
