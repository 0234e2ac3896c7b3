"""Python imports this as it starts, where its folder is in PYTHONPATH: a process dies as it writes.

`KILLED_AT` is `scripts.render 57 0.001 group`: the module that dies, at which of its writes, so
many seconds later, and whether all that was started with it dies, too, or it alone (`self`).
`KILLED_WRITES` is a folder, where each module that ends says how often it wrote.
"""

import atexit
import os
from pathlib import Path
import signal
import sys
import threading

CHANGES = ("os.rename", "os.rmdir")  # a file is replaced by a renaming, too
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
STEPS = ("scripts.build", "scripts.render", "scripts.finish")
MODULE = sys.orig_argv[2] if sys.orig_argv[1:2] == ["-m"] else ""


class Writes:
    """The writes of this process in the folder where it was started; at one of them it dies."""

    def __init__(self, at: int, seconds: float, whom: str) -> None:
        self.at, self.seconds, self.whom = at, seconds, whom
        self.here = f"{Path.cwd()}{os.sep}"
        self.pid = os.getpid()
        self.count = 0

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        """What Python is about to do."""
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if not opened and event not in CHANGES:
            return
        path = arguments[0]
        if not isinstance(path, str | bytes | os.PathLike) or os.getpid() != self.pid:
            return
        if str(Path(self.here, os.fsdecode(path))).startswith(self.here):
            self.count += 1
            if self.count == self.at:
                self._die()

    def _die(self) -> None:
        if self.seconds:  # in the midst of what comes now
            threading.Timer(self.seconds, self._kill).start()
        else:
            self._kill()

    def _kill(self) -> None:
        if self.whom == "group":
            os.killpg(os.getpgrp(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, folder: str) -> None:
        """Leave the count in a file named after the module."""
        if os.getpid() == self.pid:
            Path(folder, MODULE).write_text(str(self.count), encoding="utf-8")


if MODULE in STEPS:
    module, at, seconds, whom = os.environ.get("KILLED_AT", " 0 0 self").split(" ")
    writes = Writes(int(at) if module == MODULE else 0, float(seconds), whom)
    sys.addaudithook(writes.heard)
    if "KILLED_WRITES" in os.environ:
        atexit.register(writes.tell, os.environ["KILLED_WRITES"])
