from pathlib import Path

from bench.planning import Twin
from bench.varying import letters_to_change, page_of, snippet_of, with_links_to
from scripts.sources.formula import read_formula

SOFTMAX = "probability_statistics/softmax"
TWIN = Twin(SOFTMAX, "other/twin", family=3)


def test_a_link_to_a_formula_that_is_not_there_is_its_words() -> None:
    text = "See [softmax](softmax.md) and [the notation](../notation.md#x)."
    shown = with_links_to(text, Path("docs/probability_statistics/index.md"), {})
    assert shown == "See softmax and [the notation](../notation.md#x)."


def test_see_also_keeps_those_that_are_there_or_names_the_notation() -> None:
    page = Path("docs/probability_statistics/variance.md")
    text = "## See also\n\n- [Softmax](softmax.md): weights\n- [E](expectation.md)\n\n## Sources\n"
    kept = with_links_to(text, page, {SOFTMAX: SOFTMAX})
    assert kept == "## See also\n\n- [Softmax](softmax.md): weights\n\n## Sources\n"
    assert "- Builds on [the notation](../notation.md)\n" in with_links_to(text, page, {})


def test_letters_that_code_names_stay() -> None:
    formula = read_formula("optimization/gradient_descent")
    assert {"t", "g"}.isdisjoint(letters_to_change(formula, 3))


def test_code_and_tables_of_a_page_stay() -> None:
    formula = read_formula(SOFTMAX)
    text = page_of(formula, TWIN, {})
    for line in formula.page.text.splitlines():
        if line.startswith("| `") or line.startswith("| Mask"):
            assert line in text
    assert '--8<-- "snippets/other/twin.py:pytorch"' in text


def test_a_snippet_draws_another_number() -> None:
    formula = read_formula(SOFTMAX)
    assert "def figure(x_1: float = 2.75) -> Figure:  # -2 to 4 by 0.25" in snippet_of(
        formula, TWIN
    )
