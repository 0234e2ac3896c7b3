from pathlib import Path
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from tests.kinds import Durations, group_of


def item(*fixtures: str, **parameters: object) -> Any:
    called = SimpleNamespace(params=parameters)
    return SimpleNamespace(nodeid="tests/a.py::test_b", fixturenames=fixtures, callspec=called)


@pytest.mark.parametrize(
    ("asked", "group"),
    [
        (item("tmp_path"), "tests/a.py"),
        (item("visits", "some_page"), "visits"),
        (item("firefox"), "other browsers"),
        (item("engine", engine="webkit"), "other browsers"),
        (item("engine", number=[3]), "tests/a.py"),
    ],
)
def test_what_shares_something_costly_is_one_group(asked: Any, group: str) -> None:
    assert group_of(asked) == group


MARKED = """
import os
import pytest

@pytest.mark.xdist_group("costly")
@pytest.mark.parametrize("number", range(6))
def test_where_it_runs(number):
    with open("processes.txt", "a") as told:
        told.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_a_group_runs_in_one_process(tmp_path: Path) -> None:
    tests = tmp_path / "test_marked.py"
    tests.write_text(MARKED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", tests.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    processes = (tmp_path / "processes.txt").read_text(encoding="utf-8").split()
    assert (len(processes), len(set(processes))) == (6, 1)


def test_the_slowest_kinds_are_told_with_their_tests() -> None:
    durations = Durations()
    for path, when, seconds in [
        ("tests/base/test_a.py::test[a/b::c]", "setup", 3.0),
        ("tests/base/test_a.py::test[a/b::c]", "call", 4.0),
        ("tests/test_b.py::test", "call", 9.4),
    ]:
        report: Any = SimpleNamespace(nodeid=path, when=when, duration=seconds)
        durations.pytest_runtest_logreport(report)
    assert durations.lines() == ["     9 s      1 × tests", "     7 s      1 × tests/base"]
