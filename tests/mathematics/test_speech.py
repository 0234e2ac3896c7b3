import re
from xml.etree import ElementTree

import pytest

from scripts.mathematics.mathml import to_mathml, without_latex
from scripts.sources.collection import read_sources
from scripts.sources.labels import without_labels

Element = ElementTree.Element
DERIVATIVE = re.compile(r"\\frac\{(d[a-z]?|\\partial)\b")


def spoken(tex: str) -> Element:
    return ElementTree.fromstring(without_latex(to_mathml(tex, display=True)))


def intents(tex: str) -> list[str]:
    return [each.attrib["intent"] for each in spoken(tex).iter() if "intent" in each.attrib]


@pytest.mark.parametrize(
    ("tex", "meaning"),
    [
        (r"\mathbf{a}^\top", ["transpose($base)", "transpose"]),
        (r"(\mathbf{A} \mathbf{B})^\top", ["transpose"]),
        (r"\mathbf{W}_i^\top", ["transpose"]),
        (r"a \odot b", ["hadamard-product"]),
        (r"P(A \mid B)", ["given"]),
        (r"\mathbb{E}[X]", ["expected-value"]),
        (r"\nabla f", ["gradient"]),
        (r"\nabla^2 f", ["_nabla-squared", "gradient"]),
        (r"\left. f \right|_{x = a}", ["evaluated-at($of,$at)"]),
        (r"\lVert \mathbf{x} \rVert", ["norm($of)"]),
        (r"\|\mathbf{x} - \mathbf{y}\|_p = 1", ["norm($of,$index)"]),
        (r"a + \lVert x \rVert_2^2", ["power(norm($of,$index),$power)"]),
        (r"\left\| \frac{a}{b} \right\|^2", ["norm($of)"]),
        (r"\mathrm{KL}(p \| m) + \mathrm{KL}(q \| m)", []),
        (r"D(\lVert x \rVert \| \lVert y \rVert)", ["norm($of)", "norm($of)"]),
    ],
)
def test_a_sign_says_what_it_means(tex: str, meaning: list[str]) -> None:
    assert intents(tex) == meaning


@pytest.mark.parametrize(
    "tex",
    [
        r"a \lVert x \rVert_p^2 + \lVert x + y \rVert b",
        r"A^\top B",
        r"\frac{\partial^2 f}{\partial x \partial y}",
        r"\left. f \right|_{x = a}",
    ],
)
def test_what_an_intent_speaks_of_stands_in_it(tex: str) -> None:
    for element in spoken(tex).iter():
        named = re.findall(r"\$(\w+)", element.get("intent", ""))
        inside = [each.get("arg") for child in element for each in child.iter()]
        assert all(inside.count(name) == 1 for name in named)


def test_every_formula_here_says_what_its_signs_mean() -> None:
    for formula in read_sources().formulas.values():
        for display in formula.displays:
            tex = without_labels(display.tex)
            silent = [
                each.text
                for each in spoken(tex).iter()
                if each.text in ("⊤", "⊙", "∣", "𝔼", "∇") and "intent" not in each.attrib
            ]
            told = intents(tex)
            norms = sum("norm(" in each for each in told)
            derivatives = sum("derivative(" in each for each in told)
            assert not silent, tex
            assert norms >= tex.count(r"\lVert"), tex
            assert derivatives == len(DERIVATIVE.findall(tex)), tex


def test_a_hat_is_the_character_that_is_read_as_one() -> None:
    assert '<mo stretchy="false">^</mo>' in to_mathml(r"\hat{y}", display=False)


def test_dots_are_one_sign() -> None:
    assert "<mi>x</mi><mo>,</mo><mo>…</mo><mo>,</mo>" in to_mathml(r"x, \ldots, y", display=False)


def test_where_there_is_no_bracket_none_is_there() -> None:
    cases = to_mathml(r"\begin{cases} 1 & x > 0 \end{cases}", display=False)
    assert "\u2063" not in cases and '<mo lspace="0" rspace="0"></mo>' in cases


@pytest.mark.parametrize(
    "tex", [r"\operatorname{diag}(x)", r"\operatorname{softmax}\left(x\right)"]
)
def test_a_name_before_a_bracket_is_applied_to_it_once(tex: str) -> None:
    assert to_mathml(tex, display=False).count("\u2061") == 1


def test_what_grows_with_its_brackets_keeps_a_row_of_its_own() -> None:
    [row] = list(spoken(r"\exp\left(a\right) + b"))
    assert [each.tag for each in row] == ["mrow", "mo", "mrow", "mo", "mi"]
