from pathlib import Path

from math_core import LatexError
import pytest

from scripts.base.errors import SourceError
from scripts.mathematics.mathml import characters, to_mathml, typeset
from scripts.sources.markdown_math import MathSpan
from scripts.sources.page import Page

PAGE = Path("page.md")


def shown_by(text: str) -> set[str]:
    return characters(Page(PAGE, text))


def test_mathml_carries_its_latex_as_annotation() -> None:
    annotation = '<annotation encoding="application/x-tex">x^2</annotation>'
    assert annotation in to_mathml("x^2", display=False)


def test_a_display_is_a_block_and_inline_mathematics_is_not() -> None:
    assert 'display="block"' in to_mathml("x", display=True)
    assert 'display="block"' not in to_mathml("x", display=False)


def test_script_capitals_carry_no_variation_selector() -> None:
    assert "\ufe00" not in to_mathml(r"\mathcal{L}", display=False)


def test_latex_that_is_not_understood_raises() -> None:
    with pytest.raises(LatexError):
        to_mathml(r"\nonsense", display=False)


def test_a_formula_does_not_depend_on_the_formulas_before_it() -> None:
    first = to_mathml("a = b", display=True)
    with pytest.raises(LatexError):
        to_mathml(r"\frac{a", display=True)
    to_mathml.cache_clear()
    assert to_mathml("a = b", display=True) == first


def test_what_cannot_be_typeset_is_refused_with_its_latex() -> None:
    with pytest.raises(SourceError, match=r"page\.md:7: LaTeX not understood"):
        typeset(PAGE, MathSpan(r"\nonsense", False, 7))


@pytest.mark.parametrize(
    "tex",
    [
        r"\big( x \big)",
        r"\Bigl( x",
        r"\newcommand{\a}{b}",
        r"\def\a{b}",
        r"a\_b",
        r"a \newline b",
    ],
)
def test_latex_that_breaks_elsewhere_is_refused(tex: str) -> None:
    with pytest.raises(SourceError, match=r"page\.md:7: .* in a formula: "):
        typeset(PAGE, MathSpan(tex, True, 7))


def test_forbidden_latex_is_refused_at_its_own_line_of_the_display() -> None:
    with pytest.raises(SourceError, match=r"page\.md:9: "):
        typeset(PAGE, MathSpan("a\n= b\n= \\big( c", True, 7))


@pytest.mark.parametrize("tex", [r"\bigcup_i A_i", r"\bigoplus_i A_i"])
def test_big_operators_are_no_fixed_sizes(tex: str) -> None:
    assert typeset(PAGE, MathSpan(tex, True, 1)).startswith("<math")


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("x", "𝑥"),
        ("h", "ℎ"),
        ("A", "𝐴"),
        (r"\alpha", "𝛼"),
        (r"\partial", "𝜕"),
        (r"\mathbf{x}", "𝐱"),
        (r"\mathbb{R}", "ℝ"),
        (r"\sum", "∑"),
        (r"\imath", "𝚤"),
        ("7", "7"),
        (r"\sqrt{2}", "√"),
        ("a < b", "<"),
        (r"\sin x", "s"),
    ],
)
def test_the_characters_that_a_formula_shows_are_found(tex: str, shown: str) -> None:
    assert shown in shown_by(f"${tex}$")


def test_the_latex_in_the_annotation_is_not_shown() -> None:
    assert not shown_by(r"$\alpha$") & set("lpha\\")


def test_text_around_mathematics_is_not_counted() -> None:
    assert "Z" not in shown_by("Z $x$")


def test_of_a_lone_letter_only_the_italic_form_is_shown() -> None:
    assert "x" not in shown_by("$x$")
    assert "x" in shown_by(r"$x = \max x$")


def test_the_font_needs_no_signs_that_are_not_seen() -> None:
    assert not shown_by(r"$\log(a b)$") & {"\u2061", "\u2062"}
