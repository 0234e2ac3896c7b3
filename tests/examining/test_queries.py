import json

import pytest

from scripts.base.errors import SourceError
from scripts.examining.queries import Query, read_queries, too_few
from tests.project import Project

SQUARE, CUBE = "powers/square", "powers/cube"
IDS = [SQUARE, CUBE]


def queries(*ids: str) -> list[Query]:
    return [Query(f"query {n}", frozenset([each]), n) for n, each in enumerate(ids, start=1)]


def entry(text: str, **changes: object) -> dict[str, object]:
    return {"query": text, "kind": "name", "expected": ["square"], "blind": False} | changes


def write(project: Project, *entries: dict[str, object]) -> None:
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    project.write("tests/search/queries.json", f"[\n{lines}\n]\n")


def test_a_formula_without_enough_queries_is_told_how_many_to_add() -> None:
    (error,) = too_few(SQUARE, queries(SQUARE, CUBE, SQUARE), IDS)
    assert str(error).startswith(
        "tests/search/queries.json:1: add at least 4 queries that 'square' answers, of"
    )
    assert '"expected": ["square"]' in str(error)


def test_a_formula_whose_slug_another_chapter_has_is_told_by_its_id() -> None:
    (error,) = too_few(SQUARE, [], [*IDS, "shapes/square"])
    assert "queries that 'powers/square' answers" in str(error)
    assert '"expected": ["powers/square"]' in str(error)


def test_six_queries_are_enough() -> None:
    assert list(too_few(SQUARE, queries(*6 * [SQUARE]), IDS)) == []


def test_a_slug_that_one_formula_has_names_it_as_its_id_does(project: Project) -> None:
    write(project, entry("x²"), entry("x^2", expected=[SQUARE]))
    assert [query.expected for query in read_queries(IDS)] == [{SQUARE}, {SQUARE}]


@pytest.mark.parametrize(
    ("name", "ids", "message"),
    [
        (
            "square",
            [*IDS, "shapes/square"],
            "'square' may be powers/square or shapes/square: write",
        ),
        ("squares", IDS, "no formula 'squares' in nav"),
        ("shapes/square", IDS, "no formula 'shapes/square' in nav; did you mean powers/square?"),
    ],
)
def test_a_query_that_names_no_formula_or_several_is_told_at_its_line(
    project: Project, name: str, ids: list[str], message: str
) -> None:
    write(project, entry("cubed", expected=["cube"]), entry("x²", expected=[name]))
    with pytest.raises(SourceError) as caught:
        read_queries(ids)
    assert str(caught.value).startswith(f"tests/search/queries.json:3: {message}")


def test_a_query_knows_its_line(project: Project) -> None:
    write(project, entry("x²"), entry('a "quoted" one'))
    assert [(query.text, query.line) for query in read_queries(IDS)] == [
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
        read_queries(IDS)
    assert str(caught.value).startswith(f"tests/search/queries.json:3: {message}")


def test_a_comma_too_few_is_told_at_its_line(project: Project) -> None:
    project.write("tests/search/queries.json", "[\n{}\n{}\n]\n")
    with pytest.raises(SourceError, match=r"^tests/search/queries\.json:3: malformed JSON"):
        read_queries(IDS)
