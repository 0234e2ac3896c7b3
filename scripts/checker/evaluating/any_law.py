"""`X \\sim P` for any P: laws of several families, so that no one law can stand for all."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch import distributions as laws

from scripts.checker.evaluating.families import Finite, Law, Mixture

# Continuous on the whole line, as integrals want them; with an end, as gamma laws are.
DISCRETE, CONTINUOUS, WITH_ENDS = "discrete", "continuous", "with ends"


def _normal(*shape: int) -> Tensor:
    return torch.randn(shape, dtype=torch.float64)


def _between(low: float, high: float, *shape: int) -> Tensor:
    return low + (high - low) * torch.rand(shape, dtype=torch.float64)


def _shares(count: int) -> Tensor:
    return torch.softmax(_normal(count), 0)


def _finite() -> Law:
    return Finite(2 * _normal(4), _shares(4))


def _two_humps() -> Law:
    return Mixture(_shares(2), [laws.Normal(2 * _normal(), _between(0.3, 1.5)) for _ in range(2)])


# Skewed and symmetric, bounded and not, in an order in which neighbors differ.
FAMILIES: tuple[tuple[str, Callable[[], Law]], ...] = (
    (DISCRETE, _finite),
    (WITH_ENDS, lambda: laws.Gamma(_between(1.5, 4.0), _between(0.5, 2.0))),
    (DISCRETE, lambda: laws.Binomial(6, _between(0.1, 0.9))),
    (CONTINUOUS, _two_humps),
    (DISCRETE, lambda: laws.Poisson(_between(0.5, 4.0))),
    (WITH_ENDS, lambda: laws.Kumaraswamy(_between(1.2, 4.0), _between(1.2, 4.0))),
    (DISCRETE, lambda: laws.Geometric(_between(0.3, 0.8))),
    (CONTINUOUS, lambda: laws.Gumbel(_normal(), _between(0.5, 2.0))),
)


def any_law(number: int, kind: str | None = None) -> Law:
    """A law of one number; consecutive numbers give laws of different families."""
    families = [make for its, make in FAMILIES if kind in {None, its}]
    return families[number % len(families)]()


def _table(count: int) -> Law:
    """All combinations of a few values of each variable, with any probabilities."""
    values = [2 * _normal(3 if place == 0 else 2) for place in range(count)]
    points = torch.cartesian_prod(*values)
    return Finite(points, _shares(len(points)))


def _correlated(count: int) -> Law:
    root = _normal(count, count)
    covariance = root @ root.mT + 0.3 * torch.eye(count, dtype=torch.float64)
    return laws.MultivariateNormal(_normal(count), covariance)


def _two_clouds(count: int) -> Law:
    return Mixture(_shares(2), [_correlated(count) for _ in range(2)])


JOINT: tuple[tuple[str, Callable[[int], Law]], ...] = (
    (DISCRETE, _table), (CONTINUOUS, _correlated), (CONTINUOUS, _two_clouds),
)  # fmt: skip


def any_joint_law(number: int, count: int, kind: str | None = None) -> Law:
    """A law of `count` numbers that depend on each other."""
    families = [make for its, make in JOINT if kind in {None, its}]
    return families[number % len(families)](count)


def any_kernel(number: int, kind: str | None = None) -> Callable[..., Law]:
    """A law that changes with the values that it is given."""
    waves, shifts = _normal(4, 3), _normal(4)
    values, is_finite = 2 * _normal(4), number % 2 == 0
    if kind is not None:
        is_finite = kind == DISCRETE

    def kernel(*given: Tensor) -> Law:
        entries: Sequence[Tensor] = [value.reshape(-1).sum() for value in given]
        terms = [torch.sin(waves[:, n % 3] * entry) for n, entry in enumerate(entries)]
        features = torch.stack([shifts, *terms]).sum(0)
        if is_finite:
            return Finite(values, torch.softmax(features, 0))
        return laws.Normal(features[0], (0.3 * features[1]).exp())

    return kernel
