import pytest

from scripts.base.errors import SourceErrors
from scripts.pages.anchors import anchors_of, equations_of
from scripts.sources.formula import Formula, read_formula
from tests.project import Project, assert_refused

PAGE = "docs/powers/square.md"
FIRST = "f(x) = x^{2}"
MORE = "## Good to know\n\n$$\n{}\n$$\n"


def formula(project: Project, first: str = FIRST, further: str = "") -> Formula:
    """The square with this display, and a further one."""
    project.edit(PAGE, FIRST, first)
    if further:
        project.edit(PAGE, "## Good to know\n", MORE.format(further))
    return read_formula("powers/square")


def names(formula: Formula) -> list[tuple[str, ...]]:
    return [each.names for display in equations_of(formula) for each in display]


def refusals(formula: Formula) -> list[str]:
    with pytest.raises(SourceErrors) as caught:
        equations_of(formula)
    return [str(error) for error in caught.value.errors]


def aligned(*rows: str) -> str:
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def test_an_equation_is_called_after_its_left_side(project: Project) -> None:
    assert names(formula(project)) == [("f",)]


def test_a_label_comes_first_and_the_left_side_is_a_second_name(project: Project) -> None:
    assert names(formula(project, FIRST + r" \label{power}")) == [("power", "f")]


def test_every_row_of_an_aligned_display_is_an_equation(project: Project) -> None:
    rows = aligned(r"f(x) &= y^2 \label{power}", "y &= x")
    [display] = equations_of(formula(project, rows))
    assert [each.names for each in display] == [("power", "f"), ("y",)]
    assert [each.tex for each in display] == ["f(x) = y^2", "y = x"]


def test_a_line_that_is_added_changes_no_other_name(project: Project) -> None:
    before = names(formula(project, aligned("f(x) &= y^2", r"y &= x \label{same}")))
    project.edit(PAGE, "y &= x", "z &= x \\\\\ny &= x")
    after = names(read_formula("powers/square"))
    assert after == [before[0], ("z",), before[1]]


def test_a_left_side_that_stands_twice_names_neither_equation(project: Project) -> None:
    page = formula(project, FIRST + r" \label{short}", r"f(x) = x \cdot x \label{long}")
    assert names(page) == [("short",), ("long",)]


def test_a_left_side_that_stands_twice_asks_for_labels(project: Project) -> None:
    first, second = refusals(formula(project, further=r"f(x) = x \cdot x"))
    assert first.startswith(f"{PAGE}:{project.line(PAGE, FIRST)}: ")
    assert second.startswith(f"{PAGE}:{project.line(PAGE, 'cdot')}: ")
    assert r"name it, as with \label{bias-correction} at its end" in second


def test_a_line_cannot_take_the_name_of_one_with_a_label(project: Project) -> None:
    page = formula(project, FIRST + r" \label{power}", r"f(x) = x \cdot x")
    [refused] = refusals(page)
    assert f"line {project.line(PAGE, FIRST)} is about 'f', too" in refused


def test_a_label_that_another_line_has_is_refused(project: Project) -> None:
    page = formula(project, FIRST + r" \label{power}", r"g(x) = x \cdot x \label{power}")
    [refused] = refusals(page)
    assert refused.startswith(f"{PAGE}:{project.line(PAGE, 'cdot')}: ")
    assert "is called 'power', too: choose another \\label" in refused


def test_a_label_that_is_the_left_side_of_another_line_is_refused(project: Project) -> None:
    page = formula(project, further=r"g(x) = x \cdot x \label{f}")
    [refused] = refusals(page)
    assert "is called 'f', too" in refused


def test_a_second_name_makes_room_for_a_label(project: Project) -> None:
    page = formula(project, FIRST + r" \label{power}", r"g(x) = x \cdot x \label{f}")
    assert names(page) == [("power",), ("f", "g")]


@pytest.mark.parametrize("label", ["intuition", "square", "see-also"])
def test_the_name_of_a_heading_is_taken(project: Project, label: str) -> None:
    [refused] = refusals(formula(project, f"{FIRST} \\label{{{label}}}"))
    assert f"'#{label}' is the heading in line " in refused


@pytest.mark.parametrize("row", ["&= x^2 + 0", r"x \cdot x &= f(x)"])
def test_a_row_without_a_name_of_its_own_needs_a_label(project: Project, row: str) -> None:
    page = formula(project, aligned("f(x) &= x^2", row))
    [refused] = refusals(page)
    assert refused.startswith(f"{PAGE}:{project.line(PAGE, row)}: readers have no name")


def test_a_label_names_a_row_that_goes_on(project: Project) -> None:
    page = formula(project, aligned("f(x) &= x^2", r"&= x \cdot x \label{product}"))
    assert anchors_of(page) == ["f", "product"]


def test_the_build_refuses_an_equation_without_a_name(project: Project) -> None:
    formula(project, "x^{2} = f(x)")
    where = f"{PAGE}:{project.line(PAGE, 'x^{2} = f(x)')}"
    assert_refused(project, where, "no name to link to this equation by")
