"""The cheat sheet: the main display of every formula, dense, for the screen and for paper."""

import re

from scripts.addresses.permalinks import sheet_anchor
from scripts.base.paths import CHEAT_SHEET
from scripts.base.text import write_if_changed
from scripts.mathematics.line_breaks import in_pieces
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula, Symbol
from scripts.sources.portable import LINK

# Where a meaning goes on to details that the page has room for.
DETAILS = re.compile(r"(?:\$[^$]*\$|[^$;,:(])*")


def write_cheat_sheet(sources: Sources) -> None:
    """Write what docs/cheat_sheet.md includes."""
    write_if_changed(CHEAT_SHEET, cheat_sheet(sources))


def cheat_sheet(sources: Sources) -> str:
    """The chapters in order, each with an entry for every formula."""
    parts = []
    for chapter in sources.chapters:
        parts.append(f"## [{chapter.title}]({chapter.slug}/index.md)")
        parts += [sheet_entry(formula) for formula in sources.formulas_of(chapter)]
    return "\n\n".join(parts) + "\n"


def sheet_entry(formula: Formula) -> str:
    """The main display of a formula under its title, with its symbols."""
    symbols = "; ".join(_symbol(symbol) for symbol in formula.symbols)
    return "\n\n".join(
        [
            '<div class="sheet-entry" markdown>',
            f"### [{formula.title}]({formula.id}.md) {{ #{sheet_anchor(formula.id)} }}",
            f'<div class="sheet-formula">{in_pieces(formula.displays[0].tex)}</div>',
            f'<p class="sheet-symbols" markdown="span">{symbols}</p>',
            "</div>",
        ]
    )


def _symbol(symbol: Symbol) -> str:
    meaning = LINK.sub(lambda found: found["text"], symbol.meaning)
    found = DETAILS.match(meaning)
    return f"${symbol.tex}$ {found[0].strip() if found else meaning}"
