"""The works that the formulas cite, as the search takes them: by author, year, title, number."""

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.sources.bibliography import Reference
from scripts.sources.formula import Formula


def cited_works(
    formulas: Sequence[Formula], references: Mapping[str, Reference]
) -> dict[str, list[Any]]:
    """By column: how a work is cited, its authors, title and number, and which formulas cite it,
    each with its rank there: the first is what the page rests on."""
    cited: dict[str, list[tuple[int, int]]] = {}
    for place, formula in enumerate(formulas):
        for rank, key in enumerate(formula.sources):
            cited.setdefault(key, []).append((place, rank))
    works = [references[key] for key in cited]
    return {
        "label": [work.label for work in works],
        "authors": [work.authors for work in works],
        "title": [work.title for work in works],
        "number": [work.number for work in works],
        "formulas": list(cited.values()),
    }
