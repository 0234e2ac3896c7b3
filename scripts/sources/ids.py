"""Names of formulas: an id, `chapter/slug`, names one; a slug, where only one chapter has it."""

from collections.abc import Collection
import difflib
from pathlib import Path

from scripts.base.errors import SourceError


def id_of(name: str, ids: Collection[str], path: Path, line: int) -> str:
    """The id that an id or a slug means.

    Raises SourceError, at the place where it stands, for the name of none or of several.
    """
    if name in ids:
        return name
    meant = with_slug(name, ids)
    if len(meant) > 1:
        raise SourceError(path, line, f"'{name}' may be {' or '.join(meant)}: write which")
    if not meant:
        raise SourceError(path, line, f"no formula '{name}' in nav{did_you_mean(name, ids)}")
    return meant[0]


def with_slug(slug: str, ids: Collection[str]) -> list[str]:
    """The formulas of this slug, one for each chapter that has it."""
    return [identifier for identifier in ids if identifier.split("/")[1] == slug]


def did_you_mean(name: object, ids: Collection[str]) -> str:
    """A hint for a name that is no id: those of this slug, or else the nearest."""
    close = with_slug(str(name), ids) or difflib.get_close_matches(str(name), ids, n=1)
    return f"; did you mean {' or '.join(close)}?" if close else ""
