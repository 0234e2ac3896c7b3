"""Tests of scripts/mathematics/outlines.py; what it draws of formulas is in test_images.py."""

import xml.etree.ElementTree as ET

import pytest

from scripts.mathematics.outlines import FONT_SIZE, Drawing, _outline, _relative, draw
from scripts.mathematics.plain_mathml import UndrawableError


def outline(path: str) -> str:
    return _relative(_outline(ET.Element("path", d=path)))


def letter(text: str) -> Drawing:
    return draw(f'<math><mi mathvariant="normal">{text}</mi></math>')


def test_a_path_is_written_in_steps_of_a_hundredth() -> None:
    assert outline("M 1 2 L 3 2.5 L 3 1.25 Z") == "M100 200l200 50l0-125z"


def test_after_a_closed_contour_the_next_begins_where_that_one_began() -> None:
    assert outline("M 1 1 L 2 1 Z M 5 5 L 6 6 Z") == "M100 100l100 0zm400 400l100 100z"


def test_a_rule_is_a_closed_path() -> None:
    rule = ET.Element("rect", x="1", y="2", width="3", height="0.5")
    assert _relative(_outline(rule)) == "M100 200l300 0l0 50l-300 0z"


def test_the_box_is_that_of_the_ink() -> None:
    capital = letter("H")
    assert capital.top == pytest.approx(-capital.height, abs=0.1)  # on the baseline
    assert capital.height == pytest.approx(0.683 * FONT_SIZE, abs=0.1)  # of New Computer Modern


def test_a_brace_that_is_put_together_of_pieces_is_drawn() -> None:
    rows = "<mtr><mtd><mfrac><mi>a</mi><mi>b</mi></mfrac></mtd></mtr>" * 3
    brace = '<mo fence="true" stretchy="true">{</mo>'
    tall = draw(f"<math><mrow>{brace}<mtable>{rows}</mtable></mrow></math>")
    assert tall.height > 3 * FONT_SIZE


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(UndrawableError, match="<ellipse> in the drawing"):
        _outline(ET.Element("ellipse"))
