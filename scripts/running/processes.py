"""Run tasks in processes of their own: a crash, a hang or an exit stays one task's failure.

The processes are forked from a server that has imported torch and Matplotlib once, which needs
Linux or macOS. A task returns its value and leaves writing to the one who asked: what outlives a
killed build changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
import multiprocessing as mp
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
import os
from pathlib import Path
import shutil
import signal
import tempfile
import time
from typing import Any

from scripts.base.closure import code_key
from scripts.running.answers import LONGEST, read_answer
from scripts.running.child import GRACE, WORK, place_in_log, run_in_child
from scripts.running.excess import excess

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
    own: Path  # its folder
    started: float
    children: frozenset[int] = frozenset()
    answer: tuple[str | None, Any] | None = None
    overdue: bool = False
    excess: str | None = None  # what it has too much of


def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> Iterator[Outcome]:
    """Run every task, `jobs` at a time; yield as they end.

    Each may compute for `limit` seconds, and take longer where it waits or the machine is busy.
    """
    context = _context()
    waiting = list(reversed(tasks))
    running: list[_Running] = []
    with tempfile.TemporaryDirectory(dir=_short_folder(), ignore_cleanup_errors=True) as folder:
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    task = waiting.pop()
                    own = Path(folder, str(len(waiting)))
                    try:
                        running.append(_start(context, task, own, limit))
                    except (EOFError, OSError) as error:
                        what = f"its process could not be started ({type(error).__name__})"
                        message = f"{what}; is the machine out of memory?"
                        yield Outcome(task, f"{task.path.as_posix()}:1: {message}", 0.0)
                wait([x for r in running for x in (r.result, r.process.sentinel)], timeout=0.5)
                for current in list(running):
                    if _has_ended(current, limit):
                        running.remove(current)
                        yield _outcome(current, limit)
                        shutil.rmtree(current.own, ignore_errors=True)
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
    before, tempfile.tempdir = tempfile.gettempdir(), _short_folder()
    try:
        forkserver.ensure_running()
    finally:
        tempfile.tempdir = before
    return context


def _short_folder() -> str:
    """Where temporary files lie, if its name is short: sockets are there."""
    folder = tempfile.gettempdir()
    return folder if len(folder) <= LONGEST_FOLDER else "/tmp"


def _start(context: Any, task: Task, own: Path, limit: float) -> _Running:
    """Start a process; once more where the server was killed a moment ago: another one starts."""
    with suppress(EOFError, OSError):
        return _started(context, task, own, limit)
    time.sleep(1)
    return _started(context, task, own, limit)


def _started(context: Any, task: Task, own: Path, limit: float) -> _Running:
    (own / WORK).mkdir(parents=True, exist_ok=True)
    receiving, sending = context.Pipe(duplex=False)
    longest = PATIENCE * limit + GRACE
    arguments = (task.run, task.path, sending, own, limit, longest)
    process = context.Process(target=run_in_child, args=arguments)
    process.start()
    sending.close()
    return _Running(task, process, receiving, own, time.monotonic())


def _has_ended(current: _Running, limit: float) -> bool:
    """Take its answer, if there is one, and end what has answered or takes too long."""
    if current.process.is_alive():
        # One that has just died has no children any more: they are still to be ended.
        current.children = _descendants(current.process.pid or 0) or current.children
    with suppress(EOFError, OSError):  # it ends without an answer, or in the middle of it
        if current.result.poll():
            current.answer = read_answer(current.result.recv_bytes(LONGEST), current.task.path)
    if not current.answer and current.process.is_alive():
        current.overdue = time.monotonic() - current.started > PATIENCE * limit
        current.excess = excess(current.own / WORK, current.children)
        if not current.overdue and not current.excess:
            return False
        os.kill(current.process.pid or 0, signal.SIGXCPU)  # it says where it is, and ends
        current.process.join(GRACE)
    _end(current)
    return True


def _end(current: _Running) -> None:
    """Kill a process and all that it has started; wait until it is gone.

    While it lives, what was left by its own parent is a child of it: it goes last. Its children
    are stopped first: who is stopped starts no other.
    """
    pid = current.process.pid or 0
    children = set[int]()
    while found := _descendants(pid) - children:
        for child in found:
            with suppress(OSError):
                os.kill(child, signal.SIGSTOP)
        children |= found
    _kill(children)
    current.process.kill()
    current.process.join()
    current.result.close()
    _kill({pid, *children, *current.children})


def _kill(pids: Iterable[int]) -> None:
    """End processes, and the groups of those that are the head of one, as a notebook's kernel."""
    for pid in pids:
        for kill in (os.kill, os.killpg):
            with suppress(OSError):
                kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> frozenset[int]:
    """The processes that one has started, and that those have started, and so on.

    Where the system does not say, they notice alone that they are to end.
    """
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        children = frozenset(int(child) for file in listed for child in file.read_text().split())
    except OSError:
        return frozenset()
    return children.union(*map(_descendants, children))


def _outcome(current: _Running, limit: float) -> Outcome:
    seconds = time.monotonic() - current.started
    if current.answer:
        error, value = current.answer
        return Outcome(current.task, error, seconds, value)
    code = current.process.exitcode
    if current.excess:
        what = current.excess
    elif current.overdue or code == -signal.SIGXCPU:
        spent = PATIENCE * limit if current.overdue else limit
        what = f"still running after {spent:g} s; {current.task.advice}"
    else:
        what = f"its process ended without a result (exit code {code})"
    return Outcome(current.task, f"{place_in_log(current.own, current.task.path)}: {what}", seconds)
