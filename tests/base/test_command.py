import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import psutil
import pytest

from scripts.base.command import run, run_module, telling, usage
from scripts.base.errors import SourceError, SourceErrors
from tests.project import REPOSITORY, Project


def test_a_mistake_in_the_sources_is_told_and_the_exit_code_is_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @telling
    def main() -> int:
        raise SourceErrors([SourceError(Path("a.md"), 3, "why"), SourceError(Path("b"), 1, "too")])

    assert main() == 1
    assert capsys.readouterr().err == "error: a.md:3: why\nerror: b:1: too\n"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FileNotFoundError(2, "No such file", "CITATION.cff"), "error: CITATION.cff: No such file"),
        (OSError("strange"), "error: strange"),
    ],
)
def test_a_trouble_of_the_disk_is_told_with_its_file(
    error: OSError, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @telling
    def main() -> int:
        raise error

    assert main() == 1
    assert capsys.readouterr().err == line + "\n"


def test_what_goes_well_keeps_its_exit_code() -> None:
    assert telling(lambda code: int(code))(0) == 0


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        telling(lambda: 1 // 0)()


def test_a_command_that_is_stopped_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> int:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as left:
        run(main)
    assert left.value.code == 130
    assert capsys.readouterr().err == "stopped\n"


def test_a_command_leaves_with_its_exit_code() -> None:
    with pytest.raises(SystemExit) as left:
        run(lambda: 1)
    assert left.value.code == 1


def test_wrong_usage_shows_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage("make new ID=…") == 2
    assert capsys.readouterr().err == "usage: make new ID=…\n"


def test_a_module_is_run_with_its_code(project: Project) -> None:
    project.write("seven.py", "raise SystemExit(7)")
    assert run_module("seven") == 7


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the parent alone"])
def test_a_stopped_build_ends_in_one_line(built: Project, everyone: bool) -> None:
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
    told = [line for line in errors.splitlines() if not line.startswith("warning: ")]
    assert (process.returncode, told) == (130, ["stopped"])
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _snippets(pid: int) -> list[int]:
    """The processes, among those that this one started, that have a group of their own."""
    started = psutil.Process(pid).children(recursive=True)
    return [p.pid for p in started if p.is_running() and os.getpgid(p.pid) == p.pid]
