"""The queries of tests/search/held_back.json, by which nobody tunes: only sums are looked at."""

from typing import Any

import pytest

from tests.search.test_queries import HELD_BACK
from tests.site.search.engine import Engine

RIGHT_FIRST, RIGHT_IN_THREE = 0.91, 0.97
FALSE_ALARMS = 0.02  # the share that is said not to be here
FOUND = "({engine}, query) => engine.search(query).formulas.map(({formula}) => formula.location)"
MISSING = "({engine}, query) => Boolean(engine.search(query).missing)"


@pytest.fixture(scope="module")
def places(engine: Engine) -> list[int]:
    """Where the first right answer to each query stands, from 0."""
    answers = engine.map(FOUND, [query["query"] for query in HELD_BACK])
    return [place(query, found) for query, found in zip(HELD_BACK, answers, strict=True)]


def place(query: dict[str, Any], found: list[str]) -> int:
    right = [location.split("/")[1] in query["expected"] for location in found]
    return right.index(True) if True in right else len(right) + 1000


def test_the_right_formula_comes_first(places: list[int]) -> None:
    assert sum(place < 1 for place in places) >= RIGHT_FIRST * len(places)


def test_the_right_formula_is_among_the_first_three(places: list[int]) -> None:
    assert sum(place < 3 for place in places) >= RIGHT_IN_THREE * len(places)


def test_few_are_said_to_be_missing(engine: Engine) -> None:
    told = engine.map(MISSING, [query["query"] for query in HELD_BACK])
    assert sum(told) <= FALSE_ALARMS * len(told)
