"""How this reference is to be cited: CITATION.cff, the one place of its title and version."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scripts.base.errors import SourceError
from scripts.base.paths import CITATION_FILE
from scripts.base.yaml_lines import read_mapping
from scripts.sources.reading import read_source


@dataclass(frozen=True)
class Publication:
    """What a citation names beside the page; authors as BibTeX writes them, in plain text."""

    title: str
    authors: tuple[str, ...]
    version: str
    released: date


def read_publication() -> Publication:
    """Read CITATION.cff. Raises SourceError where a key is missing or malformed."""
    file = read_mapping(CITATION_FILE, read_source(CITATION_FILE))
    lines, values = file.lines, file.values(texts=True)  # a version stays a text: 1.10
    for key in ("title", "authors", "version", "date-released"):
        if not values.get(key):
            raise SourceError(CITATION_FILE, lines.get(key, 1), f"expected '{key}: …'")
    try:
        released = date.fromisoformat(values["date-released"])
    except ValueError:
        message = "'date-released' must be a date such as 2026-01-31"
        raise SourceError(CITATION_FILE, lines["date-released"], message) from None
    if not isinstance(values["authors"], list):
        raise SourceError(CITATION_FILE, lines["authors"], "'authors' must be a list")
    authors = tuple(_author(entry, lines["authors"]) for entry in values["authors"])
    return Publication(values["title"], authors, values["version"], released)


def _author(entry: Any, line: int) -> str:
    """`Family, Given` of a person; `{Name}`, which is never taken apart, of a group."""
    if isinstance(entry, dict) and entry.get("name"):
        return f"{{{entry['name']}}}"
    if isinstance(entry, dict) and entry.get("family-names"):
        return ", ".join(filter(None, (entry["family-names"], entry.get("given-names"))))
    raise SourceError(CITATION_FILE, line, "an author needs 'name' or 'family-names'")
