"""What is too long or too deep is refused at once."""

from pathlib import Path
import time

import pytest

from scripts.checker.errors import CheckError
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.statements import read_display
from tests.checker.pages import X, refuses

NUMBERS = Vocabulary(values={"x": 0})


@pytest.mark.parametrize(
    "tex",
    [
        "x = " + "(" * 5000 + "x" + ")" * 5000,
        "x = " + r"\frac{x}{" * 900 + "x" + "}" * 900,
        "x = x" + "^{x" * 900 + "}" * 900,
        "x = " + r"\sqrt" * 2000 + "x",
        "x = " + r"\log " * 2000 + "x",
        "x = " + "-" * 5000 + "x",
        "x = x" + "!" * 5000,
        "x = x" + " + x" * 3000,
        "x = " + "x " * 500_000,
        r"\hat{" * 500 + "x" + "}" * 500 + " = x",
    ],
    ids=lambda tex: tex[:12],
)
def test_a_monster_is_refused_within_two_seconds(tex: str) -> None:
    start = time.monotonic()
    with pytest.raises(CheckError):
        read_display(tex, NUMBERS)
    assert time.monotonic() - start < 2


def test_a_sum_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "terms are too many", r"x = \sum_{i=1}^{10^9} x", X)


def test_dots_that_stand_for_too_many_entries_are_refused(tmp_path: Path) -> None:
    vector = r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"
    refuses(tmp_path, "more than", r"x = v_1 + \cdots + v_{1000000}", X, vector)


def test_a_tower_of_exponents_has_a_value_or_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "", "x = 9^{9^{9^{9^{9^{9}}}}}", X)
