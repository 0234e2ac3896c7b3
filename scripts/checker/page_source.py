"""What the checker reads of a page, as it is written: all that decides the verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, SNIPPETS
from scripts.base.text import read_text
from scripts.sources.markdown_math import SYMBOL, math_spans
from scripts.sources.misprints import Misprint, misprints_of

WITHIN = re.compile(r"<!--\s*≈\s*(?P<words>.*?)\s*-->")
AMOUNT = re.compile(r"within (?P<number>\d*\.?\d+(?:e-?\d+)?)\s*(?P<percent>%?)")
UNCHECKED = re.compile(r"<!--\s*not machine-checked:?\s*(?P<reason>.*?)\s*-->")
ITEM = re.compile(r"\s*([-*+]|\d+[.)]) ")
SYMBOL_MARK = re.compile(r"\s*[-*+] \$")
BLOCK = re.compile(r"\s*(```|~~~|#|\$\$|<!--|>|\|)")  # what ends a list without a blank line
FENCE = re.compile(r"^```python\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Bound:
    """How far the sides of an `≈` may be apart: absolutely, or relative to the left side."""

    value: float
    relative: bool

    def __str__(self) -> str:
        amount = f"{100 * self.value:g} %" if self.relative else f"{self.value:g}"
        return f"within {amount}"


@dataclass(frozen=True)
class Display:
    """One `$$` display, and what the author says about it in comments above.

    `reason` says why it is not checked, `within` how close its `≈` is.
    """

    tex: str
    line: int
    reason: str | None
    within: Bound | None = None


@dataclass(frozen=True)
class Code:
    """Python that may define `reference` and `given`: a file, or a fence of the page."""

    path: Path
    line: int
    text: str


@dataclass(frozen=True)
class PageSource:
    """Displays, the LaTeX of the symbol lists with its lines, code, and known misprints."""

    path: Path
    displays: tuple[Display, ...]
    symbols: tuple[tuple[str, int], ...]
    code: Code | None
    misprints: tuple[Misprint, ...] = ()

    @property
    def decisive(self) -> str:
        """All that decides the verdicts: what is written, wherever on the page it stands."""
        displays = [(d.tex, d.reason, str(d.within)) for d in self.displays]
        symbols = [tex for tex, _ in self.symbols]
        misprints = [(misprint.printed, misprint.right) for misprint in self.misprints]
        return repr((displays, symbols, misprints, self.code and self.code.text))


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
    displays = tuple(_display(path, lines, s.tex, s.line) for s in spans)
    starts = [s.line + s.tex.count("\n") + 1 for s in spans]
    misprints = tuple(misprints_of(path, text))
    return PageSource(path, displays, tuple(_listed(path, lines, starts)), code, misprints)


def decisive_text(path: Path, text: str, code: Code | None) -> str:
    """All of a page that decides its verdicts; the whole text where that is malformed: a check
    tells.
    """
    try:
        return source_of(path, text, code).decisive
    except SourceError:
        return text


def _display(path: Path, lines: list[str], tex: str, line: int) -> Display:
    """A display with what the comments above it say."""
    reason = within = None
    for number, comment in _comments_above(lines, line):
        if found := UNCHECKED.fullmatch(comment):
            reason = found["reason"]
            if not reason:
                message = "say why: <!-- not machine-checked: the reason -->"
                raise SourceError(path, number, message)
        elif found := WITHIN.fullmatch(comment):
            within = _bound(path, number, found["words"])
    return Display(tex, line, reason, within)


def _comments_above(lines: list[str], line: int) -> Iterator[tuple[int, str]]:
    """The comments directly above a display whose LaTeX starts on a line, with their lines."""
    for number in range(line - 2, 0, -1):
        text = lines[number - 1].strip()
        if text.startswith("<!--"):
            yield number, text
        elif text:
            return


def _bound(path: Path, line: int, words: str) -> Bound:
    """`within 0.01`, `within 2 %`."""
    found = AMOUNT.fullmatch(words)
    if not found:
        raise SourceError(path, line, "expected <!-- ≈ within 0.01 --> or <!-- ≈ within 2 % -->")
    percent = bool(found["percent"])
    return Bound(float(found["number"]) / (100 if percent else 1), percent)


def _listed(path: Path, lines: list[str], starts: list[int]) -> Iterator[tuple[str, int]]:
    """The symbol lists that stand directly under the displays; every line of one is understood."""
    for start in starts:
        listed = list(_list_below(lines, start))
        if not any(SYMBOL_MARK.match(text) for _, text in listed):
            continue
        for number, text in listed:
            found = SYMBOL.fullmatch(text)
            if not found:
                message = (
                    "a symbol list has lines '- $x \\in \\mathbb{R}$: meaning', one $…$ before "
                )
                message += "the colon; other text goes below a paragraph of its own"
                raise SourceError(path, number, message)
            yield found["tex"], number


def _list_below(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    """The lines of the list that follows line `start`, if one does; blank ones do not end it."""
    gap = True
    for number in range(start + 1, len(lines) + 1):
        text = lines[number - 1]
        if not text.strip():
            gap = True
            continue
        goes_on = not gap and not BLOCK.match(text)
        if not ITEM.match(text) and not goes_on:
            return
        yield number, text
        gap = False


def _code(path: Path, text: str) -> Code | None:
    if path.parts[: len(DOCS.parts)] == DOCS.parts:
        snippet = SNIPPETS / path.relative_to(DOCS).with_suffix(".py")
        return Code(snippet, 1, read_text(snippet)) if snippet.exists() else None
    found = FENCE.search(text)
    if not found or "--8<--" in found["code"]:
        return None
    return Code(path, text.count("\n", 0, found.start("code")) + 1, found["code"])
