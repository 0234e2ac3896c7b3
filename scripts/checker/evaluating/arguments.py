"""What a function is called with: numbers or arrays, as the symbol list says of its arguments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.algebra import shape_text
from scripts.checker.evaluating.environment import Function
from scripts.checker.reading.names import letter
from scripts.checker.reading.symbols import Declaration

Apply = Callable[..., Tensor]
Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]


@dataclass(frozen=True)
class Parameter:
    """An argument of a function: the shapes that it stands for; without them, if it is an array.

    Without shapes, the first call tells the size; without either, anything can be put in.
    """

    key: str
    shapes: tuple[Shape, ...] = ()
    is_array: bool | None = None

    @property
    def is_number(self) -> bool:
        """Whether this stands for one number."""
        return self.shapes == ((),) or (not self.shapes and self.is_array is False)

    def takes(self, value: Tensor) -> bool:
        """Whether this value can be put in."""
        if self.shapes:
            return tuple(value.shape) in self.shapes
        return self.is_array in {None, value.ndim > 0}

    def __str__(self) -> str:
        if self.is_number:
            return f"{self.key}, a number"
        kinds = [shape_text(torch.empty(shape)) for shape in self.shapes]
        return f"{self.key}, {' or '.join(kinds) or 'an array'}"


def with_types(
    function: Function,
    declaration: Declaration,
    declared: Mapping[str, Declaration],
    shapes: Shapes,
) -> Function:
    """A function that is held to the arguments that it is declared with."""
    keys = declaration.parameters
    if not keys:
        return replace(function, parameters=())
    parameters = [_parameter(key, key in declaration.arrays, declared, shapes) for key in keys]
    is_numeric = not shapes.get(declaration.key)
    apply = typed(function.apply, parameters, is_numeric=is_numeric)
    return replace(function, parameters=keys, apply=apply)


def _parameter(
    key: str, is_bold: bool, declared: Mapping[str, Declaration], shapes: Shapes
) -> Parameter:
    """What a parameter stands for: bold for an array or its rows, else for a number.

    What is declared otherwise, as a random variable is, may be either.
    """
    found = declared.get(key)
    if found is None:
        if is_bold:
            return Parameter(key, is_array=True)
        italic = (other for other, d in declared.items() if other in shapes and not d.bold)
        relatives = {shapes[other] for other in italic if letter(other) == letter(key)}
        return Parameter(key, tuple(relatives), is_array=False)
    if key not in shapes:
        return Parameter(key)
    shape = shapes[key][len(found.start) :]
    if found.bold and not is_bold:
        return Parameter(key, ((),))
    if is_bold and letter(key).islower():  # a capital is one matrix
        return Parameter(key, parts_of(shape)[: max(len(shape), 1)])
    return Parameter(key, (shape,))


def parts_of(shape: Shape) -> tuple[Shape, ...]:
    """The shape of an array, of its rows, …, of its entries."""
    return tuple(shape[axis:] for axis in range(len(shape) + 1))


def typed(apply: Apply, parameters: Sequence[Parameter], *, is_numeric: bool) -> Apply:
    """A function that refuses what its arguments do not stand for.

    One from numbers to numbers goes through an array entry by entry.
    """

    def call(*values: Tensor) -> Tensor:
        if len(values) != len(parameters):
            raise CheckError(f"this function takes {'; '.join(map(str, parameters))}")
        wrong = [(p, v) for p, v in zip(parameters, values, strict=True) if not p.takes(v)]
        if not wrong:
            return apply(*values)
        if len(parameters) == 1 and parameters[0].shapes == ((),) and is_numeric:
            return entry_by_entry(apply, values[0])
        raise CheckError(_refusal(*wrong[0], is_numeric=is_numeric))

    return call


def entry_by_entry(apply: Apply, values: Tensor) -> Tensor:
    """A function of a number at every entry of an array."""
    found = [apply(entry) for entry in values.reshape(-1)]
    if any(each.ndim for each in found):
        raise CheckError("entry by entry works where a function gives numbers: write an index")
    return torch.stack(found).reshape(values.shape)


def _refusal(parameter: Parameter, value: Tensor, *, is_numeric: bool) -> str:
    message = f"this function takes {parameter}, and gets {shape_text(value)}"
    if not parameter.is_number:
        return f"{message}: declare it with an argument like this one"
    if not parameter.shapes:
        key = parameter.key
        return f"{message}: print it bold, or declare ${key} \\in \\mathbb{{R}}$ for each entry"
    if not is_numeric:
        return f"{message}: call it with an entry, f(x_i)"
    return f"{message}: call it with entries, f(x_i, y_i)"
