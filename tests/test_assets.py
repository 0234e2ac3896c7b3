"""Tests of docs/assets/: the scripts and style sheets as they are written."""

from itertools import pairwise
from pathlib import Path
import re

import pytest

from scripts.base.paths import DOCS
from scripts.base.text import read_text

ASSETS = DOCS / "assets"
SHEETS = sorted(ASSETS.glob("styles/*.css"))
OWN = sorted([*SHEETS, *ASSETS.rglob("*.js")])
NEW_DISPLAY = re.compile(r"display: (?P<outer>inline|block) math;")
ONE_JOB = 300  # lines

each_file = pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)


@each_file
def test_a_file_says_first_what_it_is_for(path: Path) -> None:
    assert re.match(r"/\* [A-Z]", read_text(path))


@each_file
def test_a_file_is_short_enough_for_one_job(path: Path) -> None:
    assert len(read_text(path).splitlines()) < ONE_JOB


@each_file
def test_a_script_that_a_comment_names_exists(path: Path) -> None:
    for named in re.findall(r"scripts/[\w/]+\.py", read_text(path)):
        assert Path(named).exists(), named


@each_sheet
def test_a_display_that_safari_does_not_know_has_one_before_it_that_it_knows(sheet: Path) -> None:
    lines = [line.strip() for line in read_text(sheet).splitlines()]
    for before, line in pairwise(lines):
        if found := NEW_DISPLAY.match(line):
            assert before.startswith(f"display: {found['outer']};")


def test_the_sheet_of_the_site_is_all_sheets_but_that_of_print() -> None:
    imported = re.findall(r'@import "(.*)";', read_text(ASSETS / "styles" / "site.css"))
    others = {"print.css", "site.css"}
    assert sorted(imported) == sorted({sheet.name for sheet in SHEETS} - others)
