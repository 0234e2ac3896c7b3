"""When two values agree."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from scripts.checker.errors import CheckError, Span, Unsettled
from scripts.checker.judging.compare import Side, agree
from tests.checker.pages import VECTORS, X, accepts, refuses


def test_not_a_number_on_both_sides_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "not a number", r"\log(-e^x) = 2 \log(-e^x) - \log(-e^x)", X)


def test_an_inequality_that_fails_once_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "is not below", r"\sum_i a_i b_i \le \sum_i a_i^2", VECTORS)


def test_a_formula_that_is_wrong_by_1e_7_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "the other is", "3 x = 3.0000003 x", X)


def test_a_reference_that_differs_by_1e_7_is_refused(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x * (1 + 1e-7)"
    refuses(tmp_path, "reference is", "f(x) = x^2", X, code=code)


def side(*entries: float, cancelled: float = 0.0) -> Side:
    value = torch.tensor(entries, dtype=torch.float64)
    return Side("a side", value, lambda: torch.full_like(value, cancelled))


@pytest.mark.parametrize("size", [1e-16, 1.0, 1e16])
def test_a_large_entry_hides_no_error_of_a_small_one(size: float) -> None:
    left, right = side(1e9 * size, size), side(1e9 * size, size * (1 + 1e-9))
    with pytest.raises(CheckError, match="a side is"):
        agree(left, right, Span())
    assert agree(left, side(1e9 * size, size * (1 + 1e-13)), Span()) < 1e-12


def test_an_entry_may_be_off_by_a_small_part_of_what_cancels_in_it() -> None:
    assert agree(side(1e-10, cancelled=1.0), side(1.00001e-10), Span()) < 1e-11
    with pytest.raises(CheckError, match="a side is"):
        agree(side(1e-10, cancelled=1.0), side(3e-10), Span())


def test_an_error_without_bounds_allows_nothing() -> None:
    with pytest.raises(CheckError, match="a side is"):
        agree(side(1.0, cancelled=float("inf")), side(2.0), Span())
    with pytest.raises(Unsettled, match="does not settle"):
        agree(replace(side(1.0), error=float("inf")), side(2.0), Span())


def test_a_simulated_value_may_be_off_by_its_standard_error_only() -> None:
    simulated = replace(side(1.0), standard_error=torch.tensor([0.01]))
    agree(simulated, side(1.05), Span())
    with pytest.raises(CheckError, match="a side is"):
        agree(simulated, side(1.07), Span())


def test_a_mask_hides_nothing(tmp_path: Path) -> None:
    symbols = [X, r"$m \in \{-10^{10}\}$: a mask"]
    refuses(tmp_path, "one side is", r"x + m = \frac{x}{2} + m", *symbols)


def test_terms_that_cancel_are_no_false_alarm(tmp_path: Path) -> None:
    symbols = [X, r"$b \in [10^{6}, 10^{7}]$: a large number"]
    accepts(tmp_path, r"(x + b) - b = \frac{x b}{b}", *symbols)


def test_what_rounding_leaves_of_zero_decides_nothing(tmp_path: Path) -> None:
    symbols = [X, r"$b \in [10^{6}, 10^{7}]$: a large number"]
    refuses(tmp_path, "vacuously", r"(x + b) - x - b = 7 ((b + x) - x - b)", *symbols)


def test_a_strict_inequality_is_strict_in_every_entry(tmp_path: Path) -> None:
    symbols = [r"$\mathbf{x} \in \mathbb{R}^{n}$: numbers", r"$\mathbf{m} \in \{0, 1\}^{n}$: mask"]
    refuses(tmp_path, "may be equal", r"x_i < x_i + m_i", *symbols)


def test_digits_that_float32_loses_are_named_as_the_cause(tmp_path: Path) -> None:
    code = "def reference(x):\n    return (x.float() / 3).double()"
    refuses(tmp_path, "float32", r"f(x) = \frac{x}{3}", X, code=code)


def test_an_inequality_that_is_always_an_equation_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "never strictly, write =", r"2 x \le x + x", X)
    refuses(tmp_path, "may be equal", "2 x < x + x", X)


def test_an_inequality_between_what_is_no_number_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "not a number", r"\log(-e^x) \le x", X)


STEP = r"$h \in \mathbb{R}$: a step"


def test_a_remainder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "the remainder is zero", "x + h = h + x + O(h^2)", X, STEP)


def test_a_remainder_of_another_order_is_refused(tmp_path: Path) -> None:
    accepts(tmp_path, "e^h + x = 1 + x + h + O(h^2)", X, STEP)
    refuses(tmp_path, "shrinks like h^2", "e^h + x = 1 + x + h + O(h^3)", X, STEP)


def test_a_remainder_of_what_is_no_number_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "not a number", r"\log(-h^2) = x + O(h)", X, STEP)


def test_a_remainder_between_different_shapes_is_refused(tmp_path: Path) -> None:
    refuses(
        tmp_path,
        "the sides are",
        r"h \mathbf{a} = \mathbf{a} \cdot \mathbf{b} + O(h)",
        VECTORS,
        STEP,
    )


def test_numbers_with_one_digit_left_agree() -> None:
    tiny = torch.tensor(5e-324, dtype=torch.float64)
    agree(Side("one", tiny), Side("other", 2 * tiny), Span())


def test_small_numbers_with_all_their_digits_are_told_apart() -> None:
    small = torch.tensor(1e-300, dtype=torch.float64)
    with pytest.raises(CheckError):
        agree(Side("one", small), Side("other", 2 * small), Span())
