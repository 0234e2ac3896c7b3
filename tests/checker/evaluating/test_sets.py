from pathlib import Path

import pytest

from tests.checker.pages import accepts, refuses

A, B = r"$a \in \{1, \ldots, 6\}$: one end", r"$b \in \{1, \ldots, 6\}$: the other"
SPAN = r"\sum_{i \in S} i + 0 = \sum_{i \in S} i"


@pytest.mark.parametrize(
    ("formula", "symbol"),
    [
        ("x + 0 = x", r"$x \in \{a, \ldots, b\}$: a number"),
        (r"\mathbf{x} + 0 = \mathbf{x}", r"$\mathbf{x} \in \{a, \ldots, b\}^{n}$: a vector"),
        (SPAN, r"$S \subset \{a, \ldots, b\}$: some of them"),
        (r"2 \mathbb{E}[X] = a + b", r"$X \sim \operatorname{Uniform}(\{a, \ldots, b\})$: one"),
    ],
)
def test_nothing_is_drawn_from_an_empty_set(tmp_path: Path, formula: str, symbol: str) -> None:
    found = refuses(tmp_path, "this set is empty where a = ", formula, symbol, A, B)
    assert "page.md:7: " in found.message
    accepts(tmp_path, formula, symbol, A, r"$b \in \{a, \ldots, 6\}$: the other")


def test_a_sum_over_an_empty_set_is_zero(tmp_path: Path) -> None:
    accepts(tmp_path, r"\sum_{i \in \{a, \ldots, b\}} i = \sum_{i=a}^{b} i", A, B)


def test_a_set_of_numbers_may_be_empty(tmp_path: Path) -> None:
    refuses(tmp_path, "this set is empty", "x + 0 = x", r"$x \in \{3, \ldots, 2\}$: a number")
