"""Integrals of a function of one number."""

from collections.abc import Callable
import math

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, Unsettled

MOST_HALVINGS = 6  # of the step of the quadrature
ACCURACY = 1e-9  # of two steps: halving squares the error, so the finer one is exact


def quadrature(function: Callable[[Tensor], Tensor], low: float, high: float) -> Tensor:
    """Trapezoids after a change of variable, halving the step until two results agree.

    Raises CheckError where that takes more than MOST_HALVINGS steps.
    """
    if low == high:
        raise CheckError("an integral over nothing")
    if low > high:
        return -quadrature(function, high, low)
    change, reach = _change_of_variable(low, high)

    def add(start: float, step: float) -> Tensor:
        total = torch.zeros((), dtype=torch.float64)
        for t in torch.arange(start, reach, step, dtype=torch.float64):
            x, weight = change(t)
            if weight > 0:
                total = total + weight * function(x)
        return total

    step = reach / 32
    total = add(-reach, step)
    result = step * total
    for _ in range(MOST_HALVINGS):
        total = total + add(-reach + step / 2, step)
        step, before, result = step / 2, result, step / 2 * total
        if bool((result - before).abs().max() <= ACCURACY * (1 + result.abs().max())):
            return result
    raise Unsettled("this integral does not settle: is it finite?")


def _change_of_variable(
    low: float, high: float
) -> tuple[Callable[[Tensor], tuple[Tensor, Tensor]], float]:
    """x(t) and dx/dt for t from -reach to reach: the integrand dies out fast at both ends."""
    c = math.pi / 2

    def line(t: Tensor) -> tuple[Tensor, Tensor]:
        return torch.sinh(t), torch.cosh(t)

    def half(t: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.exp(t - torch.exp(-t))
        return low + x, x * (1 + torch.exp(-t))

    def other_half(t: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.exp(t - torch.exp(-t))
        return high - x, x * (1 + torch.exp(-t))

    def segment(t: Tensor) -> tuple[Tensor, Tensor]:
        inner = torch.tanh(c * torch.sinh(t))
        slope = c * torch.cosh(t) / torch.cosh(c * torch.sinh(t)) ** 2
        middle, radius = (high + low) / 2, (high - low) / 2
        inside = inner.abs() < 1
        return middle + radius * inner, radius * slope * inside

    if math.isinf(low) and math.isinf(high):
        return line, 6.0
    if math.isinf(high):
        return half, 5.5
    return (other_half, 5.5) if math.isinf(low) else (segment, 3.2)
