from typing import Any

import pytest
import torch

from scripts.pages.drawing import drawing

FIRST = (
    "def f(): return 1\ndef helper(*, by=1): return f() * by\ndef figure(a=0): return helper() + a"
)
SECOND = "def f(): return 2\ndef figure(b=0): return f() + b"


@pytest.fixture
def names() -> dict[str, Any]:
    return {"torch": torch}


def test_it_draws_with_its_parameter(names: dict[str, Any]) -> None:
    exec(FIRST, names)
    assert drawing(names)(a=2) == 3


def test_a_later_formula_with_the_same_names_changes_nothing(names: dict[str, Any]) -> None:
    exec(FIRST, names)
    first = drawing(names)
    exec(SECOND, names)
    assert (first(), drawing(names)()) == (1, 2)


def test_a_function_that_a_reader_changed_is_taken_when_its_cell_runs_again(
    names: dict[str, Any],
) -> None:
    exec(FIRST, names)
    exec("def f(): return 5", names)
    assert drawing(names)() == 5


def test_each_drawing_has_the_same_random_numbers(names: dict[str, Any]) -> None:
    exec("def figure(a=0): return torch.rand(1).item()", names)
    draw = drawing(names)
    assert draw() == draw()
