"""Messages that point at the place: file, line, the LaTeX, a caret under the part in question."""

from pathlib import Path

import torch
from torch import Tensor

from scripts.base.errors import SourceError
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.environment import Function, Members, Value

SHOWN = 6  # numbers of a tensor


def located(path: Path, line: int, tex: str, error: CheckError) -> SourceError:
    """A CheckError in LaTeX that starts on `line` of a file."""
    at, picture = caret(tex, error.span)
    return SourceError(path, line + at, f"{error.message}\n{picture}")


def caret(tex: str, span: Span | None) -> tuple[int, str]:
    """The line of the LaTeX that a span starts in (from 0), and that line underlined."""
    start = min(span.start if span else 0, max(len(tex) - 1, 0))
    number = tex.count("\n", 0, start)
    line = tex.split("\n")[number]
    column = start - (tex.rfind("\n", 0, start) + 1)
    if span is None:
        column, width = 0, len(line)
    else:
        width = max(1, min(span.end - start, len(line) - column))
    return number, f"    {line}\n    {' ' * column}{'^' * width}"


def show(value: Value) -> str:
    """A value in one short line."""
    if isinstance(value, Tensor):
        flat = value.detach().reshape(-1)
        numbers = ", ".join(_digits(entry) for entry in flat[:SHOWN])
        if value.ndim == 0:
            return numbers
        dots = ", …" if len(flat) > SHOWN else ""
        return f"{'×'.join(map(str, value.shape))} [{numbers}{dots}]"
    if isinstance(value, Function):
        inner = ", ".join(value.parameters)
        return f"a smooth function of ({inner})"
    if isinstance(value, Members):
        return f"{{{', '.join(_digits(entry) for entry in value.values[:SHOWN])}}}"
    return f"distributed as {type(value.distribution).__name__}"


def _digits(entry: Tensor) -> str:
    if torch.is_complex(entry):
        return f"{complex(entry):.6g}"
    return f"{float(entry):.12g}"
