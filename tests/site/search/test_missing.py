"""What is not here is said so, and nothing that is here is said to be missing."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.search.test_queries import QUERIES
from tests.site.search.engine import Engine

MISSING = "({engine}, query) => engine.search(query).missing?.name ?? null"
SENTENCE = "({engine}, query) => engine.search(query).missing?.mention?.sentence ?? null"
ITEMS = "({engine, resultItems}, query) => resultItems(engine.search(query), query).items"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("RWKV", "RWKV"),
        ("what is rwkv?", "rwkv"),
        ("zero-shot", "zero-shot"),
        ("mixture of experts", "mixture of experts"),
        ("torch.nn.GRU", "torch.nn.GRU"),
        ("F.swiglu", "F.swiglu"),
    ],
)
def test_a_name_that_is_not_here_is_said_so(engine: Engine, query: str, name: str) -> None:
    assert engine(MISSING, query) == name


def test_the_sentence_that_mentions_it_comes_first(engine: Engine) -> None:
    sentence = engine(SENTENCE, "K-FAC")
    assert "K-FAC" in sentence
    first = engine(ITEMS, "K-FAC")[0]
    assert (first["title"], first["line"]) == ("Matrix inverse", sentence)
    assert not first.get("far")


def test_the_nearest_formulas_are_marked_as_such(engine: Engine) -> None:
    found = engine(ITEMS, "zero-shot")
    assert 0 < len(found) <= 3 and all(item["far"] for item in found)


def test_no_query_for_a_formula_of_the_site_is_called_missing(engine: Engine) -> None:
    queries = [query["query"] for query in QUERIES]
    assert [name for name in engine.map(MISSING, queries) if name] == []


def test_no_name_and_no_question_of_a_formula_is_called_missing(engine: Engine, site: Path) -> None:
    formulas: dict[str, Any] = json.loads((site / "search/index.json").read_text())["formulas"]
    several = [*formulas["aliases"], *formulas["pytorch"], *formulas["questions"]]
    asked = [*formulas["title"], *(name for names in several for name in names)]
    assert [name for name in engine.map(MISSING, asked) if name] == []


@pytest.mark.parametrize(
    "query", ["softma", "layer nor", "adma", "sofmax", "eigan values", "α", ""]
)
def test_what_is_unfinished_or_misspelled_is_not_called_missing(engine: Engine, query: str) -> None:
    assert engine(MISSING, query) is None
