"""Values with free indices: one axis for each, filled entry by entry."""

from collections.abc import Sequence

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.lattice_sums import entries_at_once
from scripts.checker.evaluating.ranges import declared_range, first_index, range_of_index
from scripts.checker.tree import Definition, Expr, Name


def defined(definition: Definition, env: Environment) -> Tensor:
    """The value that a definition of the display gives to its name."""
    if definition.key in env.memo:
        return env.memo[definition.key]
    inner = env.defining(definition)
    value = tabulate(definition.body, definition.indices, inner, definition.key)
    value = env.disturb(definition.key, value)
    env.memo[definition.key] = value
    return value


def tabulate(
    body: Expr, indices: Sequence[str], env: Environment, key: str = "", also: Sequence[Expr] = ()
) -> Tensor:
    """All values of an expression with free indices: one axis for each, in this order.

    The range of an index comes from the axes that it runs over in `body` and in `also`,
    or from the declared shape of what is defined.
    """
    if not indices:
        return evaluate(body, env)
    ranges: list[Sequence[int]] = []
    for axis, name in enumerate(indices):
        shape = env.shapes.get(key)
        told = declared_range(name, body, env) if name in env.letters else None
        if shape is not None and axis < len(shape):
            start = first_index(Name(key), axis, env)
            ranges.append(range(start, start + shape[axis]))
            if told is not None and told != list(ranges[-1]):
                message = f"{name} runs from {told[0]} to {told[-1]}, {key} has entries"
                raise CheckError(f"{message} {start} to {start + shape[axis] - 1}", body.span)
        else:
            ranges.append(told or range_of_index(name, (body, *also), env))

    def fill(axis: int, inner: Environment) -> Tensor:
        if axis == len(indices):
            return evaluate(body, inner)
        table = entries_at_once(body, indices[axis:], ranges[axis:], inner)
        if table is not None:
            return table
        rows = ranges[axis]
        entries = [fill(axis + 1, inner.indexing(indices[axis], number(i))) for i in rows]
        if len({entry.shape for entry in entries}) > 1:
            raise CheckError("its entries have different shapes", body.span)
        return torch.stack(entries)

    return fill(0, env)
