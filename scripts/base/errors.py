"""How a mistake in a source file is told."""

from collections.abc import Iterable, Iterator
from pathlib import Path
import sys


class SourceError(Exception):
    """A mistake in a source file: where it is, what was expected, what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.as_posix()}:{line}: {message}")
        self.path, self.line, self.message = path, line, message

    def __reduce__(self) -> tuple[type, tuple[Path, int, str]]:
        return SourceError, (self.path, self.line, self.message)


class SourceErrors(Exception):
    """Several mistakes, all reported at once."""

    def __init__(self, errors: Iterable[SourceError]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def stands_twice(path: Path, places: Iterable[tuple[str, int]]) -> Iterator[SourceError]:
    """Each name of these, in their order, that an earlier line of the file has already."""
    seen: dict[str, int] = {}
    for name, line in places:
        if name in seen:
            yield SourceError(path, line, f"'{name}' stands in line {seen[name]}, too: keep one")
        seen.setdefault(name, line)


def print_errors(error: SourceError | SourceErrors, kind: str = "error") -> None:
    """Tell every mistake on a line of its own, to standard error."""
    for each in error.errors if isinstance(error, SourceErrors) else [error]:
        print(f"{kind}: {each}", file=sys.stderr)
