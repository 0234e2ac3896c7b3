"""Lines of `nav` in mkdocs.yml, added and moved; comments and format stay."""

from collections.abc import Sequence
import json
import re

from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG
from scripts.sources.configuration import NavPage
from scripts.sources.navigation import Chapter

LEVEL = 4 * " "  # of a section inside another
PLAIN = re.compile(r"[^\W_][\w (),&'’-]*")  # a title that YAML takes for a text, without quotes


def with_line(config: str, identifier: str, chapter: Chapter) -> str:
    """Below the chapter's last formula; the author moves the line where it belongs."""
    found = _line(config, _last(chapter))
    return f"{config[: found.end()]}{found['indent']}- {identifier}.md\n{config[found.end() :]}"


def with_chapter(config: str, chapter: Chapter, nav: Sequence[NavPage]) -> str:
    """A chapter without formulas, last in its part, which is written where there is none yet.

    Its notebook follows that of the chapter before it. Raises SourceError where `nav` has no
    place for either.
    """
    chapters = [page for page in nav if page.file.endswith("/index.md")]
    siblings = [page for page in chapters if page.sections[:-1] == (chapter.part,)]
    if not chapters:
        raise SourceError(CONFIG, 1, "no chapter in nav to put another one after; write its lines")
    before = (siblings or chapters)[-1]
    last = max(page.line for page in nav if page.sections == before.sections)
    lines = [f"- {quoted(chapter.title)}:", f"{LEVEL}- {chapter.slug}/index.md"]
    if not siblings:
        lines = [f"- {quoted(chapter.part)}:", *(LEVEL + line for line in lines)]
    added = [f"  {LEVEL if siblings else ''}{line}\n" for line in lines]
    written = config.splitlines(keepends=True)
    config = "".join([*written[:last], *added, *written[last:]])
    found = _line(config, f"notebooks/{before.file.removesuffix('/index.md')}.ipynb")
    entry = f"{found['indent']}- {quoted(chapter.title)}: notebooks/{chapter.slug}.ipynb\n"
    return config[: found.end()] + entry + config[found.end() :]


def with_line_moved(config: str, old: str, new: str, chapter: Chapter) -> str:
    """In its place where the chapter stays, else at the end of its new one; a comment goes along.

    Raises SourceError when a line is not one formula.
    """
    found = _line(config, f"{old}.md")
    before, after = config[: found.start()], config[found.end() :]
    line = found[0].replace(f"{old}.md", f"{new}.md")
    if old.split("/")[0] == chapter.slug:
        return before + line + after
    last = _line(before + after, _last(chapter))
    line = last["indent"] + line.lstrip()
    rest = before + after
    return rest[: last.end()] + line + rest[last.end() :]


def quoted(title: str) -> str:
    """A title as YAML reads it."""
    return title if PLAIN.fullmatch(title) else json.dumps(title, ensure_ascii=False)


def _last(chapter: Chapter) -> str:
    return f"{chapter.formulas[-1]}.md" if chapter.formulas else f"{chapter.slug}/index.md"


def _line(config: str, file: str) -> re.Match[str]:
    """The line of nav for a file, with or without a title, quotes and a comment."""
    pattern = (
        rf"^(?P<indent>[ ]*)- (?:[^#\n]+: )?(?P<q>[\"\']?){re.escape(file)}(?P=q)[ ]*(?:#.*)?\n"
    )
    if not (found := re.search(pattern, config, re.MULTILINE)):
        message = f"no line '- {file}' in nav; write it, and one of its own for each formula"
        raise SourceError(CONFIG, 1, message)
    return found
