"""What a page says about its displays, as far as it is exported with them."""

from scripts.checker.page_source import decisive_text
from scripts.sources.formula import Formula
from scripts.sources.markdown_math import SYMBOL
from scripts.sources.misprints import misprints_of


def sentences_above(formula: Formula) -> list[str]:
    """What the page says right above each display: the last sentence; of the first one nothing."""
    lines = formula.page.lines
    found = []
    for place, display in enumerate(formula.displays):
        above = display.line - 3  # the line before the blank one above $$
        text = lines[above].strip() if place and 0 <= above < len(lines) else ""
        is_text = text and text[0] not in "#|-$<`!"
        found.append(text.rpartition(". ")[2].rstrip(":") if is_text else "")
    return found


def words_of(formula: Formula) -> str:
    """All of its words that are exported: nothing else of its text decides an export."""
    displays = [
        (display.tex, [(label.row, label.name) for label in display.labels])
        for display in formula.displays
    ]
    symbols = [line for _, line in formula.page.prose if SYMBOL.fullmatch(line)]
    misprints = [
        (each.printed, each.right, each.wrong, each.seen_in)
        for each in misprints_of(formula.path, formula.page.text)
    ]
    told = (formula.title, displays, symbols, misprints, sentences_above(formula))
    return repr((told, decisive_text(formula.path, formula.page.text, None)))
