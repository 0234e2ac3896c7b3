r"""`\label{bias-correction}`: the name of a display, or of a row of one, for those who link it.

Read here and nowhere else: the LaTeX that is handed on has none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError

LABEL = re.compile(r"[ \t]*\\label\s*\{(?P<name>[^{}\n]*)\}")
BETWEEN_LETTERS = re.compile(rf"(?<=[a-zA-Z]){LABEL.pattern}(?=[a-zA-Z])")  # \nabla\label{…}f
NAME = re.compile(r"[a-z][a-z0-9_-]*")
ROWS = ("aligned", "align", "gathered", "split")  # environments whose rows are equations
OPENING = re.compile(rf"\\begin\{{(?:{'|'.join(ROWS)})\*?\}}")
DEPTH = re.compile(r"\\(?:begin|end)(?![a-zA-Z])|\\.|[{}&]", re.DOTALL)
STEPS = {r"\begin": 1, "{": 1, r"\end": -1, "}": -1}


@dataclass(frozen=True)
class Label:
    """A name, and the row that has it, counted from 0; `line` is that of the page."""

    name: str
    row: int
    line: int


def without_labels(text: str) -> str:
    """Text as everybody but the page itself reads it."""
    return LABEL.sub("", BETWEEN_LETTERS.sub(" ", text))


def rows_of(tex: str) -> list[tuple[int, str]]:
    """The rows of an aligned display, each with the place where it starts; else all, as one."""
    opening = OPENING.match(tex)
    if not opening:
        return [(0, tex)]
    rows, depth, start = [], 1, opening.end()
    for found in DEPTH.finditer(tex, start):
        depth += STEPS.get(found[0], 0)
        if depth == 0 or (depth == 1 and found[0] == r"\\"):
            rows.append((start, tex[start : found.start()]))
            start = found.end()
        if depth == 0:
            break
    return [(start, row) for start, row in rows if row.strip()]


def without_alignment(row: str) -> str:
    """A row by itself, without the & that says what stands under what."""
    depth = 0
    for found in DEPTH.finditer(row):
        depth += STEPS.get(found[0], 0)
        if depth == 0 and found[0] == "&":
            return row[: found.start()] + row[found.end() :]
    return row


def read_labels(path: Path, tex: str, line: int) -> Iterator[Label]:
    """The labels of a display that starts on this line; SourceError where one is misplaced."""
    named: dict[int, Label] = {}
    for found in LABEL.finditer(tex):
        at = line + tex.count("\n", 0, found.start())
        if not NAME.fullmatch(found["name"]):
            message = f"'{found['name']}' is no name: expected \\label{{small-letters}}"
            raise SourceError(path, at, f"{message}, with digits, - and _ behind the first")
        row = _row_at(tex, found.start())
        if row is None:
            message = f"{found[0].strip()} names no row: put it at the end of one, before the \\\\"
            raise SourceError(path, at, message)
        label = Label(found["name"], row, at)
        if (first := named.setdefault(label.row, label)) is not label:
            message = f"this equation is called '{first.name}' already: keep one \\label"
            raise SourceError(path, at, message)
        yield label


def _row_at(tex: str, place: int) -> int | None:
    """The number of the row that holds a place of a display; None outside of all."""
    for number, (start, row) in enumerate(rows_of(tex)):
        if start <= place <= start + len(row):
            return number
    return None
