"""A page as the checker sees it: its displays, its symbols, and where its reference lives."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, SNIPPETS
from scripts.base.text import read_text
from scripts.checker.errors import CheckError
from scripts.checker.judging.report import located
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.statements import read_display
from scripts.checker.reading.symbols import Declaration, read_line, vocabulary_of
from scripts.checker.tree import Statement
from scripts.sources.formula import SYMBOL
from scripts.sources.markdown_math import math_spans

UNCHECKED = re.compile(r"<!--\s*not machine-checked:?\s*(?P<reason>.*?)\s*-->")
FENCE = re.compile(r"^```python\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Display:
    """One `$$` display; `reason` says why it is not checked, where the author says so.

    `statements` are what it says, or what keeps it from being read: its verdict tells that.
    """

    tex: str
    line: int
    reason: str | None
    statements: tuple[Statement, ...] | CheckError


@dataclass(frozen=True)
class Code:
    """Python that may define `reference` and `given`: a file, or a fence of the page."""

    path: Path
    line: int
    text: str


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
    text = read_text(path)
    lines = text.splitlines()
    spans = [span for span in math_spans(path, text) if span.display]
    if not spans:
        raise SourceError(path, 1, "there is no $$ display to check")
    reasons = [_reason(path, lines, span.line) for span in spans]
    starts = [span.line + span.tex.count("\n") + 1 for span in spans]
    declarations = _declarations(path, lines, starts)
    vocabulary = vocabulary_of(declarations)
    displays = tuple(
        Display(span.tex, span.line, reason, _statements(span.tex, vocabulary))
        for span, reason in zip(spans, reasons, strict=True)
    )
    return Page(path, displays, declarations, vocabulary, _code(path, text))


def _statements(tex: str, vocabulary: Vocabulary) -> tuple[Statement, ...] | CheckError:
    try:
        return tuple(read_display(tex, vocabulary))
    except CheckError as error:
        return error


def _reason(path: Path, lines: list[str], line: int) -> str | None:
    """The reason in the comment above a display: `<!-- not machine-checked: why -->`."""
    above = line - 3
    while above >= 0 and not lines[above].strip():
        above -= 1
    found = UNCHECKED.fullmatch(lines[above].strip()) if above >= 0 else None
    if found and not found["reason"]:
        raise SourceError(path, above + 1, "say why: <!-- not machine-checked: the reason -->")
    return found["reason"] if found else None


def _declarations(path: Path, lines: list[str], starts: list[int]) -> tuple[Declaration, ...]:
    """The symbol lists that stand directly under the displays."""
    listed = list(_listed(lines, starts))
    found = [_declared(path, tex, line, Vocabulary()) for tex, line in listed]
    vocabulary = vocabulary_of(chain.from_iterable(found))
    # Again where a bound names a symbol, as [0, T] does: it may be declared further down.
    for place, (tex, line) in enumerate(listed):
        if any(d.domain and d.domain.has_named_bounds() for d in found[place]):
            found[place] = _declared(path, tex, line, vocabulary)
    return tuple(chain.from_iterable(found))


def _declared(path: Path, tex: str, line: int, vocabulary: Vocabulary) -> list[Declaration]:
    try:
        return read_line(tex, line, vocabulary)
    except CheckError as error:
        raise located(path, line, tex, error) from None


def _listed(lines: list[str], starts: list[int]) -> Iterator[tuple[str, int]]:
    for start in starts:
        number = start
        while number < len(lines) and not lines[number].strip():
            number += 1
        while number < len(lines) and (found := SYMBOL.fullmatch(lines[number])):
            yield found["tex"], number + 1
            number += 1


def _code(path: Path, text: str) -> Code | None:
    if path.parts[: len(DOCS.parts)] == DOCS.parts:
        snippet = SNIPPETS / path.relative_to(DOCS).with_suffix(".py")
        return Code(snippet, 1, read_text(snippet)) if snippet.exists() else None
    found = FENCE.search(text)
    if not found or "--8<--" in found["code"]:
        return None
    return Code(path, text.count("\n", 0, found.start("code")) + 1, found["code"])
