"""Limits of functions, of sequences, and of sums and products without end.

Each is extrapolated twice from random places, from both sides where both belong to the domain;
how far the two are apart is part of the error.
"""

from collections.abc import Callable, Iterator
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Unsettled
from scripts.checker.evaluating.batching import at_each
from scripts.checker.evaluating.dispatch import evaluate, number, rule
from scripts.checker.evaluating.environment import Environment, Trace
from scripts.checker.evaluating.extrapolation import (
    PRECISE,
    SETTLED,
    UNKNOWN,
    Estimate,
    agreed,
    at_zero,
    best,
    of_series,
)
from scripts.checker.evaluating.remembering import remembered
from scripts.checker.tree import Expr

LEVELS = (10, 16, 24, 40)  # distances from the target, until they are precise enough
WHOLE_LEVELS = (6, 8, 9)  # of a sequence, whose members may be sums of as many terms
FEWEST = 5  # values to extrapolate from
TERMS = (32, 128, 512, 2048)  # of a series, until they are precise enough
ROUNDING = 1e-12  # of the terms, in what they add up to: those with k! are no better
NO_MORE = 1e-17  # of its value: terms below this no longer count
MOST = 32  # terms for Levin's transform: of more, rounding is all that is left
VANISHING = 0.6  # how far terms that alternate shrink, from an eighth of the way on
SHRINKING = 0.97  # how far others do: all later ones, next to as many before them
SIGNS = 8  # terms that alternate
AGREES = 3  # times the error of an estimate, for one that is nearer

At = Callable[[Tensor], Tensor]


@rule.register
def limit(node: tree.Limit, env: Environment) -> Tensor:
    """`\\lim_{h \\to 0}`: from both sides; `\\lim_{h \\to 0^+}`: from one."""
    return remembered(node, env, lambda: _limit(node, env))


def _limit(node: tree.Limit, env: Environment) -> Tensor:
    target = evaluate(node.target, env)

    def at(point: Tensor) -> Tensor:
        return evaluate(node.body, env.binding(node.variable, point))

    if target.ndim:
        raise CheckError("a limit is taken in a number", node.target.span)
    if target.isinf():
        whole = _is_counted(node.variable, node.body)
        sides = [_far_out(at, float(target.sign()), whole=whole) for _ in range(2)]
    else:
        signs = {"+": (1, 1), "-": (-1, -1)}.get(node.side, (1, -1))
        sides = [_approach(at, target, sign) for sign in signs]
    found = [side for side in sides if side is not None]
    if not found:
        raise Unsettled("this limit has no values on its way", node.span)
    first, last = found[0], found[-1]
    both = agreed(first, last)
    if not both.within(SETTLED) and first.within(SETTLED) and last.within(SETTLED):
        message = f"the limits from above and from below differ: write {node.variable} \\to 0^+"
        if target.isinf() or node.side:
            message = "this limit depends on the way there"
        raise CheckError(message, node.span)
    return both.settled("this limit", env.trace)


def _approach(at: At, target: Tensor, sign: int) -> Estimate | None:
    """The limit from one side of a number; None where there are no values."""

    def near(distance: float) -> tuple[float, Tensor]:
        point = target + sign * distance
        return abs(float(point - target)), at(point)

    start, ratio = _uniform(0.15, 0.3), _uniform(0.4, 0.6)
    return _extrapolated(near, start, ratio, LEVELS)


def _far_out(at: At, sign: float, *, whole: bool) -> Estimate | None:
    """The limit along one way to infinity, in whole numbers where these count something."""

    def far(distance: float) -> tuple[float, Tensor]:
        point = float(round(1 / distance)) if whole else 1 / distance
        return 1 / point, at(number(sign * point))

    start, ratio = _uniform(0.15, 0.3), _uniform(0.5, 0.6)
    return _extrapolated(far, start, ratio, WHOLE_LEVELS if whole else LEVELS)


def _extrapolated(
    at: Callable[[float], tuple[float, Tensor]], start: float, ratio: float, levels: tuple[int, ...]
) -> Estimate | None:
    """What values at shrinking distances lead to, with as many as that takes."""
    distances, values = [], []
    found = UNKNOWN
    for level in range(levels[-1]):
        distance, value = at(start * ratio**level)
        if bool(value.detach().isfinite().all()):
            distances.append(distance)
            values.append(value)
        if level + 1 in levels and len(values) >= FEWEST:
            found = _better(at_zero(distances, values), found)
            if found.within(PRECISE):
                break
    return found if len(values) >= FEWEST else None


def _better(finer: Estimate, found: Estimate) -> Estimate:
    """The finer estimate, unless the other one excludes it: near the target, differences vanish."""
    return finer if agreed(finer, found).error <= AGREES * found.error else found


def _uniform(low: float, high: float) -> float:
    """A random number, the same in each run of a draw."""
    return low + (high - low) * float(torch.rand((), dtype=torch.float64))


def _is_counted(variable: str, body: Expr) -> bool:
    """Whether a variable is a whole number by where it stands: a bound, an index, n!, (-1)^n."""
    name = tree.Name(variable)

    def places() -> Iterator[Expr]:
        for node in tree.walk(body):
            match node:
                case tree.Big(lower=lower, upper=upper):
                    yield from (part for part in (lower, upper) if part is not None)
                case tree.Index(indices=indices):
                    yield from indices
                case tree.Call(function=tree.Word(text="factorial" | "binom"), arguments=arguments):
                    yield from arguments
                case tree.Binary(op="^", left=tree.Negative(), right=exponent):
                    yield exponent

    return any(node == name for place in places() for node in tree.walk(place))


def endless(term: At, op: str, trace: Trace) -> Tensor:
    """A sum or product without end, of the terms from 0 on."""
    neutral = 0.0 if op == "sum" else 1.0
    terms: list[Tensor] = []  # what each adds to the partial sum or product
    partial: list[Tensor] = []
    found = UNKNOWN
    for count in TERMS:
        places = torch.arange(len(partial), count, dtype=torch.float64)
        for value in at_each(term, places, trace, seen=True):
            before = partial[-1] if partial else torch.full_like(value, neutral)
            after = before + value if op == "sum" else before * value
            terms.append(after - before if op == "prod" else value)
            partial.append(after)
        scale = 1 + _largest(partial[-1])
        if not math.isfinite(scale):
            break
        if max(map(_largest, terms[-8:])) <= NO_MORE * scale:
            size = float(torch.stack([each.detach().abs() for each in terms]).sum(0).max())
            found = Estimate(partial[-1], ROUNDING * size)
            break
        if _converges(terms):
            found = best((of_series(terms[:MOST], partial[:MOST]), _doubled(partial), found))
        if found.within(PRECISE):
            break
    return found.settled("this series" if op == "sum" else "this product", trace)


def _converges(terms: list[Tensor]) -> bool:
    """Whether terms shrink fast enough: what has no value, an extrapolation may still give one.

    Twice as many terms add less than the ones before them, or signs alternate.
    """
    quarter = len(terms) // 4
    sizes = torch.stack([term.detach().abs() for term in terms])
    middle, last = sizes[quarter : 2 * quarter].sum(0), sizes[2 * quarter :].sum(0)
    recent = torch.stack([term.detach() for term in terms[-SIGNS:]])
    if not recent.is_complex() and bool((recent[1:] * recent[:-1] < 0).all()):
        return bool((sizes[-1] <= VANISHING * sizes[len(terms) // 8]).all())
    return bool((last <= SHRINKING * middle).all())


def _doubled(partial: list[Tensor]) -> Estimate:
    """From partial sums of twice as many terms each, as slow tails need."""

    def from_on(count: int) -> Estimate:
        counts = []
        while count <= len(partial):
            counts.append(count)
            count *= 2
        return at_zero([1 / count for count in counts], [partial[count - 1] for count in counts])

    return agreed(from_on(4 + int(_uniform(0, 3))), from_on(7 + int(_uniform(0, 3))))


def _largest(value: Tensor) -> float:
    return float(value.detach().abs().max())
