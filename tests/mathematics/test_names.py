import pytest

from scripts.mathematics.mathml import parsed, to_mathml
from scripts.mathematics.names import Known, name_of

KNOWN = Known(values=frozenset({"x", "W_1", "J", "f_0"}), functions=frozenset({"f", "p_θ"}))


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("f", True),
        ("f_i", True),
        ("f_0", False),
        ("p_θ", True),
        ("x_i", False),
        ("W_i", False),
        ("J", False),
        ("J_f", True),
        ("σ", True),
        ("c", None),
    ],
)
def test_a_name_is_a_function_as_the_page_or_else_the_notation_has_it(
    name: str, function: bool | None
) -> None:
    assert KNOWN.is_function(name) is function


def test_a_letter_with_a_hat_is_another_letter() -> None:
    assert Known(values=frozenset("y")).is_function("y^^") is None


@pytest.mark.parametrize("tex", ["f(2x)", r"f_{a b}^{2 x}"])
def test_what_is_not_seen_is_no_part_of_a_name(tex: str) -> None:
    name = name_of(parsed(to_mathml(tex, display=False)))
    assert name.isprintable() and "\u2062" not in name
