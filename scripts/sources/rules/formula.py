"""What the body of a formula page keeps to, beyond its headings and pieces."""

from collections.abc import Iterator
import re

from scripts.base.errors import SourceError
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import SYMBOL
from scripts.sources.misprints import rows_of_misprints

MIN_FIGURE_WORDS = 5
# An address between angle brackets is Markdown.
HTML = re.compile(r"<!--|</?(?![\w+.-]+:[^\s<>]*>)[a-zA-Z][^<>]*>|^\s*</?[a-zA-Z]\w*\b(?!:)")
NO_SET = re.compile(r"(?:\\in|\\sim|\\subset|[\^_]\{\s*\})(?:\s|\\,)*$")
COMMENT = re.compile(r"<!--\s*(?:not machine-checked:|≈)\s*[^\s-].*?-->")


def full_sections(formula: Formula) -> Iterator[SourceError]:
    """Something below each of the six headings."""
    for name, section in formula.sections.items():
        if not section.text:
            yield SourceError(formula.path, section.line, f"'{name}' is empty")


def symbols_once(formula: Formula) -> Iterator[SourceError]:
    """No symbol is listed twice."""
    seen: dict[str, int] = {}
    for symbol in formula.symbols:
        if symbol.tex in seen:
            message = f"${symbol.tex}$ is listed in line {seen[symbol.tex]}, too: keep one"
            yield SourceError(formula.path, symbol.line, message)
        seen.setdefault(symbol.tex, symbol.line)


def told_symbols(formula: Formula) -> Iterator[SourceError]:
    """Every symbol list says which set, and what the symbol is."""
    for number, line in formula.page.prose:
        found = SYMBOL.fullmatch(line)
        if found and NO_SET.search(found["tex"]):
            message = f"${found['tex']}$ names no set: say $x \\in …$ which"
            yield SourceError(formula.path, number, message)
        elif found and not re.search(r"\w{2}", found["meaning"]):
            message = f"'{found['meaning']}' does not say what ${found['tex']}$ is"
            yield SourceError(formula.path, number, message)


def no_html(formula: Formula) -> Iterator[SourceError]:
    """Markdown is read by the site, the notebook, the Markdown copy and the search; HTML is not."""
    hidden = _hidden_misprints(formula.page.text)
    for number, line in formula.page.words:
        if number in hidden:
            continue
        if found := HTML.search(COMMENT.sub("", line)):
            message = f"raw HTML '{found[0]}': write Markdown; code goes between backquotes"
            yield SourceError(formula.path, number, message)


def _hidden_misprints(text: str) -> set[int]:
    """The lines of comments of several lines that hold a table of misprints and nothing else."""
    rows, hidden, comment = rows_of_misprints(text), set[int](), set[int]()
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare == "<!--":
            comment = {number}
        elif comment and bare == "-->":
            hidden |= comment | {number} if comment & rows else set()
            comment = set()
        elif comment:
            comment = comment | {number} if number in rows or not bare else set()
    return hidden


def described_figure(formula: Formula) -> Iterator[SourceError]:
    """The figure of a formula has more to say than a picture in passing."""
    if len(formula.alt_text.split()) < MIN_FIGURE_WORDS:
        line = formula.page.line_of(f"]({formula.figure})")
        message = f"alt text '{formula.alt_text}' is too short: say what the figure shows"
        yield SourceError(formula.path, line, message)


def related_pages(formula: Formula) -> Iterator[SourceError]:
    """No page is the end of the road."""
    section = formula.sections["See also"]
    if section.text and ".md" not in section.text:
        message = "expected a link to another page: '- [Name](slug.md): what it is for'"
        yield SourceError(formula.path, section.line, message)


RULES = (full_sections, symbols_once, told_symbols, no_html, described_figure, related_pages)
