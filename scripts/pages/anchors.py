"""What readers link to in a formula: each display of one line, and each line of the others.

An equation is called by its label; else, and beside a label where that is free, by the Python name
of its left side. A left side that stands twice on a page names none of them: so no line that is
added takes the address of another.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import page_file
from scripts.checker.reading.left_sides import declared_names, name_of_row
from scripts.sources.formula import Formula, read_formula
from scripts.sources.labels import lines_in, rows_of, without_alignment
from scripts.sources.markdown_math import SYMBOL, MathSpan

ADVICE = "name it, as with \\label{bias-correction} at its end"


@dataclass(frozen=True)
class Equation:
    """A line of a display, with those that go on below, or all of it.

    `names` are its anchors, the one to link by first.
    """

    names: tuple[str, ...]
    tex: str
    lines: int = 1

    @property
    def anchor(self) -> str:
        return self.names[0]


def equations_of(formula: Formula) -> list[list[Equation]]:
    """The equations of each display. Raises SourceErrors where one has no name of its own."""
    displays = list(_named(formula))
    written = [each for display in displays for each in display]
    if errors := list(_mistakes(formula, written)):
        raise SourceErrors(errors)
    taken = {*formula.page.anchors, *(each.label for each in written)}
    free = {left for left, count in _lefts(written).items() if count == 1} - taken
    return [[each.equation(free) for each in display] for display in displays]


def anchors_of(formula: Formula) -> list[str]:
    """The anchors of all equations of a page. Raises what equations_of raises."""
    equations = (each for display in equations_of(formula) for each in display)
    return [name for each in equations for name in each.names]


class Anchors:
    """The equations of one formula, taken display after display as its page is rendered."""

    def __init__(self, identifier: str) -> None:
        self._left: list[tuple[str, list[Equation]]] = []
        if identifier and page_file(identifier).exists():
            formula = read_formula(identifier)
            displays = zip(formula.displays, equations_of(formula), strict=True)
            self._left = [(_key(display.tex), equations) for display, equations in displays]

    def take(self, tex: str) -> list[Equation]:
        """The equations of the next display with this LaTeX; none where the page has no other."""
        for place, (known, equations) in enumerate(self._left):
            if known == _key(tex):
                del self._left[place]
                return equations
        return []


@dataclass(frozen=True)
class _Named:
    """An equation as its author wrote it; `left` is the name of its left side, if it is one."""

    label: str | None
    left: str | None
    tex: str
    line: int
    lines: int

    @property
    def name(self) -> str | None:
        return self.label or self.left

    def equation(self, free: set[str | None]) -> Equation:
        return Equation(self.names(free), self.tex, self.lines)

    def names(self, free: set[str | None]) -> tuple[str, ...]:
        if not self.label:
            return (self.left or "",)
        return (self.label, self.left) if self.left and self.left in free else (self.label,)


def _named(formula: Formula) -> Iterator[list[_Named]]:
    listed = (SYMBOL.fullmatch(line) for _, line in formula.page.prose)
    known = declared_names(found["tex"] for found in listed if found)
    for display in formula.displays:
        labels = {label.row: label.name for label in display.labels}
        yield [
            _Named(
                labels.get(n),
                name_of_row(row, known),
                without_alignment(row).strip(),
                _line(display, start),
                lines_in(row),
            )
            for n, (start, row) in enumerate(rows_of(display.tex))
        ]


def _line(display: MathSpan, start: int) -> int:
    """The line of the page on which a row starts: that of its first sign."""
    blank = len(display.tex) - start - len(display.tex[start:].lstrip())
    return display.line + display.tex.count("\n", 0, start + blank)


def _lefts(written: Sequence[_Named]) -> Counter[str | None]:
    return Counter(each.left for each in written if each.left)


def _mistakes(formula: Formula, written: Sequence[_Named]) -> Iterator[SourceError]:
    path, headings, lefts = formula.path, formula.page.headings, _lefts(written)
    seen: dict[str, int] = {}
    for each in written:
        if each.name is None:
            message = f"readers have no name to link to this equation by: {ADVICE}"
            yield SourceError(path, each.line, message)
        elif each.name in headings:
            message = f"'#{each.name}' is the heading in line {headings[each.name]}: {ADVICE}"
            yield SourceError(path, each.line, message)
        elif not each.label and lefts[each.left] > 1:
            others = [o.line for o in written if o.left == each.left and o is not each]
            message = f"line {others[0]} is about '{each.left}', too: {ADVICE}"
            yield SourceError(path, each.line, message)
        elif each.name in seen:
            message = f"line {seen[each.name]} is called '{each.name}', too: choose another \\label"
            yield SourceError(path, each.line, message)
        seen.setdefault(each.name or "", each.line)


def _key(tex: str) -> str:
    return " ".join(tex.split())
