from collections.abc import Callable
import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import psutil
import pytest

from scripts.base.commands import run_module, told
from scripts.base.errors import SourceError, SourceErrors
from tests.project import REPOSITORY, Project

MISTAKE = SourceError(Path("docs/a.md"), 3, "is wrong")


def raising(error: BaseException) -> Callable[[], int]:
    def run() -> int:
        raise error

    return run


@pytest.mark.parametrize("code", [0, 1, 2])
def test_a_command_that_ends_gives_its_code(code: int) -> None:
    assert told(lambda: code) == code


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (MISTAKE, 1, "error: docs/a.md:3: is wrong"),
        (SourceErrors([MISTAKE]), 1, "error: docs/a.md:3: is wrong"),
        (FileNotFoundError(2, "No such file", "CITATION.cff"), 1,
         "error: CITATION.cff: No such file"),
        (OSError("strange"), 1, "error: strange"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_on_a_line(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(raising(error)) == code
    assert capsys.readouterr().err == line + "\n"


def test_a_mistake_of_the_program_is_no_mistake_of_its_user() -> None:
    with pytest.raises(ZeroDivisionError):
        told(raising(ZeroDivisionError()))


def test_a_module_is_run_with_its_code(project: Project) -> None:
    project.write("seven.py", "raise SystemExit(7)")
    assert run_module("seven") == 7


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the parent alone"])
def test_an_interrupted_build_ends_in_one_line(built: Project, everyone: bool) -> None:
    """While a snippet runs; and nothing of the build is left."""
    built.edit("snippets/powers/square.py", "    assert square", "    while True: pass\n    assert")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "scripts.site"]
    with subprocess.Popen(
        command, env=environment, stdout=-1, stderr=-1, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while not (children := _snippets(process.pid)):
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.1)
        (os.killpg if everyone else os.kill)(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "interrupted\n")
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _snippets(pid: int) -> list[int]:
    """The processes, among those that this one started, that have a group of their own."""
    started = psutil.Process(pid).children(recursive=True)
    return [p.pid for p in started if p.is_running() and os.getpgid(p.pid) == p.pid]
