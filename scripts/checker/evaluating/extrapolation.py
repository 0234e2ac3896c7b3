"""Where a sequence of values leads, and how far off that may be.

Of values at shrinking distances: a polynomial in the distances (Neville), exact for what is
smooth, or Wynn's epsilon algorithm, for which the powers need not be known; whichever is steadier.
Of partial sums: Levin's u-transform (D. Levin, 1973).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
import math

import torch
from torch import Tensor

from scripts.checker.errors import Unsettled
from scripts.checker.evaluating.environment import Trace

PRECISE = 1e-10  # of the value: better than a comparison needs
SETTLED = 1e-7  # of the value: an error above this tells nothing
LAST = 4  # values that must agree where a sequence needs no extrapolation
RIVALS = 3  # the steadiest extrapolations, which must agree
SAFETY = 3  # times two extrapolations differ: they may come close by chance


@dataclass(frozen=True)
class Estimate:
    """A value and, by estimate, its absolute error."""

    value: Tensor
    error: float

    def within(self, accuracy: float) -> bool:
        """Whether the error is below this part of the value."""
        return self.error <= accuracy * (1 + float(self.value.detach().abs().max()))

    def settled(self, what: str, trace: Trace) -> Tensor:
        """The value, its error noted; Unsettled where `what` has none."""
        if not self.within(SETTLED):
            raise Unsettled(f"{what} does not settle: is it finite?")
        trace.error = max(trace.error, self.error)
        return self.value


UNKNOWN = Estimate(torch.zeros(()), math.inf)


def best(estimates: Iterable[Estimate]) -> Estimate:
    """The one with the smallest error."""
    return min(estimates, key=lambda estimate: estimate.error, default=UNKNOWN)


def agreed(first: Estimate, second: Estimate) -> Estimate:
    """One estimate from two that should be the same: their difference is an error, too."""
    if first.value.shape != second.value.shape:
        return UNKNOWN
    apart = float((first.value - second.value).detach().abs().max())
    better = best((first, second))
    return Estimate(better.value, max(first.error, second.error, apart))


def at_zero(distances: Sequence[float], values: Sequence[Tensor]) -> Estimate:
    """Where values at distances that shrink, each to the same part of the one before, lead."""
    stacked = torch.stack(list(values))
    found = [*_as_is(stacked), *_neville(distances, stacked), *_wynn(stacked)]
    first, *others = sorted(found, key=lambda estimate: estimate.error)[:RIVALS]
    apart = [float((first.value - other.value).detach().abs().max()) for other in others]
    return Estimate(first.value, max([first.error, *apart]))  # the best may look so by chance


def of_series(terms: Sequence[Tensor], partial: Sequence[Tensor]) -> Estimate:
    """Where partial sums lead; one extrapolation does without the first of them."""
    a, s = torch.stack(list(terms)), torch.stack(list(partial))
    return agreed(best(_levin(a, s, 0)), best(_levin(a, s, 5)))


def _as_is(values: Tensor) -> Iterator[Estimate]:
    if len(values) > LAST:
        last = values[-1]
        yield Estimate(last, float(_size(values[-LAST - 1 : -1] - last).max()))


def _neville(distances: Sequence[float], values: Tensor) -> Iterator[Estimate]:
    steps = torch.tensor(distances, dtype=torch.float64).reshape(-1, *[1] * (values.ndim - 1))
    column = values
    for order in range(1, len(values)):
        far, near = steps[:-order], steps[order:]
        finer = (far * column[1:] - near * column[:-1]) / (far - near)
        yield _steadiest(finer, column[1:], column[:-1])
        column = finer


def _wynn(values: Tensor) -> Iterator[Estimate]:
    """Even columns of the epsilon table; where two entries are equal, the next ones are unknown.

    Of a sequence that runs away, it would find where that one comes from: steps must shrink.
    """
    steps = _size(values[1:] - values[:-1])
    if bool(steps[-LAST:].max() >= steps[:LAST].max()):
        return
    before, column = torch.zeros_like(values[1:]), values
    for order in range(1, len(values)):
        finer = before + 1 / (column[1:] - column[:-1])
        if order % 2 == 0 and len(finer) > 1:
            yield _steadiest(finer[1:], finer[:-1], before[1:])
        before, column = column[1:-1], finer


def _levin(terms: Tensor, partial: Tensor, start: int) -> Iterator[Estimate]:
    """The transforms of order 2, 3, … of the partial sums from `start` on."""
    shape = (-1, *[1] * (terms.ndim - 1))
    found: list[Tensor] = []
    for order in range(2, len(terms) - start):
        places = torch.arange(start + 1, start + order + 2, dtype=torch.float64)
        signs = torch.tensor([(-1) ** j * math.comb(order, j) for j in range(order + 1)])
        weights = signs * (places / places[-1]) ** (order - 1) / places
        inner = slice(start, start + order + 1)
        shares = weights.reshape(shape) / terms[inner]
        found.append((shares * partial[inner]).sum(0) / shares.sum(0))
    column = torch.stack(found)
    yield _steadiest(column[2:], column[1:-1], column[:-2])


def _steadiest(finer: Tensor, *coarser: Tensor) -> Estimate:
    """The entry that differs least from those it was made of."""
    errors = torch.stack([_size(finer - other) for other in coarser]).amax(0)
    errors = errors.nan_to_num(math.inf)
    place = int(errors.argmin())
    return Estimate(finer[place], SAFETY * float(errors[place]))


def _size(values: Tensor) -> Tensor:
    """The largest entry of each of these values."""
    return values.detach().abs().reshape(len(values), -1).amax(1)
