"""Lines of `nav` in mkdocs.yml, added and moved; comments and format stay."""

import re

from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG
from scripts.sources.navigation import Chapter


def with_line(config: str, identifier: str, chapter: Chapter) -> str:
    """Below the chapter's last formula; the author moves the line where it belongs."""
    found = _line(config, _last(chapter))
    return f"{config[: found.end()]}{found['indent']}- {identifier}.md\n{config[found.end() :]}"


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
