import os
from pathlib import Path
import re
import subprocess
import sys

import pytest

from scripts import build
from scripts.base.errors import SourceError
from scripts.base.lock import HANDLE, only_build
from scripts.base.paths import LOCK
from tests.project import REPOSITORY, Project, held_elsewhere


def hold(*, lock: int | None = None) -> subprocess.CompletedProcess[str]:
    """Take the lock in another process, as a part of the build that holds it or not."""
    script = "from scripts.base.lock import only_build\nwith only_build(): print('held')"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    if lock is not None:
        environment[HANDLE] = str(lock)
    command = [sys.executable, "-c", script]
    handles = [lock] if lock is not None else []
    return subprocess.run(
        command, env=environment, pass_fds=handles, capture_output=True, text=True, check=False
    )


def test_a_second_build_is_refused_with_the_process_and_the_time_of_the_first(
    project: Project,
) -> None:
    with held_elsewhere() as pid, pytest.raises(SourceError) as refused, only_build():
        raise AssertionError
    assert re.fullmatch(
        rf"build/\.lock:1: another build runs here, process {pid} since \d\d:\d\d:\d\d;"
        " wait for it, or end it",
        str(refused.value),
    )


def test_a_second_build_changes_nothing(built: Project) -> None:
    before = built.outputs()
    built.edit("docs/powers/square.md", "Grows quickly", "Grows slowly")
    with held_elsewhere():
        result = built.build()
    assert (result.code, built.outputs()) == (1, before)
    assert "another build runs here" in result.errors[0]


def test_a_killed_build_leaves_no_lock(project: Project) -> None:
    with held_elsewhere():
        pass
    with only_build():
        pass


def test_a_build_after_another_may_start(project: Project) -> None:
    for _ in range(2):
        with only_build():
            assert LOCK.read_text().startswith(str(os.getpid()))
        assert LOCK.read_text() == ""


def test_what_a_build_runs_belongs_to_it(project: Project) -> None:
    with only_build() as lock:
        assert hold(lock=lock).stdout == "held\n"
        assert "another build runs here" in hold().stderr


def test_a_number_in_the_environment_is_not_enough(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HANDLE, "0")
    with held_elsewhere(), pytest.raises(SourceError), only_build():
        raise AssertionError


def test_what_a_killed_build_still_runs_keeps_the_lock(project: Project) -> None:
    with only_build() as lock:
        command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        running = subprocess.Popen(command, stdin=-1, pass_fds=[lock])
    with running, pytest.raises(SourceError, match="another build runs here"), only_build():
        raise AssertionError
    assert build.main(["no/formula"]) == 1
    with only_build():
        pass


def test_the_lock_is_no_output(built: Project) -> None:
    assert Path("build/.lock").exists()
