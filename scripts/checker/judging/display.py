"""The check of one display: draw, compare, see that all was compared, and that all decides."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from torch import Tensor

from scripts.base.errors import SourceError
from scripts.checker.errors import AtAStep, CheckError, NotANumber, Unlucky, Unsettled
from scripts.checker.evaluating.environment import Trace, Value
from scripts.checker.evaluating.samplers import Style
from scripts.checker.judging.compare import NotStrict
from scripts.checker.judging.comparison import Comparison
from scripts.checker.judging.evidence import evidence_of
from scripts.checker.judging.lints import lint_display
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page
from scripts.checker.judging.references import References
from scripts.checker.judging.report import show
from scripts.checker.judging.schedule import (
    DRAWS_OF_SAMPLES,
    MOST_DRAWS,
    MOST_TRIES,
    draws_wanted,
    styles,
)
from scripts.checker.judging.sensitivity import require_all_decide
from scripts.checker.judging.tally import Tally
from scripts.checker.judging.ties import tied
from scripts.checker.judging.world import World
from scripts.checker.reading.statements import Claim
from scripts.checker.reading.symbols import Declaration
from scripts.checker.tree import Definition, Statement
from scripts.checker.verdicts import Verdict

LONGEST_DRAW = 3.0  # seconds that it computes; those of pages take up to 0.2
MOST_UNLUCKY = 100  # nearly singular matrices: with more of them the domain is at fault
MOST_SKIPPED = 0.25  # of the draws, for what could not be worked out there
SEEDS_APART = 1_000_003  # more than any check draws: no two seeds share a draw


class DisplayCheck:
    """One display: its claims, evaluated on draw after draw."""

    def __init__(
        self,
        page: Page,
        number: int,
        statements: Sequence[Statement],
        oracle: Oracle,
        head: str | None,
        earlier: Mapping[str, Definition],
    ) -> None:
        self.page, self.display, self.statements = page, page.displays[number], statements
        self.references = References(oracle, number, head)
        self.world = World(page, statements, oracle, earlier, self.references.words())
        self.comparison = Comparison(self.world, self.references, self.display.within)
        self.tally = Tally()
        self.trace = Trace()
        self.skipped: list[Exception] = []  # why draws that are not usual were not compared
        lint_display(self.claims, page, earlier)
        self._require_bound()

    @property
    def claims(self) -> Sequence[Claim]:
        """What the display says; which of it are definitions may depend on what is given."""
        return self.world.claims

    @property
    def drawn(self) -> Mapping[str, Value]:
        """The values of the last draw."""
        return self.world.drawn

    @property
    def compared(self) -> set[int]:
        """The claims that were compared with something."""
        return self.tally.compared

    def run(self, seed: int) -> Verdict:
        """Draw until everything has been seen at least once."""
        draws = self._draw_all(seed * SEEDS_APART)
        self._try_ends(seed * SEEDS_APART)
        self.tally.conclude(self.claims, self.trace, draws, self.world.laws, self.world.declared)
        names, sampled = self._undecided(), self.trace.sampled
        require_all_decide(self.comparison, names, seed * SEEDS_APART, sampled=sampled)
        status = self._status()
        calls = self.references.called()
        used = tuple(self.references.used)
        return Verdict(
            page=self.page.path.as_posix(),
            line=self.display.line,
            tex=self.display.tex,
            status=status,
            drawn={key: show(value) for key, value in self.drawn.items()},
            evidence=evidence_of(status, used, calls, draws, self.tally, self.display.within),
            references=used,
            given=tuple(sorted(self.world.given)),
            remainder=bool(self.tally.orders),
        )

    def values(self, seed: int) -> list[list[Tensor | None]]:
        """Every side of every claim on one draw."""
        env = self.world.environment(seed, Style.USUAL, self.trace)
        return [self.comparison.evaluate(claim, env) for claim in self.claims]

    # -- the draws -----------------------------------------------------------------------

    def _draw_all(self, seed: int) -> int:
        """Draw until there were enough, and every piece has decided; how many there were."""
        wanted = draws_wanted(self.statements)
        draws = tried = unlucky = 0
        upcoming = styles(self.statements)
        style = next(upcoming)
        while draws < wanted or (self.trace.missing() and draws < MOST_DRAWS):
            enough_samples = self.trace.sampled and draws >= DRAWS_OF_SAMPLES
            if tried > MOST_TRIES or enough_samples:
                break
            try:
                draws += self._one_draw(seed + tried, style)
                style = next(upcoming)
            except Unlucky:
                unlucky += 1
                if unlucky > MOST_UNLUCKY:
                    raise
            tried += 1
        if len(self.skipped) > MOST_SKIPPED * tried:
            raise self.skipped[-1]
        return draws

    def _try_ends(self, seed: int) -> None:
        """Stand at each end of each domain, which draws at random may miss."""
        skipped = [*self.skipped]
        for number, end in enumerate(self.world.ends()):
            with suppress(Unlucky):
                self._one_draw(seed + number, Style.EDGES, end)
        self.skipped = skipped

    def _one_draw(self, seed: int, style: Style, at: Declaration | None = None) -> bool:
        """Draw inputs and compare every claim on them; false where these decide nothing.

        Far out, a side may overflow and an inequality may round to an equation. `at` is declared
        to be at an end of its domain; all else is usual then.
        """
        # Many variables are seldom better than samples: these would be all that the status tells.
        self.trace.may_sample = style is not Style.LARGE or self.trace.sampled
        try:
            with self.trace.at_most(LONGEST_DRAW):
                self._compare_on(seed, style, at)
        except NotANumber as error:
            at_no_edge = style is Style.TIES and error.everywhere
            if style.is_wild or style is Style.LARGE or at_no_edge:
                return False
            if style is Style.TIES:
                error.message += r", or take out a point: \mathbb{R}^{n} \setminus \{\mathbf{0}\}"
            raise
        except NotStrict:
            if style.is_wild:
                return False
            raise
        except AtAStep as error:
            self.skipped.append(error)
            return False
        # A limit may be out of reach far out, PyTorch may refuse what the formula allows.
        except (Unsettled, SourceError) as error:
            if style.is_usual:
                raise
            self.skipped.append(error)
            return False
        return True

    def _compare_on(self, seed: int, style: Style, at: Declaration | None) -> None:
        self.trace.met.clear()
        env = self.world.environment(seed, Style.USUAL if at else style, self.trace, at)
        self.comparison.compare_all(env, self.tally, style)
        free = style is Style.TIES and not (self.world.given or env.random)
        if free and (equal := tied(env)) is not None:
            self.comparison.compare_all(equal, self.tally, style)

    # -- what it comes to ----------------------------------------------------------------

    def _status(self) -> str:
        if self.world.examples and not self.trace.sampled:
            return "checked on an example"
        inequality = any(statement.is_inequality for statement in self.statements)
        return "sampled" if inequality or self.trace.sampled else "checked"

    def _undecided(self) -> list[str]:
        """The names whose definition is compared with nothing but through what uses them."""
        return [
            claim.definition.key
            for number, claim in enumerate(self.claims)
            if claim.definition and number not in self.tally.compared
        ]

    def _require_bound(self) -> None:
        """An approximation says how close it is."""
        for claim in self.claims:
            if "≈" in claim.statement.relations and self.display.within is None:
                message = "how close? Write <!-- ≈ within 0.01 --> above the display, or 1 %"
                raise CheckError(message, claim.statement.span)
