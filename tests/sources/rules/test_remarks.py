import pytest

from scripts.sources.formula import read_formula
from scripts.sources.rules.remarks import number_of_questions, unasserted_numbers
from tests.project import Project

PAGE, SNIPPET = "docs/powers/square.md", "snippets/powers/square.py"
ALT = "A curve through the origin."


def unasserted() -> list[str]:
    return [str(remark) for remark in unasserted_numbers(read_formula("powers/square"))]


def with_table(project: Project, cell: str) -> None:
    project.edit(
        PAGE, "## Good to know", f"| What | Is |\n| --- | --- |\n| It | {cell} |\n\n## Good to know"
    )


def test_fewer_than_six_questions_are_remarked(project: Project) -> None:
    (remark,) = number_of_questions(read_formula("powers/square"))
    assert str(remark) == f"{PAGE}:5: 1 questions; 6 to 10 are wanted"


def test_a_number_of_an_alt_text_that_no_code_contains_is_remarked(project: Project) -> None:
    project.edit(PAGE, ALT, "A curve from −1.5 through 0 to 2.25.")
    assert [remark.split(" of ")[0] for remark in unasserted()] == [
        f"{PAGE}:{project.line(PAGE, '![')}: −1.5",
        f"{PAGE}:{project.line(PAGE, '![')}: 2.25",
    ]


def test_a_number_of_a_table_that_the_check_does_not_contain_is_remarked(project: Project) -> None:
    with_table(project, "gives `[0.73, 11]` there")
    assert [remark.split(" of ")[0] for remark in unasserted()] == [
        f"{PAGE}:{project.line(PAGE, '0.73')}: 0.73",
        f"{PAGE}:{project.line(PAGE, '0.73')}: 11",
    ]


def test_what_the_figure_draws_may_stand_in_the_alt_text_only(project: Project) -> None:
    project.edit(PAGE, ALT, "A curve through 11 points.")
    assert unasserted() == []


@pytest.mark.parametrize("asserted", ["0.73", "0.7311", "-0.73", "5 / 3 + 0.73"])
def test_a_number_that_rounds_to_it_asserts_it(project: Project, asserted: str) -> None:
    with_table(project, "gives −0.73")
    project.edit(SNIPPET, "== 2**2", f"== 2**2 != {asserted}")
    assert unasserted() == []


def test_a_quotient_asserts_its_value(project: Project) -> None:
    with_table(project, "is 1.667")
    project.edit(SNIPPET, "== 2**2", "== 2**2 != 5 / 3")
    assert unasserted() == []


@pytest.mark.parametrize(
    "cell",
    ["0, 1, −1 and 2.0", "in 1998", "$x_3 = 17$", "`float16`, `x_3`", "3·10⁻⁸ or 10¹⁴", "2b, 4th"],
)
def test_trivial_numbers_years_and_names_are_passed_over(project: Project, cell: str) -> None:
    with_table(project, cell)
    assert unasserted() == []


def test_where_a_misprint_was_seen_is_no_claim(project: Project) -> None:
    table = "| Misprint | Right | What is wrong | Seen in |\n| --- | --- | --- | --- |\n"
    row = "| $x^3$ | $x^2$ | It is 27 there. | issue 54858 |\n\n## Good to know"
    project.edit(PAGE, "## Good to know", table + row)
    assert [remark.split(" of ")[0] for remark in unasserted()] == [
        f"{PAGE}:{project.line(PAGE, 'issue 54858')}: 27"
    ]
