"""Every misprint that a page tells of must be refused, put into the display that it is of."""

from collections.abc import Sequence

from scripts.base.errors import SourceError
from scripts.checker.errors import CheckError
from scripts.checker.judging.display import DisplayCheck
from scripts.checker.judging.page import Page
from scripts.checker.reading.statements import read_display
from scripts.checker.tree import Statement
from scripts.sources.misprints import Misprint


def misprinted(page: Page, misprint: Misprint) -> tuple[int, Sequence[Statement]]:
    """The display that prints the right form, by number, and what it says with the misprint.

    Raises SourceError where no display prints it, CheckError where the misprint has no meaning.
    """
    for number, display in enumerate(page.displays):
        tex = misprint.put_into(display.tex)
        if tex is not None and display.reason is None:
            return number, read_display(tex, page.vocabularies[number])
    message = f"no display prints what is right here: {misprint.right}"
    raise SourceError(page.path, misprint.line, message)


def require_refused(check: DisplayCheck, misprint: Misprint, seed: int) -> None:
    """SourceError where a display with the misprint passes its check."""
    try:
        check.run(seed)
    except (CheckError, SourceError):
        return
    message = "the check accepts this misprint: is it one? Then the display needs a reference"
    raise SourceError(check.page.path, misprint.line, message)
