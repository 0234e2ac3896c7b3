"""What docs/notation.md says of the letters on every page."""

from collections.abc import Callable
import re

import pytest

from scripts.base.paths import DOCS
from scripts.base.text import read_text
from scripts.checker.judging.page import Page, read_page
from scripts.checker.reading.symbols import Declaration
from scripts.sources.collection import read_sources
from scripts.sources.markdown_math import INLINE

NOTATION = DOCS / "notation.md"
PAGES = [read_page(formula.path) for formula in read_sources().formulas.values()]
ACCENT = re.compile(r"\\(?:hat|bar|tilde)\{")
SET = re.compile(r"\\mathbb\{\w\}")
REMAINDER = {"O"}

# Letters that mean the same everywhere; docs/notation.md says what.
CONSTANTS = {"e", "d", r"\pi", r"\infty"}
LETTER = re.compile(
    r"\\(?:alpha|beta|gamma|Gamma|delta|Delta|epsilon|zeta|eta|theta|Theta|kappa|lambda|Lambda|mu"
    r"|nu|xi|pi|rho|sigma|Sigma|tau|phi|Phi|varphi|chi|psi|Psi|omega|Omega)(?![a-zA-Z])"
    r"|(?<![\\a-zA-Z])[a-zA-Z](?![a-zA-Z])"
)
NAMES = re.compile(r"\\(?:operatorname|text|mathrm|mathbb|begin|end)\{[^}]*\}")
STYLES = re.compile(r"\\(?:mathbf|mathcal|boldsymbol|hat|bar|frac|sqrt)(?![a-zA-Z])")
BOUND = re.compile(
    r"\\(?:sum|prod|int|lim|max|min)_(?:\{([^}]*)\}|(\\?\w+))(?:\^(?:\{[^}]*\}|\\?\w+))?"
)
INDEX = re.compile(r"_(?:\{[^{}]*\}|\\?\w)")


def letters(tex: str) -> set[str]:
    """The bare letters of a formula: `\\mathbf{x}_i` and `x_{ij}` are both x."""
    plain = STYLES.sub(" ", NAMES.sub(" ", tex)).replace("d\\mathbf", "d \\mathbf")
    plain = re.sub(r"(?<![a-zA-Z\\])d(?=[a-z]\b)", "d ", plain)  # dx
    return set(LETTER.findall(re.sub(r"[{}]", " ", plain)))


def used(tex: str) -> set[str]:
    """The letters of a display, without its indices, sizes and bound variables."""
    bound = {letter for found in BOUND.finditer(tex) for letter in letters(found[1] or found[2])}
    return letters(INDEX.sub("", BOUND.sub(" ", tex))) - bound - CONSTANTS


def defined(tex: str) -> set[str]:
    """The letter that an equation starts with is what it defines."""
    return {found for line in re.split(r"\\\\|\\quad", tex) for found in _first(line)}


def _first(equation: str) -> list[str]:
    head = STYLES.sub("", NAMES.sub("", equation.partition("=")[0]))
    return LETTER.findall(re.sub(r"[{}]", " ", head))[:1]


def test_every_letter_of_every_display_is_in_a_list() -> None:
    assert [missing for page in PAGES for missing in unlisted(page)] == []


def unlisted(page: Page) -> list[str]:
    text = read_text(page.path).splitlines()
    lines = {text[symbol.line - 1] for symbol in page.declarations}
    listed = {letter for line in lines for tex in INLINE.findall(line) for letter in letters(tex)}
    return [
        f"{page.path}:{display.line}: {letter}"
        for display in page.displays
        for letter in used(display.tex) - listed - defined(display.tex) - REMAINDER
    ]


def test_every_listed_symbol_has_a_set_or_a_distribution() -> None:
    assert told(lambda symbol: symbol.kind == "known") == []


def test_every_set_of_a_list_is_explained() -> None:
    explained = set(SET.findall(read_text(NOTATION)))
    assert told(lambda symbol: not set(SET.findall(symbol.tex)) <= explained) == []


def test_bold_lower_case_is_a_vector_and_a_bold_capital_a_matrix() -> None:
    assert (
        told(lambda symbol: symbol.bold and axes(symbol) != (2 if is_capital(symbol) else 1)) == []
    )


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


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\mathbf{x}_i = A_{ij}", {"x", "A"}),
        (r"\frac{e^{x_i}}{\sum_{j=1}^{K} e^{x_j}}", {"x"}),
        (r"\hat{m}_t = \frac{m_t}{1 - \beta_1^t}", {"m", r"\beta", "t"}),
        (r"\frac{d\mathbf{y}}{dt}", {"y", "t"}),
        (r"\operatorname{softmax}(\mathbf{z} / \tau)", {"z", r"\tau"}),
    ],
)
def test_the_letters_of_a_formula_are_found(tex: str, expected: set[str]) -> None:
    assert used(tex) == expected


def test_the_letter_an_equation_starts_with_is_defined_by_it() -> None:
    display = r"\sigma(x) = y, \quad \hat{\mathbf{y}} = z"
    assert defined(display) == {r"\sigma", "y"}
