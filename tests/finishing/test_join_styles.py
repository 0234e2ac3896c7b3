"""Tests of scripts/finishing/join_styles.py. That the pages look right is tested in browsers."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.join_styles import join_styles

SITE = '/* All. */\n\n@import "one.css";\n@import "two-more.css";\n\nb {}\n'


def write(folder: Path, **sheets: str) -> Path:
    for name, text in sheets.items():
        (folder / f"{name.replace('_', '-')}.css").write_text(text)
    return folder / "site.css"


def test_the_parts_stand_in_one_sheet_in_their_order_and_their_files_are_gone(
    tmp_path: Path,
) -> None:
    join_styles(write(tmp_path, site=SITE, one="i {}\n", two_more="u {}\n"))
    assert [path.name for path in tmp_path.iterdir()] == ["site.css"]
    assert (tmp_path / "site.css").read_text() == "/* All. */\n\ni {}\nu {}\n\nb {}\n"


def test_a_sheet_that_is_not_imported_stays(tmp_path: Path) -> None:
    join_styles(write(tmp_path, site="b {}\n", print="u {}\n"))
    assert (tmp_path / "print.css").read_text() == "u {}\n"


def test_a_part_may_have_parts(tmp_path: Path) -> None:
    one = '@import "two.css";\n'
    join_styles(write(tmp_path, site='@import "one.css";\n', one=one, two="i {}\n"))
    assert [path.name for path in tmp_path.iterdir()] == ["site.css"]
    assert (tmp_path / "site.css").read_text() == "i {}\n"


def test_a_site_without_the_sheet_is_left_alone(tmp_path: Path) -> None:
    join_styles(tmp_path / "site.css")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        '@import "gone.css";',
        '@import url("one.css");',
        '@import "one.css" print;',
        "@import 'one.css';",
    ],
)
def test_an_import_that_cannot_be_joined_is_refused_at_its_line(
    tmp_path: Path, statement: str
) -> None:
    sheet = write(tmp_path, site=f"/* All. */\n{statement}\n", one="i {}\n")
    with pytest.raises(SourceError, match=r"site\.css:2: expected '@import \"part\.css\";'"):
        join_styles(sheet)
