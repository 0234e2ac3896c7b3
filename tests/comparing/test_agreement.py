"""Whether the browser and the command line say the same: a sample; bench/agreeing.py takes all."""

import random

import pytest

from bench.agreeing import Line, Pasted, compared, displays, one_place_changes
from bench.comparing import exports
from scripts.comparing.judged import Judged

SHOWN, CHANGED = 30, 40  # displays and misprints, one-place changes


@pytest.mark.parametrize("kind", ["displays", "changes"])
def test_the_checker_contradicts_nothing_that_the_browser_says(kind: str) -> None:
    formulas = exports()
    if not formulas:
        pytest.skip("not built: run `make site` first")
    some = (
        random.Random(0).sample(list(displays()), SHOWN)
        if kind == "displays"
        else one_place_changes(CHANGED, seed=0)
    )
    lines = list(compared(some, formulas))
    assert lines
    assert [str(line) for line in lines if line.is_contradicted] == []


@pytest.mark.parametrize(
    ("verdict", "agrees", "is_contradicted"),
    [
        ("renamed", False, True),
        ("equivalent", True, False),
        ("different", True, True),
        ("different", None, False),
        ("misprint", True, False),  # what is wrong may stand on the left
    ],
)
def test_what_contradicts(verdict: str, agrees: bool | None, is_contradicted: bool) -> None:
    line = Line(Pasted("a", "b", "c"), {"verdict": verdict}, Judged(agrees))
    assert line.is_contradicted is is_contradicted
