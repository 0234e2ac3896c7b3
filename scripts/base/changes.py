"""Several files change together, or none does."""

from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.base.text import write_atomically

# The text of every file that changes; none where a file goes.
Changes = Mapping[Path, str | None]


def change_together(changes: Changes, require_sound: Callable[[], object]) -> list[Path]:
    """Make the changes; return the files written. If the result is not sound, all is undone.

    Raises what went wrong.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in changes}
    folders = {folder for path in changes for folder in path.parents if not folder.exists()}
    try:
        for path, text in changes.items():
            _put(path, text)
        require_sound()
    except BaseException:
        for path, data in before.items():
            _put(path, data)
        for folder in sorted(folders, reverse=True):
            if folder.exists():
                folder.rmdir()
        raise
    return [path for path, text in changes.items() if text is not None]


def _put(path: Path, content: str | bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_atomically(path, content)
