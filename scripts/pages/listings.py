"""The lists derived from the pages: chapters, home, indexes, sources.

Each is a piece of Markdown under build/ that a hand-written page includes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from scripts.base.errors import SourceError
from scripts.base.paths import (
    CHECK_SUMMARY,
    CORRECTION_LIST,
    HOME_CARDS,
    HOME_CHAPTERS,
    HOME_CORRECTIONS,
    INDEXES,
    NAMES_PAGE,
    PYTORCH_PAGE,
    SYMBOLS_PAGE,
    chapter_list_file,
    source_list_file,
)
from scripts.base.text import write_if_changed
from scripts.checker.verdicts import read_record
from scripts.pages.correction_list import correction_list
from scripts.pages.divided import DividedList, is_long, write_divided
from scripts.pages.entries import entry, in_block, told
from scripts.pages.home import home_cards, home_chapters, home_corrections
from scripts.pages.indexes import (
    name_index,
    name_pieces,
    notebook_list,
    pytorch_index,
    pytorch_pieces,
    symbol_index,
    symbol_pieces,
)
from scripts.sources.bibliography import Reference
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter
from scripts.sources.page import Page

T = TypeVar("T")


def write_listings(sources: Sources) -> None:
    """Write every list that a page includes from build/."""
    formulas = list(sources.formulas.values())
    for chapter in sources.chapters:
        members = sources.formulas_of(chapter)
        write_if_changed(chapter_list_file(chapter.slug), chapter_list(members))
    for formula in formulas:
        write_source_list(formula, sources.references)
    for path, write in SITE_WIDE.items():
        write_if_changed(path, write(sources))
    for divided in DIVIDED:
        write_divided(divided, sources)


def write_source_list(formula: Formula, references: Mapping[str, Reference]) -> None:
    """Write what stands under the sources of a page: the list, and how to cite the page."""
    citation = f'\n--8<-- "build/citations/{formula.id}.md"\n'  # see citations.py
    write_if_changed(source_list_file(formula.id), _anchored(formula, references) + citation)


def listing_files(chapters: Iterable[Chapter]) -> set[Path]:
    """What write_listings writes: the files under build/ that a page may include."""
    files = {*SITE_WIDE, *(divided.included for divided in DIVIDED)}
    for chapter in chapters:
        files.add(chapter_list_file(chapter.slug))
        files |= set(map(source_list_file, chapter.formulas))
    return files


def chapter_list(formulas: Iterable[Formula]) -> str:
    """The formulas of a chapter as rows, each under the anchor `#<slug>`; where they are many,
    without what they state.
    """
    named = [(f"## [{f.title}]({f.slug}.md) {{ #{f.slug} }}", f) for f in formulas]
    rows = in_block("rows", [entry(name, formula) for name, formula in named])
    return in_block("rows", [told(*each) for each in named]) if is_long(rows) else rows


def check_summary(formulas: Sequence[Formula]) -> str:
    """How many displays have which status and a reference; what is not checked, and why."""
    verdicts = {formula.id: read_record(formula.path) for formula in formulas}
    pages = [(formula, [str(v.status) for v in verdicts[formula.id]]) for formula in formulas]
    main = Counter(statuses[0].partition(":")[0] for _, statuses in pages if statuses)
    every = Counter(s.partition(":")[0] for _, statuses in pages for s in statuses)
    rows = ["| Status | Formulas | All displays |", "| --- | --- | --- |"]
    for name in ("checked", "checked on an example", "sampled", "not machine-checked"):
        rows.append(f"| {name.capitalize()} | {main[name]} | {every[name]} |")
    evaluated = [v.evidence for page in verdicts.values() for v in page if v.evidence.draws]
    kinds = Counter(evidence.kind for evidence in evaluated)
    compared = (
        f"Of the {len(evaluated)} displays that are evaluated, {kinds['pytorch']} are compared with"
        f" functions of PyTorch and {kinds['independent']} with another route to the value;"
        f" in {kinds['identity']} one side of an equation is compared with the other. The line"
        " under each formula says which."
    )
    reasons = [
        f"- [{formula.title}]({formula.id}.md): {status.partition(': ')[2]}"
        for formula, statuses in pages
        for status in statuses
        if ": " in status
    ]
    return "\n".join([*rows, "", compared, "", *reasons]) + "\n"


def source_list(formula: Formula, references: Mapping[str, Reference]) -> str:
    """The full references of a page. Raises SourceError for a key nobody wrote."""
    for key in formula.sources:
        if key not in references:
            message = f"unknown citation key '{key}'; add it to docs/references.bib"
            raise SourceError(formula.path, _line_of_source(formula.page, key), message)
    return "\n".join(f"- {references[key].markdown}" for key in formula.sources) + "\n"


def _anchored(formula: Formula, references: Mapping[str, Reference]) -> str:
    """The same with an anchor for each entry, its key: citations in the text lead there."""
    entries = source_list(formula, references).splitlines()
    return "".join(
        f"{entry}\n{{: #{key} }}\n" for key, entry in zip(formula.sources, entries, strict=True)
    )


def _line_of_source(page: Page, key: str) -> int:
    """The line of a key in the front matter, where `sources` may be one line or several."""
    before, sources, after = page.text.partition("\nsources:")
    return (before + sources + after.partition(key)[0]).count("\n") + 1


def _of_formulas(write: Callable[[Sequence[Formula]], str]) -> Callable[[Sources], str]:
    return lambda sources: write(list(sources.formulas.values()))


def _on_the_way(write: Callable[[Iterable[Formula], str], T]) -> Callable[[Sources, str], T]:
    return lambda sources, up: write(sources.formulas.values(), up)


SITE_WIDE: dict[Path, Callable[[Sources], str]] = {
    HOME_CARDS: home_cards,
    HOME_CHAPTERS: home_chapters,
    HOME_CORRECTIONS: home_corrections,
    CHECK_SUMMARY: _of_formulas(check_summary),
    CORRECTION_LIST: correction_list,
    INDEXES / "notebooks.md": notebook_list,
}
DIVIDED = tuple(
    DividedList(page, INDEXES / page.name, _on_the_way(whole), _on_the_way(pieces))
    for page, whole, pieces in (
        (NAMES_PAGE, name_index, name_pieces),
        (PYTORCH_PAGE, pytorch_index, pytorch_pieces),
        (SYMBOLS_PAGE, symbol_index, symbol_pieces),
    )
)
