"""One place of our own code, changed."""

from dataclasses import dataclass
import hashlib
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """A file with one change; `function` is the line of the function around it, 0 for none."""

    file: Path
    line: int
    function: int
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.file.as_posix()}:{self.line}: {self.what}"

    @property
    def rank(self) -> str:
        """Where it comes in a sample: anywhere, and the same each time."""
        return hashlib.sha256(str(self).encode()).hexdigest()
