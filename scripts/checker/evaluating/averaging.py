"""The mean of a function of random variables: a sum over points, an integral, or samples.

Sums over all values are exact. Otherwise two rules of different order must agree, or panels are
halved until they do; what does not settle is simulated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.environment import Block, Environment, Trace
from scripts.checker.evaluating.families import Law, has_density, is_discrete
from scripts.checker.evaluating.nodes import NeedsSamples, integrate
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
    body: Body, blocks: Sequence[Block], env: Environment, known: Values, place: Span
) -> Tensor:
    """The mean of `body`, which stands at `place`, over these variables, parents first.

    Variables that are `known` have that value; the mean is multiplied by the density there.
    """
    # What blurs is the sum: its terms are worked out as they are, many at once.
    inner = replace(env, trace=Trace(at_once=env.trace.at_once)) if env.trace.noise else env
    if place not in env.trace.rough:
        try:
            return _with_noise(*_settled(body, blocks, inner, known), env.trace)
        except NeedsSamples:
            env.trace.rough.add(place)
    return _simulated(body, blocks, inner, known)


def _with_noise(value: Tensor, size: Tensor, trace: Trace) -> Tensor:
    """A sum of terms of this size: what rounding leaves of it is 0, blurring blurs the terms."""
    if trace.noise:
        return value + trace.noise * size * torch.randn_like(value)
    if trace.at_once:
        return value
    return torch.where(value.detach().abs() <= ROUNDING * size, torch.zeros_like(value), value)


def _settled(
    body: Body, blocks: Sequence[Block], env: Environment, known: Values
) -> tuple[Tensor, Tensor]:
    """The mean, and that of the absolute value."""
    if len(blocks) == 1 and not set(blocks[0].keys) & known.keys():
        (block,) = blocks
        if _is_a_density_on_the_line(law := block.law(env)):
            return integrate(law, lambda x: at_points(body, {block.keys[0]: x}, env))
    before: Tensor | None = None
    for order in ORDERS:
        grid = _grid(blocks, env, known, order)
        counts = grid.weights.detach() != 0
        if not bool(counts.any()):
            nothing = at_points(body, _rows(grid.at, slice(0, 1)), env)[0] * 0
            return nothing, nothing
        weights = grid.weights[counts]
        values = at_points(body, _rows(grid.at, counts), env)
        result, size = _sum(weights, values), _sum(weights.detach().abs(), values.detach().abs())
        if grid.exact:
            return result, size
        if before is not None:
            change = (result - before).detach().abs().max()
            if bool(change <= AGREEMENT * size.max()):
                return result, size
        before = result
    raise NeedsSamples("this expectation does not settle")


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
            if len(grid.weights) > MOST_ROWS:
                raise NeedsSamples("too many combinations of points")
            parts = []
            for row in range(len(grid.weights)):
                one = {key: points[row] for key, points in grid.at.items()}
                added = _of_block(block, with_values(env, one), known, order)
                parts.append(
                    _times(
                        _Grid(
                            {k: v[None] for k, v in one.items()},
                            grid.weights[row : row + 1],
                            grid.exact,
                        ),
                        added,
                    )
                )
            grid = _joined(parts)
        else:
            grid = _times(grid, _of_block(block, env, known, order))
    return grid


def _of_block(block: Block, env: Environment, known: Values, order: int) -> _Grid:
    """The points of one block, of its law or of what is left of it."""
    law = block.law(env)
    fixed = [key for key in block.keys if key in known]
    density = torch.ones((), dtype=torch.float64)
    at: dict[str, Tensor] = {key: known[key][None] for key in fixed}
    if len(fixed) == len(block.keys):
        value = known[fixed[0]] if len(fixed) == 1 else torch.stack([known[k] for k in block.keys])
        return _Grid(at, density_of(law, value)[None])
    if fixed:
        places = torch.tensor([block.keys.index(key) for key in fixed])
        law, density = conditional(law, places, torch.stack([known[key] for key in fixed]))
        if bool(density.detach() == 0):
            zero = torch.zeros(1, dtype=torch.float64)
            return _Grid(at | {key: zero for key in block.keys if key not in at}, zero)
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


def _joined(parts: Sequence[_Grid]) -> _Grid:
    at = {key: torch.cat([part.at[key] for part in parts]) for key in parts[0].at}
    weights = torch.cat([part.weights for part in parts])
    if len(weights) > MOST_POINTS:
        raise NeedsSamples("too many combinations of points")
    return _Grid(at, weights, all(part.exact for part in parts))


def with_values(env: Environment, values: Values) -> Environment:
    """The same world with values for these variables."""
    return replace(env, values={**env.values, **values}, memo={})


def at_points(body: Body, at: Mapping[str, Tensor], env: Environment) -> Tensor:
    """The values (n, …) of `body` at points (n, …) of its variables.

    A few points are worked out one by one, for what a trace must see; all at once then, unless a
    decision hangs on a value.
    """
    count = len(next(iter(at.values())))
    if not count:
        return torch.zeros(0, dtype=torch.float64)

    def one(row: int) -> Tensor:
        return body(with_values(env, {key: points[row] for key, points in at.items()}))

    if not env.trace.at_once:
        for row in {0, count // 4, count // 2, (3 * count) // 4, count - 1}:
            one(row)
    env.trace.at_once += 1
    try:
        found: Tensor = torch.vmap(lambda values: body(with_values(env, values)))(dict(at))
        return found
    except (CheckError, RuntimeError):
        pass
    finally:
        env.trace.at_once -= 1
    if count > MOST_ROWS:
        raise NeedsSamples("too many points to take one by one")
    return torch.stack([one(row) for row in range(count)])


def _simulated(body: Body, blocks: Sequence[Block], env: Environment, known: Values) -> Tensor:
    """The mean over samples; a known variable counts by its density."""
    env.trace.sampled = True
    at: dict[str, Tensor] = {}
    weights = torch.ones(SAMPLES, dtype=torch.float64)
    for block in blocks:
        if set(block.parents) & at.keys() or set(block.keys) & known.keys():
            return _simulated_by_row(body, blocks, env, known)
        law = block.law(env)
        _refuse_samples(law)
        samples = torch.as_tensor(law.sample((SAMPLES,)), dtype=torch.float64)
        at |= _columns(samples, block.keys)
    try:
        values = at_points(body, at, env)
    except NeedsSamples:
        values = at_points(body, _rows(at, slice(0, MOST_ROWS)), env)
        weights = weights[:MOST_ROWS]
    return _sum(weights / len(weights), values)


def _simulated_by_row(
    body: Body, blocks: Sequence[Block], env: Environment, known: Values
) -> Tensor:
    """The same where a law hangs on the value of another variable: sample after sample."""
    rows, weights = [], []
    for _ in range(ROWS_OF_SAMPLES):
        values: dict[str, Tensor] = {}
        weight = torch.ones((), dtype=torch.float64)
        for block in blocks:
            law = block.law(with_values(env, values))
            _refuse_samples(law)
            fixed = [key for key in block.keys if key in known]
            if len(fixed) == len(block.keys) == 1:
                weight = weight * density_of(law, known[fixed[0]])
                values[fixed[0]] = known[fixed[0]]
                continue
            if fixed:
                raise CheckError("a law that can only be sampled from is given a value here")
            sample = torch.as_tensor(law.sample(), dtype=torch.float64)
            values |= {k: v[0] for k, v in _columns(sample[None], block.keys).items()}
        rows.append(values)
        weights.append(weight)
    at = {key: torch.stack([row[key] for row in rows]) for key in rows[0]}
    return _sum(torch.stack(weights) / len(rows), at_points(body, at, env))


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
