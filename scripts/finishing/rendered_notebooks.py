"""mkdocs-jupyter keeps what it rendered and asks neither who wrote it nor whether it is whole."""

import json

from scripts.base.freshness import digest, digest_files
from scripts.base.packages import versions
from scripts.base.paths import RENDERED_NOTEBOOKS, STAMPS
from scripts.base.text import write_atomically

STAMP = STAMPS / "rendered-notebooks.json"


def drop_unsound() -> None:
    """Remove what the last good build did not leave so, or another version of a package made."""
    try:
        good = dict(json.loads(STAMP.read_bytes()))
    except (OSError, ValueError, TypeError):
        good = {}
    for name, content in _kept().items():
        if good.get(name) != content:
            (RENDERED_NOTEBOOKS / name).unlink()


def remember() -> None:
    """What is kept now is good: MkDocs has ended well."""
    write_atomically(STAMP, json.dumps(_kept(), indent=1))


def _kept() -> dict[str, str]:
    """The content of each file, and what made it."""
    made_by = versions(frozenset({"mkdocs_jupyter"}))
    files = sorted(RENDERED_NOTEBOOKS.glob("*.json"))
    return {file.name: digest(digest_files([file]), *made_by) for file in files}
