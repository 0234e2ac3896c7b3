"""Does a value lie in the set that the symbol list gives it?"""

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.samplers import lowest
from scripts.checker.evaluating.sets import members
from scripts.checker.reading.domains import Domain

SLACK = 1e-9  # of closed ends and of sums, relative: what rounding may add


def inside(
    value: Tensor, domain: Domain, shape: tuple[int, ...], env: Environment, *, strict: bool
) -> bool:
    """Whether a value lies in a domain; open ends count as kept where `strict` is false."""
    if tuple(value.shape) != shape:
        return False
    if value.is_complex():
        if domain.kind == "complex":
            return True
        if bool((value.imag.abs() > SLACK * (1 + value.abs())).any()):
            return False
        value = value.real
    low, high, open_ends = _bounds(domain, env)
    above, below = value > low, value < high
    if not (open_ends[0] and strict):
        above = value >= low - SLACK * (1 + abs(low))
    if not (open_ends[1] and strict):
        below = value <= high + SLACK * (1 + abs(high))
    return bool((above & below).all()) and _has_its_form(value, domain, env)


def _bounds(domain: Domain, env: Environment) -> tuple[float, float, tuple[bool, bool]]:
    """What a value lies between, and which of the ends do not belong to the domain."""
    infinity = float("inf")
    match domain.kind:
        case "positive":
            return 0.0, infinity, (True, False)
        case "nonnegative" | "simplex":
            return 0.0, infinity, (False, False)
        case "natural" | "natural0":
            return float(lowest(domain)), infinity, (False, False)
        case "negative":
            return -infinity, 0.0, (False, True)
        case "nonpositive":
            return -infinity, 0.0, (False, False)
        case "interval":
            low, high = (float(evaluate(end, env)) for end in domain.items)
            return low, high, domain.open_ends
    return -infinity, infinity, (False, False)


def _has_its_form(value: Tensor, domain: Domain, env: Environment) -> bool:
    """Whole numbers, members of a listed set, symmetry, sums: what no bound says."""
    match domain.kind:
        case "natural" | "natural0" | "integer":
            return bool((value == value.round()).all())
        case "nonzero":
            return bool((value != 0).all())
        case "apart from zero":
            return bool(value.any())
        case "set":
            items = members(tree.Listing(domain.items, span=domain.span), env)
            return _are_among(value, items)
        case "simplex":
            total = value.sum(-1)
            return torch.allclose(total, torch.ones_like(total), rtol=0, atol=SLACK)
        case "symmetric" | "definite" | "semidefinite":
            return _is_symmetric(value, domain.kind)
    return True


def _are_among(value: Tensor, items: tuple[Tensor, ...]) -> bool:
    if not items:
        return False
    rank = items[0].ndim
    flat = value.reshape(-1, *value.shape[value.ndim - rank :])
    return all(any(_same(entry, item) for item in items) for entry in flat)


def _same(left: Tensor, right: Tensor) -> bool:
    return left.shape == right.shape and torch.allclose(left, right, rtol=SLACK, atol=SLACK)


def _is_symmetric(value: Tensor, kind: str) -> bool:
    size = float(value.abs().max())
    if not torch.allclose(value, value.mT, rtol=0, atol=SLACK * size):
        return False
    if kind == "symmetric":
        return True
    smallest = float(torch.linalg.eigvalsh(value)[0])
    return smallest > 0 if kind == "definite" else smallest >= -SLACK * size
