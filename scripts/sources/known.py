"""Formulas that were read before: one that kept to all rules does so until it or a rule changes."""

from dataclasses import dataclass
from functools import cache

from scripts.base.closure import code_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest, digest_files
from scripts.base.paths import TEMPLATES, snippet_file
from scripts.base.remembered import recalled, remember
from scripts.sources.formula import Formula, parse_formula
from scripts.sources.page import Page
from scripts.sources.reading import read_source
from scripts.sources.rules.apply import formula_mistakes, page_mistakes
from scripts.sources.rules.remarks import remarks


@dataclass(frozen=True)
class Judged:
    """A formula, what is wrong with its page and its snippet, and what someone should look at."""

    formula: Formula
    mistakes: tuple[SourceError, ...]
    remarks: tuple[SourceError, ...]


def read_judged(identifier: str, page: Page) -> Judged:
    """Read a formula and apply the rules, unless that was done before and nothing was wrong.

    Raises what parse_formula raises.
    """
    inputs = digest(_rules(), identifier, page.text, read_source(snippet_file(identifier)))
    known: Judged | None = recalled(f"formulas/{identifier}", inputs)
    if known:
        return known
    formula = parse_formula(identifier, page)
    mistakes = (*page_mistakes(page), *formula_mistakes(formula))
    judged = Judged(formula, mistakes, () if mistakes else tuple(remarks(formula)))
    if not mistakes:
        remember(f"formulas/{identifier}", inputs, judged)
    return judged


@cache
def _rules() -> str:
    """All code that reads and judges a formula, and the templates: their texts must be gone."""
    return digest(code_key(__name__), digest_files(TEMPLATES.glob("*.*")))
