import pytest

from tests.project import Project, assert_told, mistakes

NOTATION = "docs/notation.md"
TABLE = "| Letter | Meanings |\n| --- | --- |\n| ${}$ {{#meanings}} | {} |\n"


def list_letter(project: Project, letter: str, meanings: str) -> str:
    """Where it is then listed."""
    project.write(NOTATION, f"{project.read(NOTATION)}\n{TABLE.format(letter, meanings)}")
    return f"{NOTATION}:{project.line(NOTATION, '{#meanings}')}"


def test_a_letter_whose_meanings_are_on_their_pages_is_accepted(project: Project) -> None:
    list_letter(project, "x", "a [base](powers/square.md); a [number](#letters)")
    assert mistakes() == []


def test_a_letter_with_one_meaning_is_no_ambiguous_one(project: Project) -> None:
    where = list_letter(project, "x", "a [base](powers/square.md), squared")
    assert_told(where, "$x$ has one meaning")


def test_a_meaning_says_on_which_page(project: Project) -> None:
    where = list_letter(project, "x", "a [base](powers/square.md); a number")
    assert_told(where, "'a number' says not where")


@pytest.mark.parametrize("letter", ["q", r"\sigma", r"\mathbf{A}"])
def test_a_meaning_on_a_page_without_the_letter_is_refused(project: Project, letter: str) -> None:
    project.edit(NOTATION, "A number is $x$", r"A number is $x$, or $q$, $\sigma$, $\mathbf{A}$")
    where = list_letter(project, letter, "a [base](powers/square.md); a [number](#letters)")
    assert_told(where, f"docs/powers/square.md has no ${letter}$")
