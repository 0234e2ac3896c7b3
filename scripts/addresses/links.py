"""Every link, anchor, image and include of a page leads somewhere, or is named with its line.

MkDocs checks links, too, but names no line; and an include it cannot find is silent
in some engines.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import BIBLIOGRAPHY, BUILD
from scripts.base.text import read_text
from scripts.sources.formula import CITATION
from scripts.sources.page import Page
from scripts.sources.snippet import Snippet

LINK = re.compile(r"(?P<image>!)?\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
CODE_IN_ALT = re.compile(r"!\[[^\[\]]*`[^\[\]]*\]\(")
SCHEME = re.compile(r"[a-zA-Z][\w+.-]*:")
OTHER_SITE = re.compile(r"https?://|mailto:", re.IGNORECASE)  # what becomes a link is no script
INCLUDE = re.compile(r'--8<-- "(?P<file>[^":]+)(?::(?P<section>\w+))?"')


@dataclass(frozen=True)
class Destinations:
    """What a page may link to or include: pages, snippets, what the build writes, anchors."""

    pages: Mapping[Path, Page]
    snippets: Mapping[Path, Snippet]
    generated: Container[Path]
    anchors: Mapping[Path, Container[str]]  # of what is assembled into a page

    def has_anchor(self, file: Path, anchor: str) -> bool:
        """Whether a page has this anchor."""
        page = self.pages.get(file)
        return anchor in (page.anchors if page else ()) or anchor in self.anchors.get(file, ())


def broken_links(page: Page, there: Destinations) -> Iterator[SourceError]:
    """The links and includes of a page under docs/ that lead nowhere, and images without alt."""
    for number, line in enumerate(page.lines, start=1):
        if found := INCLUDE.search(line):
            yield from _broken_include(page.path, number, found, there)
        if CODE_IN_ALT.search(line):  # Markdown puts it there unescaped
            message = "an alt text is words: write code in it without backquotes"
            yield SourceError(page.path, number, message)
    for number, prose in page.prose:
        for found in LINK.finditer(prose):
            target = found["target"]
            if found["image"] and not found["text"].strip():
                message = "alt text is missing: say what the image shows"
                yield SourceError(page.path, number, message)
            if SCHEME.match(target) and not OTHER_SITE.match(target):
                message = f"link to {target}: expected an address, https://…, or a page"
                yield SourceError(page.path, number, message)
            elif not SCHEME.match(target):
                yield from _broken_target(page.path, number, target, there)


def unknown_citations(page: Page, references: Container[str]) -> Iterator[SourceError]:
    """The `[@key]` of a page under docs/ that no entry of the bibliography answers."""
    for number, prose in page.prose:
        for found in CITATION.finditer(prose):
            if found["key"] not in references:
                message = f"unknown citation key '{found['key']}'; add it to {BIBLIOGRAPHY}"
                yield SourceError(page.path, number, message)


def _broken_include(
    path: Path, line: int, found: re.Match[str], there: Destinations
) -> Iterator[SourceError]:
    file = Path(found["file"])
    if file in there.generated:
        return
    snippet = there.snippets.get(file)
    if not snippet and (file.is_relative_to(BUILD) or not file.exists()):
        yield SourceError(path, line, f"includes {file.as_posix()}, which does not exist")
    elif found["section"] and f"[start:{found['section']}]" not in (
        snippet.text if snippet else read_text(file)
    ):
        yield SourceError(path, line, f"{file.as_posix()} has no section '{found['section']}'")


def _broken_target(
    path: Path, line: int, target: str, there: Destinations
) -> Iterator[SourceError]:
    name, _, anchor = target.partition("#")
    file = resolved(path.parent / name) if name else path
    if file not in there.generated and not file.is_file():
        yield SourceError(path, line, f"link to {target} leads nowhere: no {file.as_posix()}")
    elif anchor and file.suffix == ".md" and not there.has_anchor(file, anchor):
        yield SourceError(path, line, f"{file.as_posix()} has no anchor '#{anchor}'")


def resolved(path: Path) -> Path:
    """The path without `..` and `.`, whether the file exists or not."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return Path(*parts)
