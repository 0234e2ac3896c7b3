"""What a notebook and its page share: comments for Colab, a description, figures."""

from collections.abc import Sequence
import html
from pathlib import Path

from scripts.base.paths import DOCS, figure_files
from scripts.pages.figure_pair import size_of
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter

TITLE, PARAMETER = "# @title ", "# @param "  # what Colab reads: of a cell, of a number
NAMED = 4  # formulas in a description


def description(chapter: Chapter, formulas: Sequence[Formula]) -> str:
    """What a search engine says of the notebook's page."""
    names = ", ".join(formula.title for formula in formulas[:NAMED])
    more = f" and {len(formulas) - NAMED} more" if formulas[NAMED:] else ""
    return (
        f"PyTorch notebook for {chapter.title.lower()}: run the code of each formula, change one "
        f"number and see its figure follow. With {names}{more}."
    )


def figure_of(formula: Formula) -> str:
    """The drawings of a formula, as the page of its notebook shows them."""
    alt = html.escape(formula.alt_text)
    images = []
    for theme, drawing in zip(("light", "dark"), figure_files(formula.id), strict=True):
        width, height = size_of(drawing)
        source = Path("../..", drawing.relative_to(DOCS)).as_posix()
        images.append(
            f'<img class="figure-{theme}" src="{source}" alt="{alt}"'
            f' width="{width}" height="{height}" loading="lazy">'
        )
    return f'<span class="figure">{"".join(images)}</span>'
