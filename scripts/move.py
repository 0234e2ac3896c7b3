"""Move a formula: `python -m scripts.move chapter/slug chapter/slug`.

Its page, snippet and nav line, the links from and to it and every mention of its id move;
its old addresses redirect. Everything is checked first, and whatever fails is undone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
import sys

from scripts.addresses.links import broken_links
from scripts.addresses.permalinks import moved, read_registry, require_free
from scripts.addresses.renaming import Renaming
from scripts.base.commands import told
from scripts.base.errors import SourceError, SourceErrors, print_errors
from scripts.base.paths import CONFIG, DOCS, PERMALINKS, SNIPPETS
from scripts.base.text import read_text, write_atomically
from scripts.pages.destinations import destinations
from scripts.sources.collection import Sources, read_sources
from scripts.sources.nav_lines import with_line_moved
from scripts.sources.navigation import place_for

# Hand-written files outside docs/ that may name a formula.
MENTIONING = (
    "*.md",
    "scripts/**/*.py",
    "snippets/**/*.py",
    "tests/**/*.py",
    "tests/**/*.txt",
    "tests/**/*.yml",
)
NAMING = ("tests/**/*.py", "tests/**/*.json")


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 2:
        print("usage: make move ID=chapter/slug TO=chapter/slug", file=sys.stderr)
        return 2
    old, new = arguments
    try:
        written = move_formula(old, new)
    except (SourceError, SourceErrors) as error:
        print_errors(error)
        return 1
    for path in written:
        print(f"wrote {path.as_posix()}")
    for place in _slugs_left(old, new):
        print(f"look at {place}: it may mean the old slug")
    print(f"{old} is now {new}; the old addresses redirect. Next: make test")
    return 0


def move_formula(old: str, new: str) -> list[Path]:
    """Move a formula; return the files written.

    Raises SourceError, with nothing changed, when there is no such formula, its new place is
    unknown or taken, or any page would break.
    """
    changes = _changes(_sound_sources(old), old, new)
    with _undone_on_failure(changes):
        for path, text in changes.items():
            if text is None:
                path.unlink()
            else:
                write_atomically(path, text)
        _sound_sources(new)
    return [path for path, text in changes.items() if text is not None]


def _sound_sources(identifier: str) -> Sources:
    """All sources; SourceErrors where one is wrong, a link broken, or there is no formula."""
    sources = read_sources()
    sources.formula(identifier)
    there = destinations(sources)
    if broken := [e for page in sources.pages.values() for e in broken_links(page, there)]:
        raise SourceErrors(broken)
    return sources


def _changes(sources: Sources, old: str, new: str) -> dict[Path, str | None]:
    """The text of every file that changes; none where a file goes."""
    if old == new:
        raise SourceError(CONFIG, 1, f"'{old}' is its id already")
    chapter, registry = place_for(new, sources.chapters, moving=old), read_registry()
    require_free(registry, new, moving=old)
    renaming = Renaming(old, new)
    texts = {p.path: renaming.page(p.path, p.text) for p in sources.pages.values()}
    for pattern in MENTIONING:
        texts |= {p: renaming.mentions(read_text(p)) for p in sorted(Path().glob(pattern))}
    changes: dict[Path, str | None] = {}
    for folder, suffix in ((DOCS, ".md"), (SNIPPETS, ".py")):
        source = folder / f"{old}{suffix}"
        changes[folder / f"{new}{suffix}"] = texts.pop(source)
        changes[source] = None
    changes |= {path: text for path, text in texts.items() if text != read_text(path)}
    changes[CONFIG] = with_line_moved(read_text(CONFIG), old, new, chapter)
    changes[PERMALINKS] = moved(registry, old, new).text()
    return changes


@contextmanager
def _undone_on_failure(paths: Mapping[Path, object]) -> Iterator[None]:
    """Put every file back as it was if anything goes wrong."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                write_atomically(path, data)
        raise


def _slugs_left(old: str, new: str) -> Iterator[str]:
    """Places in the tests that may mean the old slug: nobody but their author can tell."""
    quoted = f'"{old.split("/")[1]}"'
    if old.split("/")[1] == new.split("/")[1]:
        return
    for path in (path for pattern in NAMING for path in sorted(Path().glob(pattern))):
        lines = enumerate(read_text(path).splitlines(), start=1)
        if numbers := [str(number) for number, line in lines if quoted in line]:
            yield f"{path.as_posix()}, line {', '.join(numbers)}"


if __name__ == "__main__":
    sys.exit(told(lambda: main(sys.argv[1:])))
