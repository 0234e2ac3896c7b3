"""The queries that the search is to be judged by, written before the words it may match."""

from collections import Counter
import json
from pathlib import Path

from scripts.sources.collection import read_sources

QUERIES = json.loads(Path(__file__).with_name("queries.json").read_text(encoding="utf-8"))
SLUGS = {formula.split("/")[1] for formula in read_sources().formulas}
KINDS = {
    "name", "alias", "typo", "question", "pytorch", "latex", "unfinished", "unicode", "symbol",
    "code", "shape",
}  # fmt: skip


def test_every_query_has_a_known_kind_and_expects_formulas_of_the_site() -> None:
    for query in QUERIES:
        assert set(query) == {"query", "kind", "expected", "blind"}
        assert query["kind"] in KINDS
        assert query["expected"] and set(query["expected"]) <= SLUGS


def test_no_query_stands_twice() -> None:
    texts = [query["query"].strip().casefold() for query in QUERIES]
    assert len(texts) == len(set(texts))


def test_there_are_at_least_300_a_third_of_them_blind() -> None:
    assert len(QUERIES) >= 300
    assert sum(query["blind"] for query in QUERIES) >= len(QUERIES) / 3


def test_every_kind_and_every_formula_is_asked_for() -> None:
    assert min(Counter(query["kind"] for query in QUERIES)[kind] for kind in KINDS) >= 20
    assert {slug for query in QUERIES for slug in query["expected"]} == SLUGS
