"""The order of parts, chapters and formulas: `nav` in mkdocs.yml, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
import re

from scripts.base.errors import SourceError, SourceErrors, stands_twice
from scripts.base.paths import CONFIG, DOCS, SNIPPETS, notebook_file, page_file
from scripts.sources.configuration import Configuration, NavPage, read_configuration
from scripts.sources.layout import misplaced

START_CHAPTER = '; `make new ID=… PART="…" CHAPTER="…"` starts another'
MARKUP = re.compile(r"<[a-zA-Z/!?][^>]*>?|`")
ID = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Chapter:
    """A section of the nav whose first page is `<slug>/index.md`, in a part that has no page."""

    slug: str
    title: str
    formulas: tuple[str, ...]
    part: str = ""

    @property
    def path(self) -> Path:
        return DOCS / self.slug / "index.md"

    @property
    def notebook(self) -> Path:
        return notebook_file(self.slug)


def read_chapters(configuration: Configuration) -> tuple[Chapter, ...]:
    """The chapters in order. Raises SourceErrors where nav, pages and snippets disagree."""
    chapters: dict[str, Chapter] = {}
    errors: list[SourceError] = []
    for page in configuration.nav:
        if page.sections and page.file.endswith("/index.md"):
            chapter = _chapter(page, configuration.nav)
            if chapter.slug in chapters:
                message = f"the chapter '{chapter.slug}' stands twice in nav: keep one"
                errors.append(SourceError(CONFIG, page.line, message))
            chapters.setdefault(chapter.slug, chapter)
    errors += _marked_up(chapters.values(), configuration.nav)
    errors = errors or [*misplaced()]
    errors = errors or [
        *_disagreements(chapters, configuration.nav),
        *stands_twice(CONFIG, ((page.file, page.line) for page in configuration.nav)),
    ]
    if errors:
        raise SourceErrors(errors)
    return tuple(chapters.values())


def formula_ids() -> list[str]:
    """The ids of all formulas, in the order of the site."""
    chapters = read_chapters(read_configuration())
    return [formula for chapter in chapters for formula in chapter.formulas]


def formula_pages() -> list[Path]:
    """The pages of all formulas, in the order of the site."""
    return [page_file(formula) for formula in formula_ids()]


def place_for(
    identifier: str, chapters: Sequence[Chapter], *, moving: str | None = None
) -> Chapter:
    """The chapter that a new id, or the new id of a formula that is moving, belongs to.

    Raises SourceError when the id is malformed, its chapter unknown or its slug taken.
    """
    if not ID.fullmatch(identifier):
        raise SourceError(CONFIG, 1, f"'{identifier}' is not an id: chapter/slug in snake_case")
    name, slug = identifier.split("/")
    by_slug = {chapter.slug: chapter for chapter in chapters}
    if name not in by_slug:
        message = f"no chapter '{name}' in nav; there are {', '.join(by_slug)}{START_CHAPTER}"
        raise SourceError(CONFIG, 1, message)
    chapter = by_slug[name]
    if identifier in chapter.formulas and identifier != moving:
        raise SourceError(chapter.path, 1, f"the slug '{slug}' is taken in this chapter")
    return chapter


def _chapter(index: NavPage, pages: Iterable[NavPage]) -> Chapter:
    """The chapter of an index page: the other pages of its section, in order."""
    slug = index.file.removesuffix("/index.md")
    members = [p.file for p in pages if p.sections == index.sections and p.file != index.file]
    part = index.sections[-2] if len(index.sections) > 1 else ""
    formulas = tuple(file.removesuffix(".md") for file in members)
    return Chapter(slug, index.sections[-1], formulas, part)


def _marked_up(chapters: Iterable[Chapter], pages: Iterable[NavPage]) -> Iterator[SourceError]:
    """Titles that Markdown and HTML would read: pages print them as they are."""
    lines = {page.file: page.line for page in pages}
    for chapter in chapters:
        if found := MARKUP.search(f"{chapter.part} {chapter.title}"):
            message = f"'{found[0]}' in the title of a section: titles are words, without markup"
            yield SourceError(CONFIG, lines[f"{chapter.slug}/index.md"], message)


def _disagreements(chapters: dict[str, Chapter], pages: Iterable[NavPage]) -> Iterator[SourceError]:
    """Nav without page, page without nav, page without snippet, snippet without page."""
    listed = {formula for chapter in chapters.values() for formula in chapter.formulas}
    for page in pages:
        if page.file.endswith(".md") and not (DOCS / page.file).exists():
            message = f"nav names {page.file}, but there is no {DOCS / page.file}"
            yield SourceError(CONFIG, page.line, message)
    for slug in chapters:
        for path in sorted((DOCS / slug).glob("*.md")):
            identifier = f"{slug}/{path.stem}"
            if path.stem != "index" and identifier not in listed:
                yield SourceError(path, 1, f"not in the nav of {CONFIG}: add '- {identifier}.md'")
            if path.stem != "index" and not (SNIPPETS / f"{identifier}.py").exists():
                yield SourceError(path, 1, f"has no snippet: write {SNIPPETS}/{identifier}.py")
    for snippet in sorted(SNIPPETS.glob("*/*.py")):
        expected = DOCS / snippet.relative_to(SNIPPETS).with_suffix(".md")
        if not expected.exists():
            yield SourceError(snippet, 1, f"has no page: write {expected.as_posix()}")
