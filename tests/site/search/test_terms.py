"""Entries found by their terms: here each has one field of little weight and one of more."""

from typing import Any

import pytest

from tests.site.search.engine import Engine

SEARCH = """
({TermIndex}, asked) => {
  const entries = [
    [["gradient", "step", "step"], ["descent"]],
    [["gradient", "vector", "slope", "point", "steepest"], ["gradient"]],
    [["matrix"], ["transpose"]],
  ]
  const found = new TermIndex(entries, [1, 3]).search(asked)
  return [...found].sort(([, a], [, b]) => b.score - a.score)
    .map(([entry, { asked }]) => ({ entry, asked: [...asked] }))
}
"""


def found(engine: Engine, *asked: str) -> list[dict[str, Any]]:
    return list(engine(SEARCH, list(asked)))


def test_the_field_of_more_weight_wins(engine: Engine) -> None:
    assert [each["entry"] for each in found(engine, "gradient")] == [1, 0]


def test_a_rare_word_says_more_than_a_common_one(engine: Engine) -> None:
    assert found(engine, "gradient", "matrix")[0]["entry"] == 1
    assert found(engine, "gradient", "descent")[0]["entry"] == 0


def test_it_is_told_which_words_an_entry_has(engine: Engine) -> None:
    best = found(engine, "gradient", "descent", "wavelet")[0]
    assert (best["entry"], best["asked"]) == (0, ["gradient", "descent"])


@pytest.mark.parametrize("term", ["matrxi", "transpoes", "tran", "transpo"])
def test_a_word_that_nothing_has_finds_what_it_may_be_meant_for(engine: Engine, term: str) -> None:
    assert [each["entry"] for each in found(engine, term)] == [2]


def test_a_word_that_is_known_is_not_misspelled(engine: Engine) -> None:
    assert [each["entry"] for each in found(engine, "slope", "x")] == [1]


def test_only_the_last_word_may_be_unfinished_where_it_is_short(engine: Engine) -> None:
    assert found(engine, "tran", "x") == []


def test_what_nothing_has_finds_nothing(engine: Engine) -> None:
    assert found(engine, "wavelet") == []
