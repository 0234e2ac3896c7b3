import pytest

from scripts.examining import mathematics
from scripts.examining.findings import FAIL
from scripts.examining.mathematics import typeset_and_copied, unnamed, with_room
from scripts.sources.formula import read_formula
from tests.project import Project

ID, PAGE = "powers/square", "docs/powers/square.md"


def test_a_symbol_that_no_display_shows_is_told_at_its_line(project: Project) -> None:
    project.edit(PAGE, "- $x", "- $y_t, x_t$: nothing\n- $x")
    line = project.line(PAGE, "y_t")
    assert sorted(str(error).partition(": w")[0] for error in unnamed(read_formula(ID))) == [
        f"{PAGE}:{line}: no display shows 'x_t'",
        f"{PAGE}:{line}: no display shows 'y_t'",
    ]


def test_a_symbol_may_stand_in_any_display(project: Project) -> None:
    project.edit(PAGE, "- $x", "- $y$: another\n- $x")
    project.edit(PAGE, "Nothing overflows", "$$\ny = x\n$$\n\nNothing overflows")
    assert list(unnamed(read_formula(ID))) == []


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\big( x", r"\big in a formula: use \left…\right"),
        (r"\frac{x}", "LaTeX not understood"),
    ],
)
def test_what_cannot_be_typeset_is_told_alone(project: Project, tex: str, message: str) -> None:
    project.edit(PAGE, "x^{2}", tex)
    (finding,) = typeset_and_copied(read_formula(ID))
    assert finding.kind == FAIL
    assert finding.text.startswith(f"{PAGE}:{project.line(PAGE, tex)}: {message}")


@pytest.mark.parametrize(
    "tex", [r"x < 1 \quad x > 0", r"\begin{aligned} x &= 1 \\ y &< 2 \end{aligned}", "x\n= 1"]
)
def test_what_is_copied_and_pasted_is_the_same_formula(project: Project, tex: str) -> None:
    project.edit(PAGE, "f(x) = x^{2}", tex)
    copies = list(typeset_and_copied(read_formula(ID)))[-1]
    assert str(copies).startswith("ok copies")


def test_what_does_not_survive_the_way_through_markdown_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mathematics, "markdown", lambda text, **_: text.replace("^", ""))
    copies = list(typeset_and_copied(read_formula(ID)))[-1]
    line = project.line(PAGE, "f(x) = x")
    assert str(copies).startswith(f"FAIL {PAGE}:{line}: copied as Markdown and pasted it is anoth")


def test_the_size_of_a_formula_is_told(project: Project) -> None:
    (finding,) = with_room(read_formula(ID))
    assert str(finding) == "ok room: the formula is 4 em wide and 1 tall"
