"""Mutation test of the formula checker: `python -m scripts.mutants [--sample N] [PAGE …]`.

Changes every display of every page in one place at a time and checks the result. A mutant
that passes is a survivor: the same statement in other notation, a different but true one,
or a miss, which is a bug. Exit code 1 if less than 99 % of the false mutants are refused.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys
import time

import torch

from scripts.checker.proving.mutants import REQUIRED, run
from scripts.sources.navigation import formula_pages


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    parser.add_argument("--sample", type=int, default=0, help="only this many, always the same")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    torch.set_num_threads(1)
    tally = run(options.pages or formula_pages(), sample=options.sample)
    for survivor in tally.survivors:
        print(f"{survivor.kind}: {survivor.place}: {survivor.what}\n{survivor.picture}")
    seconds = time.monotonic() - started
    print(
        f"{tally.total} mutants, {tally.false} of them false; {tally.misses} of these survived: "
        f"{tally.score:.2%} refused ({seconds:.1f} s)"
    )
    return 0 if tally.score >= REQUIRED else 1


if __name__ == "__main__":
    sys.exit(main())
