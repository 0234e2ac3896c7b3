"""How a command ends: a mistake is told, not traced, and a stop is one line."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
import os
import signal
import subprocess
import sys
from typing import NoReturn, ParamSpec

from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.lock import HANDLE

P = ParamSpec("P")
FAILED, WRONG_USAGE, STOPPED = 1, 2, 130
PATIENCE = 5.0  # seconds


def telling(main: Callable[P, int]) -> Callable[P, int]:
    """A command that tells mistakes in the sources and troubles of the disk, and returns 1."""

    @wraps(main)
    def told(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return main(*args, **kwargs)
        except (SourceError, SourceErrors) as error:
            print_errors(error)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            print(f"error: {where}{error.strerror or error}", file=sys.stderr)
        return FAILED

    return told


def usage(line: str) -> int:
    """Say how a command is called; return its exit code."""
    print(f"usage: {line}", file=sys.stderr)
    return WRONG_USAGE


def run(main: Callable[[], int]) -> NoReturn:
    """Leave with the exit code of a command; who stops it with Ctrl-C wants no traceback."""
    try:
        sys.exit(telling(main)())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(STOPPED)


def run_module(*command: str, lock: int | None = None) -> int:
    """Run `python -m …`, as a part of the build that holds a lock; return its exit code."""
    environment = os.environ if lock is None else {**os.environ, HANDLE: str(lock)}
    handles = [] if lock is None else [lock]
    started = [sys.executable, "-m", *command]
    with subprocess.Popen(started, env=environment, pass_fds=handles) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # a terminal stops both; the other one ends and says so
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.send_signal(signal.SIGINT)
            process.wait()
            return STOPPED
