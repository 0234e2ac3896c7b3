import pytest

from scripts.pictures.limits import COLUMN, size, too_large
from scripts.sources.formula import read_formula
from tests.project import Project

PAGE, MAIN = "docs/powers/square.md", "f(x) = x^{2}"
LONG = " + ".join(f"a_{{{n}}}" for n in range(1, 7))
WIDE = r" \cdot ".join(f"a_{{{n}}} b_{{{n}}}" for n in range(1, 9))


def told(project: Project, display: str, old: str = MAIN) -> list[str]:
    """What is said of the page of the square with this display in the place of another."""
    project.edit(PAGE, old, display)
    return [str(error) for error in too_large(read_formula("powers/square"))]


def test_a_formula_that_fits_is_not_told(project: Project) -> None:
    assert told(project, MAIN) == []


def test_the_size_is_that_of_the_drawing() -> None:
    width, height = size("x")
    assert 0.4 < width < 0.7 and 0.4 < height < 0.5


def test_what_a_column_of_the_cheat_sheet_cannot_show_is_told_at_its_line(project: Project) -> None:
    (error,) = told(project, f"x\n\\le {WIDE}")
    line = project.line(PAGE, WIDE)
    assert error.startswith(f"{PAGE}:{line}: about 2")
    assert f"where a column of the cheat sheet has room for {COLUMN}: break it into" in error


def test_a_line_may_break_before_relations_and_signs_and_between_statements(
    project: Project,
) -> None:
    assert told(project, f"{LONG} = {LONG}") == []
    assert told(project, rf"{LONG}, \quad {LONG}", f"{LONG} = {LONG}") == []


def test_rows_take_the_width_of_the_longest(project: Project) -> None:
    rows = rf"\begin{{aligned}} a &= {LONG} \\ &\quad + {LONG} \end{{aligned}}"
    assert told(project, rows) == []


def test_a_display_that_is_wider_than_a_page_is_told(project: Project) -> None:
    (error,) = told(project, f"{LONG} = {LONG} = {LONG}")
    assert error.startswith(f"{PAGE}:{project.line(PAGE, LONG)}: about 3")
    assert r"where page and image have room for 31: break it into rows, \begin{aligned}" in error


def test_a_display_that_is_taller_than_an_image_is_told(project: Project) -> None:
    rows = r" \\ ".join(rf"a_{{{n}}} &= \frac{{1}}{{2}}" for n in range(12))
    (error,) = told(project, rf"\begin{{aligned}} {rows} \end{{aligned}}")
    assert "em tall, where page and image have room for 24: put" in error


def test_what_cannot_be_drawn_is_told(project: Project) -> None:
    (error,) = told(project, r"\begin{array}{c|c} a & b \end{array}")
    assert "cannot be drawn as an image" in error


@pytest.mark.usefixtures("fork_server")
def test_a_build_refuses_a_formula_that_has_no_room(built: Project) -> None:
    wide = " + ".join(f"(x - x + {n} x^2 - {n} x^2)" for n in range(10, 19))
    built.edit(PAGE, MAIN, f"f(x) = x^{{2}} + {wide}")
    (error,) = built.build().errors
    assert error.startswith(f"{PAGE}:{built.line(PAGE, wide)}: about ")
