"""What a notebook and its page share: comments for Colab, a description."""

from collections.abc import Sequence

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
