"""The cheat sheet: the main display of every formula, dense, for the screen and for paper.

On one page or, once that is long, on one for each part, or for each chapter where a part is long.
"""

from collections.abc import Sequence
from itertools import groupby
import re

from markdown.extensions.toc import slugify

from scripts.addresses.permalinks import sheet_anchor
from scripts.base.paths import CHEAT_SHEET, SHEET_PAGE
from scripts.mathematics.knowing import known_of
from scripts.mathematics.line_breaks import in_pieces
from scripts.pages.divided import DividedList, Piece, counted, is_long, write_divided
from scripts.pages.entries import in_block
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula, Symbol
from scripts.sources.navigation import Chapter
from scripts.sources.portable import LINK

# Where a meaning goes on to details that the page has room for.
DETAILS = re.compile(r"(?:\$[^$]*\$|[^$;,:(])*")


def write_cheat_sheet(sources: Sources) -> None:
    """Write what docs/cheat_sheet.md includes, and the pages of its pieces where it is long."""
    write_divided(DividedList(SHEET_PAGE, CHEAT_SHEET, cheat_sheet, sheet_pieces), sources)


def cheat_sheet(sources: Sources, up: str = "") -> str:
    """The chapters in order, each with an entry for every formula."""
    return _sheet(sources.chapters, sources, up)


def sheet_pieces(sources: Sources, up: str) -> list[Piece]:
    """The same, a piece for each part, or for each chapter where a part would be long."""
    parts = [list(members) for _, members in groupby(sources.chapters, key=lambda c: c.part)]
    sheets = [_sheet(part, sources, up) for part in parts]
    if all(part[0].part for part in parts) and not any(map(is_long, sheets)):
        return [
            _piece(part[0].part, part, sheet) for part, sheet in zip(parts, sheets, strict=True)
        ]
    return [_piece(c.title, [c], _sheet([c], sources, up)) for c in sources.chapters]


def sheet_entry(formula: Formula, up: str = "") -> str:
    """The main display of a formula under its title, with its symbols."""
    drawn = in_pieces(formula.displays[0].tex, known=known_of(formula))
    symbols = "; ".join(_symbol(symbol) for symbol in formula.symbols)
    return "\n\n".join(
        [
            '<div class="sheet-entry" markdown>',
            f"### [{formula.title}]({up}{formula.id}.md) {{ #{sheet_anchor(formula.id)} }}",
            f'<div class="sheet-formula">{drawn}</div>',
            f'<p class="sheet-symbols" markdown="span">{symbols}</p>',
            "</div>",
        ]
    )


def _sheet(chapters: Sequence[Chapter], sources: Sources, up: str) -> str:
    entries = []
    for chapter in chapters:
        entries.append(f"## [{chapter.title}]({up}{chapter.slug}/index.md)")
        entries += [sheet_entry(formula, up) for formula in sources.formulas_of(chapter)]
    return "\n\n".join(entries) + "\n"


def _piece(title: str, chapters: Sequence[Chapter], sheet: str) -> Piece:
    name = slugify(title, "_")
    places = [slugify(chapter.title, "-") for chapter in chapters]
    links = ", ".join(
        f"[{chapter.title}]({SHEET_PAGE.stem}/{name}.md#{place})"
        for chapter, place in zip(chapters, places, strict=True)
    )
    count = sum(len(chapter.formulas) for chapter in chapters)
    about = f"{links} ({count})" if title != chapters[0].title else counted(count, "formula")
    keys = [*places, *(chapter.slug for chapter in chapters)]
    return Piece(name, title, about, keys, in_block("cheat-sheet", [sheet]))


def _symbol(symbol: Symbol) -> str:
    meaning = LINK.sub(lambda found: found["text"], symbol.meaning)
    found = DETAILS.match(meaning)
    return f"${symbol.tex}$ {found[0].strip() if found else meaning}"
