"""Is the one-line call of a page what it says? It runs, and the shapes that come out are told.

Letters become sizes that all differ, `...` some dimensions in front; then the sizes change places,
and there is nothing in front. Meant for a process of its own: it runs the page's code.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
import math
from pathlib import Path
import traceback
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from scripts.base.errors import SourceError
from scripts.sources.call import Call, FunctionArgument, TensorArgument

SMALLEST = 4  # of a letter; dimensions in front are smaller, so that none is taken for another
IN_FRONT: Sequence[tuple[int, ...]] = ((2, 3), ())

Size = tuple[int, ...]


def require_true_call(path: Path, module: ModuleType, call: Call) -> None:
    """Run `call` of a snippet; SourceError where it raises, or other shapes come out."""
    for in_front in IN_FRONT:
        letters = call.letters if in_front else call.letters[::-1]
        sizes = {letter: SMALLEST + place for place, letter in enumerate(letters)}
        Trial(path, module, call, sizes, in_front).run()


@dataclass(frozen=True)
class Trial:
    """One run of a call, with these sizes."""

    path: Path
    module: ModuleType
    call: Call
    sizes: Mapping[str, int]
    in_front: Size

    def run(self) -> None:
        """Raises what require_true_call raises."""
        values = {argument.name: self._drawn(argument) for argument in self.call.arguments}
        shapes = self._shapes("call()", lambda: self.module.call(**values))
        told = [value.shape for value in self.call.results]
        if len(shapes) != len(told):
            raise self._error(f"call() gives {len(shapes)} values, its docstring says {len(told)}")
        for shape, said in zip(shapes, told, strict=True):
            self._compare("call()", shape, said)
        for between in self.call.between:
            self._require_between(between.name, between.shape, values)

    def _require_between(self, expression: str, said: str, values: Mapping[str, Any]) -> None:
        def compute() -> Any:
            return eval(expression, vars(self.module), dict(values))

        for shape in self._shapes(expression, compute):
            self._compare(expression, shape, said)

    def _compare(self, what: str, shape: Size, said: str) -> None:
        if shape != (expected := self._size(said)):
            sizes = ", ".join(f"{letter} = {size}" for letter, size in self.sizes.items())
            given = f", with {sizes}," if sizes else ""
            raise self._error(f"{what}{given} gives {shape}; {said} would be {expected}")

    def _shapes(self, what: str, compute: Callable[[], Any]) -> list[Size]:
        try:
            return list(_shapes_of(compute()))
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            own = [f.lineno for f in frames if f.filename.endswith(self.path.as_posix())]
            message = f"{what} raises {type(error).__name__}: {error}"
            raise self._error(message, own[-1] if own else None) from None

    def _size(self, shape: str) -> Size:
        """A shape as it is written, `(..., n, min(m, n))`, in numbers."""
        names = {"min": min, "max": max, "in_front": self.in_front, **self.sizes}
        written = shape[1:-1].replace("...", "*in_front")
        try:
            return tuple(eval(f"[{written}]", {"__builtins__": {}}, names))
        except SyntaxError:
            raise self._error(f"{shape} is no shape: write it as '(..., n)'") from None

    def _drawn(self, argument: TensorArgument | FunctionArgument) -> Any:
        if isinstance(argument, FunctionArgument):
            return _function([self._size(s) for s in argument.takes], self._size(argument.gives))
        size, values = self._size(argument.shape), argument.values
        if values.startswith("0.."):
            (last,) = self._size(f"({values.removeprefix('0..')})")
            return torch.randint(last + 1, size)
        if values == "{False, True}":
            return torch.rand(size) < 0.5
        if values == "(0, inf)":
            return torch.randn(size).exp()
        return torch.rand(size) if values == "[0, 1]" else torch.randn(size)

    def _error(self, message: str, line: int | None = None) -> SourceError:
        return SourceError(self.path, line or self.call.line, message)


def _function(takes: Sequence[Size], gives: Size) -> Callable[..., Tensor]:
    """A smooth function of tensors with these shapes, every entry of the result of every one."""
    weights = torch.randn(math.prod(gives), sum(map(math.prod, takes)))

    def function(*arguments: Tensor) -> Tensor:
        if (given := [tuple(argument.shape) for argument in arguments]) != [*takes]:
            raise ValueError(f"a function that takes {[*takes]} was given {given}")
        flat = torch.cat([argument.reshape(-1) for argument in arguments])
        return torch.sin(weights @ flat).reshape(gives)

    return function


def _shapes_of(result: Any) -> Iterator[Size]:
    """The shapes of what comes out; of an optimizer or its schedule, those of what it moved."""
    if isinstance(result, Tensor):
        yield tuple(result.shape)
    elif isinstance(result, int | float):
        yield ()
    elif isinstance(result, list | tuple):
        for part in result:
            yield from _shapes_of(part)
    elif isinstance(result, torch.optim.Optimizer):
        parameters = [p for group in result.param_groups for p in group["params"]]
        for parameter in parameters:
            parameter.grad = torch.randn_like(parameter)
        result.step()
        yield from (tuple(parameter.shape) for parameter in parameters)
    elif isinstance(result, torch.optim.lr_scheduler.LRScheduler):
        yield from _shapes_of(result.optimizer)
    else:
        expected = "tensors, numbers, an optimizer or its schedule"
        raise TypeError(f"expected {expected}, not {type(result).__name__}")
