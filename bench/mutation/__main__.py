"""Mutation test of our own code: `python -m bench.mutation [--sample N] [ROOM …]`.

Changes the checker, what reads sources, freshness and the search in one place at a time, always
the same sample; the tests must notice. Exit code 1 if they notice less than 85 % in a room.
"""

import argparse
from collections.abc import Sequence
import importlib
import sys
import time

from bench.mutation.rooms import ROOMS, Room
from bench.mutation.running import Run, copied, run, standing

SAMPLE = 60  # of each room
REQUIRED = 0.85
SLOWER = 3  # times, and SPARE seconds: what needs more CPU than that with a mutant hangs
SPARE = 20
PRELOADED = ("torch", "matplotlib.pyplot", "bs4", "yaml", "playwright.sync_api", "jsonschema")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    names = [room.name for room in ROOMS]
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(names))
    parser.add_argument("--sample", type=int, default=SAMPLE)
    options = parser.parse_args(arguments)
    for module in PRELOADED:
        importlib.import_module(module)
    with copied():
        chosen = [room for room in ROOMS if room.name in (options.rooms or names)]
        shares = [killed(room, options.sample) for room in chosen]
    return 0 if min(shares) >= REQUIRED else 1


def killed(room: Room, sample: int) -> float:
    """The share of a sample that the tests notice; tells each that they do not."""
    started = time.monotonic()
    found = room.mutants()
    survivors = 0
    unchanged = without_change(room)
    limit = SLOWER * unchanged.seconds + SPARE
    known = [f"--deselect={test}" for test in unchanged.failed]
    for mutant in found[:sample]:
        with standing(mutant):
            if not run(room.tests_of(mutant), "-x", *known, limit=limit).failed:
                survivors += 1
                print(f"not noticed: {mutant}", flush=True)
    tried = min(sample, len(found))
    share = 1 - survivors / tried
    seconds = time.monotonic() - started
    print(f"{room.name}: {share:.0%} of {tried} noticed, of {len(found)} ({seconds:.0f} s)")
    return share


def without_change(room: Room) -> Run:
    """Its tests as the code stands; those that fail already notice nothing."""
    unchanged = run(room.tests)
    if unchanged.failed == room.tests:
        raise SystemExit(f"the tests cannot be run: {' '.join(room.tests)}")
    for test in unchanged.failed:
        print(f"fails without any change, left out: {test}", flush=True)
    return unchanged


if __name__ == "__main__":
    sys.exit(main())
