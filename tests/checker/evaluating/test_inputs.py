"""Inputs are drawn from the symbol list."""

from pathlib import Path

import pytest

from scripts.checker.judging.judge import check_page
from tests.checker.pages import accepts, refuses, write_page


def test_size_letters_are_values_and_all_different(tmp_path: Path) -> None:
    symbol = r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix"
    accepts(tmp_path, r"\sum_{i,j} (A_{ij} + 1) = \sum_{i,j} A_{ij} + m n", symbol)
    refuses(tmp_path, "", r"\sum_{i=1}^{n} \sum_{j=1}^{n} A_{ij} = \sum_{i,j} A_{ij}", symbol)


@pytest.mark.parametrize("domain", ["[1, 0]", "(0, 0)", "[2, 1)"])
def test_an_empty_domain_is_refused_at_its_line(tmp_path: Path, domain: str) -> None:
    page = write_page(tmp_path, "2x = x + x", f"$x \\in {domain}$: a number")
    [found] = check_page(page)
    assert found.status is None
    assert found.message.startswith(f"{page.as_posix()}:7: this domain is empty")


def test_sizes_that_cannot_be_satisfied_are_refused(tmp_path: Path) -> None:
    symbol = r"$\mathbf{x} \in \mathbb{R}^{n - n}$: nothing"
    page = write_page(tmp_path, r"2\mathbf{x} = \mathbf{x} + \mathbf{x}", symbol)
    [found] = check_page(page)
    assert found.status is None
    assert "no sizes satisfy" in found.message


def test_an_empty_domain_is_told_at_its_own_line(tmp_path: Path) -> None:
    symbols = [r"$x \in [0, 1]$: a share", r"$y \in [1, 0]$: nothing"]
    path = write_page(tmp_path, "x + y = y + x", *symbols)
    [found] = check_page(path)
    assert found.message.startswith(f"{path.as_posix()}:8: this domain is empty")


def test_a_size_that_has_no_value_is_told_at_its_line(tmp_path: Path) -> None:
    symbols = [r"$y \in \mathbb{R}$: a number", r"$\mathbf{x} \in \mathbb{R}^{n^\top}$: a vector"]
    display = r"2 y \mathbf{x} = y \mathbf{x} + y \mathbf{x}"
    found = refuses(tmp_path, "a number has no transpose", display, *symbols)
    assert "page.md:8: a number has" in found.message


@pytest.mark.parametrize(
    ("symbol", "says"),
    [
        (r"f(x) \in \mathbb{N}", "functions into this set are not drawn"),
        (r"f(x) \in \{0, \mathbf{a}\}", "functions into this set are not drawn"),
        (r"f \in \{0, \mathbf{a}\}", "the values in this set have different shapes"),
        (r"f \in \{\mathbf{a}, \ldots\}", "dots stand between"),
    ],
)
def test_what_cannot_be_drawn_is_refused(symbol: str, says: str, tmp_path: Path) -> None:
    symbols = [r"$x \in \mathbb{R}$: a number", r"$\mathbf{a} \in \mathbb{R}^{n}$: a vector"]
    left = "f(x)" if "f(x)" in symbol else "f"
    display = rf"{left} \mathbf{{a}} x = x {left} \mathbf{{a}}"
    refuses(tmp_path, says, display, *symbols, f"${symbol}$: a function")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (r"\operatorname{Cauchy}(x, 1)", "the law Cauchy is not known"),
        (r"\mathcal{N}(x)", r"\mathcal{N} takes other parameters"),
        (r"\operatorname{Bernoulli}(2 + x^2)", "Expected parameter probs"),
    ],
)
def test_a_distribution_that_does_not_exist_is_refused_at_its_line(
    source: str, says: str, tmp_path: Path
) -> None:
    symbols = [r"$x \in \mathbb{R}$: a number", rf"$X \sim {source}$: a variable"]
    found = refuses(tmp_path, says, r"\mathbb{E}[X + x] = \mathbb{E}[X] + x", *symbols)
    assert f"page.md:8: {says}" in found.message


def test_a_function_is_called_with_one_number_of_arguments(tmp_path: Path) -> None:
    symbols = [
        r"$f(\mathbf{u}) \in \mathbb{R}$: a function",
        r"$\mathbf{x} \in \mathbb{R}^{n}$: a vector",
        r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix",
    ]
    formula = r"2 f(\mathbf{x}) = f(\mathbf{A} \mathbf{x})"
    refuses(tmp_path, "called with 5 numbers here, with 8 elsewhere", formula, *symbols)
