"""A continuous law of one number: points that stand for it, and the mean of a function under it."""

from collections.abc import Callable
import math

import torch
from torch import Tensor
from torch import distributions as laws

from scripts.checker.errors import NeedsSamples
from scripts.checker.evaluating.families import Law
from scripts.checker.evaluating.gauss_rules import (
    compressed,
    gauss_hermite,
    gauss_jacobi,
    gauss_laguerre,
    gauss_legendre,
)
from scripts.checker.evaluating.panels import (
    Batch,
    halved,
    in_panels,
    integrate_panels,
    panels_between,
)

Change = Callable[[Tensor], tuple[Tensor, Tensor]]  # t → x(t), dx/dt

TINY = 1e-250  # a weight beside which conditional densities may vanish altogether


def gauss(law: Law, order: int) -> tuple[Tensor, Tensor]:
    """The Gauss rule of a continuous law of one number, differentiable by its place and scale."""
    if isinstance(law, laws.Normal):
        points, weights = gauss_hermite(order)
        return law.loc + law.scale * points, weights
    if isinstance(law, laws.Uniform):
        points, weights = gauss_legendre(order)
        return law.low + (law.high - law.low) * (points + 1) / 2, weights
    if type(law) is laws.Exponential:
        points, weights = gauss_laguerre(1.0, order)
        return points / law.rate, weights
    if isinstance(law, laws.Gamma) and not law.concentration.requires_grad:
        points, weights = gauss_laguerre(float(law.concentration), order)
        return points / law.rate, weights
    if isinstance(law, laws.Beta):
        a, b = law.concentration1, law.concentration0
        if not (a.requires_grad or b.requires_grad):
            return gauss_jacobi(float(a), float(b), order)
    points, weights = _many_points(law)
    if weights.requires_grad or points.requires_grad:
        return points, weights
    return compressed(points, weights, order)


def _many_points(law: Law) -> tuple[Tensor, Tensor]:
    """Many points of a continuous law: panels narrow enough for its density."""
    change, edges = _change_of_variable(law)
    panels = panels_between(edges)
    for _ in range(4):
        t, width = in_panels(panels)
        x, slope = change(t.reshape(-1))
        weights = width.reshape(-1) * slope * _density_at(law, x)
        counts = weights.detach() > 1e-17
        if abs(float(weights.detach().sum()) - 1) < 1e-10:
            _require_light_tails(law, x.detach(), weights.detach())
            return x[counts], weights[counts]
        panels = halved(panels)
    raise NeedsSamples("the tails of this law are too heavy for a sum over points")


def _require_light_tails(law: Law, x: Tensor, weights: Tensor) -> None:
    """What is cut off must not count, in moments either."""
    middle, width = _center_and_width(law)
    sizes = weights * ((x - middle).detach() / width.detach()) ** 8
    if float(sizes[[0, -1]].max()) > 1e-12 * float(sizes.max()):
        raise NeedsSamples("the tails of this law are too heavy for a sum over points")


def _density_at(law: Law, x: Tensor) -> Tensor:
    """The density at points (n,), 0 outside of the support."""
    low, high = bounds(law)
    inside = torch.ones_like(x, dtype=torch.bool)
    if low is not None:
        inside = inside & (x > low)
    if high is not None:
        inside = inside & (x < high)
    if bool(inside.all()):
        density: Tensor = law.log_prob(x).exp()
        return density
    density = torch.zeros_like(x)
    density[inside] = law.log_prob(x[inside]).exp()
    return density


def bounds(law: Law) -> tuple[Tensor | None, Tensor | None]:
    """The ends of the support, None where it has none."""
    part: Law = getattr(law, "_component_distribution", law)
    support = part.support
    ends = [getattr(support, name, None) for name in ("lower_bound", "upper_bound")]
    if isinstance(law, laws.Uniform):
        ends = [law.low, law.high]
    low, high = (None if e is None else torch.as_tensor(e, dtype=torch.float64) for e in ends)
    return low, high


def _center_and_width(law: Law) -> tuple[Tensor, Tensor]:
    """About where the weight is, and how wide it is."""
    for place, width in (("mean", "stddev"), ("loc", "scale")):
        try:
            found = getattr(law, place), getattr(law, width)
        except (AttributeError, NotImplementedError):
            continue
        if all(bool(torch.as_tensor(value).isfinite().all()) for value in found):
            return found
    return torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64)


def _change_of_variable(law: Law) -> tuple[Change, list[float]]:
    """x(t) and dx/dt, after which the density dies out fast at both ends; edges of panels in t."""
    low, high = bounds(law)
    middle, width = _center_and_width(law)
    if low is not None and high is not None:
        return _segment(low, high), [-3.2 + 0.4 * k for k in range(17)]
    if low is not None:
        return _half(low, middle - low, 1.0), [-4.5 + 0.75 * k for k in range(13)]
    if high is not None:
        return _half(high, high - middle, -1.0), [-4.5 + 0.75 * k for k in range(13)]

    def line(t: Tensor) -> tuple[Tensor, Tensor]:
        return middle + width * torch.sinh(t), width * torch.cosh(t)

    return line, [-4.8 + 0.8 * k for k in range(13)]


def _half(end: Tensor, scale: Tensor, sign: float) -> Change:
    def half(t: Tensor) -> tuple[Tensor, Tensor]:
        distance = scale * torch.exp(t - torch.exp(-t))
        return end + sign * distance, distance * (1 + torch.exp(-t))

    return half


def _segment(low: Tensor, high: Tensor) -> Change:
    def segment(t: Tensor) -> tuple[Tensor, Tensor]:
        c, radius = math.pi / 2, (high - low) / 2
        inner = torch.tanh(c * torch.sinh(t))
        slope = c * torch.cosh(t) / torch.cosh(c * torch.sinh(t)) ** 2
        return (high + low) / 2 + radius * inner, radius * slope * (inner.abs() < 1)

    return segment


def integrate(law: Law, function: Batch) -> tuple[Tensor, Tensor]:
    """The expectation of a function of one number under a continuous law, and of its size.

    Raises CheckError where it does not settle, or where the tails keep their weight: such an
    expectation is not finite.
    """
    change, edges = _change_of_variable(law)

    def batch(t: Tensor) -> Tensor:
        x, slope = change(t)
        weights = slope * _density_at(law, x)
        counts = weights.detach() > TINY
        values = function(x[counts])
        shape = (-1, *[1] * (values.ndim - 1))
        terms = values.new_zeros((len(t), *values.shape[1:]))
        terms[counts] = values * weights[counts].reshape(shape)
        return terms

    return integrate_panels(batch, edges, is_bounded=None not in bounds(law))
