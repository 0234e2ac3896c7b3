"""A snippet read without running it: its contract, the part a page shows, its cells."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.sources.call import Call, read_call
from scripts.sources.figure_parameter import FigureParameter, read_parameter
from scripts.sources.reading import read_source
from scripts.sources.readout import Readout, read_readout

START, END = "# --8<-- [start:pytorch]", "# --8<-- [end:pytorch]"
MAX_LINES, MAX_COLUMNS = 15, 72


@dataclass(frozen=True)
class Snippet:
    """What a snippet is made of; `shown` is the section its page includes."""

    path: Path
    text: str
    docstring: str
    call: Call
    shown: str
    shown_functions: tuple[str, ...]
    imports: str
    check: str
    figure: str
    parameter: FigureParameter  # of figure()
    readout: Readout | None  # where its page has a slider
    helpers: str
    functions: Mapping[str, str] = field(hash=False)  # the source of each, by name
    docstrings: tuple[str, ...]  # of the shown functions, each on one line

    @property
    def tree(self) -> ast.Module:
        """Its code, parsed again where it was not needed lately: a tree is large."""
        return _parsed(self.text)


def read_snippet(path: Path) -> Snippet:
    """Parse a snippet; raise SourceError where it breaks the contract."""
    text = read_source(path)
    try:
        tree = _parsed(text)
    except SyntaxError as error:
        raise SourceError(path, error.lineno or 1, f"not valid Python: {error.msg}") from None
    docstring = ast.get_docstring(tree)
    if not docstring:
        raise SourceError(path, 1, "expected a docstring that says what the formula does")
    lines = text.splitlines()
    first, last = _shown_lines(path, lines)
    _require_silent_import(path, tree)
    functions = functions_of(tree)
    shown = tuple(name for name, node in functions.items() if first <= node.lineno <= last)
    if not shown:
        raise SourceError(path, first, "the section 'pytorch' must define a function to show")
    for name, what in (("check", "None"), ("figure", "Figure")):
        if name not in functions:
            raise SourceError(path, 1, f"expected 'def {name}() -> {what}:'")

    def source(node: ast.stmt) -> str:
        return "\n".join(lines[node.lineno - 1 : node.end_lineno])

    figure = functions["figure"]
    parameter = read_parameter(path, figure, lines[figure.lineno - 1])
    imports = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    roots = [functions["check"], figure]
    used = reachable(functions, roots) - {"check", "figure", *shown}
    return Snippet(
        path=path,
        text=text,
        docstring=docstring,
        call=read_call(path, text, functions),
        shown="\n".join(lines[first : last - 1]).strip(),
        shown_functions=shown,
        imports="\n".join(source(node) for node in imports if node.lineno < first),
        check=source(functions["check"]),
        figure=source(figure),
        parameter=parameter,
        readout=read_readout(
            path, functions, parameter, reachable(functions, [functions["check"]])
        ),
        helpers="\n\n\n".join(source(n) for name, n in functions.items() if name in used),
        functions={name: source(node) for name, node in functions.items()},
        docstrings=tuple(" ".join((ast.get_docstring(functions[n]) or "").split()) for n in shown),
    )


@lru_cache(maxsize=8)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _shown_lines(path: Path, lines: list[str]) -> tuple[int, int]:
    """Numbers of the two marker lines; the section between them must fit its column."""
    marks = {line.strip(): number for number, line in enumerate(lines, start=1)}
    if START not in marks or END not in marks or marks[END] < marks[START]:
        raise SourceError(path, 1, f"expected a section between '{START}' and '{END}'")
    first, last = marks[START], marks[END]
    if not lines[last - 1].startswith(" "):
        raise SourceError(path, last, "indent the end marker: the formatter moves it otherwise")
    shown = [line for line in lines[first : last - 1] if line.strip()]
    if len(shown) > MAX_LINES:
        raise SourceError(path, first, f"{len(shown)} lines shown; a page has room for {MAX_LINES}")
    for number in range(first, last):
        if len(lines[number - 1]) > MAX_COLUMNS:
            raise SourceError(path, number, f"wider than the {MAX_COLUMNS} columns a page shows")
    return first, last


def functions_of(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions of a module, by name."""
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _require_silent_import(path: Path, tree: ast.Module) -> None:
    """Anything but functions, imports and texts would run on import."""
    for node in tree.body:
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not text and not isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom):
            message = "importing a snippet must do nothing: move this into a function"
            raise SourceError(path, node.lineno, message)


def reachable(
    functions: Mapping[str, ast.FunctionDef], roots: Sequence[ast.FunctionDef]
) -> set[str]:
    """The module's functions that the roots use, directly or through others."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        new = (_names(waiting.pop()) & functions.keys()) - found
        found |= new
        waiting += [functions[name] for name in new]
    return found


@lru_cache(maxsize=64)
def _names(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
