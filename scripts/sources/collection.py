"""All that authors wrote, read and parsed once a run and handed on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
import difflib
from pathlib import Path
from typing import TypeVar

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import CONFIG, page_file
from scripts.sources.bibliography import Reference, read_references
from scripts.sources.configuration import Configuration, read_configuration
from scripts.sources.formula import Formula, parse_formula
from scripts.sources.navigation import Chapter, read_chapters
from scripts.sources.page import Page, page_paths, read_page

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Sources:
    """The settings, the chapters in order, every page, every formula in order, the literature."""

    configuration: Configuration
    chapters: Sequence[Chapter]
    pages: Mapping[Path, Page]
    formulas: Mapping[str, Formula]
    references: Mapping[str, Reference]

    def formulas_of(self, chapter: Chapter) -> list[Formula]:
        """The formulas of a chapter, in order."""
        return [self.formulas[identifier] for identifier in chapter.formulas]

    def formula(self, identifier: str) -> Formula:
        """The formula with this id. Raises SourceError, with the nearest id, if there is none."""
        if identifier not in self.formulas:
            close = difflib.get_close_matches(identifier, self.formulas, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise SourceError(CONFIG, 1, f"no formula '{identifier}' in nav{hint}")
        return self.formulas[identifier]


def read_sources() -> Sources:
    """Read everything. Raises SourceError or SourceErrors with every mistake that was found."""
    configuration = read_configuration()
    chapters = read_chapters(configuration)
    pages = {page.path: page for page in collect(read_page, page_paths())}
    identifiers = [identifier for chapter in chapters for identifier in chapter.formulas]
    formulas = collect(lambda i: parse_formula(i, pages[page_file(i)]), identifiers)
    by_id = dict(zip(identifiers, formulas, strict=True))
    return Sources(configuration, chapters, pages, by_id, read_references())


def collect(read: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Read every item; raise all mistakes together."""
    results, errors = [], []
    for item in items:
        try:
            results.append(read(item))
        except SourceError as error:
            errors.append(error)
        except SourceErrors as several:
            errors += several.errors
    if errors:
        raise SourceErrors(errors)
    return results
