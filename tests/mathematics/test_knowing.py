import pytest

from scripts.mathematics.knowing import known_from, known_of
from scripts.sources.formula import read_formula


@pytest.mark.parametrize(
    ("line", "functions", "values"),
    [
        (r"f(x) \in \mathbb{R}", {"f"}, set()),
        (r"\mathbf{x} \in \mathbb{R}^{K}", set(), {"x", "K"}),
        (r"Y \sim p", {"p"}, {"Y", "p"}),
        (r"\sigma", set(), set()),
    ],
)
def test_a_line_of_a_list_tells_functions_from_values(
    line: str, functions: set[str], values: set[str]
) -> None:
    known = known_from([line], [])
    assert known.functions == functions
    assert known.values - functions == values - functions


@pytest.mark.parametrize(
    ("display", "functions", "values"),
    [
        (r"f(x) = x^2, \quad m = \max_j x_j", {"f"}, {"m"}),
        (r"\begin{aligned} \varphi(z) &= z \\ s &= 1 \end{aligned}", {"φ"}, {"s"}),
        (r"g(x) + 1 = 0", set(), set()),
        (r"a(b + c) = a b + a c", set(), set()),
        (r"x_i", set(), set()),
    ],
)
def test_the_left_sides_of_a_display_tell_what_it_defines(
    display: str, functions: set[str], values: set[str]
) -> None:
    known = known_from([r"a, b, c \in \mathbb{R}"], [display])
    assert known.functions == functions
    assert known.values - {"a", "b", "c"} == values


def test_all_lists_of_a_page_tell_of_its_names() -> None:
    known = known_of(read_formula("calculus/chain_rule"))
    assert known.is_function("g") and known.is_function("G") and not known.is_function("z")
