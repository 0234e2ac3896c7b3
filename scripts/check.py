"""Check the displayed formulas: `python -m scripts.check [PAGE …]` (default: every formula page).

One line a display, `ok <page>:<line> <status>` or `FAIL <page>:<line> <why>`; after a failure
the LaTeX with a caret and what was drawn. Nothing is cached or written.
Exit code 1 on any failure.
"""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from scripts.base.command import run
from scripts.base.errors import SourceError
from scripts.checker.verdicts import Verdict
from scripts.running.checks import ADVICE, LIMIT, check
from scripts.running.processes import Outcome, Task, available_cores, run_tasks
from scripts.sources.navigation import formula_pages


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        pages = [_relative(page) for page in options.pages] or formula_pages()
    except SourceError as error:
        print(f"FAIL {error}")
        return 1
    failures = checked = 0
    for report in check_pages(pages, jobs=options.jobs, limit=options.limit):
        print("\n".join(_lines(report, details=options.verbose)), flush=True)
        if isinstance(report, str):
            failures += 1
        else:
            failures += sum(verdict.status is None for verdict in report)
            checked += sum(verdict.status == "checked" for verdict in report)
    print(f"{checked} displays checked, {failures} failed")
    return 1 if failures else 0


def check_pages(pages: Sequence[Path], *, jobs: int, limit: float) -> Iterator[list[Verdict] | str]:
    """The verdicts of every page, in order, or what kept a page from being checked."""
    tasks = [Task(page.as_posix(), page, partial(check, page.as_posix()), ADVICE) for page in pages]
    done: dict[str, Outcome] = {}
    waiting = list(pages)
    for outcome in run_tasks(tasks, jobs=jobs, limit=limit):
        done[outcome.task.name] = outcome
        while waiting and waiting[0].as_posix() in done:
            ended = done[waiting.pop(0).as_posix()]
            yield ended.error if ended.error else ended.value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.check", description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="a Markdown file")
    parser.add_argument("--jobs", type=int, default=available_cores(), help="parallel processes")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds a page")
    parser.add_argument("--verbose", action="store_true", help="what was drawn, for each display")
    return parser


def _relative(page: Path) -> Path:
    """A page as a path below the working directory, which every message shows."""
    path = page.resolve()
    here = Path.cwd()
    relative = path.relative_to(here) if path.is_relative_to(here) else path
    if not relative.is_file():
        raise SourceError(relative, 1, "there is no such page")
    return relative


def _lines(report: list[Verdict] | str, *, details: bool) -> Iterator[str]:
    if isinstance(report, str):
        first, *rest = report.splitlines()
        yield f"FAIL {first}"
        yield from rest
        return
    for verdict in report:
        yield str(verdict)
        if verdict.status is None or details:
            yield from verdict.details
            yield from (f"    {name} = {value}" for name, value in verdict.drawn.items())
        if details and verdict.evidence.draws:
            yield f"    {verdict.evidence}"


if __name__ == "__main__":
    run(main)
