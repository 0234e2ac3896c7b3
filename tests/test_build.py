"""The build as a whole; what it refuses is in test_bad_input.py and test_bad_snippets.py."""

from collections.abc import Iterator, Sequence
import os
from pathlib import Path
import subprocess
import sys

import pytest

from scripts import build
from scripts.running.figures import run_snippet
from scripts.running.notebooks import execute
from scripts.running.processes import Outcome, Task
from tests.project import REPOSITORY, Project

SQUARE, CUBE = (f"docs/figures/powers/{slug}.svg" for slug in ("square", "cube"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the snippets and notebooks that a build would run; none is."""
    names: list[str] = []

    def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> Iterator[Outcome]:
        names.extend(task.name for task in tasks if task.run in (run_snippet, execute))
        return (Outcome(task, None, 0.0) for task in tasks)

    monkeypatch.setattr(build, "run_tasks", run_tasks)
    return names


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the formulas that a build would check; nothing is run."""
    names: list[str] = []

    def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> Iterator[Outcome]:
        names.extend(task.name for task in tasks if task.run is build.run_check)
        return (Outcome(task, None, 0.0) for task in tasks)

    monkeypatch.setattr(build, "run_tasks", run_tasks)
    return names


def test_an_edited_page_is_checked_again(built: Project, checks: list[str]) -> None:
    built.edit("docs/powers/square.md", "f(x) = x^{2}", "f(x) = x x")
    built.build()
    assert checks == ["powers/square"]


def test_a_lost_record_is_made_again(built: Project, checks: list[str]) -> None:
    built.remove("build/checks/docs/powers/cube.json")
    built.build()
    assert checks == ["powers/cube"]


def test_a_build_makes_everything_that_a_page_includes(built: Project) -> None:
    assert built.outputs().keys() >= {
        "build/chapters/powers.md",
        "build/home.md",
        "build/indexes/names.md",
        "build/indexes/pytorch.md",
        "build/indexes/symbols.md",
        "build/notebooks/powers.ipynb",
        "build/sources/powers/cube.md",
        "build/sources/powers/square.md",
        "docs/assets/fonts/math.woff2",
        "docs/figures/powers/cube.dark.svg",
        "docs/figures/powers/cube.svg",
        "docs/figures/powers/square.dark.svg",
        "docs/figures/powers/square.svg",
        "docs/notebooks/powers.ipynb",
    }


def test_everything_built_twice_is_the_same_byte_for_byte(built: Project) -> None:
    before = built.outputs()
    for path in before:
        built.remove(path)
    assert built.build().code == 0
    assert built.outputs() == before


def test_a_build_without_a_change_runs_nothing(built: Project, asked: list[str]) -> None:
    assert built.build().code == 0
    assert asked == []


def test_a_build_without_a_change_writes_nothing(built: Project) -> None:
    before = {path: (built.root / path).stat().st_mtime_ns for path in built.outputs()}
    built.build()
    assert {p: (built.root / p).stat().st_mtime_ns for p in built.outputs()} == before


def test_a_touched_source_runs_nothing(built: Project, asked: list[str]) -> None:
    os.utime(built.root / "snippets/powers/square.py", (0, 0))
    built.build()
    assert asked == []


def test_force_runs_everything(built: Project, asked: list[str]) -> None:
    built.build("--force")
    assert asked == ["powers/square", "powers/cube", "powers"]


def test_an_edited_snippet_is_run_with_its_notebook(built: Project, asked: list[str]) -> None:
    built.edit("snippets/powers/square.py", "linspace(-1, 1", "linspace(-2, 2")
    built.build()
    assert asked == ["powers/square", "powers"]


@pytest.mark.parametrize("sheet", ["figure", "light", "dark"])
def test_an_edited_style_draws_every_figure(built: Project, asked: list[str], sheet: str) -> None:
    path = f"snippets/{sheet}.mplstyle"
    built.write(path, built.read(path) + "# edited\n")
    built.build()
    assert asked == ["powers/square", "powers/cube"]


def test_another_version_of_torch_runs_everything(
    built: Project, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "VERSIONS", "torch 9.9.9")
    built.build()
    assert asked == ["powers/square", "powers/cube", "powers"]


def test_edited_prose_runs_no_snippet(built: Project, asked: list[str]) -> None:
    built.edit("docs/powers/square.md", "Nothing overflows", "No number overflows")
    built.build()
    assert asked == []


def test_an_edited_intuition_runs_the_notebook_alone(built: Project, asked: list[str]) -> None:
    built.edit("docs/powers/square.md", "Grows quickly", "Grows slowly")
    built.build()
    assert asked == ["powers"]


def test_an_edited_intuition_reaches_the_chapter(built: Project, asked: list[str]) -> None:
    built.edit("docs/powers/square.md", "Grows quickly", "Grows slowly")
    built.build()
    assert "Grows slowly" in built.read("build/chapters/powers.md")


def test_ids_build_only_these(built: Project, asked: list[str]) -> None:
    built.remove(SQUARE)
    built.remove(CUBE)
    assert built.build("powers/cube").code == 0
    assert asked == ["powers/cube"]


def test_an_unknown_id_is_refused_with_the_close_one(built: Project) -> None:
    result = built.build("powers/squre")
    assert result.errors == [
        "mkdocs.yml:1: no formula 'powers/squre' in nav; did you mean powers/square?"
    ]
    assert result.code == 1


def test_an_id_like_no_other_is_refused_without_a_guess(built: Project) -> None:
    assert built.build("zzz").errors == ["mkdocs.yml:1: no formula 'zzz' in nav"]


@pytest.mark.parametrize("size", [0, 100])
def test_a_truncated_drawing_is_made_again(built: Project, size: int) -> None:
    before = built.outputs()
    os.truncate(built.root / SQUARE, size)
    assert built.build().code == 0
    assert built.outputs() == before


@pytest.mark.parametrize(
    ("path", "task"),
    [
        (SQUARE.replace(".svg", ".dark.svg"), "powers/square"),
        ("docs/notebooks/powers.ipynb", "powers"),
        ("build/stamps/powers/square-run_snippet.json", "powers/square"),
    ],
)
def test_a_deleted_output_is_made_again(
    built: Project, asked: list[str], path: str, task: str
) -> None:
    built.remove(path)
    built.build()
    assert asked == [task]


def test_a_truncated_font_is_made_again(built: Project) -> None:
    before = built.outputs()
    built.write("docs/assets/fonts/math.woff2", b"")
    built.build()
    assert built.outputs() == before


def test_a_damaged_list_is_written_again(built: Project) -> None:
    before = built.outputs()
    built.write("build/home.md", "")
    built.build()
    assert built.outputs() == before


def remove_cube(project: Project) -> None:
    project.edit("mkdocs.yml", "      - powers/cube.md\n", "")
    project.remove("docs/powers/cube.md")
    project.remove("snippets/powers/cube.py")


def test_the_figures_of_a_removed_formula_are_removed(built: Project, asked: list[str]) -> None:
    remove_cube(built)
    assert built.build().code == 0
    assert sorted(p.name for p in Path("docs/figures/powers").iterdir()) == [
        "square.dark.svg",
        "square.svg",
    ]


def test_the_verdict_of_a_removed_formula_is_removed(built: Project, asked: list[str]) -> None:
    remove_cube(built)
    built.build()
    verdicts = sorted(path.name for path in Path("build/checks/docs/powers").iterdir())
    assert verdicts == ["square.json"]


def test_the_notebook_of_a_removed_chapter_is_removed(built: Project, asked: list[str]) -> None:
    built.write("docs/notebooks/roots.ipynb", "{}")
    built.build()
    assert not built.exists("docs/notebooks/roots.ipynb")


def test_a_build_of_some_ids_removes_nothing(built: Project, asked: list[str]) -> None:
    remove_cube(built)
    built.build("powers/square")
    assert built.exists(CUBE)


def test_jobs_and_limit_reach_the_snippets(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> list[Outcome]:
        given.append((jobs, limit))
        return []

    monkeypatch.setattr(build, "run_tasks", run_tasks)
    build.main(["--jobs", "3", "--limit", "7"])
    assert given[0] == (3, 7.0)


def test_a_failing_figure_keeps_the_notebooks_from_being_made(built: Project) -> None:
    built.edit("snippets/powers/square.py", "== 2**2", "== 5")
    assert "notebook" not in built.build().output


def test_progress_is_counted(built: Project) -> None:
    built.remove(SQUARE)
    assert "[1/1] figure powers/square: " in built.build().output


def test_a_cell_that_fails_in_the_notebook_fails_the_build_with_its_snippet(
    built: Project,
) -> None:
    built.edit(
        "snippets/powers/square.py",
        "def check() -> None:",
        "def check() -> None:\n    assert __file__",
    )
    before = built.read("docs/notebooks/powers.ipynb")
    result = built.build()
    assert len(result.errors) == 1
    assert result.errors[0].startswith("snippets/powers/square.py:1: its cell 'square-check' fails")
    assert "NameError" in result.errors[0]
    assert (result.code, built.read("docs/notebooks/powers.ipynb")) == (1, before)


def test_the_command_ends_with_exit_code_1_after_a_failure(project: Project) -> None:
    project.edit("docs/powers/square.md", "## Intuition", "## Intuitoin")
    ended = subprocess.run(
        [sys.executable, "-m", "scripts.build"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"error: docs/powers/square.md:{project.line('docs/powers/square.md', 'Intuitoin')}: "
        "expected '## Intuition' here, not 'Intuitoin'",
        "1 failed; nothing was published",
    ]


def test_a_build_warns_of_numbers_that_nothing_asserts(built: Project) -> None:
    built.edit("docs/powers/square.md", "A curve through the origin.", "A curve from 0 up to 7.5.")
    assert build.main(["powers/square", "--jobs", "2"]) == 0
    line = built.line("docs/powers/square.md", "7.5")
    assert (
        f"warning: docs/powers/square.md:{line}: 7.5 of the alt text"
        in built.capture.readouterr().err
    )
