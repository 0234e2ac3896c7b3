"""Run tasks in processes of their own: a crash, a hang or an exit stays one task's failure.

The processes are forked from a server that has imported torch and Matplotlib once, which needs
Linux or macOS. A task returns its value and leaves writing to the one who asked: what outlives a
killed build changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import multiprocessing as mp
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
import os
from pathlib import Path
import signal
import tempfile
import time
from typing import Any

from scripts.base.closure import code_key
from scripts.running.child import GRACE, place_in_log, run_in_child

PRELOAD = "scripts.running.preload"
PATIENCE = 5  # waiting and busy machines included, a task may take so many times its limit
LONGEST_FOLDER = 60  # of a socket's address, which has room for about 100 characters


@dataclass(frozen=True)
class Task:
    """`run()`, about the source file `path`. What it returns must be picklable.

    `advice` says what to do where it takes too long.
    """

    name: str
    path: Path
    run: Callable[[], Any]
    advice: str = "make it faster or remove the endless loop"


@dataclass(frozen=True)
class Outcome:
    """How a task ended: with a value, or an error that says `file:line: what went wrong`."""

    task: Task
    error: str | None
    seconds: float
    value: Any = None


@dataclass
class _Running:
    task: Task
    process: BaseProcess
    result: Connection
    log: Path
    started: float
    children: frozenset[int] = frozenset()
    answer: tuple[str | None, Any] | None = None
    overdue: bool = False


def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> Iterator[Outcome]:
    """Run every task, `jobs` at a time; yield as they end.

    Each may compute for `limit` seconds, and take longer where it waits or the machine is busy.
    """
    context = _context()
    waiting = list(reversed(tasks))
    running: list[_Running] = []
    with tempfile.TemporaryDirectory() as logs:
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    task = waiting.pop()
                    log = Path(logs, f"{len(waiting)}.log")
                    try:
                        running.append(_start(context, task, log, limit))
                    except (EOFError, OSError) as error:
                        what = f"its process could not be started ({type(error).__name__})"
                        message = f"{what}; is the machine out of memory?"
                        yield Outcome(task, f"{task.path.as_posix()}:1: {message}", 0.0)
                wait([x for r in running for x in (r.result, r.process.sentinel)], timeout=0.5)
                for current in list(running):
                    if _has_ended(current, limit):
                        running.remove(current)
                        yield _outcome(current, limit)
        finally:
            for current in running:
                _end(current)


def available_cores() -> int:
    """The cores that this process may use: in a container often fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def start_server() -> None:
    """Let the server import torch and Matplotlib while this process does something else."""
    _context()


def _context() -> Any:
    code_key(PRELOAD)  # what is stale is decided by code that is not newer than what will run
    context = mp.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    with _short_temporary_folder():
        forkserver.ensure_running()
    return context


@contextmanager
def _short_temporary_folder() -> Iterator[None]:
    """The server listens at a socket in the folder for temporary files, if its name is short."""
    folder = tempfile.gettempdir()
    if len(folder) > LONGEST_FOLDER:
        tempfile.tempdir = "/tmp"
    try:
        yield
    finally:
        tempfile.tempdir = folder


def _start(context: Any, task: Task, log: Path, limit: float) -> _Running:
    """Start a process; once more where the server was killed a moment ago: another one starts."""
    with suppress(EOFError, OSError):
        return _started(context, task, log, limit)
    time.sleep(1)
    return _started(context, task, log, limit)


def _started(context: Any, task: Task, log: Path, limit: float) -> _Running:
    receiving, sending = context.Pipe(duplex=False)
    longest = PATIENCE * limit + GRACE
    arguments = (task.run, task.path, sending, log, limit, longest)
    process = context.Process(target=run_in_child, args=arguments)
    process.start()
    sending.close()
    return _Running(task, process, receiving, log, time.monotonic())


def _has_ended(current: _Running, limit: float) -> bool:
    """Take its answer, if there is one, and end what has answered or takes too long."""
    if current.process.is_alive():
        # One that has just died has no children any more: they are still to be ended.
        current.children = _children(current.process.pid or 0) or current.children
    with suppress(EOFError, OSError):  # it ends without an answer, or in the middle of it
        if current.result.poll():
            current.answer = current.result.recv()
    if not current.answer and current.process.is_alive():
        current.overdue = time.monotonic() - current.started > PATIENCE * limit
        if not current.overdue:
            return False
        os.kill(current.process.pid or 0, signal.SIGXCPU)  # it says where it is, and ends
        current.process.join(GRACE)
    _end(current)
    return True


def _end(current: _Running) -> None:
    """Kill a process and all that it has started; wait until it is gone."""
    pid = current.process.pid or 0
    children = _children(pid) or current.children
    current.process.kill()
    current.process.join()
    current.result.close()
    for group in (pid, *children):  # the kernel of a notebook is the head of a group of its own
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)


def _children(pid: int) -> frozenset[int]:
    """The processes that one has started; where the system does not say, they notice alone."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        return frozenset(int(child) for file in listed for child in file.read_text().split())
    except OSError:
        return frozenset()


def _outcome(current: _Running, limit: float) -> Outcome:
    seconds = time.monotonic() - current.started
    if current.answer:
        error, value = current.answer
        return Outcome(current.task, error, seconds, value)
    code = current.process.exitcode
    if current.overdue or code == -signal.SIGXCPU:
        spent = PATIENCE * limit if current.overdue else limit
        what = f"still running after {spent:g} s; {current.task.advice}"
    else:
        what = f"its process ended without a result (exit code {code})"
    return Outcome(current.task, f"{place_in_log(current.log, current.task.path)}: {what}", seconds)
