"""Misprints that a page tells of: what was printed in place of what, why it is wrong, and where.

    Common misprints:

    | Misprint | Right | What is wrong | Seen in |
    | --- | --- | --- | --- |
    | $\\sqrt{v_t}$ | $\\sqrt{\\hat{v}_t}$ | The correction is missing. | a lecture of 2019 |

A table of this form may also stand in a comment, where it would teach a reader nothing. The
check of the page puts every printed form into its display, and must refuse it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError

HEADER = ("Misprint", "Right", "What is wrong", "Seen in")
LATEX = re.compile(r"\$(?P<tex>[^$]+)\$")


@dataclass(frozen=True)
class Misprint:
    """LaTeX that was printed in place of other LaTeX, a piece of a display."""

    printed: str
    right: str
    wrong: str
    seen_in: str
    line: int

    def put_into(self, tex: str) -> str | None:
        """A display with this misprint; None where it does not print the right form."""
        return tex.replace(self.right, self.printed, 1) if self.right in tex else None


def misprints_of(path: Path, text: str) -> Iterator[Misprint]:
    """The rows of the tables of misprints on a page; SourceError at one that is malformed."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        cells = _cells(line)
        if cells == HEADER:
            inside = True
        elif inside and not cells:
            inside = False
        elif inside and set(line) - set("|-: "):
            yield _misprint(path, number, cells)


def rows_of_misprints(text: str) -> set[int]:
    """The lines of such tables, their header and rule among them."""
    found, inside = set[int](), False
    for number, line in enumerate(text.splitlines(), start=1):
        cells = _cells(line)
        inside = cells == HEADER or (inside and bool(cells))
        found |= {number} if inside else set()
    return found


def _misprint(path: Path, line: int, cells: tuple[str, ...]) -> Misprint:
    if len(cells) != len(HEADER) or not all(cells):
        message = f"expected {len(HEADER)} cells: {', '.join(HEADER)}"
        raise SourceError(path, line, message)
    formulas = [LATEX.fullmatch(cell) for cell in cells[:2]]
    if not all(formulas):
        raise SourceError(path, line, "expected $…$ in the first two cells and nothing else")
    printed, right = (found["tex"] for found in formulas if found)
    return Misprint(printed, right, cells[2], cells[3], line)


def _cells(line: str) -> tuple[str, ...]:
    """What stands between the bars of a row; LaTeX writes its own as \\vert."""
    row = line.strip()
    if not (row.startswith("|") and row.endswith("|")):
        return ()
    return tuple(cell.strip() for cell in row[1:-1].split("|"))
