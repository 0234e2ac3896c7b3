"""What the browser shows is what was checked: the MathML of a display, read back, says the same."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scripts.checker.errors import CheckError
from scripts.checker.judging.page import Page, read_page
from scripts.checker.proving.read_mathml import read_mathml
from scripts.checker.reading.statements import read_display
from scripts.checker.verdicts import Verdict
from scripts.mathematics.mathml import to_mathml


def shown_as_checked(path: Path, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts of a page; a display that is shown otherwise than it was read is refused."""
    page = read_page(path)
    return [_confirmed(page, number, verdict) for number, verdict in enumerate(verdicts)]


def _confirmed(page: Page, number: int, verdict: Verdict) -> Verdict:
    if verdict.status is None or page.displays[number].reason is not None:
        return verdict
    shown = ""
    try:
        shown = read_mathml(to_mathml(page.displays[number].tex, display=True))
        if tuple(read_display(shown, page.vocabularies[number])) == page.statements[number]:
            return verdict
        problem = "it is shown as another formula"
    except (CheckError, ValueError) as error:
        problem = f"what is shown cannot be read back: {error}"
    details = (f"    {shown}",) if shown else ()
    return replace(verdict, status=None, message=problem, details=details)
