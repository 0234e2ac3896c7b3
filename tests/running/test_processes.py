from collections.abc import Callable, Sequence
from functools import partial
import os
from pathlib import Path
import subprocess
import sys
from threading import Timer
import time
from uuid import uuid4

import psutil
import pytest

from scripts.base.errors import SourceError
from scripts.running import processes
from scripts.running.child import describe
from scripts.running.processes import Outcome, Task, run_tasks
from tests import tasks

PATH = Path("tests/tasks.py")
pytestmark = pytest.mark.usefixtures("fork_server")


def task(run: Callable[[str], object], argument: str = "", name: str = "a") -> Task:
    return Task(name, PATH, partial(run, argument))


def run(*wanted: Task, jobs: int = 2, limit: float = 30) -> list[Outcome]:
    return list(run_tasks(wanted, jobs=jobs, limit=limit))


def error(wanted: Task, limit: float = 30) -> str:
    (outcome,) = run(wanted, limit=limit)
    assert outcome.error
    return outcome.error


def line(text: str) -> int:
    lines = PATH.read_text().splitlines()
    return next(number for number, found in enumerate(lines, start=1) if text in found)


def names(outcomes: Sequence[Outcome]) -> list[str]:
    return sorted(outcome.task.name for outcome in outcomes)


def test_nothing_to_do_is_done() -> None:
    assert run() == []


def test_every_task_has_an_outcome() -> None:
    outcomes = run(*(task(tasks.succeed, name=name) for name in "abc"))
    assert names(outcomes) == ["a", "b", "c"]
    assert [outcome.error for outcome in outcomes] == [None, None, None]


def test_what_a_task_prints_is_not_shown() -> None:
    # In a process of its own: the server of this one keeps the streams it was started with.
    script = (
        "from functools import partial; from pathlib import Path; "
        "from scripts.running.processes import Task, run_tasks; "
        "from tests.tasks import succeed; "
        "tasks = [Task('a', Path('a'), partial(succeed, 'a'))]; "
        "assert [o.error for o in run_tasks(tasks, jobs=1, limit=60)] == [None]"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_one_job_runs_the_tasks_one_after_the_other_in_order() -> None:
    first, second = run(*(task(tasks.last, "0.1", name) for name in "ab"), jobs=1)
    assert (first.task.name, second.task.name) == ("a", "b")
    assert first.value[1] < second.value[0]


def test_two_jobs_run_side_by_side() -> None:
    first, second = run(*(task(tasks.last, "3", name) for name in "ab"), jobs=2)
    assert max(first.value[0], second.value[0]) < min(first.value[1], second.value[1])


def test_an_exception_is_reported_with_its_type_and_line() -> None:
    found = error(task(tasks.fail, "no root"))
    assert found == f"{PATH}:{line('raise ValueError')}: ValueError: no root"


def test_an_exception_without_a_message_says_so() -> None:
    assert error(task(tasks.fail, "")).endswith("ValueError: no message")


def test_an_exit_is_a_failure() -> None:
    assert error(task(tasks.leave, "0")) == (
        f"{PATH}:{line('raise SystemExit')}: calls exit(0); remove the call"
    )


def test_a_crash_is_reported_where_it_happened() -> None:
    assert error(task(tasks.abort)) == (
        f"{PATH}:{line('os.abort()')}: its process ended without a result (exit code -6)"
    )


def test_a_hang_is_stopped_at_the_limit() -> None:
    found = error(task(tasks.hang), limit=1)
    assert "still running after 1 s" in found


def test_a_hang_is_reported_where_it_hangs() -> None:
    found = error(task(tasks.hang), limit=1)
    first = line("def hang(") + 1
    assert found.startswith((f"{PATH}:{first}: ", f"{PATH}:{first + 1}: "))


def test_a_hang_that_stops_its_watchdog_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.5)
    assert "still running after 1 s" in error(task(tasks.hang_without_a_watchdog), limit=1)


def test_waiting_is_not_computing() -> None:
    assert [outcome.error for outcome in run(task(tasks.sleep, "2"), limit=1)] == [None]


def test_waiting_has_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 2)
    first = line("def sleep(") + 1
    assert error(task(tasks.sleep, "60"), limit=1) == (
        f"{PATH}:{first}: still running after 2 s; make it faster or remove the endless loop"
    )


def test_what_a_task_returns_is_the_value_of_its_outcome() -> None:
    size = 1_000_000  # more than a pipe holds
    (outcome,) = run(task(tasks.repeat, str(size)))
    assert (outcome.error, outcome.value) == (None, "x" * size)


def test_an_error_longer_than_a_pipe_is_cut() -> None:
    found = error(task(tasks.fail, "x" * 1_000_000))
    assert found.startswith(f"{PATH}:{line('raise ValueError')}: ValueError: xxx")
    assert 10_000 <= len(found) < 11_000


def test_an_answer_that_is_not_complete_is_none() -> None:
    assert error(task(tasks.answer_half)) == (
        f"{PATH}:1: its process ended without a result (exit code -9)"
    )


def test_a_task_that_cannot_end_by_itself_is_ended_after_its_answer() -> None:
    (outcome,) = run(task(tasks.leave_a_thread), limit=60)
    assert outcome.error is None and outcome.seconds < 30


@pytest.mark.parametrize("how", ["", "in its own session", "by another that ends"])
@pytest.mark.parametrize("end", ["return", "hang", "sleep"])
def test_what_a_task_started_ends_with_it(
    monkeypatch: pytest.MonkeyPatch, how: str, end: str
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 2)
    seconds = f"60.{uuid4().int}"
    run(task(tasks.start_a_process, f"{seconds}:{how}:{end}"), limit=2)
    deadline = time.monotonic() + 10
    while found := [p.pid for p in psutil.process_iter() if seconds in command_of(p)]:
        assert time.monotonic() < deadline, f"process {found} runs on"
        time.sleep(0.1)


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def test_a_build_whose_server_of_processes_is_killed_ends_with_told_errors() -> None:
    wanted = [task(tasks.last, "2", name="a"), *(task(tasks.succeed, name=n) for n in "bcd")]
    outcomes = run_tasks(wanted, jobs=1, limit=30)
    server = next(p for p in psutil.Process().children() if "forkserver" in command_of(p))
    Timer(1, server.kill).start()
    found = list(outcomes)
    assert names(found) == ["a", "b", "c", "d"]
    assert all(o.error is None or o.error.startswith(f"{PATH}:") for o in found)
    assert [o.error for o in run(task(tasks.succeed))] == [None]


def test_a_folder_for_temporary_files_with_a_long_name_will_do(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    script = (
        "from functools import partial; from pathlib import Path; import tempfile; "
        "from scripts.running.processes import Task, run_tasks; from tests.tasks import succeed; "
        "tasks = [Task('a', Path('a'), partial(succeed, 'a'))]; "
        "assert [o.error for o in run_tasks(tasks, jobs=1, limit=60)] == [None]; "
        "print(tempfile.gettempdir())"
    )
    environment = {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{folder}\n", "")


def test_the_cores_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3}, raising=False)
    assert processes.available_cores() == 1


def test_a_failure_does_not_stop_the_others() -> None:
    wanted = [task(tasks.abort, name="a"), task(tasks.fail, name="b")]
    outcomes = run(*wanted, *(task(tasks.succeed, name=name) for name in "cd"))
    assert names([outcome for outcome in outcomes if not outcome.error]) == ["c", "d"]


def test_an_error_that_says_where_it_is_is_passed_on() -> None:
    raised = SourceError(Path("docs/a.md"), 3, "is wrong")
    assert describe(PATH, raised) == "docs/a.md:3: is wrong"


def test_an_error_outside_the_tasks_own_file_is_reported_at_its_first_line() -> None:
    assert describe(Path("snippets/a.py"), ValueError("x")) == ("snippets/a.py:1: ValueError: x")
