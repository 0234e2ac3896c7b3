"""All that authors wrote, read and parsed once a run and handed on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import CONFIG, HOME, NOTATION, page_file
from scripts.sources.bibliography import Reference, read_references
from scripts.sources.citation_file import Publication, read_publication
from scripts.sources.configuration import Configuration, read_configuration
from scripts.sources.corrections import Correction, read_corrections
from scripts.sources.formula import Formula
from scripts.sources.ids import did_you_mean
from scripts.sources.known import read_judged
from scripts.sources.looked_up import read_looked_up
from scripts.sources.navigation import Chapter, read_chapters
from scripts.sources.notation import Row, read_rows
from scripts.sources.page import Page, page_paths, read_page
from scripts.sources.rules.apply import mistakes_across, page_mistakes

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Sources:
    """The settings, the chapters, every page, every formula, what is cited or corrected."""

    configuration: Configuration
    chapters: Sequence[Chapter]
    pages: Mapping[Path, Page]
    formulas: Mapping[str, Formula]
    references: Mapping[str, Reference]
    publication: Publication
    notation: Sequence[Row] = ()
    corrections: Sequence[Correction] = ()
    looked_up: Sequence[Formula] = ()
    remarks: Mapping[str, Sequence[SourceError]] = field(default_factory=dict)

    def formulas_of(self, chapter: Chapter) -> list[Formula]:
        """The formulas of a chapter, in order."""
        return [self.formulas[identifier] for identifier in chapter.formulas]

    def formula(self, identifier: str) -> Formula:
        """The formula with this id. Raises SourceError, with the nearest id, if there is none."""
        if identifier not in self.formulas:
            hint = did_you_mean(identifier, self.formulas)
            raise SourceError(CONFIG, 1, f"no formula '{identifier}' in nav{hint}")
        return self.formulas[identifier]


def read_sources() -> Sources:
    """Read everything. Raises SourceError or SourceErrors with every mistake that was found."""
    configuration = read_configuration()
    chapters = read_chapters(configuration)
    references, publication = read_references(), read_publication()
    found, mistakes = _gather(read_page, page_paths())
    pages = {page.path: page for page in found}
    identifiers = [i for chapter in chapters for i in chapter.formulas if page_file(i) in pages]
    judged, malformed = _gather(lambda i: read_judged(i, pages[page_file(i)]), identifiers)
    formulas = {each.formula.id: each.formula for each in judged}
    pages |= {formula.path: formula.page for formula in formulas.values()}
    mistakes += malformed
    explaining, malformed = _gather(read_rows, _there(pages, NOTATION))
    mistakes += malformed
    notation = [row for rows in explaining for row in rows]
    mended, malformed = _gather(read_corrections, [pages])
    mistakes += malformed
    told = {error.path for error in mistakes} | {formula.path for formula in formulas.values()}
    for page in found:
        mistakes += [] if page.path in told else page_mistakes(page)
    for each in judged:
        mistakes += each.mistakes
    looked_up: list[Formula] = []
    if len(judged) == sum(len(chapter.formulas) for chapter in chapters):
        mistakes += mistakes_across(formulas, pages, references, notation)
        chosen, malformed = _gather(
            lambda home: read_looked_up(home, formulas), _there(pages, HOME)
        )
        mistakes += malformed
        looked_up = [formula for each in chosen for formula in each]
    if mistakes:
        raise SourceErrors(sorted(mistakes, key=lambda error: (error.path, error.line)))
    corrections = [each for listed in mended for each in listed]
    return Sources(
        configuration,
        chapters,
        pages,
        formulas,
        references,
        publication,
        notation,
        corrections,
        looked_up,
        {each.formula.id: each.remarks for each in judged},
    )


def collect(read: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Read every item; raise all mistakes together."""
    results, mistakes = _gather(read, items)
    if mistakes:
        raise SourceErrors(mistakes)
    return results


def _there(pages: Mapping[Path, Page], path: Path) -> list[Page]:
    return [pages[path]] if path in pages else []


def _gather(read: Callable[[T], R], items: Iterable[T]) -> tuple[list[R], list[SourceError]]:
    results, mistakes = [], []
    for item in items:
        try:
            results.append(read(item))
        except SourceError as error:
            mistakes.append(error)
        except SourceErrors as several:
            mistakes += several.errors
    return results, mistakes
