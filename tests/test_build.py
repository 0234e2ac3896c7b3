"""The build as a whole; what it refuses is in test_bad_input.py and test_bad_snippets.py."""

from collections.abc import Callable, Iterator, Sequence
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from scripts import build
from scripts.base import packages
from scripts.running import update
from scripts.running.processes import Outcome, Task
from tests.project import REPOSITORY, Project, forget_code

SQUARE, CUBE = (f"docs/figures/powers/{slug}.svg" for slug in ("square", "cube"))
FIGURES = ["figure powers/square", "figure powers/cube"]
EVERYTHING = [
    *FIGURES,
    *("check powers/square", "check powers/cube"),
    *("draw powers/square", "draw powers/cube"),
]


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Pretend that another version of a package is installed."""
    version = packages._version

    def change(package: str) -> None:
        forget_code()
        monkeypatch.setattr(packages, "_version", lambda n: "9.9" if n == package else version(n))

    yield change
    forget_code()


def test_an_edited_page_is_checked_again(built: Project, ran: list[str]) -> None:
    built.edit("docs/powers/square.md", "f(x) = x^{2}", "f(x) = x x")
    built.build()
    assert ran == ["check powers/square", "draw powers/square"]


def test_a_lost_record_is_made_again(built: Project, ran: list[str]) -> None:
    built.remove("build/checks/docs/powers/cube.json")
    built.build()
    assert ran == ["check powers/cube"]


def test_a_build_makes_everything_that_a_page_includes(built: Project) -> None:
    assert built.outputs().keys() >= {
        "build/chapters/powers.md",
        "build/home/chapters.md",
        "build/indexes/names.md",
        "build/indexes/pytorch.md",
        "build/indexes/symbols.md",
        "build/notebooks/powers.ipynb",
        "build/sources/powers/cube.md",
        "build/sources/powers/square.md",
        "docs/assets/fonts/math-font.css",
        "docs/assets/fonts/math-more.woff2",
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


def test_a_build_without_a_change_runs_nothing(built: Project, ran: list[str]) -> None:
    assert built.build().code == 0
    assert ran == []


def test_a_build_without_a_change_writes_nothing(built: Project) -> None:
    before = {path: (built.root / path).stat().st_mtime_ns for path in built.outputs()}
    built.build()
    assert {p: (built.root / p).stat().st_mtime_ns for p in built.outputs()} == before


def test_a_touched_source_runs_nothing(built: Project, ran: list[str]) -> None:
    os.utime(built.root / "snippets/powers/square.py", (0, 0))
    built.build()
    assert ran == []


def test_force_runs_everything(built: Project, ran: list[str]) -> None:
    built.build("--force")
    assert ran == [*EVERYTHING, "notebook powers"]


def test_an_edited_snippet_is_run_with_its_check_and_notebook(
    built: Project, ran: list[str]
) -> None:
    built.edit("snippets/powers/square.py", "linspace(-1, 1", "linspace(-2, 2")
    built.build()
    assert ran == [
        "figure powers/square",
        "check powers/square",
        "draw powers/square",
        "notebook powers",
    ]


@pytest.mark.parametrize("sheet", ["figure", "light", "dark"])
def test_an_edited_style_draws_every_figure(built: Project, ran: list[str], sheet: str) -> None:
    path = f"snippets/{sheet}.mplstyle"
    built.write(path, built.read(path) + "# edited\n")
    built.build()
    assert ran == ["figure powers/square", "figure powers/cube"]


@pytest.mark.parametrize(
    ("package", "runs"),
    [
        ("torch", [*EVERYTHING, "notebook powers"]),
        ("numpy", [*EVERYTHING, "notebook powers"]),
        ("pillow", [*EVERYTHING, "notebook powers"]),  # Matplotlib requires it
        ("ipykernel", ["notebook powers"]),
        ("nbclient", ["notebook powers"]),
        ("math-core", ["check powers/square", "check powers/cube"]),  # what is shown is read back
        ("mkdocs", []),
    ],
)
def test_another_version_of_a_package_runs_what_it_decides(
    built: Project,
    ran: list[str],
    another_version: Callable[[str], None],
    package: str,
    runs: list[str],
) -> None:
    another_version(package)
    built.build()
    assert ran == runs


def test_edited_prose_runs_nothing(built: Project, ran: list[str]) -> None:
    built.edit("docs/powers/square.md", "Nothing overflows", "No number overflows")
    built.edit("docs/powers/square.md", "Grows quickly", "Grows slowly,\nthen quickly")
    built.edit("docs/powers/square.md", "description: ", "description: The power that ")
    built.build()
    assert ran == []


def test_edited_prose_reaches_the_notebook_which_keeps_its_outputs(
    built: Project, ran: list[str]
) -> None:
    before = cells(built)
    built.edit("docs/powers/square.md", "description: Multiplies", "description: Raises")
    built.build()
    after = cells(built)
    assert "Raises a number" in "".join(after["square-formula"]["source"])
    assert {n for n in after if after[n] != before[n]} == {"square-formula"}
    assert after["square-figure"]["outputs"]


def cells(project: Project) -> dict[str, Any]:
    notebook = json.loads(project.read("docs/notebooks/powers.ipynb"))
    return {cell["id"]: cell for cell in notebook["cells"]}


def test_an_edited_description_reaches_the_chapter(built: Project, ran: list[str]) -> None:
    built.edit("docs/powers/square.md", "description: Multiplies", "description: Squares")
    built.build()
    assert "Squares a number" in built.read("build/chapters/powers.md")


def test_ids_build_only_these(built: Project, ran: list[str]) -> None:
    built.remove(SQUARE)
    built.remove(CUBE)
    built.build("powers/cube")
    assert ran == ["figure powers/cube"]


def test_an_unknown_id_is_refused_with_the_close_one(built: Project) -> None:
    result = built.build("powers/squre")
    assert result.errors == [
        "mkdocs.yml:1: no formula 'powers/squre' in nav; did you mean powers/square?"
    ]
    assert result.code == 1


def test_an_id_like_no_other_is_refused_without_a_guess(built: Project) -> None:
    assert built.build("zzz").errors == ["mkdocs.yml:1: no formula 'zzz' in nav"]


def test_jobs_and_limit_reach_the_snippets(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> Iterator[Outcome]:
        given.append((jobs, limit))
        return (Outcome(task, "not run", 0.0) for task in tasks)

    monkeypatch.setattr(update, "run_tasks", run_tasks)
    build.main(["--force", "--jobs", "3", "--limit", "7"])
    assert given == [(3, 7.0)]


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
