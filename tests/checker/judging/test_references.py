"""Which reference a left side is compared with."""

from pathlib import Path

from tests.checker.pages import X, accepts, raises, refuses, write_page

SQUARE = r"f(x) = x^2"


def test_a_reference_gets_the_arguments_in_the_order_of_the_latex(tmp_path: Path) -> None:
    code = "def reference(first, second):\n    return first - 2 * second"
    y = r"$y \in \mathbb{R}$: another number"
    accepts(tmp_path, "f(x, y) = x - 2y", X, y, code=code)
    refuses(tmp_path, "the formula is", "f(y, x) = x - 2y", X, y, code=code)


def test_a_dict_of_references_is_compared_line_by_line(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x + x, 'v': x * x}"
    symbols = [X, r"$u, v \in \mathbb{R}$: results"]
    accepts(tmp_path, "u = 2x, \\quad v = x^2", *symbols, code=code)
    refuses(tmp_path, "reference is", "u = 2x, \\quad v = x^3", *symbols, code=code)


def test_a_further_left_side_has_a_reference_of_its_own(tmp_path: Path) -> None:
    code = "def reference_v(*, x):\n    return x * x"
    symbols = [X, r"$v \in \mathbb{R}$: result"]
    accepts(tmp_path, "2x = x + x, \\quad v = x^2", *symbols, code=code)
    refuses(tmp_path, "reference_v is", "2x = x + x, \\quad v = x^3", *symbols, code=code)


def test_a_wrong_reference_shows_both_values(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x + 1"
    found = refuses(tmp_path, "the formula is ", SQUARE, X, code=code)
    assert "reference is " in found.message and "x" in found.drawn


def test_a_reference_that_nothing_is_compared_with_is_refused(tmp_path: Path) -> None:
    code = "def reference_y(*, x):\n    return x"
    raises(write_page(tmp_path, "2x = x + x", X, code=code), 10, "compared with nothing")


def test_a_reference_for_a_line_that_is_not_there_is_refused(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return {'u': x, 'v': x}"
    symbol = r"$u \in \mathbb{R}$: result"
    refuses(tmp_path, "returns 'v'", "u = x + 0", X, symbol, code=code)


def test_one_value_is_for_the_first_line_only(tmp_path: Path) -> None:
    code = "def reference(*, x):\n    return x + x"
    u, v = r"$u, v \in \mathbb{R}$: results", r"\quad v = x^2"
    refuses(tmp_path, "nothing to compare", f"u = 2x, {v}", X, u, code=code)


def test_a_name_is_compared_with_its_reference_wherever_it_stands(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x * x"
    accepts(tmp_path, r"f(x) = x^2, \quad f(2 x) = 4 x^2", X, code=code)
    refuses(tmp_path, "one side is", r"f(x) = x^2, \quad f(2 x) = 2 x^2", X, code=code)
