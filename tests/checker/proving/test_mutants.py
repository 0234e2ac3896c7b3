"""The one-place changes of every formula are refused."""

from scripts.checker.proving import mutants
from scripts.sources.navigation import formula_pages
from tests.project import REPOSITORY

SAMPLE = 300


def test_a_fixed_sample_of_one_place_changes_is_refused() -> None:
    tally = mutants.run(formula_pages(), sample=SAMPLE)
    assert tally.total == SAMPLE
    assert tally.score >= mutants.REQUIRED, tally.survivors


def test_survivors_are_equivalent_or_true() -> None:
    page = REPOSITORY / "docs/nonlinear_functions/relu.md"
    tally = mutants.run([page.relative_to(REPOSITORY)])
    kinds = {survivor.kind for survivor in tally.survivors}
    assert kinds == {mutants.SAME}, tally.survivors  # max(x, 0)
