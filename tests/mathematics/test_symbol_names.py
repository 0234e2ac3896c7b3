"""Tests of scripts/mathematics/symbol_names.py."""

import re

import pytest

from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.symbol_names import declared, explained, names_of, tagged


def tags(tex: str, *names: str) -> list[str]:
    mathml = tagged(to_mathml(tex, display=True), set(names))
    return re.findall(r'data-symbol="([^"]*)"', mathml)


@pytest.mark.parametrize(
    ("tex", "names"),
    [
        (r"\mathbf{a}, \mathbf{b} \in \mathbb{R}^{n}", ["a", "b"]),
        (r"f(\mathbf{x}) \in \mathbb{R}", ["f"]),
        (r"X \sim P", ["X"]),
        (r"(X, Y_1) \sim P", ["X", "Y_1"]),
        (r"\mathbf{I}_n", ["I_n"]),
        (r"\theta_{t-1}, \theta_t \in \mathbb{R}", ["θ_t−1", "θ_t"]),
        (r"u(x, t) \in \mathbb{R}", ["u"]),
        (r"\sigma^2 \in \mathbb{R}", ["σ^2"]),
    ],
)
def test_a_line_of_the_list_declares_its_names(tex: str, names: list[str]) -> None:
    assert names_of(tex) == names


def test_a_declared_function_keeps_its_arguments_on_request() -> None:
    assert declared(r"f(x), g(x) \in \mathbb{R}", arguments=True) == ["f(x)", "g(x)"]


def test_an_entry_of_a_bold_vector_is_the_vector() -> None:
    assert tags(r"x_i = \mathbf{x}^\top \mathbf{e}", "x") == ["x", "x"]


def test_the_longest_name_wins() -> None:
    assert tags(r"m_t = m_{t-1} + \hat{m}_t", "m_t", "m_t−1", "m^^_t") == ["m_t", "m_t−1", "m^^_t"]


def test_a_power_of_an_indexed_symbol_is_the_symbol_and_its_exponent_is_another() -> None:
    assert tags(r"\beta_1^t", "β_1", "t") == ["β_1", "t"]


def test_an_entry_of_a_symbol_with_a_superscript_is_the_symbol_and_its_index_is_another() -> None:
    assert tags(r"\mathbf{W}_i^Q + W_1^2", "W^Q", "i") == ["W^Q", "i"]


def test_a_script_letter_is_not_the_italic_one() -> None:
    assert tags(r"X \in \mathcal{X}", "X") == ["X"]


def test_the_latex_annotation_stays_as_it_is() -> None:
    mathml = tagged(to_mathml(r"a < b", display=True), {"a"})
    assert re.search(r"<annotation[^>]*>a &lt; b</annotation>", mathml)


@pytest.mark.parametrize(
    ("tex", "text", "names"),
    [
        (r"\mathbf{Q} \in \mathbb{R}^{n \times d_k}", [], ["n", "d_k"]),
        (r"\mathbf{y} \in \Delta^{K}", [], ["K"]),
        (r"t \in \{1, \ldots, T\}", [], ["T"]),
        (r"X \sim P", [r"\mathbb{E}"], ["P", "𝔼"]),
        (r"x \in \mathbb{R}", ["N", "x_i", "N"], ["N", "x_i"]),
        (r"x \in \mathbb{R}", ["m_0 = 0", r"\beta_1^t", "x^2", "3"], []),
    ],
    ids=["sizes", "simplex", "last step", "letter in the text", "once", "more than a letter"],
)
def test_a_line_explains_the_letters_of_its_set_and_those_alone_in_its_text(
    tex: str, text: list[str], names: list[str]
) -> None:
    assert explained(tex, text) == names
