"""What the home page includes: the formulas looked up most, the chapters, the last corrections."""

from collections.abc import Iterable
from itertools import groupby

from markdown.extensions.toc import slugify

from scripts.base.paths import CORRECTIONS, DOCS
from scripts.base.text import american
from scripts.pages.correction_list import correction_title
from scripts.pages.entries import entry, in_block
from scripts.sources.collection import Sources
from scripts.sources.navigation import Chapter

NAMED = 4  # formulas of a chapter that has more
LAST = 5  # corrections
CORRECTIONS_PAGE = CORRECTIONS.relative_to(DOCS).with_suffix(".md").as_posix()


def home_cards(sources: Sources) -> str:
    """The formulas that the page names in its front matter, each on a card that is a link."""
    cards = [entry(f"[{f.title}]({f.id}.md)", f) for f in sources.looked_up]
    return in_block("cards", cards)


def home_chapters(sources: Sources) -> str:
    """The parts with their chapters; chapters that are in no part stand alone."""
    groups = groupby(sources.chapters, key=lambda chapter: chapter.part)
    return "\n".join(_part(part, chapters, sources) for part, chapters in groups)


def home_corrections(sources: Sources) -> str:
    """The last corrections, with their days."""
    return "".join(
        f"- [{correction_title(each, sources)}]({CORRECTIONS_PAGE}#{each.anchor}),"
        f" {american(each.mended)}\n"
        for each in sources.corrections[:LAST]
    )


def _part(title: str, chapters: Iterable[Chapter], sources: Sources) -> str:
    level = "###" if title else "##"
    tiles = in_block("tiles", [_tile(level, chapter, sources) for chapter in chapters])
    return in_block("part", [f"## {title}", tiles]) if title else tiles


def _tile(level: str, chapter: Chapter, sources: Sources) -> str:
    """A chapter: its name, how many formulas it has, and the first of them."""
    page, formulas = f"{chapter.slug}/index.md", sources.formulas_of(chapter)
    count = len(formulas)
    named = formulas if count <= NAMED + 1 else formulas[:NAMED]
    links = [f"[{formula.title}]({formula.id}.md)" for formula in named]
    if len(named) < count:
        links.append(f"[all {count}]({page})")
    heading = f"{level} [{chapter.title}]({page}) {{ #{slugify(chapter.title, '-')} }}"
    counted = f'<p class="count">{count} formula{"s" * (count != 1)}</p>'
    return "\n\n".join(
        ['<div class="tile" markdown>', heading, counted, ", ".join(links), "</div>"]
    )
