"""Text in which a formula has another id: links from and to its page, and every mention."""

from dataclasses import dataclass
from pathlib import Path
import posixpath
import re

from scripts.addresses.links import resolved
from scripts.base.paths import DOCS, FIGURES, NOTEBOOKS, figure_files

TARGET = re.compile(r"(?P<before>\]\(|^\[[^\]\n]+\]:[ ]*)(?P<target>[^)\s]+)", re.MULTILINE)


@dataclass(frozen=True)
class Renaming:
    """A formula gets another id, `chapter/slug`."""

    old: str
    new: str

    def page(self, path: Path, text: str) -> str:
        """A page under docs/, read at `path`: the one that moves, or another."""
        home = path.parent
        future = _page(self.new).parent if path == _page(self.old) else home

        def rewritten(found: re.Match[str]) -> str:
            name, _, anchor = found["target"].partition("#")
            if not name or ":" in name:
                return found[0]
            here = (resolved(home / name), anchor)
            there = self._place(*here)
            if there == here and (home == future or not _is_there(here[0])):
                return found[0]
            target = posixpath.relpath(there[0], future)
            return f"{found['before']}{target}{'#' if there[1] else ''}{there[1]}"

        return self.mentions(TARGET.sub(rewritten, text))

    def mentions(self, text: str) -> str:
        """Any text: the id, in whatever path or address, and the formula's place in its chapter."""
        (chapter, slug), (new_chapter, new_slug) = self.old.split("/"), self.new.split("/")
        mention = rf"(?<![\w.-]){chapter}/(?P<anchor>(?:index\.md)?#)?{slug}(?![\w-])"
        return re.sub(mention, lambda m: f"{new_chapter}/{m['anchor'] or ''}{new_slug}", text)

    def _place(self, file: Path, anchor: str) -> tuple[Path, str]:
        """Where a file and an anchor in it are afterwards."""
        files = dict(zip(figure_files(self.old), figure_files(self.new), strict=True))
        files[_page(self.old)] = _page(self.new)
        chapter, slug = self.old.split("/")
        if (file, anchor) == (DOCS / chapter / "index.md", slug):
            chapter, slug = self.new.split("/")
            return DOCS / chapter / "index.md", slug
        return files.get(file, file), anchor


def _page(identifier: str) -> Path:
    return DOCS / f"{identifier}.md"


def _is_there(file: Path) -> bool:
    """Also what the build will write; anything else in brackets is no link, but mathematics."""
    return file.is_file() or file.is_relative_to(FIGURES) or file.is_relative_to(NOTEBOOKS)
