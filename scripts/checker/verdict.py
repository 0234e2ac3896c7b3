"""What came of the check of one display."""

from dataclasses import dataclass, field

from scripts.checker.compare import TOLERANCE


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
