"""Where sources and outputs live, and how a mistake in a source file is reported.

Every command runs at the root of the repository, so all paths are relative to it
and read the same in messages, in stamps and on every machine.
"""

from collections.abc import Iterable
import os
from pathlib import Path
import sys
import tempfile

import yaml

DOCS = Path("docs")
SNIPPETS = Path("snippets")
BUILD = Path("build")
SITE = Path("site")
CONFIG = Path("mkdocs.yml")
# libyaml where PyYAML has it, as its wheels do: ten times as fast.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BIBLIOGRAPHY = DOCS / "references.bib"
FIGURES = DOCS / "figures"
NOTEBOOKS = DOCS / "notebooks"
CHECKS = BUILD / "checks"


class SourceError(Exception):
    """A mistake in a source file: where it is, what was expected, what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.as_posix()}:{line}: {message}")


class SourceErrors(Exception):
    """Several mistakes, all reported at once."""

    def __init__(self, errors: Iterable[SourceError]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def print_errors(error: SourceError | SourceErrors, kind: str = "error") -> None:
    """Tell every mistake on a line of its own, to standard error."""
    for each in error.errors if isinstance(error, SourceErrors) else [error]:
        print(f"{kind}: {each}", file=sys.stderr)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; a SourceError names the line that is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(path, line, "is not UTF-8; save the file in that encoding") from None


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write aside, then rename: a build killed at any moment leaves no half-written file."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, content: str | bytes) -> None:
    """Like write_atomically, but an unchanged file keeps its time: nothing watching it wakes."""
    data = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)
