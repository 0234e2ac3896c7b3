"""The order of chapters and formulas: `nav` in mkdocs.yml, and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
import os
from pathlib import Path
import re

import yaml

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import CONFIG, DOCS, SNIPPETS
from scripts.base.text import read_text
from scripts.base.yaml_lines import YamlMapping, read_mapping

ID = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Chapter:
    """A section of the nav whose first page is `<slug>/index.md`."""

    slug: str
    title: str
    formulas: tuple[str, ...]

    @property
    def path(self) -> Path:
        return DOCS / self.slug / "index.md"

    @property
    def notebook(self) -> Path:
        return DOCS / "notebooks" / f"{self.slug}.ipynb"


@dataclass(frozen=True)
class _Page:
    section: str
    file: str
    line: int


def read_chapters() -> tuple[Chapter, ...]:
    """The chapters in order. Raises SourceErrors where nav, pages and snippets disagree."""
    chapters = {}
    pages = list(_pages())
    for page in pages:
        if page.section and page.file.endswith("/index.md"):
            slug = page.file.removesuffix("/index.md")
            members = [p.file for p in pages if p.section == page.section and p.file != page.file]
            formulas = tuple(file.removesuffix(".md") for file in members)
            chapters[slug] = Chapter(slug, page.section, formulas)
    errors = [*_disagreements(chapters, pages), *_slugs_used_twice(chapters)]
    if errors:
        raise SourceErrors(errors)
    return tuple(chapters.values())


def formula_pages() -> list[Path]:
    """The pages of all formulas, in the order of the site."""
    return [DOCS / f"{formula}.md" for chapter in read_chapters() for formula in chapter.formulas]


def place_for(identifier: str, *, moving: str | None = None) -> Chapter:
    """The chapter that a new id, or the new id of a formula that is moving, belongs to.

    Raises SourceError when the id is malformed, its chapter unknown or its slug taken.
    """
    if not ID.fullmatch(identifier):
        raise SourceError(CONFIG, 1, f"'{identifier}' is not an id: chapter/slug in snake_case")
    name, slug = identifier.split("/")
    chapters = {chapter.slug: chapter for chapter in read_chapters()}
    if name not in chapters:
        known = ", ".join(chapters)
        raise SourceError(CONFIG, 1, f"no chapter '{name}' in nav; there are {known}")
    for taken in chapters.values():
        if slug in {f.split("/")[1] for f in taken.formulas if f != moving}:
            raise SourceError(taken.path, 1, f"the slug '{slug}' is taken in this chapter")
    return chapters[name]


def read_site_url() -> str:
    """The address of the site, with a slash at its end."""
    return read_setting("site_url")


def read_setting(name: str) -> str:
    """A setting of mkdocs.yml: a text or `!ENV [VARIABLE, default]`."""
    value = _config().nodes.get(name)
    if value is None:
        raise SourceError(CONFIG, 1, f"expected '{name}'")
    if value.tag == "!ENV":
        variable, default = (node.value for node in value.value)
        return os.environ.get(variable) or str(default)
    return str(value.value)


def _pages() -> Iterator[_Page]:
    yield from _walk(_config().nodes["nav"], "")


def _walk(node: yaml.Node, section: str) -> Iterator[_Page]:
    if isinstance(node, yaml.ScalarNode):
        yield _Page(section, node.value, node.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _walk(child, section)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            below = key.value if isinstance(child, yaml.SequenceNode) else section
            yield from _walk(child, below)


def _config() -> YamlMapping:
    """mkdocs.yml; its tags (!ENV, !!python/name) are left alone."""
    return read_mapping(CONFIG, read_text(CONFIG))


def _disagreements(chapters: dict[str, Chapter], pages: list[_Page]) -> Iterator[SourceError]:
    """Nav without page, page without nav, page without snippet, snippet without page."""
    listed = {formula for chapter in chapters.values() for formula in chapter.formulas}
    for page in pages:
        inside = page.file.split("/")[0] in chapters
        if inside and not (DOCS / page.file).exists():
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


def _slugs_used_twice(chapters: dict[str, Chapter]) -> Iterator[SourceError]:
    seen: dict[str, str] = {}
    for chapter in chapters.values():
        for formula in chapter.formulas:
            slug = formula.split("/")[-1]
            if slug in seen:
                message = f"slug '{slug}' is used twice, also by {DOCS}/{seen[slug]}.md"
                yield SourceError(DOCS / f"{formula}.md", 1, message)
            seen[slug] = formula
