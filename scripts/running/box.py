"""The box that authors' code runs in: a folder of its own, no network, so much memory and disk.

Against mistakes and mischief in a pull request, not against an attack on the kernel. What holds:

- everywhere: the limits, each of one process or one file; many files, and many processes where
  the system says who started which, are counted from outside (`excess`), twice a second. macOS
  ignores the limit of memory.
- Linux with Landlock: nothing is made, changed or removed in other folders, by no program, and
  from its version 6 on, no process outside gets a signal; from 4 on, TCP is refused. Reading is
  free, and the mode and the times of a file can be changed.
- Linux where a namespace may be made, which many containers forbid: no network of any kind.
- elsewhere: `without_landlock`, which holds against mistakes alone.
"""

import os
from pathlib import Path
import resource
import sys
import tempfile

from scripts.running import landlock
from scripts.running.without_landlock import watch

MEMORY = 2_000_000_000  # bytes; what snippets and checks take is a fifth
LARGEST_FILE = 64_000_000  # bytes; all that is printed is one file
CHILD_SUBREAPER = 36  # of <linux/prctl.h>
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000  # of <linux/sched.h>


def enter(folder: Path) -> None:
    """Shut this process in, and all that it will start: it writes into `folder` alone.

    To be called while it has one thread. There is no way out.
    """
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    limit(resource.RLIMIT_DATA, MEMORY)  # RLIMIT_AS counts what is reserved and never used, too
    limit(resource.RLIMIT_FSIZE, LARGEST_FILE)
    limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        landlock.libc().prctl(CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans become ours, and end with us
        leave_network()
    if landlock.is_there():
        landlock.restrict(folder)
    else:
        watch(folder)


def limit(what: int, most: int, grace: int = 0) -> None:
    """Lower a limit of this process; `grace` later comes the one that kills."""
    _, allowed = resource.getrlimit(what)
    if allowed == resource.RLIM_INFINITY or allowed > most + grace:
        resource.setrlimit(what, (most, most + grace))


def leave_network() -> bool:
    """Go where nobody else is; who is not root may do so as a user of a namespace of his own."""
    unshare = landlock.libc().unshare
    return any(unshare(flags) == 0 for flags in (NEW_NETWORK, NEW_USER | NEW_NETWORK))
