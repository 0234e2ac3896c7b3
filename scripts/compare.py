"""Compare the formulas of documents with this reference: `python -m scripts.compare FILE …`.

Reads the displays of .tex, .md, .ipynb and .html files, with their own commands, and says of each
that is a formula of this reference whether it agrees with PyTorch: one line, `file:line: verdict:
formula: what differs`. It is silent about everything else. `--json` tells more, for programs.
Exit code 1 where a misprint or a difference was found, 2 where a file could not be read.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import chdir, redirect_stdout
import json
from pathlib import Path
import sys
from typing import TYPE_CHECKING, Any

from scripts.base.command import WRONG_USAGE, run
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.paths import compare_file
from scripts.base.text import read_text
from scripts.comparing.documents import displays_of
from scripts.comparing.shown import Display
from scripts.comparing.steps import export_steps
from scripts.running.processes import available_cores
from scripts.running.update import update
from scripts.sources.collection import read_sources

if TYPE_CHECKING:
    from scripts.comparing.verdicts import Found

ROOT = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    unread: list[SourceError] = []
    displays: list[Display] = []
    for file in options.files:
        try:
            displays += displays_of(file)
        except SourceError as error:
            unread.append(error)
    if unread:
        print_errors(SourceErrors(unread))
    with chdir(ROOT):  # where the reference finds its sources
        found = list(_found(displays)) if displays else []
    if options.json:
        print(json.dumps([each.told() for each in found], ensure_ascii=False, indent=1))
    else:
        print("".join(f"{each}\n" for each in found), end="")
    if unread:
        return WRONG_USAGE
    return int(any(each.is_wrong for each in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.compare", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a document")
    parser.add_argument("--json", action="store_true", help="a list of all that is known")
    return parser


def _found(displays: Sequence[Display]) -> Iterator["Found"]:
    # Here: a document that cannot be read is told before torch is imported, which takes seconds.
    import torch

    from scripts.comparing.engine import running_engine
    from scripts.comparing.verdicts import found_in

    torch.set_num_threads(1)
    with running_engine(_exports()) as engine:
        for display in displays:
            yield from found_in(display, engine)


def _exports() -> dict[str, dict[str, Any]]:
    """What is exported of each formula; made now where it is stale, which takes minutes once."""
    formulas = read_sources().formulas
    steps = export_steps(formulas.values())
    with redirect_stdout(sys.stderr):
        if stale := sum(not step.is_fresh for step in steps):
            print(f"preparing {stale} of {len(steps)} formulas, once")
            failed = update("draw", steps, jobs=available_cores())
            for message in failed.values():
                print(f"error: {message}")
    files = {identifier: compare_file(identifier) for identifier in formulas}
    return {key: json.loads(read_text(file)) for key, file in files.items() if file.exists()}


if __name__ == "__main__":
    run(main)
