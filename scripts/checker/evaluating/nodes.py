"""Points and weights that stand for one law: expectations become sums over them.

A Gauss rule of order n is exact for polynomials up to degree 2 n - 1. Where the function is
none, two orders must agree, or panels are halved until they do (`integrate`).
"""

from collections.abc import Callable
from functools import cache
import math

import torch
from torch import Tensor
from torch import distributions as laws

from scripts.checker.errors import CheckError, Unsettled
from scripts.checker.evaluating.families import Law

Change = Callable[[Tensor], tuple[Tensor, Tensor]]  # t → x(t), dx/dt
Batch = Callable[[Tensor], Tensor]  # (n,) → (n, …)

PANEL_ORDER = 20
ACCURACY = 1e-11  # of an integral, relative to the integral of the absolute value
TINY = 1e-250  # a weight beside which conditional densities may vanish altogether
FARTHEST = 80.0  # of t: x(t) is an exponential of it
MOST_HALVINGS = 45  # as many bits as a jump needs


class NeedsSamples(CheckError):
    """No sum over points comes near enough: samples may."""


@cache
def gauss_hermite(order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the standard normal law."""
    return _golub_welsch(torch.zeros(order), torch.arange(1, order, dtype=torch.float64).sqrt())


@cache
def gauss_legendre(order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the uniform law on [-1, 1]."""
    k = torch.arange(1.0, order, dtype=torch.float64)
    return _golub_welsch(torch.zeros(order), k / (4 * k**2 - 1).sqrt())


@cache
def gauss_lobatto(order: int) -> tuple[Tensor, Tensor]:
    """Points of [-1, 1], its ends among them, and weights that sum to 1.

    A jump beside the end of a panel, between its points, would not be seen without the ends.
    """
    k = torch.arange(1.0, order, dtype=torch.float64)
    beside = k / (4 * k**2 - 1).sqrt()
    beside[-1] = math.sqrt((order - 1) / (2 * order - 3))
    return _golub_welsch(torch.zeros(order), beside)


def _golub_welsch(diagonal: Tensor, beside: Tensor) -> tuple[Tensor, Tensor]:
    """The Gauss rule of a recurrence: eigenvalues of its Jacobi matrix."""
    diagonal, beside = diagonal.to(torch.float64), beside.to(torch.float64)
    jacobi = torch.diag(diagonal) + torch.diag(beside, 1) + torch.diag(beside, -1)
    points, vectors = torch.linalg.eigh(jacobi)
    return points, vectors[0] ** 2


def _jacobi(a: float, b: float, order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the beta law: exact where its density has no bound, too."""
    k = torch.arange(1, order, dtype=torch.float64)
    alpha, beta = b - 1, a - 1
    total = 2 * k + alpha + beta
    diagonal = (beta**2 - alpha**2) / (total * (total + 2))
    first = torch.tensor([(beta - alpha) / (alpha + beta + 2)], dtype=torch.float64)
    squares = 4 * k * (k + alpha) * (k + beta) * (k + alpha + beta)
    squares = squares / (total**2 * (total + 1) * (total - 1))
    squares[:1] = 4 * (1 + alpha) * (1 + beta) / ((2 + alpha + beta) ** 2 * (3 + alpha + beta))
    points, weights = _golub_welsch(torch.cat([first, diagonal]), squares.sqrt())
    return (points + 1) / 2, weights


def _laguerre(shape: float, order: int) -> tuple[Tensor, Tensor]:
    """Points and weights of the gamma law of rate 1."""
    k = torch.arange(order, dtype=torch.float64)
    return _golub_welsch(2 * k + shape, (k[1:] * (k[1:] + shape - 1)).sqrt())


def gauss(law: Law, order: int) -> tuple[Tensor, Tensor]:
    """The Gauss rule of a continuous law of one number, differentiable by its place and scale."""
    if isinstance(law, laws.Normal):
        points, weights = gauss_hermite(order)
        return law.loc + law.scale * points, weights
    if isinstance(law, laws.Uniform):
        points, weights = gauss_legendre(order)
        return law.low + (law.high - law.low) * (points + 1) / 2, weights
    if type(law) is laws.Exponential:
        points, weights = _laguerre(1.0, order)
        return points / law.rate, weights
    if isinstance(law, laws.Gamma) and not law.concentration.requires_grad:
        points, weights = _laguerre(float(law.concentration), order)
        return points / law.rate, weights
    if isinstance(law, laws.Beta):
        a, b = law.concentration1, law.concentration0
        if not (a.requires_grad or b.requires_grad):
            return _jacobi(float(a), float(b), order)
    points, weights = fine(law)
    if weights.requires_grad or points.requires_grad:
        return points, weights
    return compressed(points, weights, order)


def fine(law: Law) -> tuple[Tensor, Tensor]:
    """Many points of a continuous law: panels narrow enough for its density."""
    change, edges = change_of_variable(law)
    panels = torch.tensor(edges, dtype=torch.float64).unfold(0, 2, 1)
    for _ in range(4):
        t, width = _in_panels(panels)
        x, slope = change(t.reshape(-1))
        weights = width.reshape(-1) * slope * density_at(law, x)
        counts = weights.detach() > 1e-17
        if abs(float(weights.detach().sum()) - 1) < 1e-10:
            return x[counts], weights[counts]
        middle = panels.mean(1)
        panels = torch.stack([panels[:, 0], middle, middle, panels[:, 1]], 1).reshape(-1, 2)
    raise Unsettled("the tails of this law are too heavy for a sum over points")


def compressed(points: Tensor, weights: Tensor, order: int) -> tuple[Tensor, Tensor]:
    """The Gauss rule of a discrete measure, by the recurrence of its orthogonal polynomials."""
    if len(points) <= order:
        return points, weights
    basis = [(weights / weights.sum()).sqrt()]
    diagonal, beside = [], []
    for k in range(order):
        following = points * basis[-1]
        diagonal.append(following @ basis[-1])
        for _ in range(2):  # once more, for what rounding left of the other directions
            for direction in basis:
                following = following - (following @ direction) * direction
        beside.append(following.norm())
        if k + 1 < order and beside[-1] < 1e-12 * points.abs().max():
            beside.pop()
            break
        basis.append(following / beside[-1])
    size = len(diagonal)
    found, share = _golub_welsch(
        torch.stack(diagonal), torch.stack([*beside, beside[0]])[: size - 1]
    )
    return found, share * weights.sum()


def density_at(law: Law, x: Tensor) -> Tensor:
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


def _place(law: Law) -> tuple[Tensor, Tensor]:
    """About where the weight is, and how wide it is."""
    for place, width in (("mean", "stddev"), ("loc", "scale")):
        try:
            found = getattr(law, place), getattr(law, width)
        except (AttributeError, NotImplementedError):
            continue
        if all(bool(torch.as_tensor(value).isfinite().all()) for value in found):
            return found
    return torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64)


def change_of_variable(law: Law) -> tuple[Change, list[float]]:
    """x(t) and dx/dt, after which the density dies out fast at both ends; edges of panels in t."""
    low, high = bounds(law)
    middle, width = _place(law)
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
    change, edges = change_of_variable(law)

    def batch(t: Tensor) -> Tensor:
        x, slope = change(t)
        weights = slope * density_at(law, x)
        counts = weights.detach() > TINY
        values = function(x[counts])
        shape = (-1, *[1] * (values.ndim - 1))
        terms = values.new_zeros((len(t), *values.shape[1:]))
        terms[counts] = values * weights[counts].reshape(shape)
        return terms

    return integrate_panels(batch, edges, is_bounded=None not in bounds(law))


def integrate_panels(
    batch: Batch, edges: list[float], *, is_bounded: bool
) -> tuple[Tensor, Tensor]:
    """The integral of `batch`: more panels until its ends vanish, halved until it settles."""
    panels = torch.tensor(edges, dtype=torch.float64).unfold(0, 2, 1)
    coarse, size = _over(batch, panels)
    step = edges[1] - edges[0]
    while not is_bounded:
        ends = torch.stack([panels[:, 0].amin(), panels[:, 1].amax()])
        far = _largest(batch(ends))
        grows = (far > ACCURACY * 1e-2 * size.sum()) | ~far.isfinite()
        if not bool(grows.any()):
            break
        if float(ends.abs().max()) > FARTHEST:
            raise Unsettled("this expectation does not settle: is it finite?")
        added = []
        if grows[0]:
            added.append([float(ends[0]) - step, float(ends[0])])
        if grows[1]:
            added.append([float(ends[1]), float(ends[1]) + step])
        more = torch.tensor(added, dtype=torch.float64)
        values, sizes = _over(batch, more)
        panels, coarse = torch.cat([panels, more]), torch.cat([coarse, values])
        size = torch.cat([size, sizes])
    scale = size.sum()
    total, sizes = torch.zeros_like(coarse[0]), size.sum()
    for _ in range(MOST_HALVINGS):
        middle = panels.mean(1)
        halves = torch.stack([panels[:, 0], middle, middle, panels[:, 1]], 1).reshape(-1, 2)
        values, _ = _over(batch, halves)
        pairs = values.reshape(-1, 2, *values.shape[1:])
        change = _largest(pairs.sum(1) - coarse)
        settled = change <= ACCURACY * scale
        total = total + pairs[settled].sum((0, 1))
        if bool(settled.all()):
            return total, sizes.expand(total.shape)
        open_ = torch.repeat_interleave(~settled, 2)
        panels, coarse = halves[open_], values[open_]
        if len(panels) > 400:
            break
    raise Unsettled("this expectation does not settle: is it finite?")


def _in_panels(panels: Tensor) -> tuple[Tensor, Tensor]:
    """Points and weights of panels (p, 2), both (p, PANEL_ORDER)."""
    points, weights = gauss_lobatto(PANEL_ORDER)
    width = (panels[:, 1] - panels[:, 0])[:, None]
    return panels[:, :1] + width * (points + 1) / 2, width * weights


def _over(batch: Batch, panels: Tensor) -> tuple[Tensor, Tensor]:
    """The integral over each panel, and that of the absolute value."""
    t, weights = _in_panels(panels)
    values = batch(t.reshape(-1))
    values = values.reshape(*t.shape, *values.shape[1:])
    terms = values * weights.reshape(*weights.shape, *[1] * (values.ndim - 2))
    size = _largest(terms.detach().abs().sum(1))
    return terms.sum(1), size


def _largest(values: Tensor) -> Tensor:
    """Of each of (n, …), the largest absolute entry."""
    return values.detach().abs().reshape(len(values), -1).amax(1)
