"""The laws that a page may name, and those that torch does not have: torch Distributions all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch import distributions as laws
from torch.distributions import constraints

from scripts.checker.errors import CheckError

Law = Any  # a torch Distribution, which has no types
TAIL = 1e-25  # a countable support is cut where every value is less probable
MOST_VALUES = 1000


def _weighted(weights: Tensor, values: Tensor) -> Tensor:
    total: Tensor = torch.tensordot(weights, values, 1)
    return total


def _place(shares: Tensor, sample_shape: Any) -> Tensor:
    """Numbers of what is chosen at random, each as often as its share says."""
    shape = torch.Size(sample_shape)
    return torch.multinomial(shares.detach(), max(shape.numel(), 1), True).reshape(shape)


class _Listed(constraints.Constraint):
    """Of values that are listed: the probabilities say which."""

    is_discrete = True

    def check(self, value: Tensor) -> Tensor:
        """Whatever is not listed has the probability 0 anyhow."""
        return torch.ones((), dtype=torch.bool)


class Finite(laws.Distribution):
    """Values (n,) or vectors (n, d), with probabilities (n,)."""

    has_enumerate_support = True

    def __init__(self, points: Tensor, probabilities: Tensor) -> None:
        self.points, self.probabilities = points, probabilities
        super().__init__(event_shape=points.shape[1:], validate_args=False)

    @property
    def support(self) -> Any:
        """Discrete: that is all that is asked."""
        return _Listed()

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """All values."""
        return self.points

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the probability of one value."""
        same = self.points == value
        same = same.flatten(1).all(1) if self.points.ndim > 1 else same
        found: Tensor = (self.probabilities * same).sum().log()
        return found

    @property
    def mean(self) -> Tensor:
        """The mean of the values."""
        return _weighted(self.probabilities, self.points)

    @property
    def variance(self) -> Tensor:
        """The variance of the values, entry by entry."""
        return _weighted(self.probabilities, (self.points - self.mean) ** 2)

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Values at random."""
        chosen = _place(self.probabilities, sample_shape)
        return self.points[chosen]


class Copies(laws.Distribution):
    """A vector of independent entries, all of one law."""

    def __init__(self, entry: Law, count: int) -> None:
        self.entry, self.count = entry, count
        super().__init__(event_shape=torch.Size([count]), validate_args=False)

    def log_prob(self, value: Tensor) -> Tensor:
        """The sum over the entries."""
        return torch.stack([self.entry.log_prob(entry) for entry in value]).sum()

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Vectors at random."""
        drawn: Tensor = self.entry.sample((*sample_shape, self.count))
        return drawn


class Mixture(laws.Distribution):
    """One of several laws, each with its weight."""

    def __init__(self, weights: Tensor, parts: Sequence[Law]) -> None:
        self.weights, self.parts = weights, tuple(parts)
        super().__init__(event_shape=parts[0].event_shape, validate_args=False)

    @property
    def support(self) -> Any:
        """That of its parts."""
        return self.parts[0].support

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the weighted densities."""
        each = [
            w.log() + part.log_prob(value) for w, part in zip(self.weights, self.parts, strict=True)
        ]
        return torch.stack(each).logsumexp(0)

    def cdf(self, value: Tensor) -> Tensor:
        """The weighted probabilities below a value."""
        return _weighted(self.weights, torch.stack([part.cdf(value) for part in self.parts]))

    @property
    def mean(self) -> Tensor:
        """The weighted mean."""
        return _weighted(self.weights, torch.stack([part.mean for part in self.parts]))

    @property
    def variance(self) -> Tensor:
        """Within the parts and between them."""
        squares = [part.variance + part.mean**2 for part in self.parts]
        return _weighted(self.weights, torch.stack(squares)) - self.mean**2

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Samples of the parts, mixed."""
        each = torch.stack([part.sample(sample_shape) for part in self.parts])
        chosen = _place(self.weights, sample_shape)
        chosen = chosen.reshape(1, *chosen.shape, *[1] * (each.ndim - 1 - chosen.ndim))
        mixed: Tensor = torch.take_along_dim(each, chosen.expand(1, *each.shape[1:]), 0)[0]
        return mixed


def _normal(mean: Tensor, spread: Tensor) -> Law:
    """With this variance; of vectors, with this covariance matrix."""
    if spread.ndim == 0 and mean.ndim == 0:
        return laws.Normal(mean, spread.sqrt())
    if spread.ndim != 2 or mean.shape != spread.shape[:1]:
        raise CheckError("a normal vector has a vector as its mean and a matrix as its covariance")
    return laws.MultivariateNormal(mean, spread)


def _whole(value: Tensor, what: str) -> int:
    if value.ndim or float(value) != round(float(value)):
        raise CheckError(f"{what} is a whole number")
    return int(value)


def _categorical(p: Tensor) -> Law:
    """The values 1, …, K."""
    if p.ndim != 1 or bool((p < 0).any()) or abs(float(p.sum()) - 1) > 1e-9:
        raise CheckError("these are no probabilities: they sum to 1 and none is below 0")
    return Finite(torch.arange(1, len(p) + 1, dtype=torch.float64), p)


def uniform_on(values: Sequence[Tensor]) -> Law:
    """Each of these values with the same probability."""
    points = torch.stack(list(values))
    return Finite(points, torch.full((len(points),), 1 / len(points), dtype=torch.float64))


def _two_readings(*_: Tensor) -> Law:
    raise CheckError("Geometric counts trials from 1 or failures from 0: give it by `given`")


class _Bernoulli(laws.Bernoulli):
    """That of torch takes 0 for 2e-16: what never happens here has the probability 0."""

    def log_prob(self, value: Tensor) -> Tensor:
        found: Tensor = torch.where(value == 1, self.probs.log(), torch.log1p(-self.probs))
        return torch.where((value == 0) | (value == 1), found, -torch.inf)


# By the names that pages give them; in symbol lists a normal law has its variance behind its mean,
# an exponential one its rate, a gamma law its rate behind its shape.
BY_NAME: dict[str, Callable[..., Law]] = {
    "\\mathcal{N}": _normal,
    "Normal": _normal,
    "\\mathcal{U}": laws.Uniform,
    "Uniform": laws.Uniform,
    "Bernoulli": _Bernoulli,
    "Binomial": lambda n, p: laws.Binomial(_whole(n, "the number of trials"), p),
    "Categorical": _categorical,
    "Poisson": laws.Poisson,
    "Geometric": _two_readings,
    "Exponential": laws.Exponential,
    "Laplace": laws.Laplace,
    "Gamma": laws.Gamma,
    "Beta": laws.Beta,
    "Gumbel": laws.Gumbel,
    "StudentT": laws.StudentT,
    "Dirichlet": laws.Dirichlet,
}
SHORT = {
    "Unif": "Uniform", "Ber": "Bernoulli", "Bern": "Bernoulli", "Bin": "Binomial",
    "Cat": "Categorical", "Pois": "Poisson", "Geom": "Geometric", "Exp": "Exponential",
    "Dir": "Dirichlet", "Student": "StudentT",
}  # fmt: skip


def law_of(name: str, parameters: Sequence[Tensor]) -> Law:
    """The law of this name; CheckError where the parameters do not make one."""
    make = BY_NAME.get(SHORT.get(name, name))
    if make is None:
        raise CheckError(f"the law {name} is not known; give it by `given`")
    try:
        return make(*parameters)
    except TypeError:
        raise CheckError(f"{name} takes other parameters") from None
    except ValueError as error:
        raise CheckError(str(error).splitlines()[0]) from None


@contextmanager
def unchecked() -> Iterator[None]:
    """Laws check neither parameters nor values: many at once, or outside of the support."""
    before = laws.Distribution._validate_args
    laws.Distribution.set_default_validate_args(False)
    try:
        yield
    finally:
        laws.Distribution.set_default_validate_args(before)


def is_discrete(law: Law) -> bool:
    """Whether its values can be listed."""
    try:
        return bool(law.support.is_discrete)
    except NotImplementedError:
        return False


def has_density(law: Law) -> bool:
    """Whether it has a density, or can only be sampled from."""
    return type(law).log_prob is not laws.Distribution.log_prob


def support(law: Law) -> tuple[Tensor, ...]:
    """The values of a discrete law; a countable support is cut far out in its tail."""
    if law.has_enumerate_support and not law.batch_shape:
        return tuple(law.enumerate_support().to(torch.float64))
    if not is_discrete(law):
        raise CheckError("it is continuous: its values cannot be listed")
    values = torch.arange(MOST_VALUES, dtype=torch.float64)
    with unchecked():
        counts = law.log_prob(values).detach().exp() > TAIL
    return tuple(values[: int(counts.nonzero().max()) + 1])
