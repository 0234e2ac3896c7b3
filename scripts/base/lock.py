"""One build at a time in one checkout: two would publish a mixture of both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
import fcntl
import os

from scripts.base.errors import SourceError
from scripts.base.paths import LOCK

HANDLE = "BUILD_LOCK_HANDLE"  # of the lock, for the commands that its holder starts


@contextmanager
def only_build() -> Iterator[int]:
    """Hold the lock, at most as long as a process of this build lives; give its handle.

    Raises SourceError, with nothing changed, where another build runs; names its process.
    """
    if (inherited := _inherited()) is not None:
        yield inherited
        return
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another build runs here, process {LOCK.read_text().strip()}"
            raise SourceError(LOCK, 1, f"{message}; wait for it, or end it") from None
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        os.truncate(LOCK, 0)
        os.write(file.fileno(), f"{os.getpid()} since {now}\n".encode())
        yield file.fileno()
        os.truncate(LOCK, 0)


def _inherited() -> int | None:
    """The handle of the lock that the process which started this one holds."""
    try:
        handle = int(os.environ[HANDLE])
        return handle if os.path.samestat(os.fstat(handle), LOCK.stat()) else None
    except (KeyError, ValueError, OSError):
        return None
