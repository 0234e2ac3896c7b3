"""A display of a document."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Display:
    """A displayed formula: its LaTeX or MathML without the author's commands, its first line."""

    path: Path
    line: int
    tex: str
