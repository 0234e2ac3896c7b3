"""Check every display of a page: draw inputs, evaluate all sides, compare with the reference.

What an author writes beside the formula:

- the symbol list under it: `- $x \\in \\mathbb{R}^{n}$: meaning` binds and draws every symbol
- `$p(x), p(x, y), p(y \\mid x) \\in (0, 1)$`: three functions, in Python
  `p_x`, `p_x_y` and `p_y_given_x`
- `$S \\subset \\{1, \\ldots, n\\}$`: a set that is drawn, for `\\sum_{i \\in S}` and `|S|`
- `$x_0, \\ldots, x_{n-1} \\in \\mathbb{R}$`: an array that is counted from 0, as no other is
- `$\\Delta x \\in \\mathbb{R}$`: one name of two letters
- `reference(…)` in the snippet: what PyTorch computes for the left side of the first display
  (and for every other left side of the same name); positional arguments are those of the left
  side, in its order, keyword-only ones are other symbols by their Python name. It returns a
  tensor, or a dict from Python name to tensor for several lines
- `reference_<name>(…)`: the same for a left side with another name, `reference_s_c_2`
- `given(…)`: a dict of symbols that satisfy a hypothesis instead of being drawn
- `<!-- not machine-checked: reason -->` above a display that cannot be checked
- `<!-- ≈ within 0.01 -->` above a display with an approximation: how far its sides may differ
- a table of misprints, which must be refused (see scripts.sources.misprints)
"""

from collections.abc import Sequence
from pathlib import Path

import torch

from scripts.base.errors import SourceError
from scripts.checker.errors import CheckError
from scripts.checker.judging.display import DisplayCheck
from scripts.checker.judging.heads import head_of
from scripts.checker.judging.lints import lint_page
from scripts.checker.judging.misprints import misprinted, require_refused
from scripts.checker.judging.oracle import Oracle
from scripts.checker.judging.page import Page, read_page
from scripts.checker.judging.report import caret, show
from scripts.checker.page_source import Display
from scripts.checker.reading.entries import index_letters
from scripts.checker.reading.statements import claims_of
from scripts.checker.tree import Definition, Statement
from scripts.checker.verdicts import Verdict


def check_page(path: Path, *, seed: int = 0) -> list[Verdict]:
    """Check all displays of a page, each for itself.

    Raises SourceError where the page cannot be read at all: its symbol list, its code.
    """
    page = read_page(path)
    lint_page(page)
    with torch.random.fork_rng(devices=[]):
        oracle = Oracle(page.code, page.declarations)
        checks = PageCheck(page, oracle)
        verdicts = [checks.verdict(number, seed) for number in range(len(page.displays))]
        if all(verdict.status for verdict in verdicts):
            used = {name for verdict in verdicts for name in verdict.references}
            checks.require_all_used(used)
            checks.require_misprints_refused(seed)
    return verdicts


class PageCheck:
    """A page and its oracle."""

    def __init__(self, page: Page, oracle: Oracle) -> None:
        self.page, self.oracle = page, oracle
        first = page.statements[0]
        self.head = None if isinstance(first, CheckError) else head_of(first[0].sides[0])

    def verdict(self, number: int, seed: int) -> Verdict:
        """Check one display."""
        display = self.page.displays[number]
        page = self.page.path.as_posix()
        if display.reason is not None:
            status = f"not machine-checked: {display.reason}"
            return Verdict(page, display.line, display.tex, status)
        statements = self.page.statements[number]
        check: DisplayCheck | None = None
        try:
            if isinstance(statements, CheckError):
                raise statements
            check = self.display_check(number, statements)
            return check.run(seed)
        except CheckError as error:
            return _failure(page, display, error, check)
        except SourceError as error:
            return Verdict(page, display.line, display.tex, None, str(error))

    def require_all_used(self, used: set[str]) -> None:
        """A reference that nothing is compared with looks like evidence: SourceError."""
        for name in self.oracle.references():
            if name not in used:
                raise self.oracle.fail(
                    name, f"{name} is compared with nothing: no display needs it"
                )

    def require_misprints_refused(self, seed: int) -> None:
        """What the page calls a misprint does not pass: SourceError at its line."""
        for misprint in self.page.misprints:
            try:
                number, statements = misprinted(self.page, misprint)
                check = self.display_check(number, statements)
            except CheckError:
                continue
            require_refused(check, misprint, seed)

    def display_check(self, number: int, statements: Sequence[Statement]) -> DisplayCheck:
        """The check of these statements in the place of a display."""
        earlier = self.earlier_definitions(number)
        return DisplayCheck(self.page, number, statements, self.oracle, self.head, earlier)

    def earlier_definitions(self, number: int) -> dict[str, Definition]:
        """What the displays above define; an approximation does where there is nothing better."""
        found: dict[str, Definition] = {}
        for statements in self.page.statements[:number]:
            if isinstance(statements, CheckError):
                continue
            declared = self.page.declarations
            letters = index_letters(statements, declared, self.oracle.asked())
            for claim in claims_of(statements, declared, frozenset(), letters=letters):
                exact = claim.statement.relations[0] == "="
                if claim.definition and (exact or claim.definition.key not in found):
                    found[claim.definition.key] = claim.definition
        return found


def _failure(page: str, display: Display, error: CheckError, check: DisplayCheck | None) -> Verdict:
    at, picture = caret(display.tex, error.span)
    drawn = {k: show(v) for k, v in check.drawn.items()} if check else {}
    notes = tuple(f"    {note}" for note in check.trace.notes) if check else ()
    line = display.line + at
    return Verdict(page, line, display.tex, None, error.message, (picture, *notes), drawn)
