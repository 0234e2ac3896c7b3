"""Move a formula: `python -m scripts.move chapter/slug chapter/slug`.

Its page, snippet and nav line, the links from and to it and every mention of its id move;
its old addresses redirect. Everything is checked first, and whatever fails is undone.
"""

from collections.abc import Iterator
from pathlib import Path
import sys

from scripts.addresses.links import broken_links
from scripts.addresses.permalinks import moved, read_registry, require_free
from scripts.addresses.renaming import Renaming
from scripts.base.changes import Changes, change_together
from scripts.base.command import run, telling, usage
from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import CONFIG, DOCS, PERMALINKS, SNIPPETS
from scripts.base.text import read_text
from scripts.pages.destinations import destinations
from scripts.sources.collection import Sources, read_sources
from scripts.sources.nav_lines import with_line_moved
from scripts.sources.navigation import place_for

# Hand-written files outside docs/ that may name a formula.
MENTIONING = (
    "*.md",
    "scripts/**/*.py",
    "snippets/**/*.py",
    "tests/**/*.json",
    "tests/**/*.py",
    "tests/**/*.txt",
    "tests/**/*.yml",
)
NAMING = ("tests/**/*.py", "tests/**/*.json")


@telling
def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 2:
        return usage("make move ID=chapter/slug TO=chapter/slug")
    old, new = arguments
    for path in move_formula(old, new):
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
    return change_together(changes, lambda: _sound_sources(new))


def _sound_sources(identifier: str) -> Sources:
    """All sources; SourceErrors where one is wrong, a link broken, or there is no formula."""
    sources = read_sources()
    sources.formula(identifier)
    there = destinations(sources)
    if broken := [e for page in sources.pages.values() for e in broken_links(page, there)]:
        raise SourceErrors(broken)
    return sources


def _changes(sources: Sources, old: str, new: str) -> Changes:
    """What moves with the formula."""
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
    run(lambda: main(sys.argv[1:]))
