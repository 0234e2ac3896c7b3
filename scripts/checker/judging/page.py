"""A page as the checker sees it: its displays, its symbols, and where its reference lives."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, SNIPPETS
from scripts.base.text import read_text
from scripts.checker.errors import CheckError
from scripts.checker.judging.report import located
from scripts.checker.reading.names import Vocabulary
from scripts.checker.reading.symbols import Declaration, read_line, vocabulary_of
from scripts.sources.formula import SYMBOL
from scripts.sources.markdown_math import math_spans

UNCHECKED = re.compile(r"<!--\s*not machine-checked:?\s*(?P<reason>.*?)\s*-->")
FENCE = re.compile(r"^```python\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Display:
    """One `$$` display; `reason` says why it is not checked, where the author says so."""

    tex: str
    line: int
    reason: str | None


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
    displays = tuple(Display(s.tex, s.line, _reason(path, lines, s.line)) for s in spans)
    starts = [s.line + s.tex.count("\n") + 1 for s in spans]
    declarations = _declarations(path, lines, starts)
    return Page(path, displays, declarations, vocabulary_of(declarations), _code(path, text))


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
    found: list[Declaration] = []
    # Twice: a bound such as [0, T] may name a symbol that is declared further down.
    vocabulary = Vocabulary()
    for _ in range(2):
        found = []
        for tex, line in listed:
            try:
                found += read_line(tex, line, vocabulary)
            except CheckError as error:
                raise located(path, line, tex, error) from None
        vocabulary = vocabulary_of(found)
    return tuple(found)


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
