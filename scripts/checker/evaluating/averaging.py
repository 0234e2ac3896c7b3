"""The mean of a function of random variables: a sum over points, an integral, or samples.

Sums over all values are exact. Otherwise two rules of different order must agree, or panels are
halved until they do; what does not settle is simulated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, NeedsSamples, Span, Unsettled
from scripts.checker.evaluating.continuous import integrate
from scripts.checker.evaluating.environment import Block, Environment, Trace
from scripts.checker.evaluating.families import Law, has_density, is_discrete, unchecked
from scripts.checker.evaluating.points import (
    MOST_POINTS,
    conditional,
    density_of,
    points_of,
)
from scripts.checker.evaluating.simulation import SAMPLES

Body = Callable[[Environment], Tensor]
Values = Mapping[str, Tensor]

ORDERS = (2, 3, 4, 7, 10, 15, 22, 33, 48)  # even and odd: only odd ones have the middle point
ROUNDING = 1e-14  # of what cancels, relative to the mean of the absolute value
ORDERS_AT_ONCE = (10, 15)
AGREEMENT = 1e-11  # of two orders, relative to the mean of the absolute value
MOST_ROWS = 3_000  # of points that are worked out one by one
ROWS_OF_SAMPLES = 400  # where each row has a law of its own


@dataclass(frozen=True)
class _Grid:
    """Points of several variables (n, …) with their weights (n,)."""

    at: dict[str, Tensor]
    weights: Tensor
    exact: bool = True


def mean(
    body: Body,
    blocks: Sequence[Block],
    env: Environment,
    known: Values,
    place: Span,
    *,
    smooth: bool = False,
) -> Tensor:
    """The mean of `body`, which stands at `place`, over these variables, parents first.

    Gauss rules are for `smooth` functions: two of them may agree on a jump that neither sees.
    Variables that are `known` have that value; the mean is multiplied by the density there.
    """
    # What blurs is the sum: its terms are worked out as they are, many at once.
    inner = replace(env, trace=Trace(at_once=env.trace.at_once)) if env.trace.noise else env
    if place not in env.trace.rough:
        try:
            return blurred(*_settled(body, blocks, inner, known, smooth), env.trace)
        except NeedsSamples:
            if env.trace.at_once:
                raise
            env.trace.rough.add(place)
    return _simulated(body, blocks, inner, known)


def blurred(value: Tensor, size: Tensor, trace: Trace) -> Tensor:
    """A sum of terms of this size: what rounding leaves of it is 0, blurring blurs the terms."""
    if trace.noise:
        return value + trace.noise * size * torch.randn_like(value)
    if trace.at_once:
        return value
    return torch.where(value.detach().abs() <= ROUNDING * size, torch.zeros_like(value), value)


def _settled(
    body: Body, blocks: Sequence[Block], env: Environment, known: Values, smooth: bool
) -> tuple[Tensor, Tensor]:
    """The mean, and that of the absolute value."""
    if env.trace.at_once:
        return _settled_at_once(body, blocks, env, known, smooth)
    free = [block for block in blocks if not set(block.keys) <= known.keys()]
    if len(free) == 1 and not set(free[0].keys) & known.keys():
        (block,) = free
        fixed = [other for other in blocks if other is not block]
        at_known = with_values(env, known)
        if _is_a_density_on_the_line(law := block.law(at_known)):
            if smooth and not fixed:
                try:
                    return _by_orders(body, blocks, env, known, ORDERS[:-3])
                except (NeedsSamples, Unsettled):
                    pass
            weighted = _weighted(body, fixed, known)
            key, first = block.keys[0], chain([True], repeat(False))
            return integrate(
                law, lambda x: at_points(weighted, {key: x}, at_known, alone=next(first))
            )
    return _by_orders(body, blocks, env, known, ORDERS if smooth else ORDERS[:1])


def _by_orders(
    body: Body, blocks: Sequence[Block], env: Environment, known: Values, orders: Sequence[int]
) -> tuple[Tensor, Tensor]:
    """Sums over more and more points, until two of them agree."""
    before: Tensor | None = None
    for order in orders:
        grid = _grid(blocks, env, known, order)
        result, size = _over(grid, body, env)
        if grid.exact:
            return result, size
        if before is not None:
            change = (result - before).detach().abs().max()
            if bool(change <= AGREEMENT * size.max()):
                return result, size
        before = result
    raise NeedsSamples("this expectation does not settle")


def _weighted(body: Body, fixed: Sequence[Block], known: Values) -> Body:
    """The body times the density of what is known."""
    if not fixed:
        return body

    def weighted(env: Environment) -> Tensor:
        densities = [density_of(block.law(env), _value(block, known)) for block in fixed]
        return body(env) * torch.stack(densities).prod()

    return weighted


def _value(block: Block, known: Values) -> Tensor:
    values = [known[key] for key in block.keys]
    return values[0] if len(values) == 1 else torch.stack(values)


def _settled_at_once(
    body: Body, blocks: Sequence[Block], env: Environment, known: Values, smooth: bool
) -> tuple[Tensor, Tensor]:
    """The same where nothing can be decided: not a number where two orders do not agree."""
    coarse, fine = (_grid(blocks, env, known, order) for order in ORDERS_AT_ONCE)
    result, size = _over(fine, body, env)
    if fine.exact:
        return result, size
    if not smooth:
        raise NeedsSamples("two sums may agree on a jump that neither sees")
    change = (result - _over(coarse, body, env)[0]).abs()
    return torch.where(change <= AGREEMENT * size, result, torch.nan), size


def _over(grid: _Grid, body: Body, env: Environment) -> tuple[Tensor, Tensor]:
    """The sum over all points, and that of the absolute values."""
    at, weights = grid.at, grid.weights
    if not env.trace.at_once and bool((counts := weights.detach() != 0).any()):
        at, weights = _rows(at, counts), weights[counts]
    values = at_points(body, at, env)
    return _sum(weights, values), _sum(weights.detach().abs(), values.detach().abs())


def _sum(weights: Tensor, values: Tensor) -> Tensor:
    total: Tensor = torch.tensordot(weights.to(values.dtype), values, 1)
    return total


def _is_a_density_on_the_line(law: Law) -> bool:
    is_number = not law.event_shape and not law.batch_shape
    return is_number and has_density(law) and not is_discrete(law)


def _rows(at: Mapping[str, Tensor], which: Tensor | slice) -> dict[str, Tensor]:
    return {key: points[which] for key, points in at.items()}


def _grid(blocks: Sequence[Block], env: Environment, known: Values, order: int) -> _Grid:
    """All combinations of the points of these variables."""
    grid = _Grid({}, torch.ones(1, dtype=torch.float64))
    for block in blocks:
        if set(block.parents) & grid.at.keys():
            grid = _below(grid, block, env, known, order)
        else:
            grid = _times(grid, _of_block(block, env, known, order))
    return grid


def _below(grid: _Grid, block: Block, env: Environment, known: Values, order: int) -> _Grid:
    """Each point of the parents with the points of a block, whose law hangs on them."""
    exact = True

    def one(values: dict[str, Tensor]) -> tuple[dict[str, Tensor], Tensor]:
        nonlocal exact
        added = _of_block(block, with_values(env, values), known, order)
        exact = exact and added.exact
        return added.at, added.weights

    try:
        at, weights = _each(one, grid.at, env.trace)
    except (CheckError, RuntimeError):
        if len(grid.weights) > MOST_ROWS:
            raise NeedsSamples("too many combinations of points") from None
        return _joined(grid, [one(_row(grid.at, row)) for row in range(len(grid.weights))], exact)
    count = weights.shape[1]
    if len(grid.weights) * count > MOST_POINTS:
        raise NeedsSamples("too many combinations of points")
    joined = {key: points.repeat_interleave(count, 0) for key, points in grid.at.items()}
    joined |= {key: points.flatten(0, 1) for key, points in at.items()}
    return _Grid(joined, (grid.weights[:, None] * weights).reshape(-1), grid.exact and exact)


def _row(at: Mapping[str, Tensor], row: int) -> dict[str, Tensor]:
    return {key: points[row] for key, points in at.items()}


def _joined(grid: _Grid, parts: list[tuple[dict[str, Tensor], Tensor]], exact: bool) -> _Grid:
    counts = torch.tensor([len(weights) for _, weights in parts])
    if int(counts.sum()) > MOST_POINTS:
        raise NeedsSamples("too many combinations of points")
    joined = {key: points.repeat_interleave(counts, 0) for key, points in grid.at.items()}
    joined |= {key: torch.cat([at[key] for at, _ in parts]) for key in parts[0][0]}
    weights = grid.weights.repeat_interleave(counts) * torch.cat([w for _, w in parts])
    return _Grid(joined, weights, grid.exact and exact)


def _of_block(block: Block, env: Environment, known: Values, order: int) -> _Grid:
    """The points of one block, of its law or of what is left of it."""
    law = block.law(env)
    fixed = [key for key in block.keys if key in known]
    density = torch.ones((), dtype=torch.float64)
    at: dict[str, Tensor] = {key: known[key][None] for key in fixed}
    if len(fixed) == len(block.keys):
        return _Grid(at, density_of(law, _value(block, known))[None])
    if fixed:
        places = torch.tensor([block.keys.index(key) for key in fixed])
        law, density = conditional(law, places, torch.stack([known[key] for key in fixed]))
    points = points_of(law, order)
    free = [key for key in block.keys if key not in known]
    count = len(points.weights)
    at = {key: value.expand(count, *value.shape[1:]) for key, value in at.items()}
    at |= _columns(points.at, free)
    return _Grid(at, density * points.weights, points.exact)


def _columns(points: Tensor, keys: Sequence[str]) -> dict[str, Tensor]:
    """One entry of the vectors for each key, or all of them for one."""
    if len(keys) == 1:
        return {keys[0]: points}
    return {key: points[:, place] for place, key in enumerate(keys)}


def _times(grid: _Grid, other: _Grid) -> _Grid:
    m, n = len(grid.weights), len(other.weights)
    if m * n > MOST_POINTS:
        raise NeedsSamples("too many combinations of points")
    at = {key: points.repeat_interleave(n, 0) for key, points in grid.at.items()}
    at |= {key: points.repeat(m, *[1] * (points.ndim - 1)) for key, points in other.at.items()}
    weights = (grid.weights[:, None] * other.weights).reshape(-1)
    return _Grid(at, weights, grid.exact and other.exact)


def with_values(env: Environment, values: Values) -> Environment:
    """The same world with values for these variables."""
    return replace(env, values={**env.values, **values}, memo={})


def at_points(
    body: Body, at: Mapping[str, Tensor], env: Environment, *, alone: bool = True
) -> Tensor:
    """The values (n, …) of `body` at points (n, …) of its variables.

    A few points are worked out alone, for what a trace must see; then all at once, unless a
    decision hangs on a value.
    """
    count = len(next(iter(at.values())))
    if not count:
        return torch.zeros(0, dtype=torch.float64)

    def one(values: dict[str, Tensor]) -> Tensor:
        return body(with_values(env, values))

    outermost = not env.trace.at_once
    if alone and outermost:
        for row in {0, count // 3, count // 2, count - 1}:
            one(_row(at, row))
    try:
        found: Tensor = _each(one, at, env.trace)
        if not outermost or count > MOST_ROWS or not bool(found.isnan().any()):
            return found
    except (CheckError, RuntimeError):
        pass
    if count > MOST_ROWS:
        raise NeedsSamples("too many points to take one by one")
    return torch.stack([one(_row(at, row)) for row in range(count)])


def _each(
    function: Callable[[dict[str, Tensor]], Any], at: Mapping[str, Tensor], trace: Trace
) -> Any:
    """What a function gives at each point, all at once; laws cannot check their parameters then."""
    trace.at_once += 1
    try:
        with unchecked():
            return torch.vmap(function)(dict(at))
    finally:
        trace.at_once -= 1


def _simulated(body: Body, blocks: Sequence[Block], env: Environment, known: Values) -> Tensor:
    """The mean over samples."""
    if known:
        raise Unsettled("this conditional expectation could not be worked out")
    env.trace.sampled = True
    at: dict[str, Tensor] = {}
    for block in blocks:
        if set(block.parents) & at.keys():
            return _simulated_by_row(body, blocks, env)
        law = block.law(env)
        _refuse_samples(law)
        samples = torch.as_tensor(law.sample((SAMPLES,)), dtype=torch.float64)
        at |= _columns(samples, block.keys)
    try:
        return at_points(body, at, env).mean(0)
    except NeedsSamples:
        return at_points(body, _rows(at, slice(0, MOST_ROWS)), env).mean(0)


def _simulated_by_row(body: Body, blocks: Sequence[Block], env: Environment) -> Tensor:
    """The same where a law hangs on the value of another variable: sample after sample."""
    rows = []
    for _ in range(ROWS_OF_SAMPLES):
        values: dict[str, Tensor] = {}
        for block in blocks:
            law = block.law(with_values(env, values))
            _refuse_samples(law)
            sample = torch.as_tensor(law.sample(), dtype=torch.float64)
            values |= _row(_columns(sample[None], block.keys), 0)
        rows.append(values)
    at = {key: torch.stack([row[key] for row in rows]) for key in rows[0]}
    return at_points(body, at, env).mean(0)


def _refuse_samples(law: Law) -> None:
    try:
        is_finite = bool(torch.as_tensor(law.variance).isfinite().all())
    except (NotImplementedError, AttributeError):
        is_finite = True
    if not is_finite:
        raise CheckError("of a law without a finite variance, samples say nothing")
    tensors = [value for value in vars(law).values() if isinstance(value, Tensor)]
    if any(tensor.requires_grad for tensor in tensors):
        raise CheckError("a derivative of an expectation that can only be simulated is not read")
