"""Values at all places of several indices at once: each index is an axis that operations broadcast.

What cannot be told at once raises NotAtOnce, whatever the reason: then it is evaluated entry by
entry, which also says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
import math

import torch
from torch import Tensor

from scripts.checker.evaluating.environment import Environment
from scripts.checker.evaluating.families import unchecked

MOST_NUMBERS = 2_000_000  # of one intermediate result

Operation = Callable[..., Tensor]


class NotAtOnce(Exception):
    """This has to be evaluated entry by entry."""


class TooManyPlaces(NotAtOnce):
    """So has this, but part of its indices fit: there are so many places."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


@dataclass(frozen=True)
class Spread:
    """A value at every place: the axes of the indices, then `rank` axes of its own.

    The axes of the indices are aligned at the last one: those in front may be missing where the
    value does not depend on them.
    """

    values: Tensor
    rank: int = 0

    @property
    def places(self) -> torch.Size:
        """The sizes of the axes that belong to indices."""
        return self.values.shape[: self.values.ndim - self.rank]

    @property
    def shape(self) -> torch.Size:
        """The shape of the value at each place."""
        return self.values.shape[self.values.ndim - self.rank :]

    def expanded(self, places: Sequence[int]) -> Tensor:
        """All values, with every axis of the indices."""
        missing = len(places) - len(self.places)
        return self.values[(None,) * missing].expand(*places, *self.shape)


def constant(value: Tensor) -> Spread:
    """The same value at every place."""
    return Spread(value, value.ndim)


@dataclass(frozen=True)
class Lattice:
    """The names whose values differ from place to place, and the environment of all others.

    `mask` tells which places count, None: all; what stands at the others is never seen.
    `arguments` are the names among the varying ones that are no index: definitions depend on them.
    """

    env: Environment
    sizes: tuple[int, ...] = ()
    varying: Mapping[str, Spread] = field(default_factory=dict)
    mask: Tensor | None = None
    arguments: frozenset[str] = frozenset()

    def over(self, name: str, values: Tensor) -> Lattice:
        """With another index, whose axis comes first."""
        sizes = (len(values), *self.sizes)
        if math.prod(sizes) > MOST_NUMBERS:
            raise TooManyPlaces(math.prod(sizes))
        along = Spread(values.reshape(-1, *[1] * len(self.sizes)))
        env = self.env
        others = {key: value for key, value in env.values.items() if key != name}
        env = replace(env, values=others, indices=env.indices | {name})
        return replace(self, env=env, sizes=sizes, varying={**self.varying, name: along})

    def only(self, mask: Tensor) -> Lattice:
        """With fewer places that count."""
        return replace(self, mask=mask if self.mask is None else self.mask & mask)

    def require(self, true: Tensor) -> None:
        """NotAtOnce unless this is true at every place that counts."""
        if not bool((true if self.mask is None else true | ~self.mask).all()):
            raise NotAtOnce

    def happens(self, true: Tensor) -> bool:
        """Whether this is true at a place that counts."""
        return bool((true if self.mask is None else true & self.mask).any())

    def whole_numbers(self, value: Spread) -> Tensor:
        """These values as integers; 0 at places that do not count."""
        if value.rank or value.values.is_complex():
            raise NotAtOnce
        values = value.values.detach()
        if self.mask is not None:
            values = torch.where(self.mask, values, 0.0)
        if not bool((values == values.round()).all() & values.isfinite().all()):
            raise NotAtOnce
        return values.long()

    def places_in(self, run: range, index: Spread) -> Tensor:
        """Where in an axis that is counted along `run` these indices stand, from 0 on."""
        place = self.whole_numbers(index) - run.start
        self.require((place >= 0) & (place < len(run)))
        return place.clamp(0, len(run) - 1)

    def is_constant(self, names: frozenset[str]) -> bool:
        """Whether an expression with these names has the same value at every place."""
        env, seen, todo = self.env, set[str](), list(names)
        while todo:
            name = todo.pop()
            if name in self.varying:
                return False
            if name in seen:
                continue
            seen.add(name)
            todo += getattr(env.values.get(name), "parameters", ())
            definition = env.definitions.get(name)
            if definition is not None and self.arguments and name not in env.values:
                todo += definition.body.names
        return True

    def lifted(self, operation: Operation, *operands: Spread) -> Spread:
        """An operation on values of any shape, at each place."""
        places = common_places(operands)
        if not places:
            value = operation(*(operand.values for operand in operands))
            return constant(value)
        count = places.numel()
        largest = count * max(operand.shape.numel() for operand in operands)
        if largest > MOST_NUMBERS:
            raise TooManyPlaces(largest)
        rows = [
            o.expanded(places).reshape(count, *o.shape) if o.places else o.values for o in operands
        ]
        axes = tuple(0 if operand.places else None for operand in operands)
        self.env.trace.at_once += 1
        try:
            with unchecked():
                values: Tensor = torch.vmap(operation, axes)(*rows)
        finally:
            self.env.trace.at_once -= 1
        if not self.env.trace.at_once and bool(values.isnan().any()):
            raise NotAtOnce  # a law would have refused its parameters
        return Spread(values.reshape(*places, *values.shape[1:]), values.ndim - 1)

    def blurred(self, value: Spread, *, whole: Tensor | None = None) -> Spread:
        """A result with the noise of the trace, except at places where it is `whole` and exact."""
        trace = self.env.trace
        if not trace.noise or trace.at_once or not value.places:
            return value
        if whole is None:
            whole = whole_at(value, trace.grain)
        shaken = trace.shaken(value.values)
        whole = whole.reshape(*whole.shape, *[1] * value.rank)
        return replace(value, values=torch.where(whole, value.values, shaken))


def common_places(operands: Iterable[Spread]) -> torch.Size:
    """The sizes of all axes that any of these depends on."""
    shapes = [operand.places for operand in operands]
    places: torch.Size = torch.broadcast_shapes(*shapes)
    return places


def numbers(operation: Operation, *operands: Spread) -> Spread:
    """An operation that broadcasts, on a number at each place."""
    if any(operand.rank for operand in operands):
        raise NotAtOnce
    return Spread(operation(*(operand.values for operand in operands)))


def whole_at(value: Spread, grain: float) -> Tensor:
    """At which places all entries are multiples of the grain, or none is a real number."""
    if not value.values.is_floating_point():
        return torch.ones(value.places, dtype=torch.bool)
    multiples = value.values / grain
    whole = multiples == multiples.round()
    return whole.flatten(len(value.places)).all(-1) if value.rank else whole


def gathered(base: Spread, places: Sequence[Tensor | slice]) -> Spread:
    """The entries of a value at these places, each a number per place, counted from 0."""
    chosen = [axis for axis, place in enumerate(places) if isinstance(place, Tensor)]
    first = len(base.places)
    values = base.values
    for axis, place in enumerate(places):
        if isinstance(place, slice):
            values = values[(slice(None),) * (first + axis) + (place,)]
    kept = [axis for axis in range(base.rank) if axis not in chosen]
    order = [*range(first), *(first + a for a in chosen), *(first + a for a in kept)]
    outer = [
        torch.arange(size).reshape(-1, *[1] * (first - 1 - axis))
        for axis, size in enumerate(base.places)
    ]
    outer = [
        index if size > 1 else torch.zeros((), dtype=torch.long)
        for index, size in zip(outer, base.places, strict=True)
    ]
    entries = [place for place in places if isinstance(place, Tensor)]
    return Spread(values.permute(order)[(*outer, *entries)], len(kept))
