"""Find the mathematics in a Markdown text, with the line each piece stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError
from scripts.sources.labels import LABEL, Label, read_labels, without_labels

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
INLINE = re.compile(r"(?<![\\$])\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)")
SYMBOL = re.compile(r"- \$(?P<tex>[^$]+)\$: (?P<meaning>.+)")  # a line of a symbol list
INLINE_CODE = re.compile(r"(`+)(.+?)\1")


@dataclass(frozen=True)
class MathSpan:
    """LaTeX between dollars; `line` is that of its first character, counted from 1.

    The LaTeX has no labels: what its author calls a display, or its rows, stands beside it.
    """

    tex: str
    display: bool
    line: int
    labels: tuple[Label, ...] = ()


def code_lines(lines: list[str]) -> set[int]:
    """Indices of the lines inside fenced code, fences included."""
    inside, fence = set(), ""
    for number, line in enumerate(lines):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if fence or mark:
            inside.add(number)
        if mark and not fence:
            fence = mark[1]
        elif mark and fence and mark[1].startswith(fence):
            fence = ""
    return inside


def math_spans(path: Path, text: str) -> Iterator[MathSpan]:
    """Every `$…$` and `$$…$$` outside code; SourceError where a display is not well fenced."""
    lines = text.splitlines()
    code = code_lines(lines)
    display: list[str] | None = None
    opened = 0
    for number, line in enumerate(lines):
        if number in code:
            continue
        if CONTROL.search(line):
            raise SourceError(path, number + 1, "a control character, which nobody sees: remove it")
        if line.strip() == "$$":
            if display is None:
                display, opened = [], number + 1
            else:
                yield _display(path, "\n".join(display).strip(), opened + 1)
                display = None
        elif display is not None:
            if not line.strip():
                raise SourceError(path, number + 1, "blank line inside a $$ display; remove it")
            if not without_labels(line).strip():
                message = "a \\label stands in the line of what it names: put it at the end of that"
                raise SourceError(path, number + 1, message)
            display.append(line)
        else:
            plain = INLINE_CODE.sub(lambda found: " " * len(found[0]), line)
            if "$$" in plain:
                raise SourceError(path, number + 1, "put $$ alone on a line, before and after")
            for found in INLINE.finditer(plain):
                if LABEL.search(found[1]):
                    raise SourceError(path, number + 1, "a \\label names a $$ display, no $…$")
                yield MathSpan(found[1], False, number + 1)
    if display is not None:
        raise SourceError(path, opened, "this $$ is never closed")


def _display(path: Path, tex: str, line: int) -> MathSpan:
    return MathSpan(without_labels(tex).strip(), True, line, tuple(read_labels(path, tex, line)))
