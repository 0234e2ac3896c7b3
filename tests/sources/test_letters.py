import pytest

from scripts.sources.letters import arguments, defined, used


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\mathbf{x}_i = A_{ij}", {"x", "A"}),
        (r"\frac{e^{x_i}}{\sum_{j=1}^{K} e^{x_j}}", {"x"}),
        (r"\hat{m}_t = \frac{m_t}{1 - \beta_1^t}", {"m", r"\beta", "t"}),
        (r"\frac{d\mathbf{y}}{dt}", {"y", "t"}),
        (r"\operatorname{softmax}(\mathbf{z} / \tau)", {"z", r"\tau"}),
    ],
)
def test_the_letters_of_a_formula_are_found(tex: str, expected: set[str]) -> None:
    assert used(tex) == expected


def test_the_letter_an_equation_starts_with_is_defined_by_it() -> None:
    display = r"\sigma(x) = y, \quad \hat{\mathbf{y}} = z"
    assert defined(display) == {r"\sigma", "y"}


def test_what_an_element_or_a_condition_starts_with_is_defined_by_it() -> None:
    assert defined(r"c > 0") == {"c"}
    assert defined(r"\mathbf{u}_i \in \mathbb{R}^{n}") == {"u"}


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("f(u) = u^2", {"u"}),
        (r"\sigma(x) = y", {"x"}),
        ("f(x, y) = 0", {"x", "y"}),
        ("u = 2", set()),
    ],
)
def test_the_arguments_of_a_function_stand_for_any_input(tex: str, expected: set[str]) -> None:
    assert arguments(tex) == expected
