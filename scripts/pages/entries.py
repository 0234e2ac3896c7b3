"""A formula in a list of formulas: its name, the formula itself, and one line about it."""

import html

from scripts.mathematics.knowing import known_of
from scripts.mathematics.line_breaks import display_html
from scripts.sources.formula import Formula


def entry(name: str, formula: Formula) -> str:
    """Markdown of an entry. `name` is its first line, with a link to the page of the formula."""
    drawn = display_html(formula.displays[0].tex, frozenset(), known_of(formula))
    return "\n\n".join(
        [
            '<div class="entry" markdown>',
            name,
            f'<div class="formula">{drawn}</div>',
            '<div class="status-line"></div>',  # room for the copy button
            f"<p>{html.escape(formula.description)}</p>",
            "</div>",
        ]
    )


def told(name: str, formula: Formula) -> str:
    """An entry of a list that is too long to show formulas."""
    about = f"<p>{html.escape(formula.description)}</p>"
    return "\n\n".join(['<div class="entry told" markdown>', name, about, "</div>"])


def in_block(kind: str, entries: list[str]) -> str:
    """Markdown in a block that the style arranges."""
    return "\n\n".join([f'<div class="{kind}" markdown>', *entries, "</div>"]) + "\n"
