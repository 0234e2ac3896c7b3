"""Prepare everything MkDocs renders: `python -m scripts.build [ID …]`.

Read and validate the sources, run the stale snippets, write figures, images of formulas,
preview cards, lists, the math font and the notebooks. Nothing is written before every source
has been read, and a failure leaves the last good output of what failed.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
import difflib
from functools import partial
from pathlib import Path
import sys
from typing import TypeVar

from scripts.addresses.links import broken_links, pages, unknown_citations
from scripts.base.closure import code_key
from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import CHECKS, EXECUTED, FIGURES, NOTEBOOKS, executed_file, figure_files
from scripts.base.text import read_text
from scripts.mathematics.mathml import characters
from scripts.pages import notebooks
from scripts.pages.cheat_sheet import write_cheat_sheet
from scripts.pages.citations import write_citations
from scripts.pages.listings import source_list, write_listings
from scripts.pictures.steps import card_steps, font_step, image_steps, remove_orphans
from scripts.running import figures
from scripts.running.notebooks import write_executed
from scripts.running.processes import available_cores
from scripts.running.steps import check_steps, figure_steps, notebook_steps
from scripts.running.update import update
from scripts.sources.bibliography import Reference, read_references
from scripts.sources.formula import Formula, read_formula
from scripts.sources.navigation import Chapter, read_chapters, read_site_url
from scripts.sources.snippet import read_snippet

T = TypeVar("T")
R = TypeVar("R")


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
    code_key("scripts.build")  # whoever edits the build while it runs builds again
    chapters = read_chapters()
    formulas = _read_formulas(chapters)
    references = read_references()
    shown = _validate(chapters, formulas, references)
    wanted = _selected(ids, formulas)
    run = partial(update, jobs=jobs, force=force)
    names = [formula.id for formula in wanted]
    failed = run("figure", figure_steps(names, limit))
    failed |= run("check", check_steps([name for name in names if name not in failed], limit))
    if not failed:
        failed = run("image", image_steps(wanted))
        drawn = [formula for formula in wanted if formula.id not in failed]
        failed |= run("card", card_steps(chapters, formulas, drawn))
    if not failed:
        write_listings(chapters, formulas, references)
        write_citations(formulas, references, read_site_url())
        write_cheat_sheet(chapters, formulas)
        failed = run("font", [font_step(shown)])
        touched = [c for c in chapters if c.slug in {formula.chapter for formula in wanted}]
        for chapter in touched:
            members = [formula for formula in formulas if formula.chapter == chapter.slug]
            notebooks.write_unexecuted(chapter, members, references, read_site_url())
        failed |= run("notebook", notebook_steps(chapter.slug for chapter in touched))
        for chapter in touched:
            if chapter.slug not in failed:
                write_executed(chapter.slug)
    if not failed and not ids:
        _remove_orphans(chapters, formulas)
    return sorted(failed.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.build", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help="chapter/slug; default: all")
    parser.add_argument("--jobs", type=int, default=available_cores(), help="parallel processes")
    parser.add_argument("--force", action="store_true", help="rebuild what is fresh, too")
    parser.add_argument("--limit", type=float, default=figures.LIMIT, help="seconds a snippet")
    return parser


def _read_formulas(chapters: Iterable[Chapter]) -> list[Formula]:
    identifiers = [identifier for chapter in chapters for identifier in chapter.formulas]
    return _collect(read_formula, identifiers)


def _validate(
    chapters: Sequence[Chapter], formulas: Sequence[Formula], references: dict[str, Reference]
) -> set[str]:
    """Check every source; return the characters that the mathematics shows."""
    _collect(lambda formula: read_snippet(formula.snippet), formulas)
    _collect(lambda formula: source_list(formula, references), formulas)
    shown = _collect(lambda path: characters(path, read_text(path)), pages())
    broken = [error for path in pages() for error in broken_links(path, chapters)]
    broken += [error for path in pages() for error in unknown_citations(path, references)]
    if broken:
        raise SourceErrors(broken)
    return set().union(*shown)


def _collect(read: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Read every item; raise all mistakes together."""
    results, errors = [], []
    for item in items:
        try:
            results.append(read(item))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise SourceErrors(errors)
    return results


def _selected(ids: Sequence[str], formulas: Sequence[Formula]) -> list[Formula]:
    known = {formula.id: formula for formula in formulas}
    for identifier in ids:
        if identifier not in known:
            close = difflib.get_close_matches(identifier, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise SourceError(Path("mkdocs.yml"), 1, f"no formula '{identifier}' in nav{hint}")
    return [known[identifier] for identifier in ids] if ids else list(formulas)


def _remove_orphans(chapters: Sequence[Chapter], formulas: Sequence[Formula]) -> None:
    """What a removed formula or chapter left behind would be published."""
    kept = {drawing for formula in formulas for drawing in figure_files(formula.id)}
    kept |= {chapter.notebook for chapter in chapters}
    kept |= {CHECKS / formula.path.with_suffix(".json") for formula in formulas}
    kept |= {executed_file(chapter.slug) for chapter in chapters}
    records = [*CHECKS.rglob("*.json"), *EXECUTED.glob("*.json")]
    for path in [*FIGURES.rglob("*.svg"), *NOTEBOOKS.glob("*.ipynb"), *records]:
        if path not in kept:
            path.unlink()
    remove_orphans(chapters, formulas)


if __name__ == "__main__":
    sys.exit(main())
