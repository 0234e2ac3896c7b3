"""The points that stand for a law: of a number, of a vector, of several numbers together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
import math

import torch
from torch import Tensor
from torch import distributions as laws

from scripts.checker.errors import NeedsSamples
from scripts.checker.evaluating.continuous import gauss
from scripts.checker.evaluating.families import (
    Copies,
    Finite,
    Law,
    Mixture,
    has_density,
    is_discrete,
    support,
    unchecked,
)
from scripts.checker.evaluating.gauss_rules import compressed, gauss_hermite

MOST_POINTS = 70_000


@dataclass(frozen=True)
class Points:
    """Points (n, …) with weights (n,); `exact` where these are all values there are."""

    at: Tensor
    weights: Tensor
    exact: bool


def points_of(law: Law, order: int) -> Points:
    """A sum that stands for the law: all of its values, or a Gauss rule of this order.

    Raises NeedsSamples where there is none: such a law can only be sampled from.
    """
    if law.batch_shape:
        law = laws.Independent(law, len(law.batch_shape))
    match law:
        case Finite():
            return Points(law.points, law.probabilities, True)
        case Mixture():
            parts = [points_of(part, order) for part in law.parts]
            shares = [w * part.weights for w, part in zip(law.weights, parts, strict=True)]
            at = torch.cat([part.at for part in parts])
            return Points(at, torch.cat(shares), all(part.exact for part in parts))
        case Copies():
            return _grid([_small(points_of(law.entry, order), law.count, order)] * law.count, order)
        case laws.MultivariateNormal():
            size = law.event_shape[0]
            grid = _grid([Points(*gauss_hermite(order), False)] * size, order)
            return Points(law.loc + grid.at @ law.scale_tril.mT, grid.weights, False)
        case laws.Dirichlet():
            return _dirichlet(law, order)
        case laws.Independent(base_dist=laws.Normal() as base):
            size = base.loc.numel()
            grid = _grid([Points(*gauss_hermite(order), False)] * size, order)
            at = grid.at.reshape(-1, *base.batch_shape)
            return Points(base.loc + base.scale * at, grid.weights, False)
    if law.event_shape or not has_density(law):
        raise NeedsSamples("this law can only be sampled from")
    if is_discrete(law):
        values = torch.stack(support(law))
        return Points(values, law.log_prob(values).exp(), True)
    return Points(*gauss(law, order), False)


def _small(points: Points, count: int, order: int) -> Points:
    """Few enough points for a grid of so many axes."""
    if len(points.at) ** count <= MOST_POINTS or not points.exact or points.weights.requires_grad:
        return points
    return Points(*compressed(points.at, points.weights, order), False)


def _grid(axes: Sequence[Points], order: int) -> Points:
    """All combinations: vectors (n, number of axes)."""
    if math.prod(len(axis.at) for axis in axes) > MOST_POINTS:
        if order > 3:
            raise NeedsSamples("too many combinations of points")
        return _cut(axes, pairs=order == 3)
    at = torch.stack(torch.meshgrid(*(axis.at for axis in axes), indexing="ij"), -1)
    weights = axes[0].weights
    for axis in axes[1:]:
        weights = (weights[:, None] * axis.weights).reshape(-1)
    exact = all(axis.exact for axis in axes)
    return Points(at.reshape(-1, len(axes)), weights, exact)


def _cut(axes: Sequence[Points], *, pairs: bool) -> Points:
    """Vectors that leave the center along one axis, or along two: for many independent entries.

    Exact for a sum of functions of one entry each, or of two ("cut-HDMR": Rabitz, Aliş, "General
    foundations of high-dimensional model representations", J. Math. Chem. 25, 1999).
    """
    n = len(axes)
    center = torch.stack([axis.weights @ axis.at for axis in axes])
    at, weights = [center[None]], [torch.tensor([1.0 - n], dtype=torch.float64)]
    if pairs:
        weights = [torch.tensor([(n - 1) * (n - 2) / 2], dtype=torch.float64)]
    for i, axis in enumerate(axes):
        moved = center.repeat(len(axis.at), 1)
        moved[:, i] = axis.at
        at.append(moved)
        weights.append(axis.weights * (2 - n if pairs else 1))
    for i, j in combinations(range(n) if pairs else (), 2):
        both = torch.cartesian_prod(axes[i].at, axes[j].at)
        moved = center.repeat(len(both), 1)
        moved[:, [i, j]] = both
        at.append(moved)
        weights.append(torch.outer(axes[i].weights, axes[j].weights).reshape(-1))
    return Points(torch.cat(at), torch.cat(weights), False)


def _dirichlet(law: laws.Dirichlet, order: int) -> Points:
    """By breaking a stick: each share of what is left has a beta law."""
    alpha = law.concentration
    rests = [laws.Beta(a, alpha[k + 1 :].sum()) for k, a in enumerate(alpha[:-1])]
    grid = _grid([Points(*gauss(rest, order), False) for rest in rests], order)
    left = torch.cumprod(torch.cat([torch.ones(len(grid.at), 1), 1 - grid.at], 1), 1)
    shares = torch.cat([grid.at, torch.ones(len(grid.at), 1)], 1)
    return Points(left * shares, grid.weights, False)


def conditional(law: Law, known: Tensor, value: Tensor) -> tuple[Law, Tensor]:
    """The law of the other entries of a vector where those at `known` have a value; its density."""
    keep = torch.ones(law.event_shape[0], dtype=torch.bool)
    keep[known] = False
    match law:
        case Finite():
            same = law.probabilities * (law.points[:, known] == value).all(1)
            return Finite(_flat(law.points[:, keep]), _parts(same)), same.sum()
        case laws.MultivariateNormal():
            mean, covariance = law.loc, law.covariance_matrix
            inner = covariance[known][:, known]
            gain = torch.linalg.solve(inner, covariance[known][:, keep]).mT
            center = mean[keep] + gain @ (value - mean[known])
            spread = covariance[keep][:, keep] - gain @ covariance[known][:, keep]
            near = laws.MultivariateNormal(mean[known], inner, validate_args=False)
            density = log_density_of(near, value).exp()
            if len(center) == 1:
                return laws.Normal(center[0], spread[0, 0].sqrt(), validate_args=False), density
            return laws.MultivariateNormal(center, spread, validate_args=False), density
        case Mixture():
            parts = [conditional(part, known, value) for part in law.parts]
            shares = law.weights * torch.stack([density for _, density in parts])
            return Mixture(_parts(shares), [part for part, _ in parts]), shares.sum()
        case Copies():
            density = torch.stack([density_of(law.entry, v) for v in value]).prod()
            rest = int(keep.sum())
            return (law.entry if rest == 1 else Copies(law.entry, rest)), density
    raise NeedsSamples("the conditional of this law is not known")


def marginal(law: Law, places: Tensor) -> Law:
    """The law of some entries of a vector."""
    match law:
        case Finite():
            return Finite(_flat(law.points[:, places]), law.probabilities)
        case laws.MultivariateNormal():
            mean, spread = law.loc[places], law.covariance_matrix[places][:, places]
            if len(places) == 1:
                return laws.Normal(mean[0], spread[0, 0].sqrt())
            return laws.MultivariateNormal(mean, spread)
        case Mixture():
            return Mixture(law.weights, [marginal(part, places) for part in law.parts])
    raise NeedsSamples("the marginal of this law is not known")


def _parts(weights: Tensor) -> Tensor:
    """Weights as shares of their sum; zeros where that is 0."""
    total = weights.sum()
    return torch.where(total > 0, weights / total, torch.zeros_like(weights))


def _flat(points: Tensor) -> Tensor:
    return points[:, 0] if points.shape[1] == 1 else points


def density_of(law: Law, value: Tensor) -> Tensor:
    """The density, or the probability, at one value: 0 outside of the support."""
    return log_density_of(law, value).exp()


def log_density_of(law: Law, value: Tensor) -> Tensor:
    """Its logarithm, which is finite far out, too."""
    with unchecked():
        found: Tensor = law.log_prob(value)
    try:
        inside = law.support.check(value)
    except (NotImplementedError, AttributeError):
        return found
    inside = inside.all() if inside.ndim else inside
    return torch.where(inside, found, torch.full_like(found, -torch.inf))


def log_marginal(law: Law, keys: Sequence[str], known: Mapping[str, Tensor]) -> Tensor:
    """The logarithm of the density of some entries of a vector at their values."""
    value = torch.stack([known[key] for key in keys if key in known])
    if len(known) == len(keys):
        return log_density_of(law, value)
    places = torch.tensor([place for place, key in enumerate(keys) if key in known])
    return conditional(law, places, value)[1].log()
