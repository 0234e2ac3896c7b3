"""The mean of a function of random variables: a sum over points, an integral, or samples.

Sums over all values are exact. Otherwise two rules of different order must agree, or panels are
halved until they do; what does not settle is simulated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat

import torch
from torch import Tensor

from scripts.checker.errors import NeedsSamples, Span, Unsettled
from scripts.checker.evaluating.batching import Body, at_points, rows_of
from scripts.checker.evaluating.continuous import integrate
from scripts.checker.evaluating.environment import Block, Environment, Trace
from scripts.checker.evaluating.families import Law, has_density, is_discrete
from scripts.checker.evaluating.grids import Grid, grid_of
from scripts.checker.evaluating.points import density_of
from scripts.checker.evaluating.simulation import simulated

Values = Mapping[str, Tensor]

ORDERS = (2, 3, 4, 7, 10, 15, 22, 33, 48)  # even and odd: only odd ones have the middle point
MOST_FIRST = len(ORDERS) - 3  # of them, before an integral over panels is tried
ROUNDING = 1e-14  # of what cancels, relative to the mean of the absolute value
ORDERS_AT_ONCE = (10, 15)  # where nothing can be decided after each of them
AGREEMENT = 1e-11  # of two orders, relative to the mean of the absolute value


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
    inner = (
        replace(env, trace=Trace(at_once=env.trace.at_once, until=env.trace.until))
        if env.trace.noise
        else env
    )
    if place not in env.trace.rough:
        try:
            return blurred(*_settled(body, blocks, inner, known, smooth), env.trace)
        except NeedsSamples:
            if env.trace.at_once:
                raise
            if not env.trace.may_sample:
                raise Unsettled("only samples tell this mean, here", place) from None
            env.trace.rough.add(place)
    return simulated(body, blocks, inner, known)


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
        at_known = env.with_values(known)
        if _is_a_density_on_the_line(law := block.law(at_known)):
            if smooth and not fixed:
                try:
                    return _by_orders(body, blocks, env, known, smooth=True, at_most=MOST_FIRST)
                except (NeedsSamples, Unsettled):
                    pass
            weighted = _weighted(body, fixed, known)
            key, first = block.keys[0], chain([not smooth], repeat(False))
            return integrate(
                law, lambda x: at_points(weighted, {key: x}, at_known, alone=next(first))
            )
    return _by_orders(body, blocks, env, known, smooth=smooth)


def _by_orders(
    body: Body,
    blocks: Sequence[Block],
    env: Environment,
    known: Values,
    *,
    smooth: bool,
    at_most: int | None = None,
) -> tuple[Tensor, Tensor]:
    """Sums over more and more points, until two of them agree."""
    before: Tensor | None = None
    for order in ORDERS[:at_most] if smooth else ORDERS[:1]:
        grid = grid_of(blocks, env, known, order)
        result, size = _over(grid, body, env, alone=not smooth)
        if grid.exact:
            return result, size
        if before is not None:
            change = (result - before).detach().abs()
            if bool((change <= AGREEMENT * size).all()):
                return result, size
        before = result
    raise NeedsSamples("this expectation does not settle")


def _weighted(body: Body, fixed: Sequence[Block], known: Values) -> Body:
    """The body times the density of what is known."""
    if not fixed:
        return body

    def weighted(env: Environment) -> Tensor:
        densities = [density_of(block.law(env), block.value(known)) for block in fixed]
        return body(env) * torch.stack(densities).prod()

    return weighted


def _settled_at_once(
    body: Body, blocks: Sequence[Block], env: Environment, known: Values, smooth: bool
) -> tuple[Tensor, Tensor]:
    """The same where nothing can be decided: not a number where two orders do not agree."""
    coarse, fine = (grid_of(blocks, env, known, order) for order in ORDERS_AT_ONCE)
    result, size = _over(fine, body, env)
    if fine.exact:
        return result, size
    if not smooth:
        raise NeedsSamples("two sums may agree on a jump that neither sees")
    change = (result - _over(coarse, body, env)[0]).abs()
    return torch.where(change <= AGREEMENT * size, result, torch.nan), size


def _over(grid: Grid, body: Body, env: Environment, *, alone: bool = True) -> tuple[Tensor, Tensor]:
    """The sum over all points, and that of the absolute values; `alone` as in at_points."""
    at, weights = grid.at, grid.weights
    if not env.trace.at_once and bool((counts := weights.detach() != 0).any()):
        at, weights = rows_of(at, counts), weights[counts]
    values = at_points(body, at, env, alone=alone)
    return _sum(weights, values), _sum(weights.detach().abs(), values.detach().abs())


def _sum(weights: Tensor, values: Tensor) -> Tensor:
    total: Tensor = torch.tensordot(weights.to(values.dtype), values, 1)
    return total


def is_over_a_line(blocks: Sequence[Block], env: Environment) -> bool:
    """Whether a mean is over one continuous number."""
    return len(blocks) == 1 and _is_a_density_on_the_line(blocks[0].law(env))


def _is_a_density_on_the_line(law: Law) -> bool:
    is_number = not law.event_shape and not law.batch_shape
    return is_number and has_density(law) and not is_discrete(law)
