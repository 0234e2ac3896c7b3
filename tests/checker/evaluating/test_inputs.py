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
