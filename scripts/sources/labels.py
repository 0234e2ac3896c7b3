r"""`\label{bias-correction}`: the name of a display, or of a row of one, for those who link it.

Read here and nowhere else: the LaTeX that is handed on has none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
import re

from scripts.base.errors import SourceError

LABEL = re.compile(r"(?:(?<![ \t])[ \t]+)?\\label\s*\{(?P<name>[^{}\n]*)\}")
BETWEEN_LETTERS = re.compile(rf"(?<=[a-zA-Z]){LABEL.pattern}(?=[a-zA-Z])")  # \nabla\label{…}f
NAME = re.compile(r"[a-z][a-z0-9_-]*")
ROWS = ("aligned", "align", "gathered", "split")  # environments whose rows are equations
OPENING = re.compile(rf"\\begin\{{(?:{'|'.join(ROWS)})\*?\}}")
DEPTH = re.compile(r"\\(?:begin|end)(?![a-zA-Z])|\\.|[{}&]", re.DOTALL)
SIGN = r"[+-]|\\(?:cdot|times|odot)(?![a-zA-Z])"
GOES_ON = re.compile(rf"(?P<aligned>(?:\s|&|\\q?quad(?![a-zA-Z])|\\[,;:! ])*)(?:{SIGN})")
RELATION = re.compile(r"[=<>]|\\(?:leq?|geq?|neq?|approx|coloneqq|leftarrow|gets)(?![a-zA-Z])")
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


@lru_cache(maxsize=16)  # it is asked for each label of a display
def rows_of(tex: str) -> Sequence[tuple[int, str]]:
    """The equations of an aligned display, each with the place where it starts; else all, as one.

    A row such as `&\\quad + x` belongs to the one above.
    """
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
    equations: list[tuple[int, str]] = []
    for start, row in rows:
        if equations and _goes_on(row):
            first = equations[-1][0]
            equations[-1] = first, tex[first : start + len(row)]
        elif row.strip():
            equations.append((start, row))
    return equations


def _goes_on(row: str) -> bool:
    """Whether a row is a further part of the side above: it starts with a sign, as a sum does."""
    found = GOES_ON.match(row)
    return found is not None and ("&" in found["aligned"] or not RELATION.search(row))


def without_alignment(row: str) -> str:
    """An equation by itself, without the & that says what stands under what, in one row."""
    depth, start, parts = 0, 0, []
    for found in DEPTH.finditer(row):
        depth += STEPS.get(found[0], 0)
        if depth == 0 and found[0] in {"&", r"\\"}:
            parts.append(row[start : found.start()])
            start = found.end()
    return "".join([*parts, row[start:]])


def lines_in(row: str) -> int:
    """On how many lines an equation stands, with those that go on below."""
    depth, lines = 0, 1
    for found in DEPTH.finditer(row):
        depth += STEPS.get(found[0], 0)
        lines += depth == 0 and found[0] == r"\\"
    return lines


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
