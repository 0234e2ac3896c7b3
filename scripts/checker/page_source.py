"""What the checker reads of a page, as it is written: all that decides the verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, SNIPPETS
from scripts.base.text import read_text
from scripts.sources.markdown_math import SYMBOL, math_spans

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
class PageSource:
    """Displays, the LaTeX of the symbol lists with its lines, and code."""

    path: Path
    displays: tuple[Display, ...]
    symbols: tuple[tuple[str, int], ...]
    code: Code | None

    @property
    def decisive(self) -> str:
        """All that decides the verdicts: what is written, wherever on the page it stands."""
        displays = [(display.tex, display.reason) for display in self.displays]
        symbols = [tex for tex, _ in self.symbols]
        return repr((displays, symbols, self.code and self.code.text))


def read_source(path: Path) -> PageSource:
    """Read a page and its code. Raises what source_of raises."""
    text = read_text(path)
    return source_of(path, text, _code(path, text))


def source_of(path: Path, text: str, code: Code | None) -> PageSource:
    """What a page says; SourceError where there is nothing to check or a mark is malformed."""
    lines = text.splitlines()
    spans = [span for span in math_spans(path, text) if span.display]
    if not spans:
        raise SourceError(path, 1, "there is no $$ display to check")
    displays = tuple(Display(s.tex, s.line, _reason(path, lines, s.line)) for s in spans)
    starts = [s.line + s.tex.count("\n") + 1 for s in spans]
    return PageSource(path, displays, tuple(_listed(lines, starts)), code)


def _reason(path: Path, lines: list[str], line: int) -> str | None:
    """The reason in the comment above a display: `<!-- not machine-checked: why -->`."""
    above = line - 3
    while above >= 0 and not lines[above].strip():
        above -= 1
    found = UNCHECKED.fullmatch(lines[above].strip()) if above >= 0 else None
    if found and not found["reason"]:
        raise SourceError(path, above + 1, "say why: <!-- not machine-checked: the reason -->")
    return found["reason"] if found else None


def _listed(lines: list[str], starts: list[int]) -> Iterator[tuple[str, int]]:
    """The symbol lists that stand directly under the displays."""
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
