"""A formula source file: read it, refuse it where it breaks the format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import page_file, snippet_file
from scripts.sources.front_matter import FrontMatter, read_front_matter
from scripts.sources.labels import without_labels
from scripts.sources.markdown_math import SYMBOL, MathSpan
from scripts.sources.page import IMAGE, Page, read_page
from scripts.sources.snippet import Snippet, read_snippet

SECTIONS = (
    "Intuition",
    "How it affects the output",
    "In PyTorch",
    "Good to know",
    "See also",
    "Sources",
)
CITATION = re.compile(r"\[@(?P<key>[\w-]+)\]")


@dataclass(frozen=True)
class Symbol:
    """One line of the symbol list: LaTeX of the symbols with their domain, and the meaning."""

    tex: str
    meaning: str
    line: int


@dataclass(frozen=True)
class Section:
    """The text below one of the six headings."""

    text: str
    line: int


@dataclass(frozen=True)
class Formula:
    """Everything a page says, read once; `id` is `chapter/slug`."""

    id: str
    page: Page
    snippet: Snippet
    title: str
    title_line: int
    description: str
    aliases: tuple[str, ...]
    pytorch: tuple[str, ...]
    questions: tuple[str, ...]
    sources: tuple[str, ...]
    displays: tuple[MathSpan, ...]
    inline: tuple[MathSpan, ...]
    symbols: tuple[Symbol, ...]
    statement: str
    sections: Mapping[str, Section] = field(hash=False)
    matter: FrontMatter = field(hash=False)

    @property
    def chapter(self) -> str:
        return self.id.split("/")[0]

    @property
    def slug(self) -> str:
        return self.id.split("/")[1]

    @property
    def path(self) -> Path:
        return self.page.path

    @property
    def figure(self) -> str:
        """Its figure, as the page links it."""
        return f"../figures/{self.id}.svg"

    @property
    def alt_text(self) -> str:
        """What the figure shows, in words."""
        images = IMAGE.finditer(self.sections["In PyTorch"].text)
        return next(image["alt"] for image in images if image["target"] == self.figure)

    def prose_of(self, name: str) -> list[tuple[int, str]]:
        """The lines of a section outside fenced code, by number, without inline code."""
        start = self.sections[name].line
        later = [section.line for section in self.sections.values() if section.line > start]
        end = min(later, default=len(self.page.lines) + 1)
        return [(number, line) for number, line in self.page.prose if start < number < end]


def read_formula(identifier: str) -> Formula:
    """Read a formula by itself: its page and its snippet. Raises what parse_formula raises."""
    return parse_formula(identifier, read_page(page_file(identifier)))


def parse_formula(identifier: str, page: Page) -> Formula:
    """The formula of a page, with its snippet.

    Raises SourceError at the first thing that breaks the format of either.
    """
    path, lines = page.path, page.lines
    matter = read_front_matter(page)
    body_start = matter.end
    title_line = next((n for n in range(body_start, len(lines)) if lines[n].strip()), body_start)
    if title_line >= len(lines) or not lines[title_line].startswith("# "):
        raise SourceError(path, title_line + 1, "expected the heading '# Name of the formula'")
    headings = list(_headings(page, title_line + 1))
    _require_sections(path, headings)
    ends = [number for number, _ in headings[1:]] + [len(lines)]
    sections = {
        name: Section(without_labels("\n".join(lines[number + 1 : end])).strip(), number + 1)
        for (number, name), end in zip(headings, ends, strict=True)
    }
    statement = without_labels("\n".join(lines[title_line + 1 : headings[0][0]])).strip()
    spans = [span for span in page.mathematics if span.line > body_start]
    displays = tuple(span for span in spans if span.display)
    if not displays or displays[0].line > headings[0][0]:
        raise SourceError(path, title_line + 1, "expected the formula, a $$ display, under it")
    formula = Formula(
        id=identifier,
        page=page,
        snippet=read_snippet(snippet_file(identifier)),
        title=lines[title_line][2:].strip(),
        title_line=title_line + 1,
        displays=displays,
        inline=tuple(s for s in spans if not s.display and s.line > headings[0][0]),
        symbols=tuple(_symbols(path, lines, headings[0][0])),
        statement=statement,
        sections=sections,
        matter=matter,
        **matter.values,
    )
    _require_pieces(formula)
    return formula


def _headings(page: Page, start: int) -> Iterator[tuple[int, str]]:
    for number in range(start, len(page.lines)):
        found = re.match(r"#{1,6}\s+(.*)", page.lines[number])
        if found and number not in page.code:
            yield number, found[0][3:] if found[0].startswith("## ") else found[0]


def _require_sections(path: Path, headings: list[tuple[int, str]]) -> None:
    for (number, name), expected in zip(headings, SECTIONS, strict=False):
        if name != expected:
            raise SourceError(path, number + 1, f"expected '## {expected}' here, not {name!r}")
    if len(headings) != len(SECTIONS):
        line = headings[-1][0] + 1 if headings else 1
        raise SourceError(path, line, f"expected the headings {', '.join(SECTIONS)}, in order")


def _symbols(path: Path, lines: list[str], end: int) -> Iterator[Symbol]:
    items = [(n, line) for n, line in enumerate(lines[:end]) if line.startswith("- ")]
    displays = [n for n in range(end) if lines[n].strip() == "$$"]
    items = [(n, line) for n, line in items if displays and n > displays[-1]]
    if not items:
        after = displays[-1] + 1 if displays else 1
        raise SourceError(path, after, "expected a symbol list below it: '- $x \\in …$: meaning'")
    for number, item in items:
        found = SYMBOL.fullmatch(item)
        if not found:
            raise SourceError(path, number + 1, "expected a symbol as '- $x \\in …$: meaning'")
        yield Symbol(found["tex"], found["meaning"], number + 1)


def _require_pieces(formula: Formula) -> None:
    """The code, the figure with its alt text, the sources and the citations of a page."""
    pytorch, sources = formula.sections["In PyTorch"], formula.sections["Sources"]
    include = f'--8<-- "{formula.snippet.path.as_posix()}:pytorch"'
    if include not in pytorch.text:
        raise SourceError(formula.path, pytorch.line, f"expected a code block with {include}")
    figure = formula.figure
    images = [found for found in IMAGE.finditer(pytorch.text) if found["target"] == figure]
    if len(images) != 1:
        raise SourceError(formula.path, pytorch.line, f"expected the figure once: ![…]({figure})")
    if not images[0]["alt"].strip():
        line = formula.page.line_of(f"]({figure})")
        raise SourceError(formula.path, line, "alt text is missing: say what the figure shows")
    include = f'--8<-- "build/sources/{formula.id}.md"'
    if sources.text != include:
        raise SourceError(formula.path, sources.line, f"expected the one line {include}")
    for line, text in formula.page.prose:
        for found in CITATION.finditer(text):
            if found["key"] not in formula.sources:
                raise SourceError(formula.path, line, f"add '{found['key']}' to 'sources'")
