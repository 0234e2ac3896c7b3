"""Text files: read as UTF-8, written so that a killed build leaves none half-written."""

from collections.abc import Iterable
from datetime import date
import os
from pathlib import Path
import re
import tempfile

from scripts.base.errors import SourceError

ASIDE = re.compile(r"\..+\.[a-z0-9_]{8}")  # as tempfile names it


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
    """Write aside, then rename: a build killed at any moment leaves no half-written file.

    A file keeps its mode, a link to a file its place. An OSError names the path.
    """
    data = content.encode() if isinstance(content, str) else content
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    aside = target
    try:
        handle, aside = _beside(target)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        aside.chmod(mode)
        aside.replace(target)
    except BaseException as error:
        if aside != target:
            aside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


def _beside(target: Path) -> tuple[int, Path]:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    return handle, Path(name)


def remove_asides(folders: Iterable[Path]) -> None:
    """Remove what builds that were killed had written aside and not yet renamed."""
    for path in (path for folder in folders for path in folder.rglob(".*")):
        if ASIDE.fullmatch(path.name):
            path.unlink(missing_ok=True)


def write_if_changed(path: Path, content: str | bytes) -> None:
    """Like write_atomically, but an unchanged file keeps its time: nothing watching it wakes."""
    data = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)


def american(day: date) -> str:
    """`November 22, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"
