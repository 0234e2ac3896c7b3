"""Run tests against a mutant, in a copy of the repository and in a process of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from bench.mutation.mutant import Mutant
from scripts.base.text import write_atomically

# Made by a build, and only read by tests.
MADE = (".venv", "build", "site", "docs/figures", "docs/notebooks", "docs/assets/fonts")
PATIENCE = 1800  # seconds
OPTIONS = ["-q", "--no-header", "-p", "no:cacheprovider", "--reruns=0"]


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the repository as it stands, the working directory for now."""
    before = Path.cwd()
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "repository")
        for name in filter(os.path.isfile, tracked):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, root / name)
        for name in MADE:
            if not (root / name).exists() and Path(name).exists():
                (root / name).symlink_to(Path(name).resolve())
        os.chdir(root)
        try:
            yield root
        finally:
            os.chdir(before)


@contextmanager
def standing(mutant: Mutant) -> Iterator[None]:
    """The file as the mutant has it, for now."""
    original = mutant.file.read_text(encoding="utf-8")
    write_atomically(mutant.file, mutant.text)
    try:
        yield
    finally:
        write_atomically(mutant.file, original)


@dataclass(frozen=True)
class Run:
    """The tests that failed, or all if the process did; and the CPU seconds that took."""

    failed: tuple[str, ...]
    seconds: float


def run(tests: Sequence[str], *options: str, limit: float | None = None) -> Run:
    """Run tests in a process that has imported nothing of ours; too slow is a failure."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as told:
        child = os.fork()
        if child == 0:
            os.setsid()
            _silence()
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit)))
            _forget_ours()
            watching = Watching(Path(told.name))
            os._exit(int(pytest.main([*OPTIONS, *options, *tests], plugins=[watching])))
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ended, status, usage = os.wait4(child, os.WNOHANG)
            if ended:
                failed = tuple(told.read().splitlines())
                crashed = os.waitstatus_to_exitcode(status) != 0 and not failed
                return Run(tuple(tests) if crashed else failed, usage.ru_utime + usage.ru_stime)
            time.sleep(0.02)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return Run(tuple(tests), PATIENCE)


def _forget_ours() -> None:
    """What is imported from now on is that of the copy."""
    for name in list(sys.modules):
        if name.partition(".")[0] in ("scripts", "tests", "bench"):
            del sys.modules[name]
    sys.path[0] = str(Path.cwd())
    sys.dont_write_bytecode = True


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


class Watching:
    """Tells which tests fail.

    Leaves out what a browser reads: it sees the built site, not the file that is changed.
    """

    def __init__(self, told: Path) -> None:
        self.told = told

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if "chromium" not in getattr(item, "fixturenames", ())]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            with self.told.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")
