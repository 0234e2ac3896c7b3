"""The queries that the search is to be judged by, written before the words it may match."""

from collections import Counter
import json
from pathlib import Path
from typing import Any

from scripts.examining.queries import KINDS, read_queries, too_few
from scripts.finishing.field_words import FIELD_WORDS, read_field_words
from scripts.finishing.search_index import OTHER_NAMES
from scripts.sources.collection import read_sources
from scripts.sources.ids import with_slug


def read(name: str) -> list[dict[str, Any]]:
    queries: list[dict[str, Any]] = json.loads(
        Path(__file__).with_name(name).read_text(encoding="utf-8")
    )
    return queries


OTHERS = [line for line in OTHER_NAMES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
QUERIES = read("queries.json")
PAGES = read("pages.json")  # what pages of this site answer that are no formula's
OPEN = read("open.json")  # as strangers type them
HELD_BACK = read("held_back.json")  # as OPEN, but never looked at one by one
ABSENT = read("absent.json")  # what is not here; a line goes when its formula comes
FORMULAS = read_sources().formulas
ASKED = read_queries(FORMULAS)  # each of a known form and kind, none twice, or it raises


def test_every_query_expects_formulas_of_the_site() -> None:
    assert [query.line for query in ASKED if not query.expected] == []


def test_there_are_at_least_300_a_hundred_of_them_blind() -> None:
    assert len(QUERIES) >= 300
    assert sum(query["blind"] for query in QUERIES) >= 100


def test_every_kind_is_asked_for() -> None:
    assert min(Counter(query["kind"] for query in QUERIES)[kind] for kind in KINDS) >= 20


def test_every_formula_is_asked_for() -> None:
    assert [str(error) for each in FORMULAS for error in too_few(each, ASKED, FORMULAS)] == []


def test_what_is_held_back_is_no_query_to_tune_by() -> None:
    here = {query["query"].casefold() for query in [*QUERIES, *OPEN, *ABSENT]}
    assert [query["query"] for query in HELD_BACK if query["query"].casefold() in here] == []


def test_no_query_is_both_here_and_not_here() -> None:
    here = {query["query"].casefold() for query in [*QUERIES, *OPEN]}
    assert [query["query"] for query in ABSENT if query["query"].casefold() in here] == []


def test_another_name_is_written_once_and_none_of_a_page() -> None:
    named = [name for f in FORMULAS.values() for name in (f.title, *f.aliases)]
    asked = [question for f in FORMULAS.values() for question in f.questions]
    count = Counter(name.casefold() for name in [*OTHERS, *named, *asked])
    assert [name for name in OTHERS if count[name.casefold()] > 1] == []


def test_words_of_the_field_are_those_of_a_formula_and_not_of_what_is_not_here() -> None:
    absent = {query["query"].casefold() for query in ABSENT}
    words = read_field_words(FORMULAS)
    named = [name for each in words.values() for name in each.names]
    lines = FIELD_WORDS.read_text(encoding="utf-8").splitlines()
    slugs = [line for line in lines if line and line[0] not in "# "]
    assert [slug for slug in slugs if not with_slug(slug, FORMULAS)] == []
    assert [name for name in named if name.casefold() in absent] == []


def test_no_query_for_a_formula_is_another_name() -> None:
    others = {name.casefold() for name in OTHERS}
    here = [query["query"] for query in [*QUERIES, *OPEN]]
    assert [query for query in here if query.casefold() in others] == []
