"""A formula of somebody else, in the letters of a page and in the place of ours: does it agree?

The checker evaluates both on the same inputs; where they agree, it checks the changed display as it
checks the page, against PyTorch or by its other side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import torch
from torch import Tensor

from scripts.base.errors import SourceError
from scripts.base.paths import page_file
from scripts.checker.errors import CheckError
from scripts.checker.evaluating.environment import Environment, Trace
from scripts.checker.evaluating.samplers import Style
from scripts.checker.judging.comparison import Comparison
from scripts.checker.judging.display import DisplayCheck
from scripts.checker.judging.judge import PageCheck
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page, read_page
from scripts.checker.reading.statements import read_display
from scripts.checker.tree import Order, Statement, walk
from scripts.comparing.draws import SEED
from scripts.comparing.needed import needed
from scripts.comparing.short_draws import ShortWorld
from scripts.comparing.symbols import end_of, printed_span
from scripts.comparing.values import gap, told_value
from scripts.sources.labels import rows_of

DRAWS, TRIES = 8, 24
SAME = 1e-9  # of the largest entry
NO_VALUE = "no number"
STYLES = (Style.USUAL, Style.USUAL, Style.USUAL, Style.DOUBLE, Style.TIES, Style.WIDE)


@dataclass(frozen=True)
class Judged:
    """What came of it: `agrees` is None where it could not be evaluated, `reason` says why."""

    agrees: bool | None
    draws: int = 0
    deviation: float = 0.0
    reason: str = ""
    counterexample: dict[str, Any] = field(default_factory=dict)


class NotEvaluated(Exception):
    """Why the changed display has no value."""


@cache
def judge(identifier: str, place: int, tex: str, *, thorough: bool = True) -> Judged:
    """Put LaTeX in the place of a claim of a page, counted from 0 over its displays, and compare.

    The whole check of the display follows where it is to be `thorough`.
    """
    checks = checks_of(identifier)
    with torch.random.fork_rng(devices=[]):
        try:
            display, row = place_of(checks.page, place)
            return _judge(checks, display, row, tex, thorough=thorough)
        except NotEvaluated as error:
            return Judged(None, reason=str(error))
        except (CheckError, SourceError) as error:
            return Judged(None, reason=error.message)


@cache
def checks_of(identifier: str) -> PageCheck:
    """The page of a formula, ready to be judged. Raises SourceError where it cannot be read."""
    page = read_page(page_file(identifier))
    return PageCheck(page, Oracle(page.code, page.declarations))


def place_of(page: Page, place: int) -> tuple[int, int]:
    """The display of a claim, and its number there. Raises NotEvaluated where it is not read."""
    for number, (display, statements) in enumerate(
        zip(page.displays, page.statements, strict=True)
    ):
        if isinstance(statements, CheckError) or display.reason is not None:
            count, is_read = len(rows_of(display.tex)), False  # as it is exported
        else:
            count, is_read = len(statements), True
        if place < count and not is_read:
            raise NotEvaluated("our own display is not machine-checked")
        if place < count:
            return number, place
        place -= count
    raise NotEvaluated("the page has no such claim")


def _judge(checks: PageCheck, display: int, row: int, tex: str, *, thorough: bool) -> Judged:
    page = checks.page
    ours = page.statements[display]
    assert not isinstance(ours, CheckError)
    changed = put_into(
        page.displays[display].tex, ours[row], tex, keep_left=_defines(checks, display, row)
    )
    statements = read_display(changed, page.vocabularies[display])
    if len(statements) != len(ours):
        raise NotEvaluated("it says more than one thing")
    if any(isinstance(part, Order) for part in walk(ours[row])):
        raise NotEvaluated("it holds but for a remainder")
    check = checks.display_check(display, statements)
    pair = Pair(checks.display_check(display, ours), check, row)
    draws, deviation = 0, 0.0
    for own, other, env in pair.values():
        apart = gap(own, other)
        if apart > SAME:
            return Judged(False, draws + 1, counterexample=pair.told(own, other, env))
        draws, deviation = draws + 1, max(deviation, apart)
        if draws == DRAWS:
            break
    if not draws:
        raise NotEvaluated("neither has a value on any input")
    if thorough:
        check.run(0)
    return Judged(True, draws, deviation)


def _defines(checks: PageCheck, display: int, row: int) -> bool:
    ours = checks.page.statements[display]
    assert not isinstance(ours, CheckError)
    return checks.display_check(display, ours).claims[row].definition is not None


def put_into(tex: str, statement: Statement, other: str, *, keep_left: bool) -> str:
    """A display with other LaTeX in the place of one of its statements.

    What a definition is about is ours: `\\mathrm{MSE} = …` is of the same as `\\mathrm{MSE}(x, y)`.
    """
    span, place = statement.span, relation_in(other)
    if keep_left:
        left = printed_span(tex, statement.sides[0].span)
        other = f"{left} = {other}" if place is None else f"{left} {other[place:]}"
    return f"{tex[: span.start]}{other}{tex[end_of(tex, span) :]}"


def relation_in(tex: str) -> int | None:
    """Where the first = outside of all braces stands."""
    depth = 0
    for place, sign in enumerate(tex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "=" and depth == 0:
            return place
    return None


class Pair:
    """A claim of ours and what somebody else wrote, evaluated in the same world."""

    def __init__(self, ours: DisplayCheck, theirs: DisplayCheck, row: int) -> None:
        self.ours, self.theirs = _Short(ours), _Short(theirs)
        self.row = row

    def values(self) -> Iterator[tuple[Tensor, Tensor, Environment]]:
        """Our value, the value of theirs that is farthest from it, and the world, draw by draw."""
        reason = ""
        found = 0
        for number in range(TRIES):
            style = STYLES[number % len(STYLES)]
            try:
                own, env = self.ours.sides(self.row, SEED + number, style)
            except (CheckError, SourceError):
                continue
            try:
                others, _ = self.theirs.sides(self.row, SEED + number, style)
            except (CheckError, SourceError) as error:
                reason = error.message
                continue
            if not own or not others or any(bool(each.isnan().any()) for each in own):
                continue
            found += 1
            yield own[0], max(others, key=lambda other: gap(own[0], other)), env
        if reason and found < DRAWS:
            raise NotEvaluated(reason)

    def told(self, own: Tensor, other: Tensor, env: Environment) -> dict[str, Any]:
        """The inputs and both values, as they are exported."""
        names = needed(self.ours.world.claims[self.row], env)
        shown = {key: told_value(env.values[key]) for key in names if key in env.values}
        yours = NO_VALUE if bool(other.isnan().any()) else told_value(other)
        return {"inputs": shown, "yours": yours, "ours": told_value(own)}


class _Short:
    """A check in a world of short numbers."""

    def __init__(self, check: DisplayCheck) -> None:
        oracle, words = check.references.oracle, check.references.words()
        self.world = ShortWorld(check.page, check.statements, oracle, check.world.earlier, words)
        self.comparison = Comparison(self.world, check.references, check.display.within)

    def sides(self, row: int, seed: int, style: Style) -> tuple[Sequence[Tensor], Environment]:
        """The values of the sides of a claim on one draw."""
        env = self.world.environment(seed, style, Trace())
        values = self.comparison.evaluate(self.world.claims[row], env)
        if env.trace.sampled:
            raise NotEvaluated("it is about random variables")
        return [value for value in values if value is not None], env
