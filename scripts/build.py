"""Prepare everything MkDocs renders: `python -m scripts.build [ID …]`.

Read and validate the sources, run the stale snippets, write figures, images of formulas,
preview cards, lists, the math font and the notebooks. Nothing is written before every source
has been read, and a failure leaves the last good output of what failed.
"""

import argparse
from collections.abc import Sequence
from functools import partial
import sys

from scripts.addresses.links import broken_links, unknown_citations
from scripts.base.closure import code_key
from scripts.base.command import run
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.lock import only_build
from scripts.base.paths import (
    CHECKS,
    COMPARED,
    EXECUTED,
    FIGURES,
    MADE,
    NOTEBOOKS,
    compare_file,
    executed_file,
    figure_files,
    frames_file,
    record_file,
)
from scripts.base.remembered import forget_others
from scripts.base.text import remove_asides
from scripts.mathematics.mathml import characters
from scripts.pages.anchors import equations_of
from scripts.pages.cheat_sheet import write_cheat_sheet
from scripts.pages.citations import write_citations
from scripts.pages.destinations import destinations
from scripts.pages.listings import write_listings
from scripts.pages.status_line import write_statuses
from scripts.pictures.steps import card_steps, font_step, image_steps, remove_orphans
from scripts.running import figures
from scripts.running.notebooks import write_executed
from scripts.running.processes import available_cores
from scripts.running.update import update
from scripts.sharing.share import Share
from scripts.sources.collection import Sources, collect, read_sources


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        with only_build():
            failures = build(
                options.ids, jobs=options.jobs, force=options.force, limit=options.limit
            )
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
    remove_asides(MADE)
    code_key("scripts.build")  # whoever edits the build while it runs builds again
    sources = read_sources()
    wanted = [sources.formula(identifier) for identifier in ids] or [*sources.formulas.values()]
    in_formulas, elsewhere = _validate(sources)
    for formula in wanted:
        print_errors(SourceErrors(sources.remarks[formula.id]), "warning")
    make = partial(update, jobs=jobs, force=force)
    share = Share.of(sources, wanted, limit)
    failed = share.run(make)
    if not failed:
        failed = make("image", image_steps(wanted))
        failed |= make("card", card_steps(sources, [f for f in wanted if f.id not in failed]))
    if not failed:
        write_statuses(sources.formulas.values())
        write_listings(sources)
        write_citations(sources, sources.formulas.values())
        write_cheat_sheet(sources)
        for chapter in share.chapters:
            write_executed(chapter.slug)
        failed = make("font", [font_step(in_formulas, elsewhere)])
    if not failed and not ids:
        _remove_orphans(sources)
    return sorted(failed.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.build", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help="chapter/slug; default: all")
    parser.add_argument("--jobs", type=int, default=available_cores(), help="parallel processes")
    parser.add_argument("--force", action="store_true", help="rebuild what is fresh, too")
    parser.add_argument("--limit", type=float, default=figures.LIMIT, help="seconds a snippet")
    return parser


def _validate(sources: Sources) -> tuple[set[str], set[str]]:
    """Check every source against the others.

    Returns the characters that the mathematics of formula pages shows, and what that of the other
    pages shows besides: nobody who reads a formula waits for those.
    """
    there = destinations(sources)
    shown = dict(zip(sources.pages, collect(characters, sources.pages.values()), strict=True))
    in_formulas = set[str]().union(*(shown[f.path] for f in sources.formulas.values()))
    everywhere = set[str]().union(*shown.values())
    collect(equations_of, sources.formulas.values())
    broken = [error for page in sources.pages.values() for error in broken_links(page, there)]
    for page in sources.pages.values():
        broken += unknown_citations(page, sources.references)
    if broken:
        raise SourceErrors(broken)
    return in_formulas, everywhere - in_formulas


def _remove_orphans(sources: Sources) -> None:
    """What a removed formula or chapter left behind would be published."""
    formulas = sources.formulas.values()
    kept = {drawing for formula in formulas for drawing in figure_files(formula.id)}
    kept |= {frames_file(formula.id) for formula in formulas if formula.snippet.readout}
    kept |= {chapter.notebook for chapter in sources.chapters}
    kept |= {record_file(formula.path) for formula in formulas}
    kept |= {compare_file(formula.id) for formula in formulas}
    kept |= {executed_file(chapter.slug) for chapter in sources.chapters}
    records = [*CHECKS.rglob("*.json"), *COMPARED.rglob("*.json"), *EXECUTED.glob("*.json")]
    drawn = [*FIGURES.rglob("*.svg"), *FIGURES.rglob("*.json")]
    for path in [*drawn, *NOTEBOOKS.glob("*.ipynb"), *records]:
        if path not in kept:
            path.unlink()
    remove_orphans(sources)
    for folder in ("formulas", "catalog"):
        forget_others(folder, sources.formulas)
    drawings = (drawing for formula in formulas for drawing in figure_files(formula.id))
    forget_others("figures", (path.relative_to(FIGURES).as_posix() for path in drawings))
    forget_others("notebooks", (chapter.slug for chapter in sources.chapters))


if __name__ == "__main__":
    run(main)
