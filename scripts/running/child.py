"""The other end: what happens inside the process of one task."""

from collections.abc import Callable
import errno
import faulthandler
from functools import partial
import math
from multiprocessing.connection import Connection
import os
from pathlib import Path
import re
import resource
import signal
import time
import traceback
from typing import Any

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import SNIPPETS
from scripts.running import box

GRACE = 5  # seconds between being told to end and being killed
LONGEST_MESSAGE = 10_000  # characters
WORK = "work"  # in the folder of a task, where it may write

# What to do where the box refuses something.
ADVICE = {
    errno.EACCES: "code writes into its own temporary folder alone, of tempfile",
    errno.EPERM: "code ends and changes no other process",
    errno.ENETUNREACH: "code runs without a network",
    errno.EFBIG: f"code writes and prints up to {box.LARGEST_FILE // 10**6} MB",
    errno.ENOMEM: f"code has {box.MEMORY // 10**9} GB of memory: take smaller tensors",
}


def run_in_child(
    run: Callable[[], Any], path: Path, result: Connection, own: Path, limit: float, longest: float
) -> None:
    """Run a task and send (error, value); `own` is the folder where it writes.

    There, a log takes all it prints, and where it hangs. It may compute for `limit` seconds;
    after `longest` it ends even if nobody else ends it.
    """
    os.setsid()  # what it starts can be ended with it
    log = log_in(own)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    try:
        box.enter(own / WORK)
        _watch(handle, limit, longest)
        result.send((None, run()))
    except BaseException as error:  # SystemExit and KeyboardInterrupt are failures, too
        result.send((describe(path, error), None))
    time.sleep(GRACE)  # it is ended now, with all that it started while it can be seen


def _watch(log: int, limit: float, longest: float) -> None:
    """Say in the log where the process crashes, exits or hangs."""
    faulthandler.enable(log)
    os._exit = partial(_exit, os._exit, log)  # type: ignore[assignment]
    box.limit(resource.RLIMIT_CPU, math.ceil(limit), GRACE)
    faulthandler.register(signal.SIGXCPU, file=log, chain=True)
    faulthandler.dump_traceback_later(longest, exit=True, file=log)


def _exit(leave: Callable[[int], None], log: int, status: int) -> None:
    faulthandler.dump_traceback(log)
    leave(status)


def describe(path: Path, error: BaseException) -> str:
    """`file:line: ErrorType: message`, the line being the last one that an author wrote."""
    text = str(error).strip()[:LONGEST_MESSAGE] or "no message"
    if isinstance(error, SourceError | SourceErrors):
        return text  # it says itself where it is
    if isinstance(error, SyntaxError):
        return f"{path.as_posix()}:{error.lineno}: not valid Python: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if frame.filename.endswith(path.as_posix())]
    line = own[-1] if own else 1
    if isinstance(error, SystemExit):
        return f"{path.as_posix()}:{line}: calls exit({error.code}); remove the call"
    advice = f"; {found}" if (found := ADVICE.get(_number(error))) else ""
    return f"{path.as_posix()}:{line}: {type(error).__name__}: {text}{advice}"


def _number(error: BaseException) -> int:
    """The number of an error of the system, for one of which others have their own words; or 0."""
    if isinstance(error, MemoryError) or "can't allocate memory" in str(error):
        return errno.ENOMEM
    return (error.errno or 0) if isinstance(error, OSError) else 0


def log_in(own: Path) -> Path:
    """What a task printed."""
    return own / "log"


def place_in_log(own: Path, path: Path) -> str:
    """`file:line` where the process was last in what an author wrote, else the top of `path`."""
    log = log_in(own)
    text = log.read_text(errors="replace") if log.exists() else ""
    written = rf"{re.escape(path.as_posix())}|{SNIPPETS}/[^\"]+\.py"
    found = re.search(rf'File "(?:[^"]*/)?({written})", line (\d+)', text)
    return f"{found[1]}:{found[2]}" if found else f"{path.as_posix()}:1"
