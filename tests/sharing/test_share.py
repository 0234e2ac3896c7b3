"""What one of several machines runs."""

import pytest

from scripts.sharing.share import Share
from tests.representatives import SOURCES


@pytest.mark.parametrize("machines", [1, 3, 7])
def test_every_formula_and_notebook_is_in_one_share(machines: int) -> None:
    parts = [Share.part(SOURCES, number, machines) for number in range(1, machines + 1)]
    formulas = [formula.id for part in parts for formula in part.formulas]
    chapters = [chapter.slug for part in parts for chapter in part.chapters]
    assert sorted(formulas) == sorted(SOURCES.formulas)
    assert sorted(chapters) == sorted(chapter.slug for chapter in SOURCES.chapters)


def test_shares_are_about_as_large_as_each_other() -> None:
    sizes = [len(Share.part(SOURCES, number, 5).formulas) for number in range(1, 6)]
    assert max(sizes) - min(sizes) <= 1


def test_formulas_bring_the_notebooks_that_contain_one() -> None:
    formula = SOURCES.formulas["optimization/adam"]
    assert [chapter.slug for chapter in Share.of(SOURCES, [formula]).chapters] == ["optimization"]
