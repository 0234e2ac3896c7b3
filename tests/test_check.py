"""The command that checks pages."""

import json
from pathlib import Path

import pytest

from scripts import check
from scripts.base.paths import record_file
from tests.checker.pages import X, write_page
from tests.project import Project

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
    assert r"smaller sizes, $n \in \{2, 3, 4\}$" in output


@pytest.mark.usefixtures("fork_server")
def test_the_command_prints_one_line_a_display_and_returns_1_on_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_page(tmp_path, "2x = x + x", X)
    assert check.main(["page.md"]) == 0
    assert capsys.readouterr().out.startswith("ok page.md:4 checked (identity, 40 draws")
    write_page(tmp_path, "2x = x + x + x", X)
    assert check.main(["page.md"]) == 1
    assert capsys.readouterr().out.startswith("FAIL page.md:4 one side is ")


def test_a_missing_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["docs/no_such_page.md"]) == 1
    assert "docs/no_such_page.md:1: there is no such page" in capsys.readouterr().out


PAGE = (
    "# Title\n\n$$\nf(x) = x + {}\n$$\n\n- $x \\in \\mathbb{{R}}$: a number\n\n```python\n{}\n```\n"
)
REFERENCE = "def reference(x):\n    return x + 1"


@pytest.mark.usefixtures("fork_server")
def test_nothing_is_written_beside_a_page_outside_of_the_repository(
    built: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = built.outputs()
    page = tmp_path / "elsewhere" / "notes.md"
    page.parent.mkdir()
    page.write_text(PAGE.format(1, REFERENCE))
    beside = page.with_suffix(".json")
    beside.write_text("precious")
    assert check.main([str(page)]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"ok {page}:4 checked (independent, 40 draws, deviation ")
    assert last == "1 displays checked, 0 failed"
    assert beside.read_text() == "precious"
    assert [path.name for path in page.parent.iterdir()] == ["notes.md", "notes.json"]
    assert built.outputs() == before


def test_a_refused_page_keeps_the_last_good_record_of_the_build(
    built: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = built.outputs()
    built.edit("docs/powers/square.md", "x^{2}", "x^{3}")
    assert check.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    line = built.line("docs/powers/square.md", "x^{3}")
    assert lines[0].startswith(f"FAIL docs/powers/square.md:{line} ")
    assert lines[-1] == "1 displays checked, 1 failed"
    assert built.outputs() == before


def test_the_command_and_the_build_come_to_the_same_verdicts(built: Project) -> None:
    (reports,) = check.check_pages([Path("docs/powers/cube.md")], jobs=1, limit=60)
    recorded = json.loads(built.read("build/checks/docs/powers/cube.json"))
    assert not isinstance(reports, str)
    assert [each["status"] for each in recorded] == [verdict.status for verdict in reports]


@pytest.mark.parametrize(
    ("page", "record"),
    [
        ("docs/powers/cube.md", "build/checks/docs/powers/cube.json"),
        ("/elsewhere/notes.md", "build/checks/elsewhere/notes.json"),
        ("../elsewhere/notes.md", "build/checks/elsewhere/notes.json"),
    ],
)
def test_a_record_lies_in_the_build_wherever_its_page_lies(page: str, record: str) -> None:
    assert record_file(Path(page)).as_posix() == record
