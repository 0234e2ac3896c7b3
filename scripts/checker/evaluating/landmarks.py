"""Where an integrand may have a narrow peak: at the places that its parameters name."""

from collections.abc import Iterator
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment, Random
from scripts.checker.tree import Expr

MOST = 6  # places: more pieces cost more than they show
SAME = 1e-9  # of two places, relative
STRAIGHT = 1e-9  # of a line: how far three points may be off it, relative


def landmarks(node: tree.Integral, low: float, high: float, env: Environment) -> list[float]:
    """Where a straight part of the body is zero, x = a in `(x - a)^2`, and centers of densities.

    Only those between the bounds, in order.
    """
    found: list[float] = []
    for place in _places(node.body, node.variable, env):
        near = SAME * (1 + abs(place))
        known = any(abs(place - other) <= near for other in (low, high, *found))
        if low < place < high and math.isfinite(place) and not known and len(found) < MOST:
            found.append(place)
    return sorted(found)


def _places(body: Expr, variable: str, env: Environment) -> Iterator[float]:
    for node in tree.walk(body):
        if not any(n == tree.Name(variable) for n in tree.walk(node)):
            continue
        match node:
            case tree.Name():
                yield 0.0
            case tree.Binary(op="+" | "-" | "/" | "*") | tree.Negative():
                yield from _zero(node, variable, env)
            case tree.Call(function=tree.Name(key=key)) if key in env.definitions:
                parameters = env.definitions[key].parameters or ()
                if node.inputs == (tree.Name(variable),) and len(parameters) == 1:
                    inner = env.defining(env.definitions[key])
                    yield from _places(env.definitions[key].body, parameters[0], inner)
            case tree.Call():
                yield from _centers(node, variable, env)


def _zero(node: Expr, variable: str, env: Environment) -> Iterator[float]:
    """Where a part is zero, if it is a line."""
    values = [_value(node, env.binding(variable, number(x))) for x in (0.0, 1.0, 2.0)]
    if any(value is None for value in values):
        return
    first, second, third = (float(value) for value in values if value is not None)
    slope = second - first
    if slope and abs(third - 2 * second + first) <= STRAIGHT * (abs(first) + abs(third)):
        yield -first / slope


def _centers(node: tree.Call, variable: str, env: Environment) -> Iterator[float]:
    """The other arguments of a density, and the mean of a law."""
    for argument in node.inputs:
        if not any(n == tree.Name(variable) for n in tree.walk(argument)):
            value = _value(argument, env)
            if value is not None:
                yield float(value)
    law = env.values.get(node.function.key) if isinstance(node.function, tree.Name) else None
    mean = getattr(law.distribution, "mean", None) if isinstance(law, Random) else None
    if isinstance(mean, Tensor) and not mean.ndim:
        yield float(mean)


def _value(node: Expr, env: Environment) -> Tensor | None:
    """A real number, or nothing."""
    try:
        with torch.no_grad():
            value = evaluate(node, env)
    except CheckError:
        return None
    return value if not value.ndim and not value.is_complex() else None
