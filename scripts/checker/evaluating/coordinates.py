"""Numbers without bounds for the elements of a domain, so that an extreme can be searched there."""

from collections.abc import Callable
from dataclasses import dataclass
import math

import torch
from torch import Tensor

from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment
from scripts.checker.reading.domains import Domain

CONTINUOUS = {
    "real", "positive", "nonnegative", "interval", "simplex", "symmetric", "definite",
}  # fmt: skip


@dataclass(frozen=True)
class Coordinates:
    """How many numbers, and the element that they stand for."""

    size: int
    value: Callable[[Tensor], Tensor]


def has_no_edge(domain: Domain) -> bool:
    """Whether what lies infinitely far in coordinates is no element of the domain."""
    is_open = domain.kind == "interval" and all(domain.open_ends)
    return is_open or domain.kind in {"real", "positive", "symmetric", "definite"}


def coordinates_of(domain: Domain, shape: tuple[int, ...], env: Environment) -> Coordinates:
    """Coordinates of all inner points of a domain; CheckError where it has none."""
    size = math.prod(shape)
    match domain.kind:
        case "real":
            return Coordinates(size, lambda x: x.reshape(shape))
        case "positive" | "nonnegative":
            return Coordinates(size, lambda x: x.exp().reshape(shape))
        case "interval":
            low, high = (float(evaluate(end, env)) for end in domain.items)
            if math.isfinite(low) and math.isfinite(high):
                return Coordinates(
                    size, lambda x: (low + (high - low) * torch.sigmoid(x)).reshape(shape)
                )
        case "simplex" if len(shape) == 1:
            return Coordinates(size - 1, lambda x: torch.softmax(torch.cat([x, x.new_zeros(1)]), 0))
        case "symmetric" | "definite":
            n = shape[0]
            rows, columns = torch.triu_indices(n, n)

            def symmetric(x: Tensor) -> Tensor:
                upper = x.new_zeros(n, n).index_put((rows, columns), x)
                whole = upper + upper.mT - torch.diag(upper.diagonal())
                return torch.matrix_exp(whole) if domain.kind == "definite" else whole

            return Coordinates(len(rows), symmetric)
    raise CheckError("extremes over this domain are not searched", domain.span)
