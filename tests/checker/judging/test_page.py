"""What stands on a page is understood, or refused at its line."""

from pathlib import Path

import pytest

from scripts.checker.judging import page
from scripts.checker.judging.judge import check_page
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.statements import read_display
from scripts.checker.reading.symbols import Declaration, read_line
from scripts.checker.tree import Statement
from tests.checker.pages import X, raises, refuses, write_page


def test_an_unknown_set_is_refused_at_its_line(tmp_path: Path) -> None:
    raises(write_page(tmp_path, "2x = x + x", r"$x \in \mathbb{Q}$: a number"), 7, "not known")


def test_a_mark_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = write_page(tmp_path, "2x = x + x", X)
    text = path.read_text(encoding="utf-8").replace("$$", "<!-- not machine-checked: -->\n$$", 1)
    path.write_text(text, encoding="utf-8")
    raises(path, 3, "say why")


def test_a_mark_with_a_reason_is_shown(tmp_path: Path) -> None:
    path = write_page(tmp_path, "2x = x + x", X)
    mark = "<!-- not machine-checked: it is a proverb -->\n$$"
    path.write_text(path.read_text(encoding="utf-8").replace("$$", mark, 1), encoding="utf-8")
    [found] = check_page(path)
    assert found.status == "not machine-checked: it is a proverb"


def test_a_page_without_a_display_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# Title\n", encoding="utf-8")
    raises(path, 1, "no $$ display")


def test_a_formula_that_cannot_be_read_points_at_the_place(tmp_path: Path) -> None:
    found = refuses(tmp_path, "never closed", r"x = \mathbf{x", X)
    assert found.line == 4


def test_the_caret_stands_under_the_part_in_question(tmp_path: Path) -> None:
    found = refuses(tmp_path, "two readings", "x / x x = x", X)
    line, caret = found.details[0].split("\n")
    assert line[caret.index("^")] == "x" and caret.index("^") == line.index("x = x")


def test_a_display_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(tex: str, vocabulary: Vocabulary) -> list[Statement]:
        read.append(tex)
        return read_display(tex, vocabulary)

    monkeypatch.setattr(page, "read_display", counted)
    check_page(write_page(tmp_path, "2x = x + x", X))
    assert read == ["2x = x + x"]


@pytest.mark.parametrize(
    ("symbol", "times"), [(X, 1), (r"$x \in [0, 1]$: a share", 1), (r"$x \in [0, n]$: a time", 2)]
)
def test_a_line_is_read_again_only_where_a_bound_names_a_symbol(
    symbol: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(tex: str, line: int, vocabulary: Vocabulary) -> list[Declaration]:
        read.append(tex)
        return read_line(tex, line, vocabulary)

    monkeypatch.setattr(page, "read_line", counted)
    symbols = [symbol, r"$\mathbf{a} \in \mathbb{R}^{n}$: a vector"]
    check_page(write_page(tmp_path, r"2 x \mathbf{a} = x \mathbf{a} + x \mathbf{a}", *symbols))
    assert len(read) == len(symbols) - 1 + times


def test_a_display_that_cannot_be_read_leaves_the_next_one_alone(tmp_path: Path) -> None:
    path = write_page(tmp_path, "x = x /", X)
    path.write_text(path.read_text(encoding="utf-8") + "\n$$\n2x = x + x\n$$\n", encoding="utf-8")
    first, second = check_page(path)
    assert (first.status, second.status) == (None, "checked")


def two_displays(folder: Path, second: str) -> Path:
    path = write_page(folder, r"f_c(x) = c x \cdot x", X, r"$c \in \mathbb{R}$: a factor")
    with path.open("a", encoding="utf-8") as page:
        page.write(f"\n$$\n{second}\n$$\n\n```python\ndef reference(x, *, c):\n")
        page.write("    return c * x**2\n```\n")
    return path


def test_a_display_may_call_a_function_that_one_above_it_defines(tmp_path: Path) -> None:
    found = check_page(two_displays(tmp_path, "f_c(2 x) = 4 f_c(x)"))
    assert [verdict.status for verdict in found] == ["checked", "checked"]


def test_a_function_from_above_is_not_any_function(tmp_path: Path) -> None:
    found = check_page(two_displays(tmp_path, "f_c(2 x) = 2 f_c(x)"))
    assert [verdict.status for verdict in found] == ["checked", None]
