"""Extrapolations say how far off they may be."""

import math

import pytest
import torch

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Trace
from scripts.checker.evaluating.extrapolation import at_zero, of_series
from scripts.checker.evaluating.limits import endless
from scripts.checker.evaluating.quadrature import quadrature

HALVES = [0.3 * 0.5**k for k in range(10)]


def test_an_extrapolation_is_off_by_no_more_than_its_error() -> None:
    slope = [torch.tensor(math.sin(h), dtype=torch.float64) / h for h in HALVES]
    found = at_zero(HALVES, slope)
    assert abs(float(found.value) - 1) <= found.error < 1e-10


def test_a_sequence_that_runs_away_is_not_extrapolated() -> None:
    powers = [torch.tensor(h**-0.5, dtype=torch.float64) for h in HALVES]
    assert at_zero(HALVES, powers).error > 0.1


def test_partial_sums_are_off_by_no_more_than_their_error() -> None:
    terms = [torch.tensor(1 / k**2, dtype=torch.float64) for k in range(1, 33)]
    found = of_series(terms, list(torch.stack(terms).cumsum(0)))
    assert abs(float(found.value) - math.pi**2 / 6) <= found.error < 1e-7


def test_the_trace_keeps_the_largest_error() -> None:
    trace = Trace()
    quadrature(lambda x, _: (x - 0.3).abs(), 0.0, 1.0, trace)
    assert 0 < trace.error < 1e-7


def test_a_divergent_series_has_no_value() -> None:
    def term(k: torch.Tensor) -> torch.Tensor:
        return 1 / (k + 1)

    with pytest.raises(CheckError, match="does not settle"):
        endless(term, "sum", Trace())
