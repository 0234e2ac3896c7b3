"""The queries of tests/search/queries.json, answered by the real box."""

from dataclasses import dataclass
from typing import Any

import pytest

from scripts.examining.queries import KINDS, read_queries
from tests.search.test_queries import QUERIES
from tests.site.searching import Box

RIGHT_FIRST, RIGHT_IN_THREE = 0.93, 0.98
RIGHT_FIRST_OF_A_KIND = 0.85
UNSEEN_FIRST, UNSEEN_IN_THREE = 0.92, 0.97


@dataclass(frozen=True)
class Answer:
    """What the box said to a query: ids of formulas, best first."""

    query: dict[str, Any]
    expected: frozenset[str]
    found: list[str]

    def right_within(self, places: int) -> bool:
        return not self.expected.isdisjoint(self.found[:places])


@pytest.fixture(scope="session")
def answers(box: Box, address: str, catalog: list[dict[str, Any]]) -> list[Answer]:
    """Pages such as the notation are results, too, but no formula's. An equation is its page."""
    known = {f"{address}{entry['id']}/": entry["id"] for entry in catalog}
    expected = [query.expected for query in read_queries(known.values())]
    shown = box.ask_all([query["query"] for query in QUERIES])
    pages = [[result["href"].partition("#")[0] for result in results] for results in shown]
    return [
        Answer(query, wanted, [known[page] for page in found if page in known])
        for query, wanted, found in zip(QUERIES, expected, pages, strict=True)
    ]


@pytest.fixture(scope="session")
def table(answers: list[Answer]) -> str:
    """The share of right answers by kind, and every query whose first answer is wrong."""
    groups = {kind: [a for a in answers if a.query["kind"] == kind] for kind in sorted(KINDS)}
    groups["blind"] = [answer for answer in answers if answer.query["blind"]]
    groups["all"] = answers
    lines = [f"{'':12} queries  first  in three"]
    for name, group in groups.items():
        lines.append(f"{name:12} {len(group):7}  {share(1, group):.3f}  {share(3, group):8.3f}")
    for answer in answers:
        query = answer.query
        if not answer.right_within(1):
            got = f"expects {query['expected']}, got {answer.found[:3]}"
            lines.append(f"{query['kind']}: {query['query']!r} {got}")
    return "\n".join(lines)


def share(places: int, answers: list[Answer]) -> float:
    """The share of queries with a right answer among the first few."""
    return sum(answer.right_within(places) for answer in answers) / len(answers)


def expect(reached: float, wanted: float, table: str) -> None:
    if reached < wanted:
        pytest.fail(f"{reached:.3f} are right, expected {wanted}\n{table}", pytrace=False)


def test_the_right_formula_comes_first(
    answers: list[Answer], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\n{table}")
    expect(share(1, answers), RIGHT_FIRST, table)


def test_the_right_formula_is_among_the_first_three(answers: list[Answer], table: str) -> None:
    expect(share(3, answers), RIGHT_IN_THREE, table)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_query_is_left_behind(answers: list[Answer], table: str, kind: str) -> None:
    of_kind = [answer for answer in answers if answer.query["kind"] == kind]
    expect(share(1, of_kind), RIGHT_FIRST_OF_A_KIND, table)


def test_queries_that_nobody_saw_while_tuning_do_as_well(answers: list[Answer], table: str) -> None:
    blind = [answer for answer in answers if answer.query["blind"]]
    expect(share(1, blind), UNSEEN_FIRST, table)
    expect(share(3, blind), UNSEEN_IN_THREE, table)
