import re

import pytest

from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.names import Known


def intents(tex: str, *values: str) -> list[str]:
    mathml = to_mathml(tex, display=True, known=Known(values=frozenset(values)))
    return re.findall('intent="([^"]*)"', mathml)


@pytest.mark.parametrize(
    ("tex", "meaning"),
    [
        (r"\frac{d y}{d x}", "derivative($of,$by1,1)"),
        (r"\frac{d^2 y}{d x^2}", "derivative($of,$by1,2)"),
        (r"\frac{d\mathcal{L}}{d x}", "derivative($of,$by1,1)"),
        (r"\frac{d}{dx} x^2", "derivative($of,$by1,1)"),
        (r"\frac{\partial f}{\partial x_i}", "partial-derivative($of,$by1,1)"),
        (r"\frac{\partial \log p}{\partial x}", "partial-derivative($of,$by1,1)"),
        (
            r"\frac{\partial^3 f}{\partial x^2 \, \partial y}",
            "partial-derivative($of,$by1,2,$by2,1)",
        ),
    ],
)
def test_a_derivative_says_of_what_by_what_and_how_often(tex: str, meaning: str) -> None:
    assert intents(tex) == [meaning]


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{d}{2}",
        r"\frac{d_k}{d_v}",
        r"\frac{\partial^2 f}{\partial x}",
        r"\frac{\partial f}{\partial x \partial}",
        r"\frac{}{}",
        r"\frac{d}{dx}",  # of nothing
    ],
)
def test_another_fraction_is_none(tex: str) -> None:
    assert not intents(tex)


def test_where_d_is_a_letter_of_the_page_it_derives_nothing() -> None:
    assert not intents(r"\frac{d y}{d x}", "d")
    mathml = to_mathml(r"\frac{d y}{d x}", display=True, known=Known(values=frozenset("d")))
    assert mathml.count("\u2062") == 2


def test_all_of_what_is_derived_is_one_argument() -> None:
    mathml = to_mathml(r"\frac{\partial a b}{\partial x}", display=True)
    assert '<mrow arg="of"><mi>a</mi><mo>\u2062</mo><mi>b</mi></mrow>' in mathml
