"""Prepare everything MkDocs renders: `python -m scripts.build [ID …]`.

Read and validate the sources, run the stale snippets, write figures, images of formulas,
preview cards, lists, the math font and the notebooks. Nothing is written before every source
has been read, and a failure leaves the last good output of what failed.
"""

import argparse
from collections.abc import Iterable, Sequence
from importlib.metadata import version
import os
from pathlib import Path
import sys
from typing import TypeVar

from scripts.addresses.links import broken_links, unknown_citations
from scripts.base.command import run
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.freshness import digest, digest_files, is_fresh, mark_fresh
from scripts.base.paths import CHECKS, FIGURES, NOTEBOOKS, figure_files, record_file
from scripts.mathematics.font import write_font
from scripts.mathematics.mathml import characters
from scripts.pages import notebooks
from scripts.pages.cheat_sheet import write_cheat_sheet
from scripts.pages.citations import write_citations
from scripts.pages.destinations import destinations
from scripts.pages.listings import source_list, write_listings
from scripts.pages.status_line import write_statuses
from scripts.pictures.steps import remove_orphans, write_pictures
from scripts.running import figures
from scripts.running.notebooks import execute
from scripts.running.processes import Task, run_tasks
from scripts.sources.collection import Sources, collect, read_sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter
from scripts.sources.remarks import remarks

CHECKER = Path(__file__).with_name("checker")
SNIPPET_LIMIT, NOTEBOOK_LIMIT = 60.0, 300.0  # seconds
T = TypeVar("T")
R = TypeVar("R")
VERSIONS = ", ".join(f"{name} {version(name)}" for name in ("torch", "matplotlib", "nbclient"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        failures = build(options.ids, jobs=options.jobs, force=options.force, limit=options.limit)
    except SourceErrors as errors:
        failures = [str(error) for error in errors.errors]
    except SourceError as error:
        failures = [str(error)]
    for failure in failures:
        print(f"error: {failure}", file=sys.stderr)
    if failures:
        print(f"{len(failures)} failed; nothing was published", file=sys.stderr)
    return 1 if failures else 0


def build(ids: Sequence[str], *, jobs: int, force: bool, limit: float) -> list[str]:
    """Bring every output (of these formulas, or of all) up to date; return what failed."""
    sources = read_sources()
    wanted = [sources.formula(identifier) for identifier in ids] or [*sources.formulas.values()]
    shown = _validate(sources)
    for formula in wanted:
        print_errors(SourceErrors(remarks(formula)), "warning")
    failed = _update("figure", _figure_tasks(wanted), jobs, force, limit)
    sound = [formula for formula in wanted if formula.id not in failed]
    failed |= _update("check", _check_tasks(sound), jobs, force, limit)
    if not failed:
        formulas = list(sources.formulas.values())
        failed = write_pictures(sources, wanted, force=force)
    if not failed:
        write_statuses(formulas)
        write_listings(sources)
        write_citations(sources, formulas)
        write_cheat_sheet(sources)
        write_font(shown)
        touched = {formula.chapter for formula in wanted}
        stale = [chapter for chapter in sources.chapters if chapter.slug in touched]
        failed = _update("notebook", _notebook_tasks(stale, sources), jobs, force, NOTEBOOK_LIMIT)
    if not failed and not ids:
        _remove_orphans(sources)
    return sorted(failed.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.build", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help="chapter/slug; default: all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="parallel processes")
    parser.add_argument("--force", action="store_true", help="rebuild what is fresh, too")
    parser.add_argument("--limit", type=float, default=SNIPPET_LIMIT, help="seconds a snippet")
    return parser


def _validate(sources: Sources) -> set[str]:
    """Check every source against the others; return the characters that the mathematics shows."""
    there = destinations(sources)
    collect(lambda formula: source_list(formula, sources.references), sources.formulas.values())
    shown = collect(characters, sources.pages.values())
    broken = [error for page in sources.pages.values() for error in broken_links(page, there)]
    for page in sources.pages.values():
        broken += unknown_citations(page, sources.references)
    if broken:
        raise SourceErrors(broken)
    return set().union(*shown)


class _Work:
    """A task with what decides whether it must run."""

    def __init__(self, task: Task, inputs: str, outputs: Sequence[Path]) -> None:
        self.task, self.inputs, self.outputs = task, inputs, outputs
        self.stamp = f"{task.name}-{task.run.__name__}"


def _figure_tasks(formulas: Iterable[Formula]) -> list[_Work]:
    look = digest_files([*figures.style_files(), Path(figures.__file__)])
    return [
        _Work(
            Task(formula.id, formula.snippet.path, figures.run_snippet, formula.id),
            digest(formula.snippet.text, look, VERSIONS),
            figure_files(formula.id),
        )
        for formula in formulas
    ]


def _check_tasks(formulas: Iterable[Formula]) -> list[_Work]:
    checker = digest_files(
        [*CHECKER.rglob("*.py"), Path(__file__).with_name("running") / "checks.py"]
    )
    return [
        _Work(
            Task(formula.id, formula.path, run_check, formula.path.as_posix()),
            digest(formula.page.text, formula.snippet.text, checker, VERSIONS),
            [record_file(formula.path)],
        )
        for formula in formulas
    ]


def run_check(page: str) -> None:
    """Check a page, in a process of its own: importing the checker imports torch."""
    from scripts.running.checks import check_and_record

    check_and_record(page)


def _notebook_tasks(chapters: Iterable[Chapter], sources: Sources) -> list[_Work]:
    work = []
    for chapter in chapters:
        path = notebooks.write_unexecuted(chapter, sources)
        task = Task(chapter.slug, path, execute, chapter.slug)
        code = digest_files(Path(__file__).parent.rglob("notebooks.py"))
        inputs = digest(path.read_bytes(), code, VERSIONS)
        work.append(_Work(task, inputs, [chapter.notebook]))
    return work


def _update(
    kind: str, work: Sequence[_Work], jobs: int, force: bool, limit: float
) -> dict[str, str]:
    """Run what is stale and report each as it ends; return the failures by name."""
    stale = {w.task.name: w for w in work if force or not is_fresh(w.stamp, w.inputs, w.outputs)}
    failed = {}
    outcomes = run_tasks([w.task for w in stale.values()], jobs=jobs, limit=limit)
    for count, outcome in enumerate(outcomes, start=1):
        name = outcome.task.name
        state = "failed" if outcome.error else f"{outcome.seconds:.1f} s"
        print(f"[{count}/{len(stale)}] {kind} {name}: {state}", flush=True)
        if outcome.error:
            failed[name] = outcome.error
        else:
            mark_fresh(stale[name].stamp, stale[name].inputs, stale[name].outputs)
    print(f"{kind}s: {len(work) - len(stale)} fresh, {len(stale) - len(failed)} made")
    return failed


def _remove_orphans(sources: Sources) -> None:
    """What a removed formula or chapter left behind would be published."""
    formulas = sources.formulas.values()
    kept = {drawing for formula in formulas for drawing in figure_files(formula.id)}
    kept |= {chapter.notebook for chapter in sources.chapters}
    kept |= {record_file(formula.path) for formula in formulas}
    verdicts = CHECKS.rglob("*.json")
    for path in [*FIGURES.rglob("*.svg"), *NOTEBOOKS.glob("*.ipynb"), *verdicts]:
        if path not in kept:
            path.unlink()
    remove_orphans(sources)


if __name__ == "__main__":
    run(main)
