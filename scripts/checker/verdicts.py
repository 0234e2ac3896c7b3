"""What came of a check, and the file that keeps it: no torch, so that every room can read it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
import json
from pathlib import Path
from typing import Any

from scripts.base.paths import record_file
from scripts.base.text import read_text

# Of each entry and of what cancels in it, both sides being computed in float64. True formulas
# agree within 1e-13; a formula that is wrong by 1e-10 is refused.
TOLERANCE = 1e-11


@dataclass(frozen=True)
class Evidence:
    """What speaks for a display.

    `kind` is `pytorch` (a line is compared with the functions `calls`), `independent` (with
    another route to the value), `identity` (both sides evaluated), `example`, `sample` or
    `none`. `deviation` is the largest difference found, relative to the largest entry;
    `approximation` that between the sides of an `≈`, which may be `within` so much.
    """

    kind: str = "none"
    calls: tuple[str, ...] = ()
    draws: int = 0
    deviation: float | None = None
    approximation: float | None = None
    within: str = ""

    def __str__(self) -> str:
        words = [self.kind, *self.calls, f"{self.draws} draws"]
        if self.within:
            words.append(f"≈ {self.within}, largest {self.approximation:.2g}")
        elif self.deviation is not None:
            words.append(f"deviation {self.deviation:.2g}")
        return ", ".join(words)


@dataclass(frozen=True)
class Verdict:
    """What came of one display; `status` is None where it is refuted or not understood.

    `references` are the functions of the page's code that it was compared with, `given` the
    symbols that `given` provides, `remainder` tells whether the order of one was compared.
    """

    page: str
    line: int
    tex: str
    status: str | None
    message: str = ""
    details: tuple[str, ...] = ()
    drawn: dict[str, str] = field(default_factory=dict)
    evidence: Evidence = Evidence()
    references: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    remainder: bool = False

    def __str__(self) -> str:
        place = f"{self.page}:{self.line}"
        if self.status is None:
            return f"FAIL {place} {self.message}"
        shown = f" ({self.evidence})" if self.evidence.draws else ""
        return f"ok {place} {self.status}{shown}"


def record_of(verdicts: Sequence[Verdict]) -> str:
    """The text that keeps the verdicts of a page."""
    content = [asdict(verdict) for verdict in verdicts]
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def read_record(page: Path) -> list[Verdict]:
    """The verdicts of a page's displays, in order; none where it was never checked."""
    record = record_file(page)
    return [_verdict(entry) for entry in json.loads(read_text(record))] if record.exists() else []


def _verdict(entry: dict[str, Any]) -> Verdict:
    evidence = Evidence(**_with_tuples(entry.pop("evidence")))
    return Verdict(**_with_tuples(entry), evidence=evidence)


def _with_tuples(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields from JSON, which knows lists only."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in fields.items()}
