"""Check one page in the build: its verdicts are recorded, a refuted display is an error."""

from pathlib import Path

from scripts.checker.check import Verdict
from scripts.checker.records import read_record, record
from scripts.source import SourceError, SourceErrors


def check_page(page: str) -> None:
    """Check all displays of a page and record the verdicts under build/checks/.

    Raises SourceErrors with every display that is refuted or not understood.
    """
    record(page)
    refused = [verdict for verdict in read_record(Path(page)) if verdict.status is None]
    if refused:
        raise SourceErrors(map(_error, refused))


def _error(verdict: Verdict) -> SourceError:
    drawn = (f"    {name} = {value}" for name, value in verdict.drawn.items())
    message = "\n".join([verdict.message, *verdict.details, *drawn])
    return SourceError(Path(verdict.page), verdict.line, message)
