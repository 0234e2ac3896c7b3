"""Sums, products and extremes over indices, and tables of entries: all terms at once.

The bounds of an inner index may depend on an outer one: then it runs over all values that it takes
anywhere, and a mask tells which of them count.
"""

from collections.abc import Callable, Mapping, Sequence
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.evaluating import algebra, ranges
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.lattice import (
    Lattice,
    NotAtOnce,
    Spread,
    TooManyPlaces,
)
from scripts.checker.evaluating.lattice_rules import FAILURES, at_places, rule, true_at
from scripts.checker.evaluating.optima import is_continuous
from scripts.checker.evaluating.sets import members
from scripts.checker.tree import Expr

NEUTRAL = {"sum": 0.0, "prod": 1.0, "max": -math.inf, "min": math.inf}
NEUTRAL |= {"argmax": -math.inf, "argmin": math.inf}
MOST_AT_ALL = 20_000_000  # places, part by part
FEWEST = 4  # entries or terms: fewer are as fast one by one


def entries_at_once(
    body: Expr, indices: Sequence[str], runs: Sequence[Sequence[int]], env: Environment
) -> Tensor | None:
    """All values of an expression with free indices; None where they are to be found one by one."""
    sizes = [len(run) for run in runs]
    if math.prod(sizes) < FEWEST:
        return None
    try:
        lattice = Lattice(env)
        for name, run in reversed(list(zip(indices, runs, strict=True))):
            lattice = lattice.over(name, torch.tensor(run, dtype=torch.float64))
        return at_places(body, lattice).expanded(sizes)
    except FAILURES:
        return None


def terms_at_once(node: tree.Big, env: Environment) -> tuple[Tensor, dict[str, Tensor]] | None:
    """The terms that a sum, product or extreme runs through, and each index at all of them.

    None where they are to be found one by one.
    """
    try:
        outer = Lattice(env)
        inner = _inside(node, outer)
        if math.prod(inner.sizes) < FEWEST:
            return None
        at = {name: inner.varying[name].expanded(inner.sizes) for name in node.indices}
        if inner.mask is None:
            at = {name: values.reshape(-1) for name, values in at.items()}
        else:
            counted = inner.mask.expand(inner.sizes)
            at = {name: values[counted] for name, values in at.items()}
        count = len(at[node.indices[0]])
        if count < FEWEST:
            return None
        return _at_each(node.body, at, inner.env), at
    except TooManyPlaces as error:
        if error.count > MOST_AT_ALL:
            raise ranges.too_many(error.count, node) from None
        return None
    except FAILURES:
        return None


def _at_each(body: Expr, at: Mapping[str, Tensor], env: Environment) -> Tensor:
    """The values of an expression where its indices have these values; by halves, if need be."""
    count = len(next(iter(at.values())))
    varying = {name: Spread(values) for name, values in at.items()}
    try:
        return at_places(body, Lattice(env, (count,), varying)).expanded((count,))
    except TooManyPlaces as error:
        if count == 1 or error.count > MOST_AT_ALL:
            raise
        halves = (
            {k: v[: count // 2] for k, v in at.items()},
            {k: v[count // 2 :] for k, v in at.items()},
        )
        return torch.cat([_at_each(body, half, env) for half in halves])


@rule.register
def _big(node: tree.Big, lattice: Lattice) -> Spread:
    inner = _inside(node, lattice)
    axes = tuple(range(len(node.indices)))
    everywhere = torch.ones((), dtype=torch.bool) if inner.mask is None else inner.mask
    if not math.prod(inner.sizes) or not bool(everywhere.any()):
        lattice.env.trace.won(node, None, 1)
        if node.op not in {"sum", "prod"}:
            raise NotAtOnce
        return Spread(torch.tensor(NEUTRAL[node.op], dtype=torch.float64))
    lattice.env.trace.won(node, 0, 1)
    terms = at_places(node.body, inner)
    values = terms.expanded((*inner.sizes[: len(axes)], *_padded(terms, len(lattice.sizes))))
    if inner.mask is not None:
        values = _masked(values, terms.rank, node, inner, lattice)
    return _reduced(values, terms.rank, node, axes, inner)


def _padded(terms: Spread, count: int) -> tuple[int, ...]:
    """The sizes of the outer axes, 1 where these terms do not depend on one."""
    sizes = tuple(terms.places)[-count:] if count else ()
    return (1,) * (count - len(sizes)) + sizes


def _masked(values: Tensor, rank: int, node: tree.Big, inner: Lattice, lattice: Lattice) -> Tensor:
    """The terms, with those that do not count replaced by what changes nothing."""
    assert inner.mask is not None
    mask = inner.mask.expand(inner.sizes)
    axes = tuple(range(len(node.indices)))
    filled = mask.any(axes) if axes else mask
    if rank or node.op not in {"sum", "prod"}:
        lattice.require(filled)
    if values.requires_grad:
        raise NotAtOnce  # the slope of what does not count may be infinite
    where = mask.reshape(*mask.shape, *[1] * rank)
    return torch.where(where, values, torch.tensor(NEUTRAL[node.op], dtype=values.dtype))


def _reduced(
    values: Tensor, rank: int, node: tree.Big, axes: tuple[int, ...], inner: Lattice
) -> Spread:
    match node.op:
        case "sum":
            return Spread(values.sum(axes), rank)
        case "prod" if not rank:
            return Spread(values.flatten(0, len(axes) - 1).prod(0))
        case "prod" if rank == 2 and inner.mask is None:
            factors = values.flatten(0, len(axes) - 1)
            return inner.lifted(
                lambda *each: algebra.product(each), *(Spread(factor, 2) for factor in factors)
            )
        case "max":
            return Spread(values.amax(axes), rank)
        case "min":
            return Spread(values.amin(axes), rank)
        case "argmax" | "argmin" if len(axes) == 1 and not rank:
            extreme, best = values.max(0) if node.op == "argmax" else values.min(0)
            inner.env.trace.chose(node, values, extreme)
            return Spread(inner.varying[node.indices[0]].values.reshape(-1)[best])
    raise NotAtOnce


def _inside(node: tree.Big, lattice: Lattice) -> Lattice:
    """The places inside of a sum: its indices come first, in their order."""
    if is_continuous(node, lattice.env):
        raise NotAtOnce
    inner = lattice
    conditions = ranges.conditions_of(node)
    sets = {c.left: c.right for c in conditions if isinstance(c, tree.Relation) and c.op == "∈"}
    for name in reversed(node.indices):
        variable = tree.Name(name)
        if variable in sets:
            inner = inner.over(name, _listed(sets[variable], lattice))
        else:
            values, counts = _run(name, node, lattice)
            inner = inner.over(name, values)
            if counts is not None:
                inner = inner.only(counts(inner.varying[name].values))
    for condition in conditions:
        if not ranges.says_the_range(condition, node):
            inner = inner.only(true_at(condition, inner))
    return inner


def _listed(node: Expr, lattice: Lattice) -> Tensor:
    if not lattice.is_constant(node.names):
        raise NotAtOnce
    values = members(node, lattice.env)
    if any(value.ndim for value in values):
        raise NotAtOnce
    return torch.stack(values) if values else torch.zeros(0, dtype=torch.float64)


Counts = Callable[[Tensor], Tensor]


def _run(name: str, node: tree.Big, lattice: Lattice) -> tuple[Tensor, Counts | None]:
    """The values that an index takes anywhere; which of them count, where that is not all."""
    start = _whole(node.lower, lattice)
    if node.upper is None:
        letter = name.rstrip("'")
        if start is None and letter in lattice.env.ranges and not ranges.is_index(name, node.body):
            return torch.stack(lattice.env.ranges[letter]), None
        run = ranges.range_of_index(name, (node.body,), lattice.env, lambda b: _shape(b, lattice))
        values = torch.tensor(run, dtype=torch.float64)
        if start is None:
            return values, None
        if not start.ndim:
            return values[values >= start], None
        return values, lambda at: at >= start
    stop = _whole(node.upper, lattice)
    if start is None or stop is None:
        raise NotAtOnce
    low, high = int(start.min()), int(stop.max())
    if high - low >= ranges.MOST_TERMS:
        raise TooManyPlaces(math.prod(lattice.sizes) * (high - low + 1))
    values = torch.arange(low, max(high + 1, low), dtype=torch.float64)
    if not (start.ndim or stop.ndim):
        return values, None
    return values, lambda at: (start <= at) & (at <= stop)


def _whole(bound: Expr | None, lattice: Lattice) -> Tensor | None:
    return None if bound is None else lattice.whole_numbers(at_places(bound, lattice))


def _shape(base: Expr, lattice: Lattice) -> Sequence[int]:
    return at_places(base, lattice).shape
