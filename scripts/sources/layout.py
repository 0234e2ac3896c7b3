"""Where a file must lie, and how it is named: docs/chapter/slug.md, snippets/chapter/slug.py."""

from collections.abc import Iterator
from pathlib import Path
import re
import unicodedata

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, SNIPPETS
from scripts.sources.page import page_paths

NAME = re.compile(r"[a-z][a-z0-9_]*")


def misplaced() -> Iterator[SourceError]:
    """Pages and snippets in a wrong place or with a wrong name, each told once."""
    for path in page_paths():
        if len(path.relative_to(DOCS).parts) > 2:
            yield SourceError(path, 1, f"lies too deep: move it to {DOCS}/chapter/slug.md")
        else:
            yield from _misnamed(path, DOCS)
    for path in sorted(SNIPPETS.rglob("*.py")):
        if len(path.relative_to(SNIPPETS).parts) != 2:
            yield SourceError(path, 1, f"is no snippet here: move it to {SNIPPETS}/chapter/slug.py")
        else:
            yield from _misnamed(path, SNIPPETS)


def _misnamed(path: Path, folder: Path) -> Iterator[SourceError]:
    parts = path.relative_to(folder).with_suffix("").parts
    if not all(NAME.fullmatch(part) for part in parts):
        better = [_snake_case(part) for part in parts]
        named = folder.joinpath(*better).with_suffix(path.suffix).as_posix()
        hint = f", as to {named}" if all(map(NAME.fullmatch, better)) else ""
        message = f"is not in snake_case (a-z, then a-z, 0-9 or _): rename it{hint}"
        yield SourceError(path, 1, message)


def _snake_case(name: str) -> str:
    """`Fourth-Root` → `fourth_root`, a name to start from."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
