"""Tests of scripts/pages/status_line.py."""

from pathlib import Path

import pytest

from scripts.base.paths import record_file
from scripts.base.text import write_atomically
from scripts.checker.verdicts import Verdict, record_of
from scripts.pages import status_line


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("snippets/chapter").mkdir(parents=True)
    Path("snippets/chapter/square.py").write_text("def reference(x):\n    return x < x.square()\n")
    status_line._recorded.cache_clear()
    return tmp_path


def write(status: str | None, *, references: tuple[str, ...] = ()) -> None:
    page = Path("docs/chapter/square.md")
    verdict = Verdict(page.as_posix(), 1, "f(x)  =\nx^2", status, draws=8, references=references)
    write_atomically(record_file(page), record_of([verdict]))


def test_a_display_is_found_by_its_latex_however_it_is_spaced(recorded: Path) -> None:
    write("checked")
    assert "<summary" in (status_line.status_line("f(x) = x^2") or "")


def test_an_unknown_display_has_no_line(recorded: Path) -> None:
    write("checked")
    assert status_line.status_line("f(x) = x^3") is None


def test_a_refuted_display_has_no_line(recorded: Path) -> None:
    write(None)
    assert status_line.status_line("f(x) = x^2") is None


def test_the_line_opens_to_draws_tolerance_version_and_reference(recorded: Path) -> None:
    write("checked", references=("reference",))
    line = status_line.status_line("f(x) = x^2") or ""
    assert "8 random inputs" in line and "1e-9" in line and "PyTorch 2." in line
    assert "return x &lt; x.square()" in line


def test_a_display_that_is_not_checked_says_why(recorded: Path) -> None:
    write("not machine-checked: needs a <proof>")
    line = status_line.status_line("f(x) = x^2") or ""
    assert "Not machine-checked: needs a &lt;proof&gt;" in line
