"""MkDocs renders the pages that changed; of the others it is handed what it rendered before.

Its own build runs, from the settings to the check of all anchors, with two of its steps replaced:
the one that reads and converts a page, and the one that puts it into its surroundings. All that
they make of a page follows from what `kept` counts, so a selective build and a full one write the
same bytes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
import logging
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs import utils
from mkdocs.commands import build as commands
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from scripts.base.freshness import digest
from scripts.rendering.kept import (
    Body,
    Rendered,
    body_of,
    forget_other_pages,
    inputs_of,
    keep_output,
    keep_page,
    known_output,
    known_page,
)
from scripts.rendering.opened import opened_files

POPULATE, BUILD = commands._populate_page, commands._build_page


class Selective:
    """One build: `code` is a digest of everything outside the sources that decides."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.pages: dict[str, Rendered] = {}
        self.around = ""

    def populate(self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
        """In the place of MkDocs' own: render the Markdown of a page, or recall what came of it."""
        name = page.file.src_uri
        common = digest(self.code, str(vars(page).get("title")))  # the one that nav gives
        rendered = known_page(name, common, partial(_address, files))
        if rendered:
            config.plugins.on_pre_page(page, config=config, files=files)
        else:
            rendered = _render(page, config, files, common)
        self.pages[name] = rendered
        links = ((files.get_file_from_path(name), found) for name, found in rendered.links.items())
        page.links_to_anchors = {file: dict(found) for file, found in links if file}
        page.present_anchor_ids = None if rendered.anchors is None else set(rendered.anchors)
        page.title, page.markdown = rendered.title, ""
        page.content, page.meta = None, {}

    def build(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: Environment,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """In the place of MkDocs' own: write a page and its surroundings, or what they were."""
        name = page.file.src_uri
        self.around = self.around or digest(*_titles(nav))
        inputs = digest(self.pages[name].inputs, self.around)
        if output := known_output(name, inputs):
            config.plugins.on_post_page(output.decode(), page=page, config=config)
            with _named(page.file.abs_dest_path):
                utils.write_file(output, page.file.abs_dest_path)
            return
        body = body_of(name, self.pages[name])
        assert body, f"{name} was kept a moment ago"
        page.content, page.toc, page.meta = body.content, body.toc, dict(body.meta)
        with _warnings() as warnings, _named(page.file.abs_dest_path):
            BUILD(page, config, doc_files, nav, env, dirty, excluded)
        page.content, page.meta = None, {}
        if not warnings:
            keep_output(name, inputs, Path(page.file.abs_dest_path).read_bytes())


def _render(page: Page, config: MkDocsConfig, files: Files, common: str) -> Rendered:
    """As MkDocs does, and see what that takes; the content is kept, and dropped from memory."""
    with opened_files() as opened, _looked_up(files) as addresses, _warnings() as warnings:
        POPULATE(page, config, files)
    links = page.links_to_anchors or {}
    sources = frozenset(opened)
    rendered = Rendered(
        sources,
        addresses,
        page.title,
        None if page.present_anchor_ids is None else frozenset(page.present_anchor_ids),
        {file.src_uri: found for file, found in links.items()},
        inputs_of(sources, addresses, common),
    )
    body = Body(page.content, page.toc, dict(page.meta))
    # What is warned of is told each time: it is kept for this build only.
    keep_page(page.file.src_uri, "" if warnings else common, rendered, body)
    return rendered


def _address(files: Files, name: str) -> str | None:
    file = files.get_file_from_path(name)
    return file.url if file else None


@contextmanager
def _looked_up(files: Files) -> Iterator[dict[str, str | None]]:
    """The addresses of the files that are looked up within, to see whether a link leads there."""
    addresses: dict[str, str | None] = {}
    look_up = files.get_file_from_path

    def listen(path: str) -> File | None:
        file = look_up(path)
        addresses[path] = file.url if file else None
        return file

    files.get_file_from_path = listen  # type: ignore[method-assign]
    try:
        yield addresses
    finally:
        del files.get_file_from_path


@contextmanager
def selective(code: str) -> Iterator[None]:
    """Within, MkDocs renders what changed."""
    build = Selective(code)
    commands._populate_page, commands._build_page = build.populate, build.build
    try:
        yield
        forget_other_pages(build.pages)
    finally:
        commands._populate_page, commands._build_page = POPULATE, BUILD


def _titles(nav: Navigation) -> Iterator[str]:
    """All that the surroundings of a page show of others: titles and addresses, in their order."""

    def walk(items: Sequence[Any], depth: int) -> Iterator[str]:
        for item in items:
            yield f"{depth} {getattr(item, 'url', '')} {item.title}"
            yield from walk(item.children or (), depth + 1)

    yield from walk(nav.items, 0)


@contextmanager
def _named(path: str) -> Iterator[None]:
    """A disk that is full while a file is written does not say which: this one."""
    try:
        yield
    except OSError as error:
        if error.errno and not error.filename:
            raise OSError(error.errno, error.strerror, path) from None
        raise


class _Counter(logging.Handler):
    """Counts what a page is warned of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs warns of within."""
    counter = _Counter()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(counter)
    try:
        yield counter.messages
    finally:
        logger.removeHandler(counter)
