"""The command that checks pages."""

from pathlib import Path

import pytest

from scripts import check
from tests.checker.pages import X, write_page

SQUARE = r"f(x) = x^2"


@pytest.mark.usefixtures("fork_server")
def test_a_reference_that_hangs_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "def reference(x):\n    while True:\n        x = x + 1"
    write_page(tmp_path, SQUARE, X, code=code)
    assert check.main(["page.md", "--limit", "3"]) == 1
    output = capsys.readouterr().out
    assert output.startswith("FAIL page.md:"), output
    assert "still running after 3 s" in output


@pytest.mark.usefixtures("fork_server")
def test_the_command_prints_one_line_a_display_and_returns_1_on_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_page(tmp_path, "2x = x + x", X)
    assert check.main(["page.md"]) == 0
    assert capsys.readouterr().out.startswith("ok page.md:4 checked\n")
    write_page(tmp_path, "2x = x + x + x", X)
    assert check.main(["page.md"]) == 1
    assert capsys.readouterr().out.startswith("FAIL page.md:4 one side is ")


def test_a_missing_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["docs/no_such_page.md"]) == 1
    assert "docs/no_such_page.md:1: there is no such page" in capsys.readouterr().out
