"""A draw of a claim, what it tells apart, and which few draws tell the most."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from scripts.checker.evaluating.environment import Trace, Value
from scripts.comparing.short_draws import ShortFunction

WANTED = 8
LIGHT = 48  # numbers of a draw
SOME = 14  # candidates, the lightest where few are light
# What it counts for that a draw notices something; else 1.
WEIGHTS = {"letter": 3.0, "pattern": 8.0}


@dataclass(frozen=True, eq=False)
class Draw:
    """The values of the names that a claim needs, and that of each side that has one.

    `noticed` are the letters, cases and one-place changes that this draw tells apart, and the
    pattern that these letters and cases make.
    """

    inputs: dict[str, "Value | ShortFunction"]
    sides: tuple[Tensor, ...]
    noticed: frozenset[Any]

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        arrays = [value for value in self.inputs.values() if isinstance(value, Tensor)]
        return sum(each.numel() for each in (*arrays, *self.sides))

    @property
    def letters(self) -> set[str]:
        """The letters that matter on this draw."""
        return {key for kind, key in self.noticed if kind == "letter"}


def chosen(candidates: Sequence[Draw]) -> list[Draw]:
    """The draws that tell the most apart, what few of them do first; in the order of drawing."""
    left = list(candidates)
    counts: dict[Any, int] = {}
    found: list[Draw] = []
    while left and len(found) < WANTED:
        best = max(left, key=lambda draw: _use(draw, counts))
        left.remove(best)
        found.append(best)
        for each in best.noticed:
            counts[each] = counts.get(each, 0) + 1
    return [draw for draw in candidates if any(draw is each for each in found)]


def light(candidates: Sequence[Draw]) -> list[Draw]:
    """Those of few numbers; where there are not enough, the lightest."""
    some = sorted(candidates, key=lambda draw: draw.size)[:SOME]
    return [draw for draw in candidates if draw.size <= LIGHT or any(draw is s for s in some)]


def _use(draw: Draw, counts: dict[Any, int]) -> float:
    """How much a draw adds to those that are chosen."""
    return sum(WEIGHTS.get(each[0], 1.0) * 2.0 ** -counts.get(each, 0) for each in draw.noticed)


def cases_of(trace: Trace) -> frozenset[Any]:
    """The cases, terms and arguments that decided."""
    return frozenset(
        ("case", (place, branch)) for place, seen in trace.seen.items() for branch in seen
    )


def pattern_of(noticed: Set[Any], inputs: Mapping[str, "Value | ShortFunction"]) -> frozenset[Any]:
    """Where a draw lies among the pieces of a formula: what decides there, what matters, and signs.

    The parts of a clip, a maximum or a mask are told apart by their patterns: beside the cases that
    decided, by the letters that no longer matter, and by the signs of the numbers. A zero lies
    between the pieces, in none of them.
    """
    decided = {each for each in noticed if each[0] in {"letter", "case"}}
    numbers = {k: v for k, v in inputs.items() if isinstance(v, Tensor) and not v.ndim}
    if any(not bool(value) for value in numbers.values()):
        return frozenset()
    signs = {("sign", key, bool(value.real > 0)) for key, value in numbers.items()}
    return frozenset({("pattern", frozenset(decided | signs))})
