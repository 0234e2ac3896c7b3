"""Add a reference: `python -m scripts.cite [FILE]`, or paste its BibTeX on standard input.

The entry is checked, brought into the form of docs/references.bib and written there in its
place; `[@key]`, to be used on pages, is printed. A work that is there already is refused with
its key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
import re
import sys

from scripts.base.changes import change_together
from scripts.base.command import run, telling, usage
from scripts.base.errors import SourceError
from scripts.base.paths import BIBLIOGRAPHY
from scripts.base.text import read_text
from scripts.sources.bibliography import read_references
from scripts.sources.bibtex_entry import BibtexEntry, free_key, parse_entries

PASTED = Path("standard-input")
START = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) > 1:
        return usage("make cite FILE=entry.bib, or without FILE: paste the entry")
    if arguments:
        path = Path(arguments[0])
        text = read_text(path)
    else:
        if sys.stdin.isatty():
            print("Paste a BibTeX entry, then press Ctrl-D on a line of its own:")
        path, text = PASTED, sys.stdin.read()
    for entry in add_references(path, text):
        left = f" (left out: {', '.join(entry.left_out)})" if entry.left_out else ""
        print(f"wrote {entry.key} to {BIBLIOGRAPHY.as_posix()}{left}")
        print(f"cite it as [@{entry.key}], and add {entry.key} to the 'sources' of the page")
    return 0


def add_references(path: Path, text: str) -> list[BibtexEntry]:
    """Write the entries of a BibTeX text into the bibliography; return them as written.

    Raises SourceError, with nothing written, where one is malformed, incomplete or there already.
    """
    bibliography = read_text(BIBLIOGRAPHY)
    known = parse_entries(BIBLIOGRAPHY, bibliography)
    added = []
    for entry in parse_entries(path, text):
        _require_new(entry, known, bibliography)
        written = replace(entry, key=free_key(entry, {other.key for other in known}))
        bibliography = inserted(bibliography, written)
        known.append(written)
        added.append(written)
    change_together({BIBLIOGRAPHY: bibliography}, read_references)
    return added


def inserted(bibliography: str, entry: BibtexEntry) -> str:
    """The bibliography with an entry before the first whose key comes after its own."""
    later = (found for found in START.finditer(bibliography) if found[1] > entry.key)
    place = next(later, None)
    if place is None:
        return f"{bibliography.rstrip()}\n\n{entry.text()}\n".lstrip()
    return f"{bibliography[: place.start()]}{entry.text()}\n\n{bibliography[place.start() :]}"


def _require_new(entry: BibtexEntry, known: Iterable[BibtexEntry], bibliography: str) -> None:
    for other in known:
        if shared := entry.identity & other.identity:
            line = bibliography.partition(f"{{{other.key},")[0].count("\n") + 1
            mark = min(shared).partition(" ")[0]
            message = f"this work is here already, by its {mark}: cite it as [@{other.key}]"
            raise SourceError(BIBLIOGRAPHY, line, message)


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
