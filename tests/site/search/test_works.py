"""Formulas found by the works they cite."""

import pytest

from tests.site.search.engine import Engine
from tests.site.searching import Box

WORKS = [
    {
        "label": "Kingma and Ba, 2015",
        "authors": "Diederik Kingma, Jimmy Ba",
        "title": "Adam: A method for stochastic optimization",
        "number": "1412.6980",
    },
    {
        "label": "Chen et al., 2018",
        "authors": "Ricky Chen, Jimmy Lovelace",
        "title": "Neural ordinary differential equations",
        "number": "",
    },
]
FOUND = """({WorkIndex}, [works, query]) =>
  new WorkIndex(works).find(query).map(({ label }) => label.split(" ")[0])"""
FIRST = "({WorkIndex}, [works, query]) => new WorkIndex(works).find(query)[0].first"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Kingma", ["Kingma"]),
        ("kingma ba 2015", ["Kingma"]),
        ("Chen et al.", ["Chen"]),
        ("1412.6980", ["Kingma"]),
        ("arXiv:1412.6980", ["Kingma"]),
        ("method for stochastic optimization", ["Kingma"]),
        ("Jimmy", ["Kingma", "Chen"]),
        ("2015", []),
        ("Kingma 2014", ["Kingma"]),
        ("Chen 2019", ["Chen"]),
        ("Chen 2020", []),
        ("method", []),
        ("Kingma 2018", []),
        ("differential equations of heat", []),
        ("", []),
    ],
)
def test_a_work_is_found_by_author_year_number_and_title(
    engine: Engine, query: str, found: list[str]
) -> None:
    assert engine(FOUND, [WORKS, query]) == found


@pytest.mark.parametrize(("author", "first"), [("Ba", True), ("Jimmy", False)])
def test_an_author_by_whom_a_work_is_cited_is_told_from_others(
    engine: Engine, author: str, first: bool
) -> None:
    assert engine(FIRST, [WORKS, author]) is first


def test_who_asks_for_an_author_is_told_which_work_is_cited(box: Box) -> None:
    best, *_ = box.ask("Kingma Ba")
    assert best["title"] == "Adam"
    assert "Cites Kingma and Ba, 2015: Adam: A method for stochastic optimization" in best["html"]


def test_who_types_the_name_of_a_formula_is_told_of_no_work(box: Box) -> None:
    assert "Cites" not in box.ask("layer normalization")[0]["html"]
