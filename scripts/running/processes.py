"""Run tasks in processes of their own: a crash, a hang or an exit stays one task's failure.

The processes are forked from a server that has imported torch and Matplotlib once
(where there is no fork they are spawned, slower but the same).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
import faulthandler
import multiprocessing as mp
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
import os
from pathlib import Path
import re
import sys
import tempfile
import time
import traceback
from typing import Any

from scripts.base.errors import SourceError, SourceErrors

GRACE = 5.0  # seconds between a process's own time limit and its being killed


@dataclass(frozen=True)
class Task:
    """`run(argument)`, about the source file `path`."""

    name: str
    path: Path
    run: Callable[[str], None]
    argument: str


@dataclass(frozen=True)
class Outcome:
    """How a task ended; `error` is None or says `file:line: what went wrong`."""

    task: Task
    error: str | None
    seconds: float


@dataclass
class _Running:
    task: Task
    process: BaseProcess
    result: Connection
    log: Path
    started: float


def run_tasks(tasks: Sequence[Task], *, jobs: int, limit: float) -> Iterator[Outcome]:
    """Run every task, `jobs` at a time and each for at most `limit` seconds; yield as they end."""
    context = _context()
    waiting = list(reversed(tasks))
    running: list[_Running] = []
    with tempfile.TemporaryDirectory() as logs:
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    task = waiting.pop()
                    log = Path(logs, f"{len(waiting)}.log")
                    running.append(_start(context, task, log, limit))
                wait([r.process.sentinel for r in running], timeout=0.5)
                for current in list(running):
                    if time.monotonic() - current.started > limit + GRACE:
                        current.process.kill()
                        current.process.join()
                    if not current.process.is_alive():
                        running.remove(current)
                        yield _finish(current, limit)
        finally:
            for current in running:
                current.process.kill()


def start_server() -> None:
    """Let the server import torch and Matplotlib while this process does something else."""
    if "forkserver" in mp.get_all_start_methods():
        _context()
        forkserver.ensure_running()


def _context() -> Any:
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["scripts.running.preload"])
    return context


def _start(context: Any, task: Task, log: Path, limit: float) -> _Running:
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(task, sending, log, limit), daemon=False)
    process.start()
    sending.close()
    return _Running(task, process, receiving, log, time.monotonic())


def _run(task: Task, result: Connection, log: Path, limit: float) -> None:
    """In the child: run the task and send None or the error; the log takes all it prints."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    faulthandler.enable(handle)
    faulthandler.dump_traceback_later(limit, exit=True, file=handle)
    try:
        task.run(task.argument)
    except BaseException as error:  # SystemExit and KeyboardInterrupt are failures, too
        result.send(_describe(task.path, error))
    else:
        result.send(None)
    faulthandler.cancel_dump_traceback_later()
    sys.stdout.flush()


def _describe(path: Path, error: BaseException) -> str:
    """`file:line: ErrorType: message`, the line being the last one of the task's own file."""
    text = str(error).strip() or "no message"
    if isinstance(error, SourceError | SourceErrors):
        return text  # it says itself where it is
    if isinstance(error, SyntaxError):
        return f"{path.as_posix()}:{error.lineno}: not valid Python: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if frame.filename.endswith(path.as_posix())]
    line = own[-1] if own else 1
    if isinstance(error, SystemExit):
        return f"{path.as_posix()}:{line}: calls exit({error.code}); remove the call"
    return f"{path.as_posix()}:{line}: {type(error).__name__}: {text}"


def _finish(current: _Running, limit: float) -> Outcome:
    seconds = time.monotonic() - current.started
    task, code = current.task, current.process.exitcode
    try:
        answered = current.result.poll()
        error = current.result.recv() if answered else None
    except EOFError:
        answered, error = False, None
    current.result.close()
    if not answered:
        log = current.log.read_text(errors="replace") if current.log.exists() else ""
        found = re.search(rf'File ".*{re.escape(task.path.as_posix())}", line (\d+)', log)
        line = found[1] if found else "1"
        if seconds >= limit:
            what = f"still running after {limit:g} s; make it faster or remove the endless loop"
        else:
            what = f"its process ended without a result (exit code {code})"
        error = f"{task.path.as_posix()}:{line}: {what}"
    return Outcome(task, error, seconds)
