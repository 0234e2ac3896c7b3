"""What an examination says, one line a check."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

OK, FAIL, LOOK, LEFT_OUT = "ok", "FAIL", "look at", "left out:"


@dataclass(frozen=True)
class Finding:
    """`ok what`, `FAIL file:line what to do`, `look at file:line why`, `left out: what: why`."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"


def judged(what: str, mistakes: Iterable[object]) -> Iterator[Finding]:
    """Every mistake as a failure; that all is well where there is none."""
    failures = [Finding(FAIL, str(mistake)) for mistake in mistakes]
    yield from failures or [Finding(OK, what)]


def left_out(checks: Iterable[str], why: str) -> Iterator[Finding]:
    """Checks that could not be made."""
    for what in checks:
        yield Finding(LEFT_OUT, f"{what}: {why}")
