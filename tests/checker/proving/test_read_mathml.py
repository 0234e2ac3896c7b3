"""What the browser shows is what was checked."""

from pathlib import Path
from typing import Any

import pytest

from scripts.checker.judging.page import read_page
from scripts.checker.proving.read_mathml import read_mathml
from scripts.checker.reading.lexer import tokenize
from scripts.checker.reading.statements import read_display
from scripts.mathematics.mathml import to_mathml
from tests.checker.evaluating.test_constructs import CONSTRUCTS
from tests.checker.pages import write_page
from tests.checker.proving.test_formulas import PAGES
from tests.each import for_each


@for_each(PAGES)
def test_the_rendered_formula_reads_back_as_the_same_tree(page: Path) -> None:
    contents = read_page(page)
    for display, vocabulary in zip(contents.displays, contents.vocabularies, strict=True):
        shown = read_mathml(to_mathml(display.tex, display=True))
        assert read_display(shown, vocabulary) == read_display(display.tex, vocabulary), shown


@pytest.mark.parametrize("case", CONSTRUCTS, ids=[case["holds"] for case in CONSTRUCTS])
def test_every_construct_reads_back_as_the_same_tree(case: dict[str, Any], tmp_path: Path) -> None:
    contents = read_page(write_page(tmp_path, case["holds"], *case["symbols"]))
    shown = read_mathml(to_mathml(case["holds"], display=True))
    ours = read_display(case["holds"], contents.vocabulary)
    assert read_display(shown, contents.vocabulary) == ours, shown


NAMES = ("epsilon", "phi", "theta", "pi", "rho")
LETTERS = [
    letter
    for name in (*NAMES, *(f"var{name}" for name in NAMES))
    for letter in (rf"\{name}", rf"\boldsymbol{{\{name}}}")
]


@pytest.mark.parametrize(
    "tex", [*LETTERS, r"\mathfrak{g}", r"\mathbf{1}", r"\sqrt[3]{x}", r"\boxed{x}"]
)
def test_rarer_notation_reads_back(tex: str) -> None:
    shown = read_mathml(to_mathml(tex, display=True))
    assert [t.text for t in tokenize(shown)] == [t.text for t in tokenize(tex)]


def test_what_is_not_known_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="<maction> is not read"):
        read_mathml("<math><maction>x</maction></math>")
    with pytest.raises(ValueError, match="is not read"):
        read_mathml("<math><mi>ж</mi></math>")
