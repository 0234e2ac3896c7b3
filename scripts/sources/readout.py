"""The numbers beside a figure that moves: readout() in a snippet puts a slider on its page."""

import ast
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.sources.figure_parameter import FigureParameter

EXPECTED = 'def readout({name}: {kind}) -> dict[str, float]:  """temperature τ"""'
FEWEST, MOST = 15, 41  # values of a slider
ROOM = 3  # steps from the default to the highest value


@dataclass(frozen=True)
class Readout:
    """What the parameter is called: `before` its value and, a unit, `after` it."""

    before: str
    after: str
    line: int


def read_readout(
    path: Path,
    functions: Mapping[str, ast.FunctionDef],
    parameter: FigureParameter,
    asserted: Container[str],
) -> Readout | None:
    """Read it, if there is one, from its first line and its docstring; check() uses `asserted`.

    Raises SourceError where it does not take the parameter of figure(), where no assertion needs
    it, and where the values are too few, too many or the default is at their end.
    """
    if "readout" not in functions:
        return None
    function = functions["readout"]
    label = ast.get_docstring(function)
    names = [argument.arg for argument in function.args.args]
    if names != [parameter.name] or not label or "\n" in label:
        kind = type(parameter.default).__name__
        message = f"expected '{EXPECTED.format(name=parameter.name, kind=kind)}'"
        raise SourceError(path, function.lineno, message)
    _require_values(path, functions["figure"], parameter)
    if "readout" not in asserted:
        message = "readers see these numbers: assert some of them in check(), against PyTorch"
        raise SourceError(path, function.lineno, message)
    before, braces, after = label.partition("{}")
    if not braces:
        before = label if label.endswith("=") else f"{label} ="
    return Readout(before.strip(), after.rstrip(), function.lineno)


def _require_values(path: Path, figure: ast.FunctionDef, it: FigureParameter) -> None:
    count, bounds = len(it.values), f"{it.lowest:g} to {it.highest:g} by {it.step:g}"
    if not FEWEST <= count <= MOST:
        message = f"a slider has {FEWEST} to {MOST} values, '{bounds}' are {count}"
    elif it.values[-1] != it.highest or it.default not in it.values:
        message = f"'{bounds}' must meet the default {it.default!r} and {it.highest:g}"
    elif count - it.values.index(it.default) <= ROOM:
        message = f"the default {it.default!r} must lie {ROOM} steps below {it.highest:g}, or more"
    else:
        return
    raise SourceError(path, figure.lineno, f"{message}: readout() puts a slider on the page")
