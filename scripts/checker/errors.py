"""What is wrong with a formula, and where in its LaTeX."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of the LaTeX of a display."""

    start: int = 0
    end: int = 0

    def to(self, other: Span) -> Span:
        """From the start of this to the end of the other."""
        return Span(self.start, max(self.end, other.end))


class CheckError(Exception):
    """What is wrong with a formula, and the part of its LaTeX that the caret points at."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message, self.span = message, span


class Unlucky(CheckError):
    """These inputs are no good for comparing, others may be: a nearly singular matrix."""


class AtAStep(CheckError):
    """Rounding decides on which side of a step, such as that of ⌊x⌋, these inputs are."""


class Unsettled(CheckError):
    """A limit, a series or an integral that could not be worked out for these inputs."""


class NeedsSamples(CheckError):
    """No sum over points comes near enough to a mean: samples may."""


class NotANumber(CheckError):
    """A side without a finite value; `everywhere` tells whether the display has none here."""

    def __init__(self, message: str, span: Span | None = None, *, everywhere: bool = True) -> None:
        super().__init__(message, span)
        self.everywhere = everywhere


class NoSuchEntry(CheckError):
    """An index beyond the entries that an array has."""
