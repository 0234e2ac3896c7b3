"""What commands have in common: how they end, and how one runs another."""

from collections.abc import Callable
from contextlib import suppress
import os
import signal
import subprocess
import sys

from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.lock import HANDLE

INTERRUPTED = 130  # as a shell has it
PATIENCE = 5.0  # seconds


def told(run: Callable[[], int]) -> int:
    """The exit code of a command; what goes wrong is told on a line each, without a traceback."""
    try:
        return run()
    except (SourceError, SourceErrors) as error:
        print_errors(error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"error: {where}{error.strerror or error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return 1


def run_module(*command: str, lock: int | None = None) -> int:
    """Run `python -m …`, as a part of the build that holds a lock; return its exit code."""
    environment = os.environ if lock is None else {**os.environ, HANDLE: str(lock)}
    handles = [] if lock is None else [lock]
    started = [sys.executable, "-m", *command]
    with subprocess.Popen(started, env=environment, pass_fds=handles) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # a terminal interrupts both; the other one ends and says so
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.send_signal(signal.SIGINT)
            process.wait()
            return INTERRUPTED
