"""What a reader loads of a finished site, in bytes as they are sent."""

from collections.abc import Iterable, Iterator
import gzip
from pathlib import Path
import re

LOADED = re.compile(
    r'<(?:link[^>]*rel="(?:stylesheet|preload|modulepreload)"[^>]*|script[^>]*)>', re.DOTALL
)
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
PACKED = {".woff2", ".png", ".gz"}  # as small as they get


def sent(files: Iterable[Path]) -> int:
    """The size of files, each gzipped where that is worth it."""
    return sum(_size(file) for file in files)


def first_visit(page: Path) -> int:
    """A page with the styles, scripts and fonts that it names."""
    text = page.read_text(encoding="utf-8")
    named = (found[1] for tag in LOADED.findall(text) if (found := ADDRESS.search(tag)))
    files = {(page.parent / name.partition("?")[0]).resolve() for name in named}
    return sent([page, *(file for file in files if file.is_file())])


def weights(site: Path, formula: str) -> Iterator[tuple[str, int]]:
    """What there is to load, by name; `formula` is the id of one whose page is looked at."""
    yield "first visit of a formula page", first_visit(site / formula / "index.html")
    yield "home page", sent([site / "index.html"])
    for index in sorted((site / "indexes").glob("*/index.html")):
        yield f"index {index.parent.name}", sent([index])
    yield "cheat sheet", sent([site / "cheat_sheet" / "index.html"])
    yield "first query of the search", sent([site / "search" / "index.json"])
    yield "all that the search may load", sent((site / "search").rglob("*.json"))
    yield "copy menu of one formula", sent([site / f"{formula}.json"])
    yield "formulas.json", sent([site / "formulas.json"])


def _size(file: Path) -> int:
    data = file.read_bytes()
    return len(data if file.suffix in PACKED else gzip.compress(data, 9))
