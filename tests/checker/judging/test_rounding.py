from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.environment import Environment, Trace
from scripts.checker.judging.rounding import NOISE, TIMES, TRIES, Blur, cancelled

EXACT = torch.tensor(36.0, dtype=torch.float64)
BLUR = Blur(Environment({}, {}, Trace()))


def told(values: Iterator[Tensor | CheckError]) -> Tensor:
    """How much cancels, where these values come of blurring, one after the other."""

    def evaluate(_: Environment) -> Tensor:
        value = next(values)
        if isinstance(value, CheckError):
            raise value
        return value

    return cancelled(EXACT, evaluate, BLUR)


@pytest.mark.parametrize("nothing", [EXACT * torch.nan, CheckError("no number", Span(0, 0))])
def test_noise_that_steps_over_an_edge_is_drawn_again(nothing: Tensor | CheckError) -> None:
    values = [nothing, nothing, nothing, EXACT + 1, nothing, EXACT - 2, EXACT]
    assert float(told(iter(values)) * NOISE) == pytest.approx(2.0)


def test_where_noise_always_steps_over_an_edge_nothing_is_known() -> None:
    values = iter([EXACT * torch.nan] * TRIES * TIMES)
    assert float(told(values)) == 0 and next(values, None) is None


def test_what_is_a_number_is_blurred_a_few_times() -> None:
    values = iter([EXACT + 1] * 100)
    told(values)
    assert len([*values]) == 100 - TIMES
