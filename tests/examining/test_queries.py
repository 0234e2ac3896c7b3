import json

import pytest

from scripts.base.errors import SourceError
from scripts.examining.queries import Query, read_queries, too_few
from tests.project import Project


def queries(*slugs: str) -> list[Query]:
    return [Query(f"query {n}", frozenset([slug]), n) for n, slug in enumerate(slugs, start=1)]


def entry(text: str, **changes: object) -> dict[str, object]:
    return {"query": text, "kind": "name", "expected": ["square"], "blind": False} | changes


def write(project: Project, *entries: dict[str, object]) -> None:
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    project.write("tests/search/queries.json", f"[\n{lines}\n]\n")


def test_a_formula_without_enough_queries_is_told_how_many_to_add() -> None:
    (error,) = too_few("square", queries("square", "cube", "square"))
    assert str(error).startswith(
        "tests/search/queries.json:1: add at least 4 queries that 'square' answers, of"
    )
    assert '"expected": ["square"]' in str(error)


def test_six_queries_are_enough() -> None:
    assert list(too_few("square", queries(*6 * ["square"]))) == []


def test_a_query_knows_its_line(project: Project) -> None:
    write(project, entry("x²"), entry('a "quoted" one'))
    assert [(query.text, query.line) for query in read_queries()] == [
        ("x²", 2),
        ('a "quoted" one', 3),
    ]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (entry("x", kind="guess"), "expected {"),
        (entry("x", note="why"), "expected {"),
        (entry("SQUARE "), "'SQUARE ' stands in line 2, too: keep one"),
    ],
)
def test_a_query_that_is_malformed_or_there_already_is_told_at_its_line(
    project: Project, second: dict[str, object], message: str
) -> None:
    write(project, entry("square"), second)
    with pytest.raises(SourceError) as caught:
        read_queries()
    assert str(caught.value).startswith(f"tests/search/queries.json:3: {message}")


def test_a_comma_too_few_is_told_at_its_line(project: Project) -> None:
    project.write("tests/search/queries.json", "[\n{}\n{}\n]\n")
    with pytest.raises(SourceError, match=r"^tests/search/queries\.json:3: malformed JSON"):
        read_queries()
