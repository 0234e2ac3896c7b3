"""A page as the checker sees it: its displays, its symbols, and where its reference lives."""

from dataclasses import dataclass
from pathlib import Path

from scripts.checker.judging.report import located
from scripts.checker.page_source import Code, Display, PageSource, read_source
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.symbols import Declaration, read_line, vocabulary_of
from scripts.checker.tree import CheckError

__all__ = ["Code", "Display", "Page", "read_page"]


@dataclass(frozen=True)
class Page:
    """All that the checker reads of a page."""

    path: Path
    displays: tuple[Display, ...]
    declarations: tuple[Declaration, ...]
    vocabulary: Vocabulary
    code: Code | None


def read_page(path: Path) -> Page:
    """Read a page; SourceError where its symbol list or its marks are not understood."""
    source = read_source(path)
    declarations = _declarations(source)
    return Page(path, source.displays, declarations, vocabulary_of(declarations), source.code)


def _declarations(source: PageSource) -> tuple[Declaration, ...]:
    """What the symbol lists declare."""
    found: list[Declaration] = []
    # Twice: a bound such as [0, T] may name a symbol that is declared further down.
    vocabulary = Vocabulary()
    for _ in range(2):
        found = []
        for tex, line in source.symbols:
            try:
                found += read_line(tex, line, vocabulary)
            except CheckError as error:
                raise located(source.path, line, tex, error) from None
        vocabulary = vocabulary_of(found)
    return tuple(found)
