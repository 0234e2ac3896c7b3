"""Start a formula: `python -m scripts.new chapter/slug` writes its page, snippet and nav line."""

from pathlib import Path
import re
import sys

from scripts.navigation import Chapter, read_chapters
from scripts.source import (
    CONFIG,
    DOCS,
    SNIPPETS,
    SourceError,
    SourceErrors,
    read_text,
    write_atomically,
)

TEMPLATES = Path(__file__).with_name("templates")


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        print("usage: make new ID=chapter/slug", file=sys.stderr)
        return 2
    try:
        for path in start_formula(arguments[0]):
            print(f"wrote {path.as_posix()}")
    except SourceErrors as errors:
        for each in errors.errors:
            print(f"error: {each}", file=sys.stderr)
        return 1
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def start_formula(identifier: str) -> list[Path]:
    """Write the page and the snippet from their templates and add the page to nav.

    Raises SourceError when the id is malformed or taken, or its chapter does not exist.
    """
    found = re.fullmatch(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)", identifier)
    if not found:
        raise SourceError(CONFIG, 1, f"'{identifier}' is not an id: chapter/slug in snake_case")
    chapter, slug = found.groups()
    chapters = {c.slug: c for c in read_chapters()}
    if chapter not in chapters:
        known = ", ".join(chapters)
        raise SourceError(CONFIG, 1, f"no chapter '{chapter}' in nav; there are {known}")
    for taken in chapters.values():
        if slug in {formula.split("/")[1] for formula in taken.formulas}:
            raise SourceError(taken.path, 1, f"the slug '{slug}' is taken in this chapter")
    title = slug.replace("_", " ").capitalize()
    targets = {DOCS / f"{identifier}.md": "page.md", SNIPPETS / f"{identifier}.py": "snippet.py"}
    for path, template in targets.items():
        text = read_text(TEMPLATES / template)
        write_atomically(path, text.replace("CHAPTER/SLUG", identifier).replace("TITLE", title))
    _add_to_nav(identifier, chapters[chapter])
    return [*targets, CONFIG]


def _add_to_nav(identifier: str, chapter: Chapter) -> None:
    """Below the chapter's last formula; the author moves the line where it belongs."""
    last = f"{chapter.formulas[-1]}.md" if chapter.formulas else f"{chapter.slug}/index.md"
    line = re.compile(rf"^(\s*- ){re.escape(last)}$", re.MULTILINE)
    text, added = line.subn(lambda m: f"{m[0]}\n{m[1]}{identifier}.md", read_text(CONFIG), count=1)
    if not added:
        raise SourceError(CONFIG, 1, f"no line '- {last}' in nav; add '- {identifier}.md' by hand")
    write_atomically(CONFIG, text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
