"""Queries as strangers type them: those open to tune by, and those held back, whose sums alone are
looked at.
"""

from typing import Any

import pytest

from tests.search.test_queries import HELD_BACK, OPEN
from tests.site.search.engine import Engine

SETS = {"open": OPEN, "held back": HELD_BACK}
# Of each set the least share that is right first, and in three; the most that is called missing.
RIGHT_FIRST = {"open": 0.96, "held back": 0.91}
RIGHT_IN_THREE = {"open": 0.99, "held back": 0.97}
FALSE_ALARMS = {"open": 0.03, "held back": 0.02}
FOUND = "({engine}, query) => engine.search(query).formulas.map(({formula}) => formula.location)"
MISSING = "({engine}, query) => Boolean(engine.search(query).missing)"


@pytest.fixture(scope="module")
def places(engine: Engine) -> dict[str, list[int]]:
    """Where the first right answer to each query of a set stands, from 0."""
    return {name: [*map(place, SETS[name], ask(engine, FOUND, name))] for name in SETS}


def place(query: dict[str, Any], found: list[str]) -> int:
    right = [location.split("/")[1] in query["expected"] for location in found]
    return right.index(True) if True in right else len(right) + 1000


def ask(engine: Engine, what: str, name: str) -> list[Any]:
    return engine.map(what, [query["query"] for query in SETS[name]])


@pytest.mark.parametrize("name", SETS)
def test_the_right_formula_comes_first(places: dict[str, list[int]], name: str) -> None:
    assert sum(place < 1 for place in places[name]) >= RIGHT_FIRST[name] * len(places[name])


@pytest.mark.parametrize("name", SETS)
def test_the_right_formula_is_among_the_first_three(
    places: dict[str, list[int]], name: str
) -> None:
    assert sum(place < 3 for place in places[name]) >= RIGHT_IN_THREE[name] * len(places[name])


@pytest.mark.parametrize("name", SETS)
def test_few_are_said_to_be_missing(engine: Engine, name: str) -> None:
    assert sum(ask(engine, MISSING, name)) <= FALSE_ALARMS[name] * len(SETS[name])
