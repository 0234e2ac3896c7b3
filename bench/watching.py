"""What a command costs: time, the CPU seconds and the memory of all its processes together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
import subprocess
from threading import Event, Thread
import time

import psutil

OFTEN = 0.2  # seconds: what ends sooner is seen by its parent's account only


def _children() -> list[psutil.Process]:
    return psutil.Process().children()


@dataclass
class Cost:
    """Of what starts from now on; the memory is the largest at one time, shared pages once."""

    seconds: float = 0.0
    memory: int = 0
    by_process: dict[tuple[int, float], float] = field(default_factory=dict)
    others: list[psutil.Process] = field(default_factory=_children)  # ran before

    @property
    def cpu(self) -> float:
        return sum(self.by_process.values())

    def look(self) -> None:
        """Take down what the children of this process have used by now."""
        total = 0
        started = [each for each in _children() if each not in self.others]
        for child in chain(started, *map(_descendants, started)):
            try:
                used = child.cpu_times()
                self.by_process[child.pid, child.create_time()] = used.user + used.system
                total += child.memory_full_info().pss
            except (psutil.Error, AttributeError):
                continue
        self.memory = max(self.memory, total)


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run a command there, quietly. Raises CalledProcessError where it fails."""
    with watched() as cost:
        subprocess.run(
            command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    return cost


@contextmanager
def watched() -> Iterator[Cost]:
    """What the children of this process cost meanwhile."""
    cost, done, started = Cost(), Event(), time.monotonic()

    def watch() -> None:
        while not done.wait(OFTEN):
            cost.look()

    thread = Thread(target=watch)
    thread.start()
    try:
        yield cost
    finally:
        cost.seconds = time.monotonic() - started
        done.set()
        thread.join()
