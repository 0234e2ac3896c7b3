"""The integral as a rule; of several in each other, all at once."""

from collections.abc import Mapping
from itertools import pairwise

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, NeedsSamples, Unsettled
from scripts.checker.evaluating.batching import at_each, at_points, rows_of
from scripts.checker.evaluating.dispatch import evaluate, rule
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.landmarks import landmarks
from scripts.checker.evaluating.quadrature import Integrand, quadrature
from scripts.checker.evaluating.remembering import remembered
from scripts.checker.tree import Expr

Points = Mapping[str, Tensor]  # as many of each variable


@rule.register
def integral(node: tree.Integral, env: Environment) -> Tensor:
    """An integral over a range of numbers."""
    if node.lower == node.upper:
        raise CheckError("an integral over nothing", node.span)

    def compute() -> Tensor:
        if isinstance(node.body, tree.Integral) and not env.trace.at_once:
            try:
                return _over_range(node, _together(node, {}, env), [env], env)
            except (NeedsSamples, Unsettled):
                pass
        return _over_range(node, _one_by_one(node, env), [env], env)

    return remembered(node, env, compute)


def _over_range(
    node: tree.Integral, integrand: Integrand, places: list[Environment], env: Environment
) -> Tensor:
    """The integral between its bounds, cut where the body may have a peak at all the `places`."""
    low, high = float(evaluate(node.lower, env)), float(evaluate(node.upper, env))
    sign = 1 if low <= high else -1
    low, high = sorted((low, high))
    found = [set(landmarks(node, low, high, place)) for place in places]
    total = torch.zeros((), dtype=torch.float64)
    for start, stop in pairwise([low, *sorted(set.intersection(*found)), high]):
        total = total + quadrature(integrand, start, stop, env.trace)
    return sign * total


def _one_by_one(node: tree.Integral, env: Environment) -> Integrand:
    """The body at some values of the variable."""

    def value(x: Tensor) -> Tensor:
        return evaluate(node.body, env.binding(node.variable, x))

    return lambda places, seen: at_each(value, places, env.trace, seen=seen)


def _together(node: tree.Integral, at: Points, env: Environment) -> Integrand:
    """The body at each of these places of the variable and each of the points of outer ones."""
    count = len(next(iter(at.values()))) if at else 1

    def values(places: Tensor, seen: bool) -> Tensor:
        grid = {name: points.repeat(len(places)) for name, points in at.items()}
        grid[node.variable] = places.repeat_interleave(count)
        found = _values(node.body, grid, env, seen=seen)
        return found.reshape(len(places), *([count] if at else []), *found.shape[1:])

    return values


def _values(body: Expr, at: Points, env: Environment, *, seen: bool) -> Tensor:
    """What the body is at each point, shape (points, …)."""
    if not isinstance(body, tree.Integral) or (body.lower.names | body.upper.names) & {*at}:
        return at_points(lambda there: evaluate(body, there), at, env, alone=not seen)
    count = len(next(iter(at.values())))
    some = [env.with_values(rows_of(at, which)) for which in (0, count // 2, count - 1)]
    return _over_range(body, _together(body, at, env), some, env)
