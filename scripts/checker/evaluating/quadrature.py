"""Integrals of a function of one number."""

from collections.abc import Callable
import math

import torch
from torch import Tensor

from scripts.checker.evaluating.environment import Trace
from scripts.checker.evaluating.extrapolation import PRECISE, SETTLED, UNKNOWN, Estimate, best
from scripts.checker.evaluating.gauss_rules import gauss_legendre

STEPS = 32  # of the first attempt
MOST_HALVINGS = 5  # of the step
MOST_PANELS = 150  # where that does not help
NODES = 10  # in each of them
HALF_PI = math.pi / 2

Integrand = Callable[[Tensor, bool], Tensor]  # values at places; whether the trace saw some
Change = Callable[[Tensor], tuple[Tensor, Tensor]]
Panel = tuple[float, float, float, tuple[Tensor, Tensor]]  # error, ends, its two halves


def quadrature(function: Integrand, low: float, high: float, trace: Trace) -> Tensor:
    """The integral, refined until it no longer changes; CheckError where it goes on changing."""
    if low == high:
        return 0 * function(torch.tensor([low], dtype=torch.float64), False)[0]
    if low > high:
        return -quadrature(function, high, low, trace)
    found = UNKNOWN
    for scheme, enough in ((_trapezoids, PRECISE), (_panels, SETTLED)):
        for change, reach in _changes(low, high):
            if not found.within(enough):
                found = best((scheme(_Changed(function, change), reach), found))
    return found.settled("this integral", trace)


class _Changed:
    """The integrand after a change of variable, at many places of t."""

    def __init__(self, function: Integrand, change: Change) -> None:
        self.function, self.change = function, change
        self.is_seen = False  # by the trace, which looks at some places one by one
        self.ends = math.inf  # the first and the last value: as much may lie beyond them

    def __call__(self, t: Tensor) -> Tensor:
        x, slope = self.change(t)
        inside = (slope > 0) & slope.isfinite()
        if not bool(inside.any()):
            return torch.zeros_like(t)
        values = self.function(x[inside], self.is_seen)
        shape = (-1, *[1] * (values.ndim - 1))
        if not self.is_seen:
            self.ends = _largest(values[[0, -1]] * slope[inside][[0, -1]].reshape(shape))
        self.is_seen = True
        result = values.new_zeros((len(t), *values.shape[1:]))
        result[inside] = values * slope[inside].reshape(shape)
        return result


def _trapezoids(values_at: _Changed, reach: float) -> Estimate:
    """The step is halved until two results agree; what lies at the ends must not count."""
    step = 2 * reach / STEPS
    places = torch.linspace(-reach, reach, STEPS + 1, dtype=torch.float64)
    total = values_at(places).sum(0)
    ends = values_at.ends
    result = step * total
    found = UNKNOWN
    for _ in range(MOST_HALVINGS):
        between = torch.arange(-reach + step / 2, reach, step, dtype=torch.float64)
        total = total + values_at(between).sum(0)
        step, before, result = step / 2, result, step / 2 * total
        error = _largest(result - before) + ends
        if not math.isfinite(error):
            break
        found = Estimate(result, error)
        if found.within(PRECISE):
            break
    return found


def _panels(values_at: _Changed, reach: float) -> Estimate:
    """Where the integrand has kinks or jumps: the worst panel is halved, again and again."""
    nodes, weights = gauss_legendre(NODES)
    weights = 2 * weights  # which sum to the length of [-1, 1]

    def halves(low: float, high: float) -> tuple[Tensor, Tensor]:
        quarter = (high - low) / 4
        places = torch.cat([low + quarter * (1 + nodes), high - quarter * (1 - nodes)])
        values = values_at(places)
        shares = quarter * values * weights.repeat(2).reshape(-1, *[1] * (values.ndim - 1))
        return shares[:NODES].sum(0), shares[NODES:].sum(0)

    def panel(low: float, high: float, whole: Tensor) -> Panel:
        left, right = halves(low, high)
        error = _largest(left + right - whole)
        return error if math.isfinite(error) else math.inf, low, high, (left, right)

    values_at(torch.linspace(-reach, reach, STEPS + 1, dtype=torch.float64))
    ends = values_at.ends
    panels = [panel(-reach, reach, sum(halves(-reach, reach), torch.zeros(())))]
    found = UNKNOWN
    while len(panels) < MOST_PANELS:
        panels.sort(key=lambda each: each[0])
        _, low, high, (left, right) = panels.pop()
        middle = (low + high) / 2
        panels += [panel(low, middle, left), panel(middle, high, right)]
        total = sum((a + b for _, _, _, (a, b) in panels), torch.zeros(()))
        found = Estimate(total, sum(each[0] for each in panels) + ends)
        if found.within(PRECISE):
            break
    return found


def _largest(values: Tensor) -> float:
    return float(values.detach().abs().max())


def _changes(low: float, high: float) -> list[tuple[Change, float]]:
    """x(t) and dx/dt for t from -reach to reach: the integrand dies out fast at both ends.

    To infinity, one for tails like those of exp(-x), and one for powers of x.
    """

    def line(t: Tensor) -> tuple[Tensor, Tensor]:
        return torch.sinh(t), torch.cosh(t)

    def wide_line(t: Tensor) -> tuple[Tensor, Tensor]:
        inner = HALF_PI * torch.sinh(t)
        return torch.sinh(inner), HALF_PI * torch.cosh(t) * torch.cosh(inner)

    def half(t: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.exp(t - torch.exp(-t))
        return x, x * (1 + torch.exp(-t))

    def wide_half(t: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.exp(HALF_PI * torch.sinh(t))
        return x, x * HALF_PI * torch.cosh(t)

    def segment(t: Tensor) -> tuple[Tensor, Tensor]:
        inner = math.pi * torch.sinh(t)
        width = high - low
        near, far = torch.sigmoid(inner), torch.sigmoid(-inner)
        x = torch.where(t < 0, low + width * near, high - width * far)
        slope = width * math.pi * torch.cosh(t) * near * far
        return x, slope * ((x > low) & (x < high))

    def shifted(change: Change, start: float, sign: int) -> Change:
        def moved(t: Tensor) -> tuple[Tensor, Tensor]:
            x, slope = change(t)
            return start + sign * x, slope

        return moved

    if math.isinf(low) and math.isinf(high):
        return [(line, 6.0), (wide_line, 4.0)]
    if math.isinf(low) or math.isinf(high):
        start, sign = (low, 1) if math.isinf(high) else (high, -1)
        return [(shifted(half, start, sign), 5.5), (shifted(wide_half, start, sign), 4.5)]
    return [(segment, 3.6)]
