"""The mutation test: every one-place change of a checked display must be refused.

A mutant that passes is a survivor: the same statement in other notation, a different but
true one, or a miss, which is a bug of the checker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
import random

from torch import Tensor

from scripts.base.errors import SourceError
from scripts.checker import tree
from scripts.checker.errors import CheckError
from scripts.checker.judging.judge import PageCheck
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import read_page
from scripts.checker.judging.report import caret
from scripts.checker.proving.mutate import Mutant, mutants

EQUAL = 1e-9
REQUIRED = 0.99  # of the false mutants
SEED = 0
SAME, TRUE, MISS = "same statement in other notation", "different but true", "miss"


@dataclass(frozen=True)
class Survivor:
    """A mutant that the checker accepts, and why."""

    place: str
    what: str
    picture: str
    kind: str


@dataclass
class Tally:
    """Counts over all pages."""

    total: int = 0
    survivors: tuple[Survivor, ...] = ()

    @property
    def false(self) -> int:
        """How many mutants are false statements."""
        return self.total - sum(s.kind != MISS for s in self.survivors)

    @property
    def misses(self) -> int:
        """How many of these survived."""
        return sum(s.kind == MISS for s in self.survivors)

    @property
    def score(self) -> float:
        """The share of the false mutants that is refused."""
        return 1 - self.misses / max(self.false, 1)


def run(pages: Sequence[Path], *, sample: int = 0) -> Tally:
    """Check all mutants of these pages, or a fixed sample of them."""
    found = [pair for page in pages for pair in page_mutants(page)]
    if sample and sample < len(found):
        found = random.Random(SEED).sample(found, sample)
    survivors = []
    for original, mutant in found:
        kind = survival(original, mutant)
        if kind is not None:
            display = original.checks.page.displays[original.number]
            at, picture = caret(display.tex, mutant.at)
            place = f"{original.checks.page.path.as_posix()}:{display.line + at}"
            survivors.append(Survivor(place, mutant.what, picture, kind))
    return Tally(len(found), tuple(survivors))


@dataclass(frozen=True)
class Original:
    """A display that is checked, with its page."""

    checks: PageCheck
    number: int


def page_mutants(path: Path) -> Iterator[tuple[Original, Mutant]]:
    """All mutants of all displays of a page that are machine-checked."""
    page = read_page(path)
    checks = PageCheck(page, Oracle(page.code, page.declarations))
    for number, statements in enumerate(page.statements):
        if page.displays[number].reason is None and not isinstance(statements, CheckError):
            for mutant in mutants(statements, page.vocabulary):
                yield Original(checks, number), mutant


def survival(original: Original, mutant: Mutant) -> str | None:
    """None where the mutant is refused, else the class of the survivor."""
    try:
        check = original.checks.display_check(original.number, mutant.statements)
        check.run(SEED)
    except (CheckError, SourceError):
        return None
    inequality = any(s.is_inequality for s in mutant.statements)
    if inequality or any(
        isinstance(n, tree.Order) for s in mutant.statements for n in tree.walk(s)
    ):
        return TRUE
    if _says_the_same(original, mutant, range(len(mutant.statements))):
        return SAME
    # What nothing but a where-definition says may change, if all else keeps its value:
    # softmax is the same with any m, not only the maximum.
    claims = [n for n in range(len(mutant.statements)) if n in check.compared]
    return TRUE if _says_the_same(original, mutant, claims) else MISS


def _says_the_same(original: Original, mutant: Mutant, claims: Sequence[int]) -> bool:
    """Whether every side of these claims has the value that it had before the change."""
    before = original.checks.page.statements[original.number]
    assert not isinstance(before, CheckError)
    for seed in range(1000, 1005):
        try:
            values = [
                original.checks.display_check(original.number, statements).values(seed)
                for statements in (before, mutant.statements)
            ]
        except (CheckError, SourceError):
            return False
        ours, theirs = values
        for n in claims:
            if len(ours[n]) != len(theirs[n]):
                return False
            for a, b in zip(ours[n], theirs[n], strict=True):
                if (a is None) != (b is None):
                    return False
                if a is not None and b is not None and not _is_same(a, b):
                    return False
    return True


def _is_same(left: Tensor, right: Tensor) -> bool:
    """Whether two values are one, up to a billionth of the largest entry."""
    if left.shape != right.shape:
        return False
    return bool((left - right).abs().max() <= EQUAL * (left.abs().max() + EQUAL))
