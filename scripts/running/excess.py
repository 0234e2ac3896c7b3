"""What a task may hold at once, counted from outside: no limit of the system counts it for all.

One that takes more is ended as soon as that is seen, at most half a second later.
"""

from collections.abc import Collection
import os
from pathlib import Path

MOST_PROCESSES = 64  # a notebook has two
MOST_FILES = 10_000
MOST_BYTES = 256_000_000  # of all files together


def excess(folder: Path, processes: Collection[int]) -> str | None:
    """What a task has too many of, and how many it may have; None where all is well.

    `folder` is where it writes, `processes` are those that it has started.
    """
    if len(processes) > MOST_PROCESSES:
        return f"started {len(processes)} processes; {MOST_PROCESSES} may run at once"
    files = size = 0
    for here, folders, names in os.walk(folder):
        files += len(folders) + len(names)
        if files > MOST_FILES:
            return f"made more than {MOST_FILES} files: write less"
        size += sum(_size(f"{here}{os.sep}{name}") for name in names)
        if size > MOST_BYTES:
            return f"wrote more than {MOST_BYTES // 10**6} MB: write less"
    return None


def _size(path: str) -> int:
    """What a file takes on the disk, which may be less than it is long."""
    try:
        return os.lstat(path).st_blocks * 512
    except OSError:  # it is gone again
        return 0
