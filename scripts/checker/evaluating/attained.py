"""Is an extreme the value somewhere, or only what values come near to, far out?

What was found is as far out as float64 tells values apart: beyond, they go on getting better, or
are equal, and just before they differ by no more than rounding.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from scripts.checker.errors import CheckError

LENGTHS = (1.0, 10.0, 100.0)  # how far beyond the place that was found
BACK = 1e-3  # before the place where values stop to change
NEARLY = 1e-12  # of a value: what a limit differs by where float64 loses it
BISECTIONS = 60


def require_attained(objective: Callable[[Tensor], Tensor], place: Tensor) -> None:
    """CheckError where the smallest value is a limit only, along an axis or away from 0."""

    def along(direction: Tensor) -> Callable[[float], float]:
        return lambda length: float(objective(place + length * direction))

    axes = torch.eye(len(place), dtype=torch.float64)
    directions = [*axes, *-axes]
    if bool(place.any()):
        directions.append(place / place.abs().max())
    if any(_is_a_limit(along(direction)) for direction in directions):
        raise CheckError(
            "no place attains this extreme: of a value that is a limit, write \\inf or \\sup"
        )


def _is_a_limit(value: Callable[[float], float]) -> bool:
    """Whether values only come near to their smallest one in this direction."""
    here = value(0.0)
    beyond = [value(length) for length in LENGTHS]
    if any(there > here for there in beyond):
        return False
    if beyond[0] < here:
        return True
    worse = next((length for length in LENGTHS if value(-length) > here), None)
    if worse is None or any(there != here for there in beyond):
        return False
    flat = 0.0
    for _ in range(BISECTIONS):  # where the flat part begins
        middle = (flat + worse) / 2
        flat, worse = (flat, middle) if value(-middle) > here else (middle, worse)
    return value(-worse - BACK) - here <= NEARLY * (1 + abs(here))
