"""Start a formula: `python -m scripts.new chapter/slug [--part PART --chapter CHAPTER]`.

Writes its page and its snippet, adds its line to nav and its addresses to permalinks.txt; with
the two titles, also a new chapter and, where there is none of that name, a new part. Whatever
goes wrong leaves everything as it was.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
import sys

from scripts.addresses.permalinks import (
    Permalink,
    Registry,
    chapter_addresses,
    equation_addresses,
    formula_addresses,
    read_registry,
    require_free,
)
from scripts.base.changes import Changes, change_together
from scripts.base.command import run, telling
from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG, DOCS, PERMALINKS, TEMPLATES, page_file, snippet_file
from scripts.base.text import read_text
from scripts.sources.configuration import read_configuration
from scripts.sources.formula import read_formula
from scripts.sources.markdown_math import math_spans
from scripts.sources.nav_lines import with_chapter, with_line
from scripts.sources.navigation import Chapter, place_for, read_chapters

NEXT = """\
Next: fill in the page and the snippet (`make serve` shows them as you save),
      cite with `make cite`, add queries for it to tests/search/queries.json,
      and run `make formula ID={id}` until everything is ok.\
"""


@telling
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    for path in start_formula(options.id, part=options.part, chapter=options.chapter):
        print(f"wrote {path.as_posix()}")
    print(NEXT.format(id=options.id))
    return 0


def start_formula(identifier: str, *, part: str = "", chapter: str = "") -> list[Path]:
    """Write what a formula starts from, all or nothing; return the files written.

    Raises SourceError when the id is malformed or taken, its chapter neither exists nor is
    given its titles, or its address belongs to a formula that has moved.
    """
    changes = _changes(identifier, part.strip(), chapter.strip())
    return change_together(changes, lambda: _require_started(identifier))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.new", description=__doc__)
    parser.add_argument("id", metavar="ID", help="chapter/slug in snake_case")
    parser.add_argument("--part", default="", help="the title of the part of a new chapter")
    parser.add_argument("--chapter", default="", help="the title of a new chapter")
    return parser


def _changes(identifier: str, part: str, title: str) -> Changes:
    """What is written for a formula, and for its chapter where that is new."""
    configuration, registry, config = read_configuration(), read_registry(), read_text(CONFIG)
    chapters = read_chapters(configuration)
    chapter = _new_chapter(identifier, part, title, chapters)
    place = place_for(identifier, [*chapters, *([chapter] if chapter else [])])
    require_free(registry, identifier)
    addresses = [*formula_addresses(identifier), *equation_addresses(identifier, _labels())]
    texts = dict[Path, str | None]()
    if chapter:
        addresses += chapter_addresses(chapter)
        config = with_chapter(config, chapter, configuration.nav)
        texts[chapter.path] = _filled("chapter.md", chapter.slug, chapter.title)
    name = identifier.split("/")[1].replace("_", " ").capitalize()
    texts[page_file(identifier)] = _filled("page.md", identifier, name)
    texts[snippet_file(identifier)] = _filled("snippet.py", identifier, name)
    for path in texts:
        if path.exists():
            raise SourceError(path, 1, "is there already; choose another name or remove it")
    texts[CONFIG] = with_line(config, identifier, place)
    texts[PERMALINKS] = registry.with_links(_missing(registry, addresses)).text()
    return texts


def _new_chapter(
    identifier: str, part: str, title: str, chapters: Sequence[Chapter]
) -> Chapter | None:
    """The chapter that the titles ask for; None where the id names one that there is.

    Raises SourceError where a title is missing, or another than the chapter has.
    """
    slug = identifier.partition("/")[0]
    known = next((chapter for chapter in chapters if chapter.slug == slug), None)
    if known and (part or known.part, title or known.title) != (known.part, known.title):
        message = f"the chapter '{slug}' is '{known.title}' in '{known.part}'; leave its titles out"
        raise SourceError(CONFIG, 1, message)
    if known or not (part or title):
        return None
    if not (part and title):
        raise SourceError(CONFIG, 1, 'a new chapter needs both: PART="…" CHAPTER="…"')
    if taken := next((chapter for chapter in chapters if chapter.title == title), None):
        raise SourceError(taken.path, 1, f"is called '{title}' already; choose another title")
    if (DOCS / slug).exists():
        raise SourceError(DOCS / slug, 1, "is there already; choose another name for the chapter")
    return Chapter(slug, title, (), part)


def _filled(template: str, name: str, title: str) -> str:
    text = read_text(TEMPLATES / template)
    return text.replace("CHAPTER/SLUG", name).replace("SLUG", name).replace("TITLE", title)


def _labels() -> list[str]:
    """What the template calls its equations."""
    path = TEMPLATES / "page.md"
    return [label.name for span in math_spans(path, read_text(path)) for label in span.labels]


def _missing(registry: Registry, addresses: Iterable[str]) -> list[Permalink]:
    """What is registered already stays as it is, where it leads elsewhere, too."""
    return [Permalink(each) for each in addresses if each not in registry.by_address]


def _require_started(identifier: str) -> None:
    """The rest of the repository takes the formula as one of its own."""
    read_chapters(read_configuration())
    read_formula(identifier)


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
