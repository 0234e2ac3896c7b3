"""When two values agree."""

from pathlib import Path

from tests.checker.pages import VECTORS, X, refuses


def test_not_a_number_on_both_sides_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "not a number", r"\log(-e^x) = 2 \log(-e^x) - \log(-e^x)", X)


def test_an_inequality_that_fails_once_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "is not below", r"\sum_i a_i b_i \le \sum_i a_i^2", VECTORS)
