"""Extremes over a declared number, vector or matrix: searched for, and judged by their conditions.

The gradient is zero, no curvature has the wrong sign, and no point among many, near and far, is
better. A function with kinks is searched coordinate by coordinate, and is less precise.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Unsettled
from scripts.checker.evaluating.attained import require_attained
from scripts.checker.evaluating.coordinates import (
    CONTINUOUS,
    Coordinates,
    coordinates_of,
    has_no_edge,
)
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment

MOST = 64  # numbers to search over
MOST_KINKED = 10  # coordinate by coordinate
MOST_TRIES = 300  # of all coordinates
STEPS = 60  # of Newton's method
STARTS = 4  # each from the best point that was found
RADII = (1e-4, 1e-2, 0.3, 1.0, 4.0, 16.0)  # of the points that must not be better
FLAT = 1e-10  # a gradient, or next to the largest curvature another one, that is zero
KINKED = 1e-7  # how precise an extreme at a kink is
ROUNDING = 1e-13  # of a value
AGAIN, SPREAD = 3, 2.0  # searches from elsewhere, for another place that is as good
APART = 100  # times how far off two places may be: then they are two
LINES, LENGTHS = 4, (1.0, 10.0, 100.0, 1e3, 1e4)  # along which values may have no end
NONE_FOUND = "no extreme was found: is there one?"

Objective = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Optimum:
    """A place in coordinates, and how far off it may be; None where it is not the only one."""

    place: Tensor
    error: float | None


def is_continuous(node: tree.Big, env: Environment) -> bool:
    """Whether what runs is a declared value, not an index."""
    extremes = {"max", "min", "argmax", "argmin"}
    free = node.condition is None and node.lower is None and node.upper is None
    domains = [env.domains.get(name) for name in node.indices]
    continuous = all(domain is not None and domain.kind in CONTINUOUS for domain in domains)
    return free and node.op in extremes and continuous


def extreme(node: tree.Big, env: Environment) -> Tensor:
    """`\\min_x f(x)`, `\\argmax_x f(x)`, over the declared domains of what runs."""
    sign = -1 if node.op.endswith("max") else 1
    spaces = [coordinates_of(env.domains[name], env.shapes[name], env) for name in node.indices]
    if node.op.startswith("arg") and len(spaces) > 1:
        raise CheckError("write one argument below, or only the value of the extreme", node.span)

    def objective(place: Tensor) -> Tensor:
        value = evaluate(node.body, _at(place, node.indices, spaces, env))
        if value.ndim:
            raise CheckError("an extreme is that of a number", node.body.span)
        return sign * value

    size = sum(space.size for space in spaces)
    found = _search(objective, size, alone=node.op.startswith("arg"))
    if node.attained and all(has_no_edge(env.domains[name]) for name in node.indices):
        require_attained(objective, found.place)
    inner = _at(found.place, node.indices, spaces, env)
    if not node.op.startswith("arg"):
        env.trace.error = max(env.trace.error, (found.error or 0.0) ** 2)
        return evaluate(node.body, inner)
    if found.error is None:
        raise Unsettled("this extreme is not at one place only", node.span)
    env.trace.error = max(env.trace.error, found.error)
    place = inner.values[node.indices[0]]
    assert isinstance(place, Tensor)
    return place


def _at(
    place: Tensor, names: tuple[str, ...], spaces: list[Coordinates], env: Environment
) -> Environment:
    parts = torch.split(place, [space.size for space in spaces])
    for name, space, part in zip(names, spaces, parts, strict=True):
        env = env.binding(name, space.value(part))
    return env


def _search(objective: Objective, size: int, *, alone: bool) -> Optimum:
    """The best place, which must be the only one where it stands `alone`.

    Raises CheckError where the values have no end, Unsettled where no place satisfies the
    conditions.
    """
    if size > MOST:
        raise Unsettled(f"an extreme over {size} numbers is not searched")
    found = _from(torch.randn(size, dtype=torch.float64), objective)
    if alone and found.error is not None and _is_elsewhere(found, objective):
        return Optimum(found.place, None)
    return found


def _from(place: Tensor, objective: Objective) -> Optimum:
    """The best place that is found from this one."""
    size = len(place)
    for _ in range(STARTS):
        found = _newton(objective, place)
        if found is None and size > MOST_KINKED:
            place = torch.randn(size, dtype=torch.float64)
            continue
        found = found or _by_coordinates(objective, place)
        better = _better_one(objective, found.place)
        if better is None:
            return _tidied(objective, found)
        place = better
    _require_end(objective, place)
    raise Unsettled(NONE_FOUND)


def _is_elsewhere(found: Optimum, objective: Objective) -> bool:
    """Whether a search from elsewhere leads to another place that is as good."""
    for _ in range(AGAIN):
        try:
            again = _from(SPREAD * torch.randn_like(found.place), objective)
        except Unsettled:
            continue
        if _is_another(again, found, objective):
            return True
    return False


def _is_another(one: Optimum, found: Optimum, objective: Objective) -> bool:
    """Whether another place is as good as the one that was found, as far as these are known."""
    size = 1 + float(found.place.abs().max())
    near = max(one.error or 0.0, found.error or 0.0, FLAT * size)
    if float((one.place - found.place).abs().max()) <= APART * near:
        return False
    here, there = float(objective(found.place)), float(objective(one.place))
    return there <= here + FLAT * (1 + abs(here))


def _require_end(objective: Objective, place: Tensor) -> None:
    """CheckError where the value falls ever farther along a line, so that no place is the best."""
    for direction in (place, *torch.randn(LINES, len(place), dtype=torch.float64)):
        values = [float(objective(place + length * direction)) for length in LENGTHS]
        drops = [before - after for before, after in pairwise(values)]
        if all(drop > 0 for drop in drops) and drops[-1] > 2 * drops[-2]:
            raise CheckError("this extreme does not exist: the values go on without end")


def _tidied(objective: Objective, found: Optimum) -> Optimum:
    """With zeros for coordinates that may well be zero: rounding is all that they are."""
    place = found.place
    size = max(1.0, float(place.abs().max()))
    tidy = torch.where(place.abs() <= ROUNDING * size, torch.zeros_like(place), place)
    return found if objective(tidy) > objective(place) else replace(found, place=tidy)


def _newton(objective: Objective, place: Tensor) -> Optimum | None:
    """Newton's method, uphill curvatures turned down; None where it does not end at one."""
    steepest = 0.0
    for _ in range(STEPS):
        value, slope, hessian = _derivatives(objective, place)
        if not bool(hessian.isfinite().all()):
            return None
        steepest = max(steepest, float(slope.abs().max()))
        curvatures, directions = torch.linalg.eigh(hessian)
        largest = float(curvatures.abs().max())
        flat = curvatures.abs() <= FLAT * largest
        safe = torch.where(flat, torch.inf, curvatures.abs())
        step = -directions @ ((directions.mT @ slope) / safe)
        length = float(step.abs().max())
        if length <= ROUNDING * (1 + float(place.abs().max())):
            still = float(slope.abs().max()) <= FLAT * (1 + float(value.abs()) + steepest)
            if not still or float(curvatures.min()) < -FLAT * largest or not largest:
                return None
            return Optimum(place, None if bool(flat.any()) else length)
        for halvings in range(40):
            after = place + step / 2**halvings
            gain = value - objective(after).detach()
            if bool(gain > -ROUNDING * (1 + value.abs())):
                break
        else:
            return None
        place = after
    return None


def _derivatives(objective: Objective, place: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Value, gradient and Hessian."""
    x = place.detach().requires_grad_()
    value = objective(x)
    if not value.requires_grad:
        raise CheckError("an extreme of what does not depend on where")
    (slope,) = torch.autograd.grad(value, x, create_graph=True)
    if not slope.requires_grad:  # linear
        return value.detach(), slope, torch.zeros(len(x), len(x), dtype=torch.float64)
    rows = torch.eye(len(x), dtype=torch.float64)
    (hessian,) = torch.autograd.grad(slope, x, rows, is_grads_batched=True)
    return value.detach(), slope.detach(), hessian


def _by_coordinates(objective: Objective, place: Tensor) -> Optimum:
    """Steps along one coordinate at a time, halved where none helps."""
    step, value, tried = 1.0, float(objective(place)), 0
    while step > KINKED**1.3:
        tried += 1
        moved = False
        for axis in range(len(place)):
            for sign in (1, -1):
                after = place.clone()
                after[axis] += sign * step
                if (there := float(objective(after))) < value:
                    place, value, moved = after, there, True
        step = step if moved else step / 2
        if tried > MOST_TRIES:
            _require_end(objective, place)
            raise Unsettled(NONE_FOUND)
    return Optimum(place, KINKED * (1 + float(place.abs().max())))


def _better_one(objective: Objective, place: Tensor) -> Tensor | None:
    """A point near or far where the value is clearly better; None where there seems to be none."""
    value = float(objective(place))
    for radius in RADII:
        for _ in range(3):
            point = place + radius * torch.randn_like(place)
            if float(objective(point)) < value - FLAT * (1 + abs(value)):
                return point
    return None
