"""When two values agree."""

from pathlib import Path

import pytest
import torch

from scripts.checker.evaluating.dispatch import number
from scripts.checker.judging.compare import close, near
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


@pytest.mark.parametrize("size", [1.0, 1e6])
def test_values_agree_up_to_a_billionth_of_the_largest_entry(size: float) -> None:
    value = torch.tensor([size, size / 1e9], dtype=torch.float64)
    assert close(value, value + size * 5e-10)
    assert not close(value, value + size * 5e-9)


def test_values_that_cancel_to_zero_agree() -> None:
    assert close(number(0.0), number(1e-15))
    assert not close(number(0.0), number(1e-10))


def test_means_of_samples_agree_within_their_error() -> None:
    errors = [number(0.03), number(0.04)]
    assert near(number(1.29), number(1.0), errors)
    assert not near(number(1.31), number(1.0), errors)


def test_an_inequality_that_is_always_an_equation_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "never strictly, write =", r"2 x \le x + x", X)
    refuses(tmp_path, "is not below", "2 x < x + x", X)


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
