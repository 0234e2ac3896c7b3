"""The second line, on macOS and old kernels: what Python is asked to write, and what changed.

An audit hook sees what Python opens and connects. It does not see what a library in C or another
program does, so the sources are compared afterwards; the files that a build makes are not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import errno
import os
from pathlib import Path
import sys

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import MADE, SITE
from scripts.running import landlock

# Which events change something, and how many paths each is told with.
CHANGES = {"os.remove": 1, "os.mkdir": 1, "os.rmdir": 1, "os.rename": 2, "os.link": 2}
CHANGES |= {"os.symlink": 2, "os.truncate": 1, "os.chmod": 1, "os.chown": 1, "os.utime": 1}
NETWORK = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

Tree = dict[Path, tuple[int, int]]


def watch(folder: Path) -> None:
    """Refuse what this process is asked to write outside of `folder`, or to reach."""
    own = os.path.realpath(folder)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in NETWORK:
            raise PermissionError(errno.EACCES, "no network here", event)
        for path in _changed(event, arguments):
            where = os.path.realpath(path)
            if where not in landlock.SCRATCH and os.path.commonpath([own, where]) != own:
                raise PermissionError(errno.EACCES, "Permission denied", path)

    sys.addaudithook(hook)


def _changed(event: str, arguments: tuple[object, ...]) -> list[str]:
    """The paths that an event changes, those that are open already aside."""
    if event == "open":
        flags = arguments[2]
        paths = arguments[:1] if isinstance(flags, int) and flags & WRITING else ()
    else:
        paths = arguments[: CHANGES.get(event, 0)]
    return [os.fsdecode(path) for path in paths if isinstance(path, str | bytes | os.PathLike)]


@contextmanager
def unchanged_sources() -> Iterator[None]:
    """Raise SourceErrors where a source changes meanwhile, if nothing keeps it from changing."""
    if landlock.is_there():
        yield
        return
    before = _sources()
    yield
    after = _sources()
    changed = sorted(p for p in before | after if before.get(p) != after.get(p))
    if changed:
        message = "changed while snippets ran: if that was not you, look for the one that writes it"
        raise SourceErrors(SourceError(path, 1, message) for path in changed)


def _sources() -> Tree:
    """Size and time of change, which nobody sets, of every file that no build makes."""
    found: Tree = {}
    for folder, folders, files in os.walk("."):
        here = Path(folder)
        kept = (name for name in folders if not name.startswith((".", "__")))
        folders[:] = [name for name in kept if here / name not in (*MADE, SITE)]
        for path in (here / name for name in files):
            status = path.lstat()
            found[path] = (status.st_size, status.st_ctime_ns)
    return found
