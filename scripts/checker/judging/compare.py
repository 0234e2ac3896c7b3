"""Do two values agree, does an inequality hold, does a remainder shrink as fast as claimed?"""

from collections.abc import Sequence
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, Span
from scripts.checker.evaluating.algebra import shape_text
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.judging.report import show
from scripts.checker.reading.domains import Domain
from scripts.checker.verdicts import TOLERANCE

STANDARD_ERRORS = 6  # by which means of samples may differ: chance alone does it never
# Values that cancel to zero are left with rounding errors, 1e-16 where the terms are about 1:
# next to these nothing is relatively small.
FLOOR = 1e-12
# Small enough that the first term left out decides, large enough that even its fourth power
# stands far above rounding; powers of two, so that x + h loses no digit of h.
STEPS = (2.0**-7, 2.0**-8)
EXACT = 1e-14  # a remainder below this is rounding


def agree(
    values: Sequence[tuple[str, Tensor]], span: Span, *, errors: Sequence[Tensor | None] = ()
) -> None:
    """Raise CheckError unless all labelled values are the same.

    Where `errors` tells standard errors of simulated values, within STANDARD_ERRORS of these.
    """
    known = [error for error in errors if error is not None]
    (first_label, first), *others = values
    for label, value in values:
        if not bool(value.isfinite().all()):
            raise CheckError(f"{label} is {show(value)}: not a number; narrow the domain", span)
    for label, value in others:
        if value.shape != first.shape:
            shapes = f"{first_label} is {shape_text(first)}, {label} is {shape_text(value)}"
            raise CheckError(shapes, span)
        if not (near(first, value, known) if known else close(first, value)):
            raise CheckError(f"{first_label} is {show(first)}, {label} is {show(value)}", span)


def close(left: Tensor, right: Tensor) -> bool:
    """Equal up to 1e-9 of the largest entry."""
    size = max(float(left.abs().max()), float(right.abs().max()))
    return bool((left - right).abs().max() <= TOLERANCE * size + FLOOR)


def near(left: Tensor, right: Tensor, errors: Sequence[Tensor]) -> bool:
    """Equal up to the errors of simulations, entry by entry."""
    slack = STANDARD_ERRORS * sum(error**2 for error in errors) ** 0.5
    slack = slack + TOLERANCE * torch.maximum(left.abs(), right.abs())
    return bool(((left - right).abs() <= slack).all())


def ordered(relation: str, left: Tensor, right: Tensor, span: Span) -> bool:
    """Raise CheckError unless the inequality holds; tell whether it holds strictly."""
    for value in (left, right):
        if not bool(value.isfinite().all()):
            raise CheckError(f"a side is {show(value)}: not a number; narrow the domain", span)
    if relation in {"≥", ">"}:
        left, right = right, left
    slack = TOLERANCE * max(float(left.abs().max()), float(right.abs().max())) + FLOOR
    if not bool((left <= right + slack).all()):
        raise CheckError(f"{show(left)} is not below {show(right)}", span)
    strict = bool((left < right - slack).any())
    if relation in {"<", ">"} and not strict:
        raise CheckError(f"{show(left)} is not below {show(right)}", span)
    return strict


def remainder_order(statement: tree.Statement, order: tree.Order, env: Environment) -> float:
    """How fast the difference of the sides shrinks: the exponent of the remainder's variable."""
    sizes = []
    for step in STEPS:
        inner = env.binding(order.variable, number(step))
        left, right = (evaluate(side, inner) for side in statement.sides)
        if left.shape != right.shape:
            message = f"the sides are {shape_text(left)} and {shape_text(right)}"
            raise CheckError(message, statement.span)
        sizes.append(float((left - right).detach().abs().max()))
    if not all(map(math.isfinite, sizes)):
        raise CheckError("a side is not a number; narrow the domain", statement.span)
    if min(sizes) < EXACT:
        raise CheckError("the remainder is zero: the equation holds exactly", order.span)
    return math.log2(sizes[0] / sizes[1])


def inside(value: Tensor, domain: Domain, shape: tuple[int, ...], env: Environment) -> bool:
    """Whether a defined value lies in the domain that the symbol list gives it."""
    if tuple(value.shape) != shape:
        return False
    slack = TOLERANCE
    match domain.kind:
        case "positive" | "definite":
            return domain.kind == "definite" or bool((value > -slack).all())
        case "nonnegative":
            return bool((value >= -slack).all())
        case "simplex":
            total = value.sum(-1)
            return bool((value >= -slack).all()) and torch.allclose(total, torch.ones_like(total))
        case "interval":
            low, high = (float(evaluate(end, env)) for end in domain.items)
            return bool(((value >= low - slack) & (value <= high + slack)).all())
        case "integer" | "natural":
            return bool((value == value.round()).all())
    return True
