"""The one-line call of a formula: what a practitioner types, with the shapes in and out.

A snippet has it as its function `call`, which the page shows under the formula:

    def call(f: Callable[[Tensor], Tensor], x: Tensor, y: Tensor) -> Tensor:
        \"\"\"f: (n,) -> (), x (N, n), y (N,) in 0..n-1 -> (N,)

        scores(x) -> (N, n)\"\"\"
        ...
        return torch.vmap(f)(x)

- shown is the expression that it returns; the lines above it make what else that needs
- the docstring says the shapes: `x (N, n)` for a tensor, with `in …` where not any numbers will do,
  `f: (n,) -> ()` for a function; behind the arrow the result, or several, with or without names.
  A letter is a size, `...` are any dimensions in front
- a parameter that it does not name has a default
- each further paragraph has a value in between, an expression of the snippet, and its shape
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError

MAX_COLUMNS = 88  # of what is shown: one line, two on a phone
SHAPE = r"\((?:[^()]|\([^()]*\))*\)"
SETS = r"0\.\.[\w-]+|\[0, 1\]|\(0, inf\)|\{False, True\}"
TENSOR = rf"(?P<tensor>\w+) (?P<shape>{SHAPE})(?: in (?P<set>{SETS}))?"
FUNCTION = rf"(?P<function>\w+): (?P<takes>{SHAPE}(?:, {SHAPE})*) -> (?P<gives>{SHAPE})"
ARGUMENT = re.compile(f"(?:{FUNCTION}|{TENSOR})(?:, (?!->)| (?=->))")
RESULT = re.compile(rf"(?:(?P<name>\w+) )?(?P<shape>{SHAPE})(?:, |$)")
BETWEEN = re.compile(rf"(?P<expression>.+) -> (?P<shape>{SHAPE})")
LETTER = re.compile(r"\b(?!min\b|max\b)[^\W\d]\w*")
EXPECTED = "'x (..., n), w (n,) -> (...)', names with their shapes, an arrow, the result"

Shape = str  # as it is written: `(..., n)`


@dataclass(frozen=True)
class TensorArgument:
    """A tensor that the call takes; `values` is the set its entries are from, where it is told."""

    name: str
    shape: Shape
    values: str = ""

    @property
    def told(self) -> str:
        """As the docstring says it."""
        return f"{self.name} {self.shape}" + (f" in {self.values}" if self.values else "")

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (self.shape,)


@dataclass(frozen=True)
class FunctionArgument:
    """A function that the call takes, with the shapes that it takes and gives."""

    name: str
    takes: tuple[Shape, ...]
    gives: Shape

    @property
    def told(self) -> str:
        """As the docstring says it."""
        return f"{self.name}: {', '.join(self.takes)} -> {self.gives}"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (*self.takes, self.gives)


@dataclass(frozen=True)
class Value:
    """What comes out, with its name, where it has one, or a value in between, an expression."""

    name: str
    shape: Shape

    @property
    def told(self) -> str:
        """As the docstring says it."""
        return f"{self.name} {self.shape}".lstrip()


@dataclass(frozen=True)
class Call:
    """What a page shows of `call`: the expression, and the shapes as they are written."""

    line: int
    expression: str
    arguments: tuple[TensorArgument | FunctionArgument, ...]
    results: tuple[Value, ...]
    between: tuple[Value, ...]

    @property
    def shapes(self) -> tuple[str, ...]:
        """All that it says of shapes, a line each, the arguments and results first."""
        arguments = ", ".join(argument.told for argument in self.arguments)
        results = ", ".join(value.told for value in self.results)
        between = (f"{value.name} -> {value.shape}" for value in self.between)
        return (f"{arguments} -> {results}".lstrip(), *between)

    @property
    def letters(self) -> tuple[str, ...]:
        """The sizes, in the order in which the arguments name them."""
        taken = (shape for argument in self.arguments for shape in argument.shapes)
        return tuple(dict.fromkeys(name for shape in taken for name in LETTER.findall(shape)))


def read_call(path: Path, text: str, functions: Mapping[str, ast.FunctionDef]) -> Call:
    """The call of a snippet; SourceError where there is none, or it is not what a page shows."""
    if "call" not in functions:
        message = "expected 'def call(…)' that returns what a practitioner types, with its shapes"
        raise SourceError(path, 1, f"{message} in the docstring")
    function = functions["call"]
    expression = _expression(path, text, function)
    call = _told(path, function, expression)
    if mistake := next(_mistakes(call, function), None):
        raise SourceError(path, _docstring_line(function), mistake)
    return call


def _expression(path: Path, text: str, function: ast.FunctionDef) -> str:
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        raise SourceError(path, last.lineno, "call() ends in 'return' and the expression to show")
    source = ast.get_source_segment(text, last.value) or ""
    shown = re.sub(r"\s*\n\s*", " ", re.sub(r",?\n\s*(?=[)\]}])", "", source))
    shown = re.sub(r"(?<=[(\[{]) ", "", shown)
    if len(shown) > MAX_COLUMNS:
        message = f"{len(shown)} columns to show, one line has {MAX_COLUMNS}: make a value above it"
        raise SourceError(path, last.lineno, message)
    return shown


def _told(path: Path, function: ast.FunctionDef, expression: str) -> Call:
    """What the docstring says."""
    line = _docstring_line(function)
    docstring = ast.get_docstring(function) or ""
    shapes, *between = (" ".join(part.split()) for part in docstring.split("\n\n"))
    arguments, behind = _arguments(shapes)
    results = list(RESULT.finditer(behind))
    if not behind or "".join(found[0] for found in results) != behind:
        raise SourceError(path, line, f"the docstring of call() says the shapes: {EXPECTED}")
    values = [BETWEEN.fullmatch(part) for part in between]
    if not all(values):
        message = "a paragraph below says a value in between: 'expression -> (..., n)'"
        raise SourceError(path, line, message)
    return Call(
        line=function.lineno,
        expression=expression,
        arguments=arguments,
        results=tuple(Value(found["name"] or "", found["shape"]) for found in results),
        between=tuple(Value(found["expression"], found["shape"]) for found in values if found),
    )


def _arguments(shapes: str) -> tuple[tuple[TensorArgument | FunctionArgument, ...], str]:
    """The arguments, and what stands behind the arrow; nothing where they do not lead to one."""
    found, end = [], 0
    while argument := ARGUMENT.match(shapes, end):
        found.append(_argument(argument))
        end = argument.end()
    _, arrow, behind = shapes[end:].partition("-> ")
    return tuple(found), behind if shapes[end:].startswith(arrow) else ""


def _argument(found: re.Match[str]) -> TensorArgument | FunctionArgument:
    if name := found["function"]:
        return FunctionArgument(name, tuple(re.findall(SHAPE, found["takes"])), found["gives"])
    return TensorArgument(found["tensor"], found["shape"], found["set"] or "")


def _mistakes(call: Call, function: ast.FunctionDef) -> Iterator[str]:
    """Names that the docstring and the parameters do not share, sizes that nothing fixes."""
    names = [parameter.arg for parameter in function.args.args]
    defaults = names[len(names) - len(function.args.defaults) :]
    told = [argument.name for argument in call.arguments]
    for name in told:
        if name not in names:
            yield f"call() has no parameter '{name}', whose shape its docstring says"
    for name in names:
        if name not in told and name not in defaults:
            yield f"the docstring of call() says no shape of '{name}': add it, or a default"
    known = set(call.letters)
    for value in (*call.results, *call.between):
        for letter in LETTER.findall(value.shape):
            if letter not in known:
                yield f"nothing says what {letter} of {value.shape} is: no argument has it"


def _docstring_line(function: ast.FunctionDef) -> int:
    return function.body[0].lineno
