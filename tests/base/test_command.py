from collections.abc import Callable
from contextlib import suppress
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
        (
            OSError(28, "Full", "/there/a", None, str(Path("build/b").absolute())),
            "error: /there/a to build/b: Full; free some room there, then run this again",
        ),
        (
            OSError(30, "Read-only", "site"),
            "error: site: Read-only; let the build read and write there, then run this again",
        ),
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


def test_a_module_that_was_killed_is_told(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("killed.py", "import os; os.kill(os.getpid(), 9)")
    assert run_module("killed") == 1
    told = "error: killed was ended by SIGKILL; is the machine out of memory?\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whatever_stops_a_command_it_says_so_in_one_line(project: Project, stop: str) -> None:
    stopping = f"__import__('os').kill(__import__('os').getpid(), signal.{stop})"
    script = f"import signal\nfrom scripts.base.command import run\nrun(lambda: {stopping})"
    project.write("stopped.py", script)
    assert run_here("stopped") == (130, "stopped\n")


def test_a_command_that_is_stopped_while_it_imports_has_no_traceback(project: Project) -> None:
    project.write("slow.py", "import os, scripts, time\nos.kill(os.getpid(), 2)\ntime.sleep(9)")
    assert run_here("slow") == (-signal.SIGINT, "stopped\n")


def test_a_mistake_while_it_imports_keeps_its_traceback(project: Project) -> None:
    project.write("wrong.py", "import scripts\n1 / 0")
    code, told = run_here("wrong")
    assert code == 1 and "ZeroDivisionError" in told


def run_here(module: str) -> tuple[int, str]:
    """The exit code of a module of the project, and what it tells."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the parent alone"])
def test_a_stopped_build_ends_in_one_line(built: Project, everyone: bool) -> None:
    """While a snippet runs; and nothing of the build is left."""
    built.edit("snippets/powers/square.py", "    assert square", "    while True: pass\n    assert")
    assert_stopped("scripts.site", _own_group, everyone=everyone)


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the parent alone"])
def test_a_build_that_is_stopped_in_a_notebook_leaves_no_kernel(
    built: Project, everyone: bool
) -> None:
    hang = "    while 'get_ipython' in dir(__import__('builtins')): pass\n    assert square"
    built.edit("snippets/powers/square.py", "    assert square", hang)
    assert_stopped("scripts.site", _kernel, everyone=everyone)


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the parent alone"])
def test_a_site_that_is_stopped_while_it_is_rendered_ends_in_one_line(
    project: Project, everyone: bool
) -> None:
    project.write("mkdocs.yml", "site_name: Slow\ntheme: mkdocs\nmarkdown_extensions: [slow]\n")
    project.write("slow.py", SLOW)
    project.write("part.py", PART)
    assert_stopped("part", lambda pid: [pid] if Path("started").exists() else [], everyone=everyone)


SLOW = """
from pathlib import Path
import time
from markdown import Extension
class Slow(Extension):
    def extendMarkdown(self, md):
        Path("started").touch()
        time.sleep(60)
makeExtension = Slow
"""
PART = """
from scripts.base.command import run, run_module
run(lambda: run_module("scripts.render", "--draft"))
"""


def assert_stopped(module: str, started: Callable[[int], list[int]], *, everyone: bool) -> None:
    """Run a module; stop it as soon as what is looked for has started, of which nothing is left."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", module]
    with subprocess.Popen(
        command, env=environment, stdout=-1, stderr=-1, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 100
        while not (pids := started(process.pid)):
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.1)
        pids += [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        (os.killpg if everyone else os.kill)(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    told = [line for line in errors.splitlines() if not line.startswith("warning: ")]
    assert (process.returncode, told) == (130, ["stopped"])
    deadline = time.monotonic() + 20
    while left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def _own_group(pid: int) -> list[int]:
    """The processes, among those that this one started, that have a group of their own."""
    started = psutil.Process(pid).children(recursive=True)
    return [p.pid for p in started if p.is_running() and os.getpgid(p.pid) == p.pid]


def _kernel(pid: int) -> list[int]:
    """The kernels among the processes that this one started."""
    kernels = []
    for process in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):
            kernels += [process.pid] if "ipykernel_launcher" in process.cmdline() else []
    return kernels
