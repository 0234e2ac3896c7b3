"""A hand-written page under docs/, read once; what is in it is found once, too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
import os
from pathlib import Path
import re

from markdown.extensions.toc import slugify

from scripts.base.paths import DOCS, PIECES
from scripts.sources.markdown_math import INLINE, INLINE_CODE, MathSpan, code_lines, math_spans
from scripts.sources.reading import read_source

# What is in brackets may hold brackets of its own: "values in [-1, 1]".
IMAGE = re.compile(r"!\[(?P<alt>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)]+)\)")
TARGET = re.compile(r"\]\((?P<file>[^)#:\s]+\.md)")
ROW_ANCHOR = re.compile(r"\|[^|]*\{\s*#(?P<id>[\w-]+)\s*\}\s*\|")  # of the first cell of a row
MATTER = re.compile(r"---\n.+?\n---\n", re.DOTALL)
HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*(?:\{[^}]*#(?P<id>[\w-]+)[^}]*\})?\s*$")


@dataclass(frozen=True)
class Page:
    """The Markdown text of a file."""

    path: Path
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def matter(self) -> str:
        """Its front matter, between the lines `---`, which are part of it; empty without one."""
        found = MATTER.match(self.text)
        return found[0] if found else ""

    @property
    def body(self) -> str:
        """Its text below the front matter."""
        return self.text.removeprefix(self.matter)

    @cached_property
    def code(self) -> set[int]:
        """Indices of the lines inside fenced code."""
        return code_lines(self.lines)

    @cached_property
    def prose(self) -> list[tuple[int, str]]:
        """The lines outside fenced code, by their number from 1, without inline code."""
        return [
            (number, INLINE_CODE.sub("", line))
            for number, line in enumerate(self.lines, start=1)
            if number - 1 not in self.code
        ]

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """The prose without its mathematics."""
        words, display = [], False
        for number, line in self.prose:
            if line.strip() == "$$":
                display = not display
            elif not display:
                words.append((number, INLINE.sub(" ", line)))
        return words

    @cached_property
    def mathematics(self) -> tuple[MathSpan, ...]:
        """Every formula on the page. Raises SourceError where a display is not well fenced."""
        return tuple(math_spans(self.path, self.text))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids of its headings, and of rows of tables that have one."""
        lines = [line for n, line in enumerate(self.lines) if n not in self.code]
        rows = (found["id"] for line in lines if (found := ROW_ANCHOR.match(line)))
        return frozenset([*self.headings, *rows])

    @property
    def headings(self) -> dict[str, int]:
        """The id of each heading, and its line."""
        return {
            found["id"] or slugify(re.sub(r"[`*]", "", found["text"]), "-"): number
            for number, line in enumerate(self.lines, start=1)
            if number - 1 not in self.code and (found := HEADING.match(line))
        }

    @property
    def title(self) -> str:
        """Its heading of the first level."""
        return next((line[2:].strip() for _, line in self.prose if line.startswith("# ")), "")

    def line_of(self, text: str) -> int:
        """The number of the first line that holds this text."""
        return self.text.partition(text)[0].count("\n") + 1


def read_page(path: Path) -> Page:
    """Read one page. Raises what read_source raises."""
    return Page(path, read_source(path))


def linked_pages(path: Path, line: str) -> Iterator[Path]:
    """The pages that a line of the page at `path` leads to."""
    for found in TARGET.finditer(line):
        yield Path(os.path.normpath(path.parent / found["file"]))


def page_paths() -> list[Path]:
    """Every hand-written page."""
    return sorted(path for path in DOCS.rglob("*.md") if path.parent not in PIECES)
