"""Every link, anchor, image and include of a page leads somewhere, or is named with its line.

MkDocs checks links, too, but names no line; and an include it cannot find is silent
in some engines.
"""

from collections.abc import Container, Iterator, Sequence
from functools import cache
from pathlib import Path
import re

from markdown.extensions.toc import slugify

from scripts.base.errors import SourceError
from scripts.base.paths import BIBLIOGRAPHY, BUILD, DOCS, figure_files
from scripts.base.text import read_text
from scripts.pages.cheat_sheet import SHEET
from scripts.pages.listings import listing_files
from scripts.sources.formula import CITATION
from scripts.sources.markdown_math import INLINE_CODE, code_lines
from scripts.sources.navigation import Chapter

LINK = re.compile(r"(?P<image>!)?\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
INCLUDE = re.compile(r'--8<-- "(?P<file>[^":]+)(?::(?P<section>\w+))?"')
HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*(?:\{[^}]*#(?P<id>[\w-]+)[^}]*\})?\s*$")


def broken_links(path: Path, chapters: Sequence[Chapter]) -> Iterator[SourceError]:
    """The links and includes of a page under docs/ that lead nowhere, and images without alt."""
    lines = read_text(path).splitlines()
    code = code_lines(lines)
    for number, line in enumerate(lines):
        if found := INCLUDE.search(line):
            yield from _broken_include(path, number + 1, found, chapters)
        if number in code:
            continue
        prose = INLINE_CODE.sub("", line)
        for found in LINK.finditer(prose):
            target = found["target"]
            if found["image"] and not found["text"].strip():
                message = "alt text is missing: say what the image shows"
                yield SourceError(path, number + 1, message)
            if not re.match(r"[a-z]+:", target):
                yield from _broken_target(path, number + 1, target, chapters)


def unknown_citations(path: Path, references: Container[str]) -> Iterator[SourceError]:
    """The `[@key]` of a page under docs/ that no entry of the bibliography answers."""
    lines = read_text(path).splitlines()
    code = code_lines(lines)
    for number, line in enumerate(lines):
        if number not in code:
            for found in CITATION.finditer(INLINE_CODE.sub("", line)):
                if found["key"] not in references:
                    message = f"unknown citation key '{found['key']}'; add it to {BIBLIOGRAPHY}"
                    yield SourceError(path, number + 1, message)


def _broken_include(
    path: Path, line: int, found: re.Match[str], chapters: Sequence[Chapter]
) -> Iterator[SourceError]:
    file = Path(found["file"])
    if file == SHEET or file in listing_files(chapters):
        return  # written by the build, from the pages
    if file.is_relative_to(BUILD) or not file.exists():
        yield SourceError(path, line, f"includes {file.as_posix()}, which does not exist")
    elif found["section"] and f"[start:{found['section']}]" not in read_text(file):
        yield SourceError(path, line, f"{file.as_posix()} has no section '{found['section']}'")


def _broken_target(
    path: Path, line: int, target: str, chapters: Sequence[Chapter]
) -> Iterator[SourceError]:
    name, _, anchor = target.partition("#")
    file = resolved(path.parent / name) if name else path
    generated = {chapter.notebook for chapter in chapters} | {
        drawing for chapter in chapters for f in chapter.formulas for drawing in figure_files(f)
    }
    if file not in generated and not file.is_file():
        yield SourceError(path, line, f"link to {target} leads nowhere: no {file.as_posix()}")
    elif anchor and file.suffix == ".md" and anchor not in _anchors(file, chapters):
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


def _anchors(path: Path, chapters: Sequence[Chapter]) -> set[str]:
    anchors = _heading_ids(read_text(path))
    for chapter in chapters:
        if chapter.path == path:
            anchors |= {formula.split("/")[1] for formula in chapter.formulas}
    return anchors


@cache
def _heading_ids(text: str) -> set[str]:
    lines = text.splitlines()
    code = code_lines(lines)
    found = [HEADING.match(line) for n, line in enumerate(lines) if n not in code]
    return {m["id"] or slugify(re.sub(r"[`*]", "", m["text"]), "-") for m in found if m}


def pages() -> list[Path]:
    """Every hand-written page."""
    return sorted(DOCS.rglob("*.md"))
