"""What docs/notation.md says of the letters on every page."""

import re

import pytest

from scripts.base.paths import DOCS
from scripts.base.text import read_text
from scripts.checker.judging.page import Page, read_page
from scripts.checker.reading.symbols import Declaration
from scripts.sources.collection import read_sources
from scripts.sources.markdown_math import INLINE
from tests.test_pages import defined, letters, used

NOTATION = DOCS / "notation.md"
ACCENT = re.compile(r"\\(?:hat|bar|tilde)\{")
SET = re.compile(r"\\mathbb\{\w\}")
REMAINDER = {"O"}


@pytest.fixture(params=list(read_sources().formulas))
def page(request: pytest.FixtureRequest) -> Page:
    return read_page(DOCS / f"{request.param}.md")


def test_every_letter_of_every_display_is_in_a_list(page: Page) -> None:
    text = read_text(page.path).splitlines()
    lines = {text[symbol.line - 1] for symbol in page.declarations}
    listed = {letter for line in lines for tex in INLINE.findall(line) for letter in letters(tex)}
    missing = {
        f"{page.path}:{display.line}: {letter}"
        for display in page.displays
        for letter in used(display.tex) - listed - defined(display.tex) - REMAINDER
    }
    assert missing == set()


def test_every_listed_symbol_has_a_set_or_a_distribution(page: Page) -> None:
    assert told(page, [d for d in page.declarations if d.kind == "known"]) == []


def test_every_set_of_a_list_is_explained(page: Page) -> None:
    explained = set(SET.findall(read_text(NOTATION)))
    unknown = [d for d in page.declarations if not set(SET.findall(d.tex)) <= explained]
    assert told(page, unknown) == []


def test_bold_lower_case_is_a_vector_and_a_bold_capital_a_matrix(page: Page) -> None:
    bold = [d for d in page.declarations if d.bold]
    assert told(page, [d for d in bold if axes(d) != (2 if is_capital(d) else 1)]) == []


def test_an_italic_symbol_is_a_number_a_function_or_a_random_capital(page: Page) -> None:
    italic = [d for d in page.declarations if not d.bold and "\\mathcal" not in d.key]
    numbers = [d for d in italic if d.kind == "value" and axes(d) == 0]
    functions = [d for d in italic if d.kind == "function"]
    random = [d for d in italic if d.kind == "random" and is_capital(d)]
    assert told(page, [d for d in italic if d not in numbers + functions + random]) == []


def test_a_set_is_calligraphic(page: Page) -> None:
    sets = [d for d in page.declarations if d.kind == "set"]
    assert told(page, [d for d in sets if "\\mathcal" not in d.key]) == []


def axes(symbol: Declaration) -> int:
    """Of its values: 0 for numbers, 1 for vectors, 2 for matrices."""
    assert symbol.domain is not None
    return len(symbol.domain.shape)


def is_capital(symbol: Declaration) -> bool:
    """Latin and Greek: `X`, `\\hat{X}` and `\\Sigma`."""
    return ACCENT.sub("", symbol.key).lstrip("\\")[0].isupper()


def told(page: Page, symbols: list[Declaration]) -> list[str]:
    """Where they are listed: the page or the notation must change."""
    return [f"{page.path}:{symbol.line}: {symbol.tex}" for symbol in symbols]
