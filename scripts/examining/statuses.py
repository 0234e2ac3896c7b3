"""The statuses of displays: all are checked, but for those that a list names.

A status that falls is noticed so, and a new formula needs no line.
"""

from collections.abc import Iterator, Mapping, Sequence
import re

from scripts.base.errors import SourceError
from scripts.base.paths import EXCEPTIONS, page_file
from scripts.base.text import read_text
from scripts.checker.verdicts import Verdict

LINE = re.compile(r"(?P<id>\S+) (?P<display>\d+): (?P<status>\S.*)")
DECLARED = "not machine-checked: "  # the page itself says why

Key = tuple[str, int]


def read_exceptions() -> dict[Key, tuple[str, int]]:
    """(id, number of the display) → its status and its line; none where there is no such list."""
    if not EXCEPTIONS.exists():
        return {}
    found: dict[Key, tuple[str, int]] = {}
    for number, line in enumerate(read_text(EXCEPTIONS).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = LINE.fullmatch(line)
        if not entry:
            raise SourceError(EXCEPTIONS, number, "expected 'chapter/slug 2: status'")
        found[entry["id"], int(entry["display"])] = entry["status"], number
    return found


def unexpected(
    identifier: str, verdicts: Sequence[Verdict], exceptions: Mapping[Key, tuple[str, int]]
) -> Iterator[SourceError]:
    """The displays of a page that have another status than `checked` or the one in the list."""
    for number, verdict in enumerate(verdicts, start=1):
        status = verdict.status or ""
        expected, line = exceptions.get((identifier, number), ("checked", 0))
        if not status or status == expected or status.startswith(DECLARED):
            continue
        if line:
            message = f"display {number} of {identifier} is '{status}' now: "
            message += "delete this line" if status == "checked" else "mend it or change this line"
            yield SourceError(EXCEPTIONS, line, message)
        else:
            message = f"is '{status}', not 'checked': can the symbol list say more? If not, add"
            yield SourceError(
                page_file(identifier),
                verdict.line,
                f"{message} the line '{identifier} {number}: {status}' to {EXCEPTIONS.as_posix()}",
            )
