"""Every real page: its format, its links, its words."""

from collections import defaultdict
from pathlib import Path
import pkgutil
import re

import pytest

from scripts.addresses.links import broken_links
from scripts.base.paths import figure_files
from scripts.base.text import read_text
from scripts.mathematics.mathml import typeset
from scripts.pages.destinations import destinations
from scripts.sources.bibliography import read_references
from scripts.sources.collection import read_sources
from scripts.sources.formula import MOJIBAKE, SECTIONS, Formula, read_formula
from scripts.sources.markdown_math import INLINE, MathSpan, code_lines, math_spans
from tests.project import REPOSITORY

SOURCES = read_sources()
CHAPTERS = SOURCES.chapters
FORMULAS = [formula for chapter in CHAPTERS for formula in chapter.formulas]
PAGES = [path.as_posix() for path in SOURCES.pages]

HYPE = re.compile(r"\b(ensures|prevents|solves|essential|crucial|powerful)\b", re.IGNORECASE)

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


@pytest.fixture(params=FORMULAS)
def formula(request: pytest.FixtureRequest) -> Formula:
    return read_formula(request.param)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_there_are_thirty_formulas_in_ten_chapters() -> None:
    assert (len(FORMULAS) >= 30, len(CHAPTERS) >= 10) == (True, True)


def test_every_formula_page_has_the_six_headings_in_order(formula: Formula) -> None:
    assert tuple(formula.sections) == SECTIONS


def test_no_section_of_a_formula_page_is_empty(formula: Formula) -> None:
    assert [name for name, section in formula.sections.items() if not section.text] == []


def test_every_symbol_of_the_formula_is_in_the_symbol_list(formula: Formula) -> None:
    main = formula.displays[0].tex
    lines = [
        symbol.tex + " " + " ".join(INLINE.findall(symbol.meaning)) for symbol in formula.symbols
    ]
    listed = set().union(*(letters(line) for line in lines))
    missing = used(main) - listed - defined(main)
    assert not missing, f"{formula.path}:{formula.displays[0].line}: not listed: {sorted(missing)}"


def test_no_symbol_is_listed_twice(formula: Formula) -> None:
    listed = [symbol.tex for symbol in formula.symbols]
    assert len(set(listed)) == len(listed)


def test_every_pytorch_name_resolves(formula: Formula) -> None:
    for name in formula.pytorch:
        assert pkgutil.resolve_name(name), f"{formula.path}: {name}"


def test_every_pytorch_name_starts_with_torch(formula: Formula) -> None:
    assert [name for name in formula.pytorch if not name.startswith("torch.")] == []


def test_no_pytorch_name_is_listed_twice(formula: Formula) -> None:
    assert len(set(formula.pytorch)) == len(formula.pytorch)


def test_every_page_answers_six_to_ten_questions(formula: Formula) -> None:
    assert 6 <= len(formula.questions) <= 10, f"{formula.path}: {len(formula.questions)}"


def test_questions_are_typed_as_people_search(formula: Formula) -> None:
    odd = [q for q in formula.questions if q != q.lower() or q.endswith("?")]
    long = [q for q in formula.questions if not 3 <= len(q.split()) <= 12]
    assert odd + long == [], f"{formula.path}: lower case, no question mark, 3 to 12 words"


def test_no_question_is_asked_twice_on_the_site() -> None:
    assert repeated("questions") == {}


def test_no_name_belongs_to_two_formulas() -> None:
    assert repeated("title", "aliases") == {}


def repeated(*fields: str) -> dict[str, list[str]]:
    """The texts of these fields that stand more than once on the site, each with its pages."""
    pages = defaultdict(list)
    for formula in map(read_formula, FORMULAS):
        for field in fields:
            value = getattr(formula, field)
            for text in [value] if isinstance(value, str) else value:
                pages[text.casefold()].append(formula.id)
    return {text: ids for text, ids in pages.items() if len(ids) > 1}


def test_every_source_is_in_the_bibliography(formula: Formula) -> None:
    assert set(formula.sources) <= read_references().keys()


def test_every_formula_page_cites_a_source(formula: Formula) -> None:
    assert formula.sources


def test_every_formula_page_says_what_its_figure_shows(formula: Formula) -> None:
    assert len(formula.alt_text.split()) >= 5, f"{formula.path}: {formula.alt_text}"


def test_every_figure_of_a_formula_page_was_drawn(formula: Formula) -> None:
    missing = [str(file) for file in figure_files(formula.id) if not file.exists()]
    assert not missing, f"run `make site`: {missing}"


def test_every_formula_page_links_to_another_page(formula: Formula) -> None:
    assert ".md" in formula.sections["See also"].text


def test_descriptions_are_one_sentence_that_fits_a_search_result(formula: Formula) -> None:
    assert formula.description.endswith(".")
    assert len(formula.description) <= 160


def test_no_text_is_garbled(page: Path) -> None:
    garbled = [
        f"{page}:{number}: {line}"
        for number, line in enumerate(read_text(page).splitlines(), start=1)
        if MOJIBAKE.search(line)
    ]
    assert garbled == []


def test_no_word_claims_more_than_the_formula_does(page: Path) -> None:
    hype = [
        f"{page}:{number}: {found[0]}"
        for number, line in enumerate(read_text(page).splitlines(), start=1)
        for found in HYPE.finditer(line)
    ]
    assert hype == []


def test_every_link_leads_somewhere(page: Path) -> None:
    assert [str(error) for error in broken_links(SOURCES.pages[page], destinations(SOURCES))] == []


def test_no_heading_holds_mathematics(page: Path) -> None:
    lines = read_text(page).splitlines()
    code = code_lines(lines)
    headings = [(n, line) for n, line in enumerate(lines) if n not in code and line.startswith("#")]
    assert [f"{page}:{n + 1}: {line}" for n, line in headings if "$" in line] == []


def test_all_mathematics_is_typeset(page: Path) -> None:
    for span in math_spans(page, read_text(page)):
        assert typeset(page, span).startswith("<math")


def test_every_page_has_one_title(page: Path) -> None:
    lines = read_text(page).splitlines()
    code = code_lines(lines)
    titles = [line for n, line in enumerate(lines) if n not in code and line.startswith("# ")]
    assert len(titles) == 1, f"{page}: {titles}"


def test_every_page_ends_with_a_newline(page: Path) -> None:
    assert read_text(page).endswith("\n")


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
    display = MathSpan(r"\sigma(x) = y, \quad \hat{\mathbf{y}} = z", True, 1)
    assert defined(display.tex) == {r"\sigma", "y"}


def test_the_pages_are_those_of_this_repository() -> None:
    assert Path.cwd() == REPOSITORY
