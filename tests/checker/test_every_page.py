"""The displays of the site: all have a status, and those that are less than checked are listed.

What the last build found is looked at: `make site` checks each page that has changed.
"""

from functools import cache

from scripts.checker.judging.judge import check_page
from scripts.checker.verdicts import Verdict, read_record
from scripts.examining.statuses import read_exceptions, unexpected
from scripts.sources.navigation import formula_pages


@cache
def verdicts() -> tuple[tuple[Verdict, ...], ...]:
    return tuple(tuple(read_record(page)) for page in formula_pages())


def test_every_page_was_checked() -> None:
    unchecked = [
        str(page) for page, found in zip(formula_pages(), verdicts(), strict=True) if not found
    ]
    assert unchecked == [], "run `make site`"


def test_no_display_of_the_site_is_refuted() -> None:
    assert [str(v) for page in verdicts() for v in page if v.status is None] == []


def test_every_display_is_checked_or_listed_with_its_status() -> None:
    exceptions = read_exceptions()
    pages = [unexpected(page[0].page[5:-3], page, exceptions) for page in verdicts()]
    assert [str(error) for errors in pages for error in errors] == []


def test_every_exception_is_of_a_display_that_there_is() -> None:
    displays = {(v[0].page[5:-3], n) for v in verdicts() for n in range(1, len(v) + 1)}
    assert read_exceptions().keys() - displays == set()


def test_four_of_five_main_formulas_are_checked() -> None:
    others = [page[0].page for page in verdicts() if page[0].status != "checked"]
    assert len(others) <= len(verdicts()) / 5, others


def test_a_check_is_deterministic() -> None:
    page = formula_pages()[0]
    assert check_page(page) == check_page(page) == read_record(page)
