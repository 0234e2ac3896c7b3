"""The one parameter of a snippet's figure(): a value to move, how far, and what that shows."""

import ast
from dataclasses import dataclass
import math
from pathlib import Path
import re

from scripts.base.errors import SourceError

EXPECTED = "def figure(tau: float = 1.0) -> Figure:  # 0.1 to 5 by 0.1"
BOUNDS = re.compile(r"# (?P<lowest>\S+) to (?P<highest>\S+) by (?P<step>\S+)$")
DIGITS = 9  # behind the point


@dataclass(frozen=True)
class FigureParameter:
    """Its default draws the published figure; all values are ints where the default is one."""

    name: str
    default: float
    lowest: float
    highest: float
    step: float
    lesson: str  # what a reader sees who moves it

    @property
    def values(self) -> list[float]:
        """All values from the lowest on, without the errors that adding steps would gather."""
        kind = type(self.default)
        count = math.floor((self.highest - self.lowest) / self.step + 1e-9) + 1
        return [kind(round(self.lowest + n * self.step, DIGITS)) for n in range(count)]


def read_parameter(path: Path, figure: ast.FunctionDef, line: str) -> FigureParameter:
    """Read it from the first line of figure() and from its docstring.

    Raises SourceError where there is none, or where its default is out of its bounds.
    """
    bounds = BOUNDS.search(line)
    default = _default(figure)
    if bounds is None or default is None:
        message = f"expected one parameter, its default and its bounds: '{EXPECTED}'"
        raise SourceError(path, figure.lineno, message)
    try:
        lowest, highest, step = (type(default)(text) for text in bounds.groups())
    except ValueError:
        message = f"expected bounds of the type of the default {default!r}: '{bounds[0]}'"
        raise SourceError(path, figure.lineno, message) from None
    if not (lowest <= default <= highest and lowest < highest and step > 0):
        message = f"the default {default!r} must lie within its bounds, '{bounds[0]}'"
        raise SourceError(path, figure.lineno, message)
    lesson = ast.get_docstring(figure)
    if not lesson:
        message = "figure() needs a docstring that says what moving its parameter shows"
        raise SourceError(path, figure.lineno, message)
    name = figure.args.args[0].arg
    return FigureParameter(name, default, lowest, highest, step, " ".join(lesson.split()))


def _default(figure: ast.FunctionDef) -> float | None:
    """The number that is the default of the only parameter."""
    arguments = figure.args
    others = (arguments.posonlyargs, arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    if len(arguments.args) != 1 or len(arguments.defaults) != 1 or any(others):
        return None
    try:
        value = ast.literal_eval(arguments.defaults[0])
    except ValueError:
        return None
    return value if type(value) in (int, float) else None
