"""A random variable by itself: its density and its values."""

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Random

TAIL = 1e-13  # a countable support is cut where less than this is left


def density(variable: Random, x: Tensor) -> Tensor:
    """Density, or probability of a value, at x."""
    value: Tensor = variable.distribution.log_prob(x).exp()
    return value


def support(variable: Random) -> tuple[Tensor, ...]:
    """The values of a discrete variable; a countable support is cut far out in its tail."""
    distribution = variable.distribution
    if distribution.has_enumerate_support:
        return tuple(distribution.enumerate_support().to(torch.float64))
    if not distribution.support.is_discrete:
        raise CheckError(f"{variable.key} is continuous: its values cannot be listed")
    values: list[Tensor] = []
    left = 1.0
    while left > TAIL and len(values) < 1000:
        values.append(torch.tensor(float(len(values)), dtype=torch.float64))
        left -= float(density(variable, values[-1]))
    return tuple(values)


def has_density(variable: Random) -> bool:
    """Whether its distribution has one, or can only be sampled from."""
    kind = type(variable.distribution)
    return kind.log_prob is not torch.distributions.Distribution.log_prob
