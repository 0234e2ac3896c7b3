"""What stands on a page is understood, or refused at its line."""

from pathlib import Path

from scripts.checker.judging.judge import check_page
from tests.checker.pages import X, raises, refuses, write_page


def test_an_unknown_set_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, "2x = x + x", r"$x \in \mathbb{Q}$: a number"), 7, "not known")


def test_a_mark_without_a_reason_is_refused(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    text = page.read_text(encoding="utf-8").replace("$$", "<!-- not machine-checked: -->\n$$", 1)
    page.write_text(text, encoding="utf-8")
    raises(page, 3, "say why")


def test_a_mark_with_a_reason_is_shown(tmp_path: Path) -> None:
    page = write_page(tmp_path, "2x = x + x", X)
    mark = "<!-- not machine-checked: it is a proverb -->\n$$"
    page.write_text(page.read_text(encoding="utf-8").replace("$$", mark, 1), encoding="utf-8")
    [found] = check_page(page)
    assert found.status == "not machine-checked: it is a proverb"


def test_a_page_without_a_display_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n", encoding="utf-8")
    raises(page, 1, "no $$ display")


def test_a_formula_that_cannot_be_read_points_at_the_place(tmp_path: Path) -> None:
    found = refuses(tmp_path, "never closed", r"x = \mathbf{x", X)
    assert found.line == 4


def test_the_caret_stands_under_the_part_in_question(tmp_path: Path) -> None:
    found = refuses(tmp_path, "two readings", "x / x x = x", X)
    line, caret = found.details[0].split("\n")
    assert line[caret.index("^")] == "x" and caret.index("^") == line.index("x = x")
