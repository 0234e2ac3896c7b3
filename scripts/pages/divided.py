"""A list on one page or, where that would be heavy, on a page for each of its pieces.

The page of the list then leads to those of its pieces, and an address of a place on it goes on to
the piece that has the place.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
import json
from pathlib import Path
import zlib

from scripts.base.text import read_text, write_if_changed
from scripts.sources.collection import Sources
from scripts.sources.front_matter import description_of, mapping_of
from scripts.sources.page import Page

ROOM = 50_000  # bytes of Markdown, compressed: a page of about 80 kB
GENERATED = "generated: true"  # in the front matter of what the build may remove again
LONG = "The list is long: each of these is a page of its own.\n"
FORWARD = """\
<script class="divided">
{
  const piece = PIECES[location.hash.slice(1).split(".")[0]]
  if (piece) location.replace(`${piece}/${location.hash}`)
}
</script>
"""


@dataclass(frozen=True)
class Piece:
    """What has a page of its own: its file name, its title, what the list says of it, its Markdown.

    It has the places that begin with one of its `keys`: `#calculus`, `#calculus.gradient`.
    """

    name: str
    title: str
    about: str
    keys: Sequence[str]
    text: str


@dataclass(frozen=True)
class DividedList:
    """A list that `page` includes as the file `included`. Both functions take the way from the page
    that shows their Markdown to docs/.
    """

    page: Path
    included: Path
    whole: Callable[[Sources, str], str]
    pieces: Callable[[Sources, str], list[Piece]]

    @property
    def folder(self) -> Path:
        return self.page.with_suffix("")


def write_divided(each: DividedList, sources: Sources) -> None:
    """Write a list, and the pages of its pieces where it is long; remove those of before."""
    up = "../" * (len(each.page.parts) - 2)
    text, page = each.whole(sources, up), sources.pages.get(each.page)
    pages = dict[Path, str]()
    if page and is_long(text):
        pieces = each.pieces(sources, f"../{up}")
        text = overview(each.folder.name, pieces)
        pages = {each.folder / f"{p.name}.md": piece_page(page, p, pieces) for p in pieces}
    write_if_changed(each.included, text)
    for path, content in pages.items():
        write_if_changed(path, content)
    for path in set(each.folder.glob("*.md")) - pages.keys():
        if GENERATED in read_text(path).splitlines():
            path.unlink()


def is_long(text: str) -> bool:
    """Whether a list is too much for one page."""
    return len(zlib.compress(text.encode())) > ROOM


def counted(count: int, what: str) -> str:
    """`1 name`, `2 names`."""
    return f"{count} {what}{'s' * (count != 1)}"


def overview(folder: str, pieces: Iterable[Piece]) -> str:
    """What stands in the place of the list: its pieces, and where the places on it have gone."""
    pieces = list(pieces)
    lines = [
        f"- **[{piece.title}]({folder}/{piece.name}.md){{ #{piece.keys[0]} }}**: {piece.about}"
        for piece in pieces
    ]
    places = {key: piece.name for piece in pieces for key in piece.keys}
    forward = FORWARD.replace("PIECES", json.dumps(places))
    return "\n".join(['<div class="pieces" markdown>\n', LONG, *lines, "\n</div>\n", forward])


def piece_page(page: Page, piece: Piece, pieces: Iterable[Piece]) -> str:
    """The page of a piece, with the way to the others."""
    matter = mapping_of(page)
    hidden = matter.values().get("hide") if matter else None
    others = [
        f"**{each.title}**" if each is piece else f"[{each.title}]({each.name}.md)"
        for each in pieces
    ]
    return "\n".join(
        [
            "---",
            f"description: {json.dumps(f'{piece.title}. {description_of(page)}')}",
            f"hide: {json.dumps(hidden or [])}",
            GENERATED,
            "---",
            "",
            f"# {page.title}: {piece.title}",
            "",
            " ".join([f"[All](../{page.path.name})", *others]),
            "{ .jumps }",
            "",
            piece.text,
        ]
    )
