"""Text files: read as UTF-8, written so that a killed build leaves none half-written."""

import os
from pathlib import Path
import tempfile

from scripts.base.errors import SourceError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without the mark that some editors put before it.

    Raises SourceError where there is no such file, and at the line that is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        message = "is missing: restore it, or run this at the root of the repository"
        raise SourceError(path, 1, message) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
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
