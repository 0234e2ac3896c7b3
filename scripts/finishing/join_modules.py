"""One script out of JavaScript modules that import each other (scripts/base/javascript.py)."""

from pathlib import Path

from scripts.base.javascript import joined, modules_of
from scripts.base.text import write_atomically


def join_modules(entry: Path) -> None:
    """Put everything that an entry module imports into it, if there is one; remove what
    lies beside it.

    Raises SourceError at an import or export that has another form, and where two modules
    import each other.
    """
    if not entry.exists():
        return
    *modules, _ = modules_of(entry)
    write_atomically(entry, joined(entry))
    for module in modules:
        if module.parent == entry.parent:
            module.unlink()
