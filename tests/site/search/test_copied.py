"""A comment that was copied here, found in somebody's code, leads back."""

from tests.site.search.engine import Engine
from tests.site.visiting import Visits

FIRST = "({engine}, query) => engine.search(query).formulas[0].formula.location"


def test_a_copied_comment_finds_its_formula(
    visits: Visits, engine: Engine, some_formula: str
) -> None:
    for texts in visits(f"{some_formula}/").copies:
        formula = texts["Code comment"].rpartition("# http")[0]
        assert engine(FIRST, formula) == f"{some_formula}/", formula
