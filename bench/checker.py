"""Measure the formula checker: `python -m bench.checker`, one core, imports aside."""

from collections.abc import Callable
from pathlib import Path
import sys
import time

import torch

from scripts.checker.judging.judge import check_page
from scripts.checker.proving import mutants
from scripts.running.figures import SEED
from scripts.sources.navigation import formula_pages

REPEATED = 10  # times 30 formulas is 300
SEEDS = 40


def main() -> int:
    """Print the table; return the exit code."""
    torch.set_num_threads(1)
    pages = formula_pages()
    check_all(pages)  # first use of autograd and of distributions imports a lot
    rows = [
        (f"check of {len(pages)} formulas", seconds(lambda: check_all(pages)), "≤ 2 s"),
        (
            f"check of {len(pages) * REPEATED} formulas",
            seconds(lambda: [check_all(pages) for _ in range(REPEATED)]),
            "≤ 8 s",
        ),
        (f"mutation test of {len(pages)} formulas", seconds(lambda: mutants.run(pages)), "≤ 20 s"),
        (f"false alarms over {SEEDS} seeds", str(sum(map(alarms, range(SEEDS)))), "0"),
    ]
    for name, measured, wanted in rows:
        print(f"{name:36}  {measured:>8}  {wanted}")
    return 0


def check_all(pages: list[Path], seed: int = SEED) -> int:
    """Check every page; return how many displays were refused."""
    verdicts = [verdict for page in pages for verdict in check_page(page, seed=seed)]
    return sum(verdict.status is None for verdict in verdicts)


def alarms(seed: int) -> int:
    """How many true formulas a seed refuses."""
    return check_all(formula_pages(), seed)


def seconds(work: Callable[[], object]) -> str:
    """How long it takes."""
    started = time.monotonic()
    work()
    return f"{time.monotonic() - started:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
