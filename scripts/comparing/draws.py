"""The draws of a display that are exported: few, but every letter of it matters in them.

A letter matters on a draw where another value for it changes the value of a side. Neither is a
draw of use on which a formula with a mistake in it has the same value as the true one, as Adam
has with t in place of a power of t in its first step. So those are taken on which the most
letters matter and the most one-place changes are noticed, and every case decides, each beside
every other as far as there is such a draw.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from scripts.base.errors import SourceError
from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.dependence import random_in
from scripts.checker.evaluating.dispatch import evaluate
from scripts.checker.evaluating.environment import Environment, Function, Random, Trace, Value
from scripts.checker.evaluating.samplers import Style
from scripts.checker.judging.comparison import Comparison
from scripts.checker.judging.display import DisplayCheck
from scripts.checker.judging.judge import PageCheck
from scripts.checker.proving.mutate import mutants
from scripts.checker.reading.scopes import free_indices
from scripts.checker.reading.statements import Claim, claims_of
from scripts.comparing.choice import Draw, cases_of, chosen, light, pattern_of
from scripts.comparing.needed import needed
from scripts.comparing.short_draws import ShortFunction, ShortWorld
from scripts.comparing.values import gap

TRIED = (*(Style.USUAL,) * 12, *(Style.DOUBLE,) * 8, *(Style.TIES,) * 4, *(Style.WIDE,) * 4)
SEED = 20_000_000  # beside those of the check
NOTICED = 1e-4  # of the largest entry: what another value must change
FACTOR, SHIFT = 1.1, 0.05
HEAVIEST = 400  # numbers of a draw
HEAVY = 8 * 120  # numbers of all draws of a claim, for which sizes are made small
TOO_LONG = "no draw of it is short"
# One-place changes of a display that draws are tried on; few where a value takes long.
MOST_CHANGES, FEW_CHANGES = 40, 6
MOST_SUMS = 2
LONG = tree.Limit | tree.Integral | tree.Derivative | tree.Nabla | tree.Jacobian | tree.Prime


@dataclass(frozen=True)
class ClaimDraws:
    """A claim of a display with its draws, or why it has none."""

    claim: Claim
    indices: tuple[str, ...]
    draws: tuple[Draw, ...] = ()
    reference: bool = False
    calls: tuple[str, ...] = ()
    reason: str = ""

    @property
    def weight(self) -> int:
        """How many numbers its draws hold."""
        return sum(draw.size for draw in self.draws)


class NoDraws(Exception):
    """Why no draw of a claim can be exported, in a few words."""


def draws_of(checks: PageCheck, number: int) -> list[ClaimDraws]:
    """The draws of each claim of a display. Raises CheckError where it is not understood."""
    statements = checks.page.statements[number]
    if isinstance(statements, CheckError):
        raise statements
    found = Drawing(checks.display_check(number, statements)).all()
    if any(each.weight > HEAVY or each.reason == TOO_LONG for each in found):
        return Drawing(checks.display_check(number, statements), small=True).all()
    return found


class Drawing:
    """A display in worlds of short numbers."""

    def __init__(self, check: DisplayCheck, *, small: bool = False) -> None:
        self.check = check
        page, references = check.page, check.references
        self.world = ShortWorld(
            page, check.statements, references.oracle, check.world.earlier, references.words()
        )
        self.world.small = small
        self.comparison = Comparison(self.world, references, check.display.within)
        self.environments = list(self._environments())
        self.changes = list(self._changes())

    def all(self) -> list[ClaimDraws]:
        """The draws of every claim."""
        return [self.of(number) for number in range(len(self.check.claims))]

    def of(self, number: int) -> ClaimDraws:
        """The draws of one claim."""
        claim = self.world.claims[number]
        indices = self._indices(claim)
        try:
            candidates = list(self._candidates(number))
        except NoDraws as reason:
            return ClaimDraws(claim, indices, reason=str(reason))
        if not candidates:
            return ClaimDraws(claim, indices, reason=TOO_LONG)
        referred = any(found for *_, found in candidates)
        calls = self.check.references.called() if referred else ()
        worlds = {draw: env for env, draw, _ in candidates}
        draws = chosen([self._noticing(number, worlds[draw], draw) for draw in light([*worlds])])
        return ClaimDraws(claim, indices, tuple(draws), referred, calls)

    def _environments(self) -> Iterator[tuple[Environment, dict[str, ShortFunction]]]:
        tried = TRIED[::2] if self._takes_long() else TRIED
        for number, style in enumerate(tried):
            try:
                env = self.world.environment(SEED + number, style, Trace())
            except (CheckError, SourceError):
                continue
            yield env, dict(self.world.smooth)

    def _changes(self) -> Iterator[Sequence[Claim]]:
        """The claims of the display with a change in one place."""
        page = self.check.page
        found = list(mutants(list(self.check.statements), page.vocabulary))
        most = FEW_CHANGES if self._takes_long() else MOST_CHANGES
        step = -(-len(found) // most) or 1
        for mutant in found[::step]:
            words = self.check.references.words()
            try:
                yield claims_of(mutant.statements, page.declarations, frozenset(), words)
            except CheckError:
                continue

    def _takes_long(self) -> bool:
        nodes = [node for statement in self.check.statements for node in tree.walk(statement)]
        sums = [node for node in nodes if isinstance(node, tree.Big)]
        return len(sums) > MOST_SUMS or any(isinstance(node, LONG) for node in nodes)

    def _indices(self, claim: Claim) -> tuple[str, ...]:
        env = next((env for env, _ in self.environments), None)
        values = frozenset(env.values) | frozenset(env.definitions) if env else frozenset()
        return free_indices(claim.statement.sides[0], values | set(self.world.declared))

    def _candidates(self, number: int) -> Iterator[tuple[Environment, Draw, bool]]:
        """The world of each draw, with the cases that decided, and whether PyTorch gave a value."""
        claim = self.world.claims[number]
        if any(isinstance(node, tree.Order) for node in tree.walk(claim.statement)):
            raise NoDraws("a remainder has no value")
        for env, smooth in self.environments:
            env = replace(env, trace=Trace(), memo={})
            try:
                sides = self._sides(claim, env)
                cases = cases_of(env.trace)
                if env.trace.sampled or self._is_random(claim, env):
                    raise NoDraws("it is about random variables")
                if not sides:
                    raise NoDraws("it defines a function")
                inputs = self._inputs(claim, env, smooth)
                expected = self.check.references.expected(number, self.world.claims, env)
            except (CheckError, SourceError):
                continue
            referred = expected is not None and expected.value.shape == sides[0].shape
            if expected is not None and referred:
                sides = (expected.value, *sides[1:])
            if any(bool(side.isnan().any()) for side in sides):
                continue
            draw = Draw(inputs, sides, cases)
            if draw.size <= HEAVIEST:
                yield env, draw, referred

    def _is_random(self, claim: Claim, env: Environment) -> bool:
        """Whether a name that it needs is a random variable, or what one's law is called."""
        names = {*needed(claim, env), *(claim.statement.names)}
        bodies = [env.definitions[key].body for key in names if key in env.definitions]
        if any(isinstance(node, tree.Expectation) for b in bodies for node in tree.walk(b)):
            return True
        if any(isinstance(env.values.get(key), Random) or key in env.random for key in names):
            return True
        return bool(random_in([claim.statement, *bodies], env))

    def _sides(self, claim: Claim, env: Environment) -> tuple[Tensor, ...]:
        values = self.comparison.evaluate(claim, env)
        return tuple(value for value in values if value is not None)

    def _inputs(
        self, claim: Claim, env: Environment, smooth: dict[str, ShortFunction]
    ) -> dict[str, Value | ShortFunction]:
        """The values of the names that a claim needs, also through what defines them."""
        values = ((key, self._value(key, claim, env, smooth)) for key in needed(claim, env))
        return {key: value for key, value in values if value is not None}

    def _value(
        self, key: str, claim: Claim, env: Environment, smooth: dict[str, ShortFunction]
    ) -> Value | ShortFunction | None:
        defined = claim.definition is not None and key == claim.definition.key
        value = env.values.get(key)
        if isinstance(value, Function):
            if defined:
                return None
            if not self.world.is_smooth(key, env):
                raise NoDraws(f"{key} is given in Python")
            if smooth[key].told() is None:
                return None
            return smooth[key]
        if value is not None or key not in env.definitions or defined:
            return value
        definition = env.definitions[key]
        if definition.parameters is not None:
            return None
        name = tree.Name(key, span=definition.span)
        return evaluate(name, env)

    def _noticing(self, number: int, env: Environment, draw: Draw) -> Draw:
        """A draw with the letters that matter on it and the changes that are seen."""
        inputs, sides = draw.inputs, draw.sides
        claim = self.world.claims[number]
        found: set[Any] = set()
        for key, value in inputs.items():
            if isinstance(value, Tensor) and self._matters(claim, env, sides, key, value):
                found.add(("letter", key))
        for place, claims in enumerate(self.changes):
            if number < len(claims) and claims[number].statement != claim.statement:
                own = {c.definition.key: c.definition for c in claims if c.definition}
                other = replace(
                    env, definitions={**self.world.earlier, **own}, trace=Trace(), memo={}
                )
                if self._differs(claims[number], other, sides):
                    found.add(("change", place))
        noticed = draw.noticed | found
        return replace(draw, noticed=noticed | pattern_of(noticed, inputs))

    def _matters(
        self, claim: Claim, env: Environment, sides: Sequence[Tensor], key: str, value: Tensor
    ) -> bool:
        if key in env.definitions and key not in env.values:
            disturbances = {key: _disturbed}
            other = replace(env, disturbances=disturbances, trace=Trace(), memo={})
        else:
            values = {**env.values, key: _disturbed(value)}
            other = replace(env, values=values, trace=Trace(), memo={})
        return self._differs(claim, other, sides)

    def _differs(self, claim: Claim, env: Environment, sides: Sequence[Tensor]) -> bool:
        """Whether a claim has other values in this world; where it has none, it is noticed."""
        try:
            others = self._sides(claim, env)
        except Exception:  # an array of another size may fail in many ways
            return True
        if len(sides) != len(others):
            return True
        return any(gap(a, b) > NOTICED for a, b in zip(sides, others, strict=True))


def _disturbed(value: Tensor) -> Tensor:
    """Another value: the next whole number, or each entry a little larger by its own amount."""
    if value.is_floating_point() and bool((value == value.round()).all()):
        return value + 1
    ramp = torch.linspace(0.5, 1.5, value.numel() or 1, dtype=torch.float64)
    return value * FACTOR + SHIFT * ramp.reshape(value.shape)
