"""How a command ends: a mistake is told, not traced, and a stop is one line."""

from collections.abc import Callable
from contextlib import suppress
import errno
from functools import wraps
import os
from pathlib import Path
import signal
import subprocess
import sys
from typing import NoReturn, ParamSpec

from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.lock import HANDLE

P = ParamSpec("P")
FAILED, WRONG_USAGE, STOPPED = 1, 2, 130
PATIENCE = 5.0  # seconds
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, a service, a closed terminal

WRITABLE = "let the build read and write there"
ADVICE = {
    errno.ENOSPC: "free some room there",
    errno.EDQUOT: "free some room there",
    errno.EROFS: WRITABLE,
    errno.EACCES: WRITABLE,
    errno.EPERM: WRITABLE,
    errno.EBUSY: "where it is mounted, mount the folder above it",
    errno.EADDRINUSE: "end what listens there",
    errno.EMFILE: "raise the limit, `ulimit -n`",
    errno.ENOMEM: "end what takes the memory",
}


def telling(main: Callable[P, int]) -> Callable[P, int]:
    """A command that tells mistakes in the sources and troubles of the disk, and returns 1."""

    @wraps(main)
    def told(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return main(*args, **kwargs)
        except (SourceError, SourceErrors) as error:
            print_errors(error)
        except OSError as error:
            print(f"error: {_trouble(error)}", file=sys.stderr)
        return FAILED

    return told


def _trouble(error: OSError) -> str:
    """Where the system refused something, what it says, and what to do."""
    names = (error.filename, error.filename2)
    paths = [_from_here(os.fsdecode(name)) for name in names if isinstance(name, str | bytes)]
    where = f"{' to '.join(paths)}: " if paths else ""
    advice = f"; {ADVICE[error.errno]}, then run this again" if error.errno in ADVICE else ""
    return f"{where}{error.strerror or error}{advice}"


def _from_here(name: str) -> str:
    """A path as people see it who stand at the root of the repository."""
    here = Path.cwd()
    return str(Path(name).relative_to(here)) if Path(name).is_relative_to(here) else name


def usage(line: str) -> int:
    """Say how a command is called; return its exit code."""
    print(f"usage: {line}", file=sys.stderr)
    return WRONG_USAGE


def run(main: Callable[[], int]) -> NoReturn:
    """Leave with the exit code of a command; who stops it with Ctrl-C wants no traceback."""
    for stop in STOPS:
        if signal.getsignal(stop) == signal.SIG_DFL:  # not so under nohup
            signal.signal(stop, signal.default_int_handler)
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
            return _told(command[0], process.wait())
        except KeyboardInterrupt:  # a terminal stops both; the other one ends and says so
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.send_signal(signal.SIGINT)
            process.wait()
            return STOPPED


def _told(module: str, code: int) -> int:
    """The exit code of a module; one that was killed has said nothing."""
    if code >= 0:
        return code
    name = signal.Signals(-code).name
    print(f"error: {module} was ended by {name}; is the machine out of memory?", file=sys.stderr)
    return FAILED
