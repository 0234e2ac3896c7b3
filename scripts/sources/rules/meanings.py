"""Letters with several meanings, as the page about notation lists them: all of them are there."""

from collections.abc import Iterator, Mapping, Sequence
import os.path
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.base.paths import NOTATION
from scripts.sources.letters import letters
from scripts.sources.notation import Row
from scripts.sources.page import Page

LINK = re.compile(r"\]\((?P<file>[^)#\s]*)(?:#[^)\s]*)?\)")


def several_meanings(rows: Sequence[Row], pages: Mapping[Path, Page]) -> Iterator[SourceError]:
    """A letter is listed for two meanings or more, each on a page that has the letter."""
    for row in rows:
        if row.names:
            continue
        if len(row.meanings) < 2:
            message = f"${row.tex[0]}$ has one meaning: remove the row, or add ' ; ' and the other"
            yield SourceError(NOTATION, row.line, message)
        for meaning in row.meanings:
            yield from _missing(row, meaning, pages)


def _missing(row: Row, meaning: str, pages: Mapping[Path, Page]) -> Iterator[SourceError]:
    wanted = set().union(*map(letters, row.tex))
    links = LINK.findall(meaning)
    if not links:
        message = f"'{meaning}' says not where: link a page on which ${row.tex[0]}$ is that"
        yield SourceError(NOTATION, row.line, message)
    for link in links:
        target = Path(os.path.normpath(NOTATION.parent / link)) if link else NOTATION
        page = pages.get(target)  # links that lead nowhere are told by broken_links
        if page and not wanted & set().union(*(letters(span.tex) for span in page.mathematics)):
            message = f"'{meaning}': {target.as_posix()} has no ${row.tex[0]}$; link one that has"
            yield SourceError(NOTATION, row.line, message)
