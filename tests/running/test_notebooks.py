from functools import partial
import json
from pathlib import Path
import time

import psutil
import pytest

from scripts.base.errors import SourceError
from scripts.running import landlock, notebooks
from scripts.running.processes import Task, run_tasks
from tests.project import Project

NOTEBOOK = "build/notebooks/powers.ipynb"


def reduce_to(project: Project, statement: str) -> None:
    """Leave one code cell, which checks the square with this statement."""
    notebook = json.loads(project.read(NOTEBOOK))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "square-check")
    cell["source"] = [statement]
    notebook["cells"] = [cell]
    project.write(NOTEBOOK, json.dumps(notebook))


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("while True: pass", "still running after 2 s"),
        ("import os; os._exit(1)", "its kernel ended"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_cell_that_fails_is_told_at_its_snippet_and_leaves_no_kernel(
    built: Project, monkeypatch: pytest.MonkeyPatch, statement: str, what: str
) -> None:
    monkeypatch.setattr(notebooks, "CELL_LIMIT", 2)
    reduce_to(built, statement)
    before = psutil.Process().children()
    with pytest.raises(SourceError) as raised:
        notebooks.execute("powers")
    assert str(raised.value) == (
        f"snippets/powers/square.py:1: its cell 'square-check' fails in the notebook: {what}"
    )
    deadline = time.monotonic() + 10
    while kernels := [p for p in psutil.Process().children() if p not in before]:
        assert time.monotonic() < deadline, kernels
        time.sleep(0.1)


def test_a_notebook_runs_where_nothing_else_of_the_project_is(built: Project) -> None:
    reduce_to(built, "from pathlib import Path; print(*Path().iterdir())")
    (executed,) = notebooks.execute("powers")
    (output,) = json.loads(executed)["cells"]["square-check"]["outputs"]
    assert output["text"] == "\n"


def test_a_warning_which_names_a_file_of_this_machine_is_not_published(built: Project) -> None:
    reduce_to(built, "import warnings; warnings.warn('x'); print('said')")
    (executed,) = notebooks.execute("powers")
    outputs = json.loads(executed)["cells"]["square-check"]["outputs"]
    assert [output["text"] for output in outputs] == ["said\n"]


def test_a_notebook_neither_reads_nor_writes_the_home_of_who_builds(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fresh machine has no ~/.ipython, and nothing may be made there."""
    monkeypatch.setenv("IPYTHONDIR", "is set anew")
    startup = tmp_path / "home/.ipython/profile_default/startup/own.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("raise SystemExit")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    before = sorted((tmp_path / "home/.ipython").rglob("*"))
    reduce_to(built, "print(1)")
    notebooks.execute("powers")
    assert sorted((tmp_path / "home/.ipython").rglob("*")) == before


def test_prose_does_not_decide_what_comes_out(built: Project) -> None:
    before = notebooks.what_runs("powers")
    notebook = json.loads(built.read(NOTEBOOK))
    notebook["cells"][0]["source"] = ["# Another introduction"]
    built.write(NOTEBOOK, json.dumps(notebook))
    assert notebooks.what_runs("powers") == before


def test_code_decides_what_comes_out(built: Project) -> None:
    before = notebooks.what_runs("powers")
    reduce_to(built, "pass")
    assert notebooks.what_runs("powers") != before


def test_outputs_stand_below_the_cells_of_today(built: Project) -> None:
    notebook = json.loads(built.read(NOTEBOOK))
    notebook["cells"][0]["source"] = ["# Another introduction"]
    built.write(NOTEBOOK, json.dumps(notebook))
    before = json.loads(built.read("docs/notebooks/powers.ipynb"))
    notebooks.write_executed("powers")
    after = json.loads(built.read("docs/notebooks/powers.ipynb"))
    assert after["cells"][0]["source"] == ["# Another introduction"]
    assert after["cells"][1:] == before["cells"][1:]


def test_a_notebook_with_much_output_is_refused(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebooks, "MAX_BYTES", 1_000_000)
    reduce_to(built, "print('x' * 10**6)")
    with pytest.raises(SourceError, match="outputs of 1 MB; 1 MB are allowed"):
        notebooks.execute("powers")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("open('/tmp/not-made', 'w')", "PermissionError"),
        ("import os; os.mkdir('/tmp/not-made')", "PermissionError"),
        ("import socket; assert socket.socket().connect_ex(('127.0.0.1', 9)) == 111", "Assertion"),
        ("bytearray(3 * 10**9)", "MemoryError"),
    ],
)
@pytest.mark.skipif(not landlock.is_there(), reason="this system has no Landlock")
def test_a_cell_runs_in_the_box_of_its_task(built: Project, statement: str, what: str) -> None:
    reduce_to(built, statement)
    task = Task("a", Path(NOTEBOOK), partial(notebooks.execute, "powers"))
    (outcome,) = run_tasks([task], jobs=1, limit=60)
    place = "snippets/powers/square.py:1: its cell 'square-check' fails in the notebook: "
    assert outcome.error and outcome.error.startswith(place) and what in outcome.error
    assert not Path("/tmp/not-made").exists()
