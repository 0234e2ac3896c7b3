"""What holds on every page of the site, seen in one visit of each, in Chromium."""

import pytest

from scripts.pages.anchors import anchors_of
from tests.representatives import CHAPTERS, FORMULAS
from tests.site.visiting import Visits

KB = 1000
HEAVY = {  # a picture of the heat at each place and time; a field of slopes
    "differential_equations/ordinary_differential_equation/": 124,
    "differential_equations/partial_differential_equation/": 124,
}


def test_a_page_reports_nothing_and_asks_no_other_site(visits: Visits, some_page: str) -> None:
    assert visits(some_page).problems == []


def test_a_page_never_scrolls_sideways(visits: Visits, some_page: str) -> None:
    seen = visits(some_page)
    assert {width: pixels for width, pixels in seen.sideways.items() if pixels > 0} == {}


def test_axe_finds_no_violation(visits: Visits, some_page: str) -> None:
    assert visits(some_page).violations["light"] == []


def test_axe_finds_no_violation_in_the_dark(visits: Visits, some_kind: str) -> None:
    assert visits(some_kind).violations["dark"] == []


def test_forced_colors_leave_every_icon(visits: Visits, some_page: str) -> None:
    assert visits(some_page).unseen == []


def test_nothing_moves_for_who_asked_for_no_motion(visits: Visits, some_page: str) -> None:
    assert visits(some_page).moving == []


def test_every_id_of_a_page_is_its_only_one(visits: Visits, some_page: str) -> None:
    ids = visits(some_page).ids
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_no_formula_of_a_list_is_cut(visits: Visits, some_page: str) -> None:
    assert {width: cut for width, cut in visits(some_page).cut.items() if cut} == {}


def test_no_formula_and_no_code_is_wider_than_the_paper(visits: Visits, some_page: str) -> None:
    seen = visits(some_page)
    assert (seen.too_wide_for_paper, max(seen.sideways_on_paper, 0)) == ([], 0)


def test_the_page_is_printed_alone(visits: Visits, some_page: str) -> None:
    assert visits(some_page).printed == []


def test_at_rest_a_formula_has_two_controls_that_touch_no_ink(
    visits: Visits, some_listed: str
) -> None:
    seen = visits(some_listed)
    assert seen.bad_controls == []
    assert len(seen.copies) > 0


def test_a_first_visit_loads_at_most_121_kb_or_little_more(
    visits: Visits, some_listed: str
) -> None:
    assert 50 * KB <= visits(some_listed).weight <= HEAVY.get(some_listed, 121) * KB


def test_a_first_visit_of_the_home_page_loads_at_most_112_kb(visits: Visits) -> None:
    assert 50 * KB <= visits("").weight <= 112 * KB


@pytest.mark.parametrize("width", [1280, 390])
def test_every_anchor_is_in_view_below_the_header(
    visits: Visits, some_formula: str, width: int
) -> None:
    seen = visits(f"{some_formula}/")
    assert sorted(seen.anchors) == sorted(anchors_of(FORMULAS[some_formula]))
    assert seen.missed[width] == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_what_it_does_the_formula_and_what_to_type_need_no_scrolling(
    visits: Visits, some_formula: str, width: int, height: int
) -> None:
    lowest = visits(f"{some_formula}/").first_screen[width]
    assert lowest == sorted(lowest)
    assert lowest[-1] <= height


def test_the_description_and_the_call_are_those_of_the_sources(
    visits: Visits, some_formula: str
) -> None:
    said, formula = visits(f"{some_formula}/").said, FORMULAS[some_formula]
    assert said["h1 + .description"] == [formula.description]
    assert said[".call pre code"] == [formula.snippet.call.expression]
    assert len(said[".call .shapes"]) == len(formula.snippet.call.shapes)


def test_no_call_is_cut_or_scrolls_on_a_phone(visits: Visits, some_formula: str) -> None:
    assert visits(f"{some_formula}/").cut_calls == []


def test_a_narrow_screen_alone_says_the_chapter_and_leads_to_it(
    visits: Visits, address: str, some_formula: str
) -> None:
    seen, chapter = visits(f"{some_formula}/"), FORMULAS[some_formula].chapter
    assert seen.chapter == [CHAPTERS[chapter].title, f"{address}{chapter}/"]
    assert seen.wide_chapter == []
