"""Expressions at many values of their names at once, where no decision hangs on these values."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, NeedsSamples
from scripts.checker.evaluating.environment import Environment, Trace
from scripts.checker.evaluating.families import unchecked

Body = Callable[[Environment], Tensor]

SEEN_ALONE = 5  # points at which the trace sees which branch wins
MOST_ROWS = 3_000  # points of random variables that are worked out one by one


def at_each(
    function: Callable[[Tensor], Tensor], points: Tensor, trace: Trace, *, seen: bool
) -> Tensor:
    """The values of a function at these points, stacked.

    A function that asks what its argument is (a case, an index) is called once for each. Unless
    the trace has `seen` it, it looks at a few points which branch wins there.
    """
    if len(points) < SEEN_ALONE:
        return torch.stack([function(point) for point in points])
    if not seen:
        for place in torch.linspace(0, len(points) - 1, SEEN_ALONE).long():
            function(points[place])
    trace.at_once += 1
    try:
        values: Tensor = torch.func.vmap(function)(points)
    except (CheckError, RuntimeError):
        values = torch.empty(0)
    finally:
        trace.at_once -= 1
    return values if len(values) else torch.stack([function(point) for point in points])


def rows_of(at: Mapping[str, Tensor], which: int | slice | Tensor) -> dict[str, Tensor]:
    """One point of several variables, or some of their points."""
    return {key: points[which] for key, points in at.items()}


def at_points(
    body: Body, at: Mapping[str, Tensor], env: Environment, *, alone: bool = True
) -> Tensor:
    """The values (n, …) of `body` at points (n, …) of its variables.

    A few points are worked out `alone`, for what a trace must see; then all at once, unless a
    decision hangs on a value. Where nothing bends, there is nothing to see.
    """
    count = len(next(iter(at.values())))
    if not count:
        return torch.zeros(0, dtype=torch.float64)

    def one(values: dict[str, Tensor]) -> Tensor:
        return body(env.with_values(values))

    outermost = not env.trace.at_once
    if alone and outermost:
        for row in {0, count // 3, count // 2, count - 1}:
            one(rows_of(at, row))
    try:
        found: Tensor = all_at_once(one, at, env.trace)
        if not outermost or count > MOST_ROWS or not bool(found.isnan().any()):
            return found
    except (CheckError, RuntimeError):
        pass
    if count > MOST_ROWS:
        raise NeedsSamples("too many points to take one by one")
    return torch.stack([one(rows_of(at, row)) for row in range(count)])


def all_at_once(
    function: Callable[[dict[str, Tensor]], Any], at: Mapping[str, Tensor], trace: Trace
) -> Any:
    """What a function gives at each point, all at once; laws cannot check their parameters then."""
    trace.at_once += 1
    try:
        with unchecked():
            return torch.vmap(function)(dict(at))
    finally:
        trace.at_once -= 1
