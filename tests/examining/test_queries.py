import json

from scripts.examining.queries import Query, read_queries, too_few
from tests.project import Project


def queries(*slugs: str) -> list[Query]:
    return [Query(f"query {n}", frozenset([slug]), n) for n, slug in enumerate(slugs, start=1)]


def test_a_formula_without_enough_queries_is_told_how_many_to_add() -> None:
    (error,) = too_few("square", queries("square", "cube", "square"))
    assert str(error).startswith(
        "tests/search/queries.json:1: add at least 4 queries that 'square' answers, of"
    )
    assert '"expected": ["square"]' in str(error)


def test_six_queries_are_enough() -> None:
    assert list(too_few("square", queries(*6 * ["square"]))) == []


def test_a_query_knows_its_line(project: Project) -> None:
    entries = [{"query": text, "expected": ["square"]} for text in ("x²", 'a "quoted" one')]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    project.write("tests/search/queries.json", f"[\n{lines}\n]\n")
    assert [(query.text, query.line) for query in read_queries()] == [
        ("x²", 2),
        ('a "quoted" one', 3),
    ]
