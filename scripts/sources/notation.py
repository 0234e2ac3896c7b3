"""The rows of the page about notation: what is written, its names, what it means, its anchor."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
import re

from scripts.base.errors import SourceError, SourceErrors, stands_twice
from scripts.sources.markdown_math import INLINE
from scripts.sources.page import ROW_ANCHOR, Page

# The first column of a table that explains notation.
WRITTEN, LETTER = "Written", "Letter"
ANCHOR = re.compile(r"[a-z]+(?:-[a-z]+)*")
RULER = re.compile(r"\|[\s|:-]+\|")


@dataclass(frozen=True)
class Row:
    """A sign or a letter. `names` is empty where a letter is listed for its meanings."""

    anchor: str
    tex: tuple[str, ...]
    names: tuple[str, ...]
    meaning: str
    line: int

    @property
    def meanings(self) -> list[str]:
        """Of a letter with several."""
        return [meaning.strip() for meaning in self.meaning.split(";")]


def read_rows(page: Page) -> list[Row]:
    """All rows, in order. Raises SourceErrors with each that nobody could link to or find."""
    rows, errors = list[Row](), list[SourceError]()
    for number, header, cells in _table_lines(page):
        try:
            rows.append(_row(page, number, header, cells))
        except SourceError as error:
            errors.append(error)
    errors += _repeated(page, rows)
    if errors:
        raise SourceErrors(errors)
    return rows


def _table_lines(page: Page) -> Iterator[tuple[int, list[str], list[str]]]:
    """Number, header and cells of each line of a table that explains notation."""
    header: list[str] = []
    for number, line in page.prose:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            header = []
        elif not header:
            header = cells
        elif not RULER.fullmatch(line) and header[0] in (WRITTEN, LETTER):
            yield number, header, cells


def _row(page: Page, number: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        message = f"expected {len(header)} cells, {' | '.join(header)}, not {len(cells)}"
        raise SourceError(page.path, number, message)
    anchored = ROW_ANCHOR.match(page.lines[number - 1])
    if not anchored or not ANCHOR.fullmatch(anchored["id"]):
        message = "a row has an address of its own, named by its meaning: end its first cell with "
        raise SourceError(page.path, number, message + "'{#hadamard-product}', in small letters")
    row = dict(zip(header, cells, strict=True))
    tex = tuple(INLINE.findall(cells[0]))
    names = tuple(name.strip() for name in row.get("Name", "").split(",") if name.strip())
    if not tex:
        raise SourceError(page.path, number, "expected what is written between dollars: '$x$'")
    if header[0] == WRITTEN and not names:
        raise SourceError(page.path, number, "expected how it is called in the column 'Name'")
    meaning = row.get("Is") or row.get("Values") or row.get("Meanings") or ""
    return Row(anchored["id"], tex, names, meaning, number)


def _repeated(page: Page, rows: list[Row]) -> Iterator[SourceError]:
    """What stands twice: an anchor leads to one place, and a name means one thing."""
    headings = ((f"#{anchor}", line) for anchor, line in page.headings.items())
    named = ((key, row.line) for row in rows for key in (f"#{row.anchor}", *row.names))
    yield from stands_twice(page.path, chain(headings, named))
