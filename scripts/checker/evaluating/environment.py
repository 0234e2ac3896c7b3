"""What every name means while a formula is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
import math
import time
from typing import Any

import torch
from torch import Tensor

from scripts.checker.errors import CheckError, Span
from scripts.checker.reading.domains import Domain
from scripts.checker.tree import Definition, Expr, Name


@dataclass(frozen=True)
class Function:
    """A function drawn at random or given by the author, and its declared arguments."""

    key: str
    parameters: tuple[str, ...]
    apply: Callable[..., Tensor]


@dataclass(frozen=True)
class Random:
    """A random variable, or what its law is called; `distribution` is a torch Distribution.

    It is None where the law depends on other variables.
    """

    key: str
    distribution: Any


@dataclass(frozen=True)
class Members:
    """A finite set by its elements."""

    key: str
    values: tuple[Tensor, ...]


Value = Tensor | Function | Random | Members
Disturbance = Callable[[Tensor], Tensor]


@dataclass
class Trace:
    """What has decided a value over all draws: cases, arguments of max and min, terms of sums.

    `error` is the largest absolute error, by estimate, of the limits, integrals and series without
    end that were evaluated since it was last set to 0: two values may differ by as much.
    `noise` is how much every intermediate result is blurred, relatively, but for multiples of
    `grain`, which are taken for exact: whole numbers, or, where a step decides, halves as well.
    `sampled` tells whether anything was simulated, which it only is where it `may_sample`;
    `standard_error` how far the side of a claim that was evaluated last may be off for that
    reason: None where it was not simulated.
    """

    seen: dict[tuple[type[Expr], Span], set[int]] = field(default_factory=dict)
    needed: dict[tuple[type[Expr], Span], int] = field(default_factory=dict)
    sampled: bool = False
    may_sample: bool = True
    rough: set[Span] = field(default_factory=set)  # where only samples tell a mean
    standard_error: Tensor | None = None
    error: float = 0.0
    at_once: int = 0  # evaluations at many values, which no branch can be told of
    noise: float = 0.0
    grain: float = 1.0
    met: dict[str, list[float]] = field(
        default_factory=dict
    )  # what a drawn number is compared with
    notes: dict[str, None] = field(default_factory=dict)  # what was read in one of two ways
    until: float = math.inf  # when evaluating has taken too long, in seconds of this thread

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """What is evaluated meanwhile may compute for so long; then it is refused."""
        self.until = time.thread_time() + seconds
        try:
            yield
        finally:
            self.until = math.inf

    def read_exp(self, value: Tensor) -> None:
        """Note that exp of a matrix is not that of its entries."""
        if value.ndim == 2:
            note = "exp of a square matrix is the matrix exponential; of its entries, \\exp(A_{ij})"
            self.notes[note] = None

    def blur(self, value: Tensor) -> Tensor:
        """A result with the noise of this trace; what is exact stays.

        Of many values at once it is their sum that is blurred.
        """
        return value if self.at_once or self.is_exact(value) else self.shaken(value)

    def is_exact(self, value: Tensor) -> bool:
        """Whether all entries are multiples of the grain."""
        return is_whole(value / self.grain)

    def shaken(self, value: Tensor) -> Tensor:
        """A result with the noise of this trace, also where it is a whole number."""
        return value * (1 + self.noise * torch.randn_like(value)) if self.noise else value

    def smeared(self, value: Tensor) -> Tensor:
        """What an algorithm finds with this noise: each entry is as exact as the largest."""
        if not self.noise or self.at_once:
            return value
        return value + self.noise * value.abs().max() * torch.randn_like(value)

    @contextmanager
    def exactly(self) -> Iterator[None]:
        """Without noise: an extrapolation would follow it."""
        noise, self.noise = self.noise, 0.0
        try:
            yield
        finally:
            self.noise = noise

    def won(self, node: Expr, branch: int | None, of: int) -> None:
        """Note that this branch of a node (None: no branch) decided its value."""
        place = type(node), node.span
        self.needed[place] = of
        self.seen.setdefault(place, set())
        if branch is not None:
            self.seen[place].add(branch)

    def compared(self, node: Expr, other: Tensor, domains: Mapping[str, Domain]) -> None:
        """Note what a condition compares a drawn number with."""
        if not isinstance(node, Name) or self.at_once or other.is_complex():
            return
        if node.key in domains:
            self.met.setdefault(node.key, []).extend(other.detach().reshape(-1).tolist())

    def chose(self, node: Expr, values: Tensor, best: Tensor) -> None:
        """Note whether the best of the values (first axis) was once alone: else any would do."""
        if not self.at_once:
            alone = bool(((values == best).sum(0) == 1).any())
            self.won(node, 1 if alone else None, 2)

    def missing(self) -> Span | None:
        """A node with a branch that has never won."""
        for place, count in self.needed.items():
            if len(self.seen[place]) < count:
                return place[1]
        return None


@dataclass(frozen=True)
class Block:
    """Random variables that are drawn together, from a law that may depend on their parents.

    `law` is a torch Distribution in an environment where the parents have values: of numbers or
    vectors for one key, of vectors with one entry each for several keys.
    """

    keys: tuple[str, ...]
    parents: tuple[str, ...]
    law: Callable[[Environment], Any]

    def value(self, values: Mapping[str, Tensor]) -> Tensor:
        """The value that the law is asked about, from the value of each key."""
        each = [values[key] for key in self.keys]
        return each[0] if len(each) == 1 else torch.stack(each)


def by_key(keys: Sequence[str], values: Tensor) -> dict[str, Tensor]:
    """The values of a law, one or many: for one key as they are, else entry by entry."""
    if len(keys) == 1:
        return {keys[0]: values}
    return {key: values[..., place] for place, key in enumerate(keys)}


def is_whole(value: Tensor) -> bool:
    """Whether all entries are whole numbers, or none is a real number."""
    return not value.is_floating_point() or bool((value == value.round()).all())


@dataclass(frozen=True)
class Environment:
    """Values by key, definitions by key, and those that are being worked out just now.

    `random` has the block of every random variable, `laws` the blocks of every name of a law,
    `apart` the pairs of variables that are declared independent.
    `terms` counts how often the sums around evaluate what stands in them, one by one.
    `starts` tells which arrays are not counted from 1, `ranges` the values of a declared letter,
    `letters` those of them that run as an index on the left side of a line.
    """

    values: Mapping[str, Value]
    definitions: Mapping[str, Definition]
    trace: Trace
    random: Mapping[str, Block] = field(default_factory=dict)
    laws: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    remembered: dict[Any, Any] = field(default_factory=dict)  # see remembering.py
    starts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Tensor, ...]] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()
    indices: frozenset[str] = frozenset()
    terms: int = 1
    pending: tuple[str, ...] = ()
    memo: dict[str, Tensor] = field(default_factory=dict)
    disturbances: Mapping[str, Disturbance] = field(default_factory=dict)

    def disturb(self, key: str, value: Tensor) -> Tensor:
        """What a definition gives its name; another value where its weight is being tested."""
        disturbance = self.disturbances.get(key)
        return disturbance(value) if disturbance else value

    def binding(self, key: str, value: Value) -> Environment:
        """The same world with another value for one name; definitions are worked out anew."""
        return self.with_values({key: value})

    def with_values(self, values: Mapping[str, Value]) -> Environment:
        """The same world with other values for these names; definitions are worked out anew."""
        return self._with(values={**self.values, **values}, memo={})

    def indexing(self, key: str, value: Tensor) -> Environment:
        """The same world inside a sum: definitions do not depend on its index."""
        return self._with(values={**self.values, key: value}, indices=self.indices | {key})

    def repeated(self, times: int) -> Environment:
        """The same world inside a sum of so many terms."""
        return self._with(terms=self.terms * times)

    def defining(self, definition: Definition) -> Environment:
        """Inside a definition: indices outside of it mean nothing here."""
        if definition.key in self.pending:
            message = f"{definition.key} is defined by itself: declare it, and return it from given"
            raise CheckError(message, definition.span)
        values = self.values
        if self.indices:
            values = {k: v for k, v in values.items() if k not in self.indices}
        return self._with(
            values=values, indices=frozenset(), pending=(*self.pending, definition.key)
        )

    def _with(self, **changes: Any) -> Environment:
        """As dataclasses.replace: that takes longer than most operations."""
        other = object.__new__(Environment)
        vars(other).update(vars(self) | changes)
        return other
