"""A page as the checker understands it: what it declares, and what its displays say."""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from scripts.checker.errors import CheckError
from scripts.checker.judging.report import located
from scripts.checker.page_source import Code, Display, PageSource, read_source
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.statements import heads_of, read_display
from scripts.checker.reading.symbols import Declaration, read_line, tell_apart, vocabulary_of
from scripts.checker.tree import Statement
from scripts.sources.misprints import Misprint


@dataclass(frozen=True)
class Page:
    """All that the checker knows of a page.

    `statements` are what each display says, or what keeps it from being read: its verdict
    tells that. `vocabularies` are the names that each display may use: those of the symbol
    list and the functions that the displays above it define.
    """

    path: Path
    displays: tuple[Display, ...]
    statements: tuple[tuple[Statement, ...] | CheckError, ...]
    declarations: tuple[Declaration, ...]
    vocabulary: Vocabulary
    vocabularies: tuple[Vocabulary, ...]
    code: Code | None
    misprints: tuple[Misprint, ...] = ()


def read_page(path: Path) -> Page:
    """Read a page; SourceError where its symbol list or its marks are not understood."""
    source = read_source(path)
    declarations = _declarations(source)
    vocabulary = vocabulary_of(declarations)
    vocabularies = [vocabulary]
    statements = []
    for display in source.displays:
        statements.append(_statements(display.tex, vocabularies[-1]))
        vocabularies.append(_with_functions(display.tex, vocabularies[-1]))
    return Page(
        path,
        source.displays,
        tuple(statements),
        declarations,
        vocabulary,
        tuple(vocabularies[:-1]),
        source.code,
        source.misprints,
    )


def _statements(tex: str, vocabulary: Vocabulary) -> tuple[Statement, ...] | CheckError:
    try:
        return tuple(read_display(tex, vocabulary))
    except CheckError as error:
        return error


def _with_functions(tex: str, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the functions that a display defines."""
    try:
        defined = heads_of(tex, vocabulary).functions
    except CheckError:
        return vocabulary
    known = vocabulary.copy()
    known.functions.update(defined)
    return known


def _declarations(source: PageSource) -> tuple[Declaration, ...]:
    """What the symbol lists declare."""
    found = [_declared(source.path, tex, line, Vocabulary()) for tex, line in source.symbols]
    vocabulary = vocabulary_of(tell_apart(tuple(chain.from_iterable(found))))
    # Again where a bound names a symbol, as [0, T] does: it may be declared further down.
    for place, (tex, line) in enumerate(source.symbols):
        if any(d.domain and d.domain.has_named_bounds() for d in found[place]):
            found[place] = _declared(source.path, tex, line, vocabulary)
    return tell_apart(tuple(chain.from_iterable(found)))


def _declared(path: Path, tex: str, line: int, vocabulary: Vocabulary) -> list[Declaration]:
    try:
        return read_line(tex, line, vocabulary)
    except CheckError as error:
        raise located(path, line, tex, error) from None
