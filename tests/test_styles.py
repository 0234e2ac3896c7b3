"""Tests of the style sheets, as they are written."""

from itertools import pairwise
from pathlib import Path
import re

import pytest

from scripts.base.paths import DOCS
from scripts.base.text import read_text

SHEETS = sorted((DOCS / "assets").rglob("*.css"))
NEW_DISPLAY = re.compile(r"display: (?P<outer>inline|block) math;")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_display_that_safari_does_not_know_has_one_before_it_that_it_knows(sheet: Path) -> None:
    lines = [line.strip() for line in read_text(sheet).splitlines()]
    for before, line in pairwise(lines):
        if found := NEW_DISPLAY.fullmatch(line):
            assert before.startswith(f"display: {found['outer']};")
