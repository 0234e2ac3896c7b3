import xml.etree.ElementTree as ET

import pytest

from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.plain_mathml import EM, UndrawableError, plain_mathml


def plain(tex: str) -> ET.Element:
    return plain_mathml(to_mathml(tex, display=True))


def shown(tex: str) -> str:
    return "".join(plain(tex).itertext())


def ems(element: ET.Element, name: str) -> float:
    return float(element.attrib[name].removesuffix("em")) / EM


def operator(tex: str, text: str) -> ET.Element:
    return next(mo for mo in plain(tex).iter("mo") if mo.text == text)


def test_the_latex_beside_the_formula_is_gone() -> None:
    assert shown(r"\alpha = 1") == "𝛼=1"


def test_invisible_characters_are_gone() -> None:
    assert shown(r"\operatorname{softmax}(x)") == "softmax(𝑥)"


def test_a_lone_letter_is_the_italic_one() -> None:
    assert shown(r"\partial f") == "𝜕𝑓"


def test_an_upright_sign_stays_upright() -> None:
    assert shown(r"\nabla f") == "∇𝑓"


def test_the_name_of_a_function_is_text_that_gets_no_padding() -> None:
    assert [text.text for text in plain(r"\cos\theta").iter("mtext")] == ["cos"]


def test_a_comparison_is_no_markup() -> None:
    assert shown(r"x < y") == "𝑥<𝑦"


@pytest.mark.parametrize(
    ("tex", "text", "before", "after"),
    [
        ("a = b", "=", 5 / 18, 5 / 18),
        ("a + b", "+", 4 / 18, 4 / 18),
        ("f(a, b)", ",", 0, 3 / 18),
        ("f(a)", "(", 0, 0),
        ("= -a", "−", 0, 0),
    ],
)
def test_an_operator_is_spaced_as_in_tex(tex: str, text: str, before: float, after: float) -> None:
    element = operator(tex, text)
    assert ems(element, "lspace") == pytest.approx(before, abs=1e-3)
    assert ems(element, "rspace") == pytest.approx(after, abs=1e-3)


def test_a_quad_is_an_em() -> None:
    assert [ems(s, "width") for s in plain(r"a \quad b").iter("mspace")] == [1.0]


def test_the_limits_of_a_sum_stand_above_and_below_it() -> None:
    assert plain(r"\sum_{i=1}^n x_i").find(".//munderover") is not None


def test_in_a_fraction_the_limits_of_a_sum_stand_beside_it() -> None:
    formula = plain(r"\frac{1}{\sum_{i=1}^n x_i}")
    assert formula.find(".//munderover") is None
    assert formula.find(".//msubsup") is not None


def test_a_sum_does_not_stretch_with_its_row() -> None:
    assert operator(r"\left( \sum_i x_i \right)", "∑").get("stretchy") == "false"


def test_left_and_right_do_stretch() -> None:
    assert operator(r"\left( \frac{a}{b} \right)", "(").get("stretchy") == "true"


def test_a_bracket_of_its_own_does_not_stretch() -> None:
    assert operator(r"f(\frac{a}{b})", "(").get("stretchy") == "false"


def test_aligned_columns_meet_at_the_sign() -> None:
    table = next(plain(r"\begin{aligned} a &= b \\ c &= d \end{aligned}").iter("mtable"))
    assert [cell.get("columnalign") for cell in table[0]] == ["right", "left"]
    assert table.get("columnspacing") == "0.0000em"


def test_the_columns_of_cases_keep_apart() -> None:
    table = next(plain(r"\begin{cases} a & b \\ c & d \end{cases}").iter("mtable"))
    assert ems(table, "columnspacing") == pytest.approx(1)


def test_a_row_that_stretches_nothing_is_dissolved() -> None:
    assert plain(r"{{a b} c}").find(".//mrow") is None


def test_an_element_that_cannot_be_drawn_is_named() -> None:
    with pytest.raises(UndrawableError, match="<menclose>"):
        plain_mathml("<math><menclose><mi>x</mi></menclose></math>")


def test_a_length_that_is_not_understood_is_named() -> None:
    with pytest.raises(UndrawableError, match="'3furlong'"):
        plain_mathml('<math><mspace width="3furlong"/></math>')


def test_a_table_with_lines_is_refused() -> None:
    with pytest.raises(UndrawableError, match="line in a table"):
        plain(r"\begin{array}{c|c} a & b \end{array}")
