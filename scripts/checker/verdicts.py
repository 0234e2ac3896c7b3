"""What came of a check, and the file that keeps it: no torch, so that every room can read it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
import json
from pathlib import Path
from typing import Any

from scripts.base.paths import record_file
from scripts.base.text import read_text

# Of the largest entry, both sides being computed in float64. True formulas agree within 1e-12,
# those with an extrapolated limit within 1e-10; a formula that is wrong by 1e-7 is refused.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Verdict:
    """What came of one display; `status` is None where it is refuted or not understood."""

    page: str
    line: int
    tex: str
    status: str | None
    message: str = ""
    details: tuple[str, ...] = ()
    drawn: dict[str, str] = field(default_factory=dict)
    draws: int = 0
    tolerance: float = TOLERANCE
    references: tuple[str, ...] = ()
    given: bool = False  # whether `given` provides a symbol of this display
    remainder: bool = False  # whether it is the order of a remainder that was compared

    def __str__(self) -> str:
        place = f"{self.page}:{self.line}"
        return f"ok {place} {self.status}" if self.status else f"FAIL {place} {self.message}"


def record_of(verdicts: Sequence[Verdict]) -> str:
    """The text that keeps the verdicts of a page."""
    content = [asdict(verdict) for verdict in verdicts]
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def read_record(page: Path) -> list[Verdict]:
    """The verdicts of a page's displays, in order; none where it was never checked."""
    record = record_file(page)
    return [_verdict(entry) for entry in json.loads(read_text(record))] if record.exists() else []


def _verdict(entry: dict[str, Any]) -> Verdict:
    """A verdict from its JSON, which knows lists only."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Verdict(**fields)
