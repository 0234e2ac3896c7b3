"""A comment that was copied here, found in somebody's code, leads back."""

from playwright.sync_api import Page
import pytest

from scripts.sources.collection import read_sources
from tests.site.copying import copied, visit
from tests.site.search.engine import Engine

FIRST = "({engine}, query) => engine.search(query).formulas[0].formula.location"


@pytest.mark.parametrize("identifier", read_sources().formulas)
def test_a_copied_comment_finds_its_formula(
    reader: Page, engine: Engine, address: str, identifier: str
) -> None:
    visit(reader, f"{address}{identifier}/")
    for display in range(reader.locator(".formula").count()):
        formula = copied(reader, "Code comment", display).rpartition("# http")[0]
        assert engine(FIRST, formula) == f"{identifier}/", formula
