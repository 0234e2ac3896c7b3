"""Tests of scripts/finishing/prune_styles.py."""

from pathlib import Path

import pytest

from scripts.finishing.prune_styles import prune_styles

PAGE = '<html dir="ltr"><p class="lead note" id="top">unused</p></html>'
SCRIPT = 'element.classList.add("made-by-script"); style = "var(--read)"'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one page and one script."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "assets/bundle.js").write_text(SCRIPT)
    return tmp_path


def pruned(site: Path, css: str) -> str:
    sheet = site / "assets/theme.css"
    sheet.write_text(css)
    prune_styles(site, [sheet])
    return sheet.read_text()


@pytest.mark.parametrize(
    "selector",
    ["p", ".lead", ".lead.note:hover>b", "#top", ".made-by-script", "[dir=ltr] p", "[hidden]"],
)
def test_a_rule_that_may_fit_a_page_stays(site: Path, selector: str) -> None:
    css = f"{selector}{{color:red}}"
    assert pruned(site, css) == css


@pytest.mark.parametrize("selector", [".unused", ".lead .tabs", "p#foot", "[dir=rtl] p"])
def test_a_rule_that_fits_no_page_goes(site: Path, selector: str) -> None:
    assert pruned(site, f"{selector}{{color:red}}p{{color:blue}}") == "p{color:blue}"


def test_of_several_selectors_those_that_fit_stay(site: Path) -> None:
    assert pruned(site, ".tabs,.lead,.unused b{color:red}") == ".lead{color:red}"


@pytest.mark.parametrize("selector", ["p:not(.tabs)", ":is(.tabs,p)", ":where(.tabs,.lead) b"])
def test_what_brackets_of_a_selector_hold_decides_nothing(site: Path, selector: str) -> None:
    css = f"{selector}{{color:red}}"
    assert pruned(site, css) == css


def test_rules_for_a_medium_are_looked_at_one_by_one(site: Path) -> None:
    css = "@media print{.lead{color:red}.tabs{color:red}}@media print{.tabs{color:red}}"
    assert pruned(site, css) == "@media print{.lead{color:red}}"


@pytest.mark.parametrize(
    "css", ['@charset "UTF-8";', "@font-face{font-family:A}", "@keyframes turn{to{rotate:1turn}}"]
)
def test_what_is_no_rule_with_a_selector_stays(site: Path, css: str) -> None:
    assert pruned(site, css) == css


def test_a_custom_property_that_nothing_reads_goes(site: Path) -> None:
    css = ":root{--used:red;--read:1px;--icon:url(data:a)}p{color:var(--used)}"
    assert pruned(site, css) == ":root{--used:red;--read:1px}p{color:var(--used)}"


def test_a_custom_property_that_only_a_rule_read_which_is_gone_goes_too(site: Path) -> None:
    assert pruned(site, ":root{--icon:red}.tabs{color:var(--icon)}p{color:blue}") == "p{color:blue}"
