"""All rules, applied: to a page, to a formula, and to everything together."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.sources.bibliography import Reference
from scripts.sources.formula import Formula
from scripts.sources.notation import Row
from scripts.sources.page import Page
from scripts.sources.rules import across, formula, front_matter, page, snippet
from scripts.sources.rules.meanings import several_meanings
from scripts.sources.rules.placeholders import unfilled, unfilled_chapter
from scripts.sources.rules.universal import unchecked_claims

OF_A_FORMULA = (*front_matter.RULES, *formula.RULES, *snippet.RULES)


def page_mistakes(read: Page) -> list[SourceError]:
    """What is wrong with a page under docs/, whatever it is about."""
    return [*page.broken(read), *unfilled_chapter(read)]


def formula_mistakes(parsed: Formula) -> list[SourceError]:
    """What is wrong with the page and the snippet of a formula; an unfilled one is told so only."""
    return unfilled(parsed) or [error for rule in OF_A_FORMULA for error in rule(parsed)]


def mistakes_across(
    formulas: Mapping[str, Formula],
    pages: Mapping[Path, Page],
    references: Mapping[str, Reference],
    notation: Sequence[Row],
) -> list[SourceError]:
    """What one page says against another."""
    together = across.broken(formulas, pages, references)
    return [*together, *several_meanings(notation, pages), *unchecked_claims(pages)]
