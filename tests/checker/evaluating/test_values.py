"""What has no one value is refused."""

from pathlib import Path

from tests.checker.pages import VECTORS, A, X, refuses


def test_cases_that_do_not_exclude_each_other_are_refused(tmp_path: Path) -> None:
    display = r"\max(x, 0) = \begin{cases} x & x > 0 \\ 0 & x < 1 \end{cases}"
    refuses(tmp_path, "exclude each other", display, X)


def test_an_index_must_run_over_axes_of_one_size(tmp_path: Path) -> None:
    refuses(tmp_path, "sizes", r"\sum_i A_{ii} = \operatorname{tr}(\mathbf{A})", A)


def test_a_name_defined_by_itself_is_refused(tmp_path: Path) -> None:
    symbol = r"$y, z \in \mathbb{R}$: numbers"
    refuses(tmp_path, "by itself", "y = 2z + x, \\quad z = y - x", X, symbol)


def test_an_index_that_is_in_use_is_refused(tmp_path: Path) -> None:
    display = r"\sum_i a_i \sum_i b_i = \sum_{i,j} a_i b_j"
    refuses(tmp_path, "take another letter", display, VECTORS)


def test_a_function_takes_as_many_arguments_as_declared(tmp_path: Path) -> None:
    function = r"$f(x) \in \mathbb{R}$: a function"
    refuses(tmp_path, "takes x", "f(x, x) = f(x)", X, function)
