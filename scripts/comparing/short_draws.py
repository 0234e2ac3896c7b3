"""Inputs that a reader can type: a world of a display whose drawn numbers have three digits."""

from collections.abc import Mapping
from dataclasses import replace
import math
from typing import Any

import torch
from torch import Tensor

from scripts.checker.evaluating.arguments import with_types
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment, Function, Value
from scripts.checker.evaluating.inputs import Draw, SmoothFunction, constant
from scripts.checker.evaluating.samplers import Style, environment
from scripts.checker.judging.world import World
from scripts.checker.reading.domains import Domain
from scripts.checker.reading.symbols import Declaration, sizes_of

DIGITS = 3
SHARES = 1000  # shares that add up to one are thousandths
FREE = {"real", "positive", "nonnegative", "negative", "nonpositive", "nonzero", "complex"}
FREE |= {"apart from zero", "interval", "symmetric", "definite"}


class ShortWorld(World):
    """A world of short numbers; `smooth` are the functions that it drew last, by key.

    In a `small` one, sizes that have no domain of their own are 2 or 3.
    """

    smooth: dict[str, "ShortFunction"]
    small = False

    def _draw(
        self,
        seed: int,
        style: Style,
        sizes: Mapping[str, Value] | None = None,
        at: Declaration | None = None,
    ) -> Draw:
        found = super()._draw(seed, style, sizes, at)
        if self.small and sizes is None:
            found = super()._draw(seed, style, self._small_sizes(found, seed), at)
        values = dict(found.values)
        self.smooth = {}
        for place, (key, declaration) in enumerate(self.declared.items()):
            domain, value = declaration.domain, values.get(key)
            if domain is None:
                continue
            if isinstance(value, Function):
                smooth = ShortFunction(domain, found.shapes[key], seed * len(self.declared) + place)
                self.smooth[key] = smooth
                function = Function(key, (), smooth)
                values[key] = with_types(function, declaration, self.declared, found.shapes)
            elif isinstance(value, Tensor) and constant(declaration, tuple(value.shape)) is None:
                values[key] = shortened(value, domain)
        return replace(found, values=values)

    def _small_sizes(self, found: Draw, seed: int) -> dict[str, Value]:
        names = sizes_of(self.page.declarations)
        free = [name for name in names if name not in self.declared]
        bits = {name: 2.0 + ((seed >> place) & 1) for place, name in enumerate(free)}
        small = {name: torch.tensor(size, dtype=torch.float64) for name, size in bits.items()}
        return {**found.values, **small}

    def is_smooth(self, key: str, env: Environment) -> bool:
        """Whether a function of this name is one that was drawn here, not given by an author."""
        return key in self.smooth and key not in self.given and key not in env.random


class ShortFunction(SmoothFunction):
    """A smooth function whose weights are hundredths: what is exported of it is all of it."""

    is_short = False

    def __call__(self, *arguments: Tensor) -> Tensor:
        value = super().__call__(*arguments)
        if self.is_short:
            return value
        self.weights = tuple((100 * each).round() / 100 for each in self.weights)
        self.is_short = True
        return super().__call__(*arguments)

    def told(self) -> dict[str, Any] | None:
        """`outer @ sin(inner @ x + shift)` of all arguments behind each other, into a set.

        None before it was called: then its arguments are not known.
        """
        if not self.weights:
            return None
        inner, shift, outer = (each.tolist() for each in self.weights)
        ends = [float(evaluate(end, environment({}))) for end in self.domain.items]
        bounds = {"bounds": ends} if self.domain.kind == "interval" else {}
        shape = list(self.shape)
        into = {"shape": shape, "set": self.domain.kind, **bounds}
        return {"inner": inner, "shift": shift, "outer": outer, **into}


def shortened(value: Tensor, domain: Domain) -> Tensor:
    """The nearest value of three digits, as far as its set has one."""
    if domain.kind == "simplex":
        return _short_shares(value)
    if domain.kind not in FREE:
        return value
    if value.is_complex():
        return torch.complex(_rounded(value.real), _rounded(value.imag))
    return _rounded(value)


def _rounded(value: Tensor) -> Tensor:
    entries = [float(f"{entry:.{DIGITS}g}") for entry in value.reshape(-1).tolist()]
    return torch.tensor(entries, dtype=torch.float64).reshape(value.shape)


def _short_shares(value: Tensor) -> Tensor:
    """Thousandths that add up to one, none of them zero; the largest takes what is left over."""
    rows = []
    for row in value.reshape(-1, value.shape[-1]).tolist():
        parts = [max(1, round(SHARES * share)) for share in row]
        parts[parts.index(max(parts))] += SHARES - sum(parts)
        rows.append([part / SHARES for part in parts])
    assert all(math.isclose(sum(row), 1.0) for row in rows)
    return torch.tensor(rows, dtype=torch.float64).reshape(value.shape)
