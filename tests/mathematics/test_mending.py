import re

import pytest

from scripts.mathematics.mathml import to_mathml


def struts(tex: str, *, display: bool = False) -> list[tuple[float, float]]:
    found = re.findall(
        r'<mspace height="(.*?)em" depth="(.*?)em">', to_mathml(tex, display=display)
    )
    return [(float(height), float(depth)) for height, depth in found]


def test_a_circled_dot_is_never_large() -> None:
    assert re.search(r'<mo [^>]*largeop="false"[^>]*>⊙</mo>', to_mathml(r"a \odot b", display=True))


def test_a_sum_stays_large() -> None:
    assert "largeop" not in to_mathml(r"\sum_i x_i", display=True)


def test_what_is_between_brackets_is_one_where_it_has_limits() -> None:
    mathml = to_mathml(r"\left(\sum_{i=1}^n x_i\right)", display=True)
    assert re.search(r"<mo>\(</mo><mrow><munderover>.*</msub></mrow><mo>\)</mo>", mathml)


def test_brackets_without_limits_between_them_are_left_alone() -> None:
    assert "</mo><mrow>" not in to_mathml(r"\left(\frac{a}{b} x\right)", display=True)


def test_a_bar_is_not_the_sign_that_firefox_measures_with() -> None:
    assert "‾" in to_mathml(r"\bar{x}", display=False)
    assert "¯" not in to_mathml(r"\bar{x}", display=False)


@pytest.mark.parametrize("tex", [r"\sqrt{n}", r"\sqrt{y}", r"\sqrt{v_t}", r"\sqrt[3]{x}"])
def test_a_strut_fills_a_short_root_sign(tex: str) -> None:
    [(height, depth)] = struts(tex)
    assert height + depth + 0.05 + 0.048 == pytest.approx(1, abs=0.01)


def test_a_deep_letter_lowers_the_root_sign() -> None:
    [(plain, _)], [(deep, _)] = struts(r"\sqrt{n}"), struts(r"\sqrt{y}")
    assert deep < plain


def test_a_display_has_a_wider_gap_under_the_bar() -> None:
    [(text, _)], [(display, _)] = struts(r"\sqrt{n}"), struts(r"\sqrt{n}", display=True)
    assert text != display


def test_a_root_below_a_fraction_bar_is_set_as_in_text() -> None:
    assert struts(r"\frac{1}{\sqrt{n}}", display=True) == struts(r"\sqrt{n}")


def test_a_root_of_a_fraction_is_left_to_the_browser() -> None:
    assert struts(r"\sqrt{\frac{a}{b}}") == []
