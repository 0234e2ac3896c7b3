"""Every test formula is checked, whatever the seed."""

from pathlib import Path

import pytest

from scripts.base.paths import page_file
from scripts.checker.judging.judge import check_page
from scripts.sources.navigation import formula_pages
from tests.checker.pages import FORMULAS

PAGES = [*formula_pages(), *FORMULAS]


def false_alarms(page: Path, seed: int) -> list[str]:
    return [str(verdict) for verdict in check_page(page, seed=seed) if verdict.status is None]


def test_there_are_at_least_60_test_formulas() -> None:
    assert len(FORMULAS) >= 60


@pytest.mark.parametrize("page", FORMULAS, ids=[page.stem for page in FORMULAS])
def test_a_test_formula_is_checked(page: Path) -> None:
    for verdict in check_page(page):
        assert verdict.status, (verdict.message, verdict.details)
        assert not verdict.status.startswith("not machine-checked")


def test_another_seed_raises_no_false_alarm_on_a_page(some_formula: str) -> None:
    assert false_alarms(page_file(some_formula), seed=1) == []


def test_another_seed_raises_no_false_alarm_on_a_test_formula(some_test_formula: str) -> None:
    assert false_alarms(Path(some_test_formula), seed=1) == []
