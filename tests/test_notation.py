"""What docs/notation.md says of the letters on every page."""

from collections.abc import Callable
import re

from scripts.base.paths import NOTATION
from scripts.base.text import read_text
from scripts.checker.judging.page import Page, read_page
from scripts.checker.reading.symbols import Declaration
from scripts.sources.collection import read_sources
from scripts.sources.letters import CONSTANTS, NAMES, defined, letters, used
from scripts.sources.markdown_math import INLINE
from scripts.sources.notation import read_rows
from scripts.sources.page import page_paths
from scripts.sources.page import read_page as read_text_page

PAGES = [read_page(formula.path) for formula in read_sources().formulas.values()]
ACCENT = re.compile(r"\\(?:hat|bar|tilde)\{")
SET = re.compile(r"\\mathbb\{\w\}")
COMMAND = re.compile(r"\\[A-Za-z]+")
# They arrange what stands around them, or say how it looks; names of functions say themselves.
LAYOUT = set(re.findall(r"\S+", r"\frac \sqrt \left \right \quad \begin \end \text \dots \ldots"))
LAYOUT |= {r"\overline", r"\boldsymbol"}
WELL_KNOWN = {r"\times", r"\exp", r"\sin", r"\cos", r"\tanh"}
# Discriminator, reward, return and advantage: everybody writes them so, also where they are lists.
CAPITAL_VECTORS = {"D", "R", "G", "A"}
TEXTS = [read_text_page(path) for path in page_paths()]
ROWS = read_rows(read_text_page(NOTATION))


def test_every_letter_of_every_display_is_in_a_list() -> None:
    assert [missing for page in PAGES for missing in unlisted(page)] == []


def unlisted(page: Page) -> list[str]:
    text = read_text(page.path).splitlines()
    lines = {text[symbol.line - 1] for symbol in page.declarations}
    listed = {letter for line in lines for tex in INLINE.findall(line) for letter in letters(tex)}
    missing = []
    for display in page.displays:
        listed |= defined(display.tex)  # for the displays below, too
        missing += [f"{page.path}:{display.line}: {x}" for x in used(display.tex) - listed]
    return missing


def test_every_listed_symbol_has_a_set_or_a_distribution() -> None:
    assert told(lambda symbol: symbol.kind == "known") == []


def test_every_set_of_a_list_is_explained() -> None:
    explained = set(SET.findall(read_text(NOTATION)))
    assert told(lambda symbol: not set(SET.findall(symbol.tex)) <= explained) == []


def test_bold_lower_case_is_a_vector_and_a_bold_capital_a_matrix_or_an_array() -> None:
    # With rows: several vectors, of which a display shows one, with an index.
    capitals, others = {2, 3, 4}, {1, 2}

    def other(symbol: Declaration) -> bool:
        if axes(symbol) == 1 and ACCENT.sub("", symbol.key).strip("}") in CAPITAL_VECTORS:
            return False
        return axes(symbol) not in (capitals if is_capital(symbol) else others)

    assert told(lambda symbol: symbol.bold and other(symbol)) == []


def test_an_italic_symbol_is_a_number_a_function_or_a_random_capital() -> None:
    assert told(lambda symbol: is_italic(symbol) and not may_be_italic(symbol)) == []


def test_a_set_is_calligraphic() -> None:
    assert told(lambda symbol: symbol.kind == "set" and "\\mathcal" not in symbol.key) == []


def is_italic(symbol: Declaration) -> bool:
    return not symbol.bold and "\\mathcal" not in symbol.key


def may_be_italic(symbol: Declaration) -> bool:
    number = symbol.kind == "value" and axes(symbol) == 0
    return number or symbol.kind == "function" or (symbol.kind == "random" and is_capital(symbol))


def axes(symbol: Declaration) -> int:
    """Of its values: 0 for numbers, 1 for vectors, 2 for matrices."""
    assert symbol.domain is not None
    return len(symbol.domain.shape)


def is_capital(symbol: Declaration) -> bool:
    """Latin and Greek: `X`, `\\hat{X}` and `\\Sigma`."""
    return ACCENT.sub("", symbol.key).lstrip("\\")[0].isupper()


def told(wrong: Callable[[Declaration], bool]) -> list[str]:
    """Where the symbols are listed: the page or the notation must change."""
    return [
        f"{page.path}:{symbol.line}: {symbol.tex}"
        for page in PAGES
        for symbol in page.declarations
        if wrong(symbol)
    ]


def test_every_command_of_a_page_s_mathematics_has_a_row() -> None:
    explained = {command for row in ROWS for tex in row.tex for command in COMMAND.findall(tex)}
    used_commands = {
        command
        for page in TEXTS
        for span in page.mathematics
        for command in COMMAND.findall(NAMES.sub(" ", span.tex))
    }
    assert used_commands - explained - LAYOUT - WELL_KNOWN == set()


def test_letters_that_mean_the_same_everywhere_have_a_row() -> None:
    explained = {letter for row in ROWS if row.names for tex in row.tex for letter in letters(tex)}
    differential = "d"  # listed with its other meanings
    assert CONSTANTS - explained - {differential} == set()
    assert any(row.tex == (differential,) for row in ROWS if not row.names)


def test_a_letter_with_one_name_is_greek_and_its_name_is_its_command() -> None:
    greek = [row for row in ROWS if row.names and not row.meaning]
    assert len(greek) == 23  # and omicron
    assert [row for row in greek if row.tex[0] != rf"\{row.names[0]}"] == []
    assert [row for row in greek if row.anchor != row.names[0]] == []


def test_a_norm_has_its_index_everywhere() -> None:
    assert spans(r"\\rVert(?!_)") == []


def test_a_transpose_is_written_with_its_own_sign() -> None:
    assert spans(r"\\mathbf\{\w\}\^\{?T\b") == [rf"{NOTATION}: \mathbf{{A}}^T"]


def spans(pattern: str) -> list[str]:
    """The formulas of all pages that have this."""
    return [
        f"{page.path}: {span.tex}"
        for page in TEXTS
        for span in page.mathematics
        if re.search(pattern, span.tex)
    ]
