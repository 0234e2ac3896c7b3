"""Tests of scripts/statuses.py."""

import json
from pathlib import Path

import pytest

from scripts import statuses


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("snippets/chapter").mkdir(parents=True)
    Path("snippets/chapter/square.py").write_text(
        "def given():\n    return {}\n\n\ndef reference(x):\n    return x < x.square()\n"
    )
    statuses._recorded.cache_clear()
    return tmp_path


def write(
    status: str | None,
    *,
    references: tuple[str, ...] = (),
    given: bool = False,
    remainder: bool = False,
) -> None:
    verdict = {
        "page": "docs/chapter/square.md",
        "tex": "f(x)  =\nx^2",
        "status": status,
        "draws": 8,
        "tolerance": 1e-9,
        "references": references,
        "given": given,
        "remainder": remainder,
    }
    path = Path("build/checks/docs/chapter/square.json")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps([verdict]))


def test_a_display_is_found_by_its_latex_however_it_is_spaced(recorded: Path) -> None:
    write("checked")
    assert "<summary" in (statuses.status_line("f(x) = x^2") or "")


def test_an_unknown_display_has_no_line(recorded: Path) -> None:
    write("checked")
    assert statuses.status_line("f(x) = x^3") is None


def test_a_refuted_display_has_no_line(recorded: Path) -> None:
    write(None)
    assert statuses.status_line("f(x) = x^2") is None


def test_the_line_opens_to_draws_tolerance_version_and_reference(recorded: Path) -> None:
    write("checked", references=("reference",))
    line = statuses.status_line("f(x) = x^2") or ""
    assert "8 random inputs" in line and "1e-9" in line and "PyTorch 2." in line
    assert "return x &lt; x.square()" in line


def test_both_sides_of_an_expansion_do_not_agree_its_remainder_shrinks(recorded: Path) -> None:
    write("checked", remainder=True)
    line = statuses.status_line("f(x) = x^2") or ""
    assert "The remainder" in line and "shrank" in line
    assert "agreed" not in line and "1e-9" not in line


def test_a_line_that_is_only_used_is_not_said_to_agree(recorded: Path) -> None:
    write("checked", references=("reference",))
    assert "Every" not in (statuses.status_line("f(x) = x^2") or "")


@pytest.mark.parametrize("status", ["checked", "checked on an example", "sampled"])
def test_the_line_says_that_given_made_the_inputs_and_shows_it(recorded: Path, status: str) -> None:
    write(status, given=True)
    line = statuses.status_line("f(x) = x^2") or ""
    assert "made by <code>given</code>" in line or "<code>given</code> makes" in line
    assert "def given():" in line


@pytest.mark.parametrize("status", ["checked", "sampled"])
def test_the_line_does_not_speak_of_what_was_not_used(recorded: Path, status: str) -> None:
    write(status, references=("reference",))
    line = statuses.status_line("f(x) = x^2") or ""
    assert "drawn from the symbol list" in line
    assert "given" not in line


def test_a_display_that_is_not_checked_says_why(recorded: Path) -> None:
    write("not machine-checked: needs a <proof>")
    line = statuses.status_line("f(x) = x^2") or ""
    assert "Not machine-checked: needs a &lt;proof&gt;" in line
