"""The displays of the site: all have a status, and no fewer are checked than were recorded."""

from functools import cache
from pathlib import Path

from scripts.check import formula_pages
from scripts.checker.judging.judge import check_page
from scripts.checker.verdicts import Verdict

RECORDED = Path(__file__).with_name("checked_displays.txt")


@cache
def verdicts() -> tuple[tuple[Verdict, ...], ...]:
    return tuple(tuple(check_page(page)) for page in formula_pages())


def test_no_display_of_the_site_is_refuted() -> None:
    assert [str(v) for page in verdicts() for v in page if v.status is None] == []


def test_no_fewer_displays_are_checked_than_were_recorded() -> None:
    checked = sum(verdict.status == "checked" for page in verdicts() for verdict in page)
    recorded = int(RECORDED.read_text(encoding="utf-8"))
    assert checked >= recorded, "a display has lost its check; mend it"
    assert checked == recorded, f"more are checked now: write {checked} into {RECORDED.name}"


def test_all_main_formulas_but_four_are_checked() -> None:
    others = [page[0].page for page in verdicts() if page[0].status != "checked"]
    assert len(others) <= 4, others


def test_a_check_is_deterministic() -> None:
    page = formula_pages()[0]
    assert check_page(page) == check_page(page)
