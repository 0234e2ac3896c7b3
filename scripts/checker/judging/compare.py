"""Do two values agree, does an inequality hold, does a remainder shrink as fast as claimed?

Values are compared entry by entry. An entry may be off by a small part of itself, and of what
cancels in it: `1 - \\cos x` of a small x is the difference of two numbers about 1. How much
cancels is measured, by blurring every intermediate result (see rounding.py), and only where the
entries themselves do not agree to that part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
import math

import torch
from torch import Tensor

from scripts.checker import tree
from scripts.checker.errors import CheckError, NotANumber, Span, Unsettled
from scripts.checker.evaluating.algebra import shape_text
from scripts.checker.evaluating.dispatch import evaluate, number
from scripts.checker.evaluating.environment import Environment
from scripts.checker.judging.report import show
from scripts.checker.verdicts import TOLERANCE

ESTIMATES = 10  # of an error, which is itself rough
STANDARD_ERRORS = 6  # that a simulated value may be off
# Small enough that the first term left out decides, large enough that even its fourth power
# stands far above rounding; powers of two, so that x + h loses no digit of h.
STEPS = (2.0**-7, 2.0**-8)
EXACT = 1e-14  # a remainder below this is rounding
SMALLEST = 1e-300
ROUNDING = 1e-14  # of an entry: above it, what cancels is measured


@dataclass(frozen=True)
class Side:
    """A value to be compared, and how a message calls it.

    `cancelled` gives the size of what cancels in each entry, `at_a_step` tells whether gaps are
    those between both sides of a step, `error` is what a limit or a series may be off by,
    `standard_error` tells the same of what was simulated.
    """

    label: str
    value: Tensor
    cancelled: Callable[[], Tensor] = lambda: number(0.0)
    error: float = 0.0
    standard_error: Tensor | None = None
    at_a_step: Callable[[Tensor], bool] = lambda gap: False

    def is_decided(self) -> bool:
        """Whether an entry stands above what rounding leaves of terms that cancel."""
        if not bool(self.value.any()) or bool(self.value.isnan().any()):
            return False
        if bool(self.value.isinf().any()):
            return True
        least = ESTIMATES * self.error + _slack(self)
        return bool((self.value.abs() > least).any())


def agree(left: Side, right: Side, span: Span) -> float:
    """How far two sides are apart, of each entry and what cancels in it, at most.

    Raises CheckError where that is too far.
    """
    left, right = _without_same_infinities(left, right)
    require_finite((left, right), span)
    if left.value.shape != right.value.shape:
        shapes = (f"{side.label} is {shape_text(side.value)}" for side in (left, right))
        raise CheckError(", ".join(shapes), span)
    gap = (left.value - right.value).abs()
    # Below the smallest, numbers have few digits left, or one.
    sizes = torch.maximum(left.value.abs(), right.value.abs()).clamp(min=SMALLEST)
    error = ESTIMATES * (left.error + right.error)
    if not math.isfinite(error):
        raise Unsettled(f"{left.label} does not settle: is it finite?", span)
    sizes = sizes + error / TOLERANCE
    if not bool((gap <= (TOLERANCE if error else ROUNDING) * sizes).all()):
        sizes = sizes + (_slack(left) + _slack(right)) / TOLERANCE
    if not bool((gap <= TOLERANCE * sizes).all()):
        shown = [f"{side.label} is {show(side.value)}" for side in (left, right)]
        raise CheckError(", ".join(shown) + _hint(left, right), span)
    return float((gap / sizes.clamp(min=SMALLEST)).max())


def are_near(left: Side, right: Side, part: float) -> bool:
    """Whether the entries of two sides differ by no more than a part of themselves."""
    if left.value.shape != right.value.shape:
        return False
    sizes = torch.maximum(left.value.abs(), right.value.abs())
    return bool(((left.value - right.value).abs() <= part * sizes).all())


def at_a_step(left: Side, right: Side) -> bool:
    """Whether rounding decides on which side of a step, such as that of ⌊x⌋, one of these is."""
    if left.value.shape != right.value.shape:
        return False
    gap = (left.value - right.value).abs()
    sizes = torch.maximum(left.value.abs(), right.value.abs())
    gap = torch.where(gap > TOLERANCE * sizes, gap, 0.0)
    return left.at_a_step(gap) or right.at_a_step(gap)


def apart(left: Side, right: Side, span: Span, *, relative: bool) -> float:
    """How far the sides of an approximation are apart; NotANumber where one is no number."""
    require_finite((left, right), span)
    if left.value.shape != right.value.shape:
        shapes = f"{shape_text(left.value)} and {shape_text(right.value)}"
        raise CheckError(f"the sides are {shapes}", span)
    gap = (left.value - right.value).abs()
    return float((gap / left.value.abs() if relative else gap).max())


def _slack(side: Side) -> Tensor:
    """What a side may be off by, beside the tolerance of its entries."""
    if side.standard_error is not None:
        slack = STANDARD_ERRORS * side.standard_error
    else:
        slack = TOLERANCE * side.cancelled()
    return slack.nan_to_num(nan=0.0, posinf=0.0)  # what may be off by anything is compared as it is


def ordered(relation: str, left: Side, right: Side, span: Span) -> bool:
    """Raise CheckError unless the inequality holds; tell whether it holds strictly."""
    require_finite((left, right), span)
    low, high = (right, left) if relation in {"≥", ">"} else (left, right)
    if low.value.ndim and high.value.ndim and low.value.shape != high.value.shape:
        message = f"the sides are {shape_text(left.value)} and {shape_text(right.value)}"
        raise CheckError(message, span)
    slack = TOLERANCE * torch.maximum(low.value.abs(), high.value.abs())
    below, strictly = low.value <= high.value + slack, low.value < high.value - slack
    if not bool(below.all() if relation in {"≤", "≥"} else strictly.all()):
        slack = slack + ESTIMATES * (low.error + high.error) + _slack(low) + _slack(high)
        below = low.value <= high.value + slack
        if not bool(below.all()):
            raise CheckError(f"{show(low.value)} is not below {show(high.value)}", span)
    if relation in {"<", ">"} and not bool(strictly.all()):
        message = f"{show(low.value)} is not below {show(high.value)}"
        raise NotStrict(f"{message}, it may be equal", span)
    return bool(strictly.any())


class NotStrict(CheckError):
    """A strict inequality whose sides are equal, perhaps by rounding only."""


def remainder_order(statement: tree.Statement, order: tree.Order, env: Environment) -> float:
    """How fast the difference of the sides shrinks: the exponent of the remainder's variable."""
    sizes = []
    for step in STEPS:
        at = env.values.get(order.variable)
        small = at * step if isinstance(at, Tensor) and at.ndim else number(step)
        inner = env.binding(order.variable, small)
        left, right = (evaluate(side, inner) for side in statement.sides)
        if left.shape != right.shape:
            message = f"the sides are {shape_text(left)} and {shape_text(right)}"
            raise CheckError(message, statement.span)
        sizes.append(float((left - right).detach().abs().max()))
    if not all(map(math.isfinite, sizes)):
        raise NotANumber("a side is not a number; narrow the domain", statement.span)
    if min(sizes) < EXACT:
        raise CheckError("the remainder is zero: the equation holds exactly", order.span)
    return math.log2(sizes[0] / sizes[1])


def _without_same_infinities(left: Side, right: Side) -> tuple[Side, Side]:
    """The sides with 0 where both are -∞, or ∞, in a mask: not where a whole side is."""
    if left.value.shape != right.value.shape or not left.value.ndim:
        return left, right
    same = left.value.isinf() & (left.value == right.value)
    if not bool(same.any()) or bool(same.all()):
        return left, right
    plain = [replace(s, value=s.value.masked_fill(same, 0.0)) for s in (left, right)]
    return plain[0], plain[1]


def require_finite(sides: Sequence[Side], span: Span) -> None:
    """NotANumber where an entry of a side has no finite value."""
    wrong = [side for side in sides if not bool(side.value.isfinite().all())]
    if wrong:
        message = f"{wrong[0].label} is {show(wrong[0].value)}: not a number; narrow the domain"
        raise NotANumber(message, span, everywhere=len(wrong) == len(sides))


def _hint(left: Side, right: Side) -> str:
    """Where two numbers look alike, what may be the cause."""
    gap = (left.value - right.value).abs().max()
    if float(gap) < torch.finfo(torch.float32).eps * float(left.value.abs().max()):
        return ": they agree to the digits of float32 only"
    return ""
