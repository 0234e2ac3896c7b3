import pytest

from scripts.sources.figure_parameter import FigureParameter
from scripts.sources.snippet import read_snippet
from tests.project import Project, assert_told
from tests.tiny import formula_snippet

PATH = "snippets/powers/square.py"
HEAD = "def figure(a: float = 1.0) -> Figure:  # 0.5 to 2 by 0.5"


def parameter(project: Project) -> FigureParameter:
    return read_snippet(project.root / PATH).parameter


def test_name_default_bounds_and_lesson_are_read(project: Project) -> None:
    lesson = "The larger a, the steeper the curve."
    assert parameter(project) == FigureParameter("a", 1.0, 0.5, 2.0, 0.5, lesson)


def test_a_whole_number_has_whole_bounds(project: Project) -> None:
    project.edit(PATH, HEAD, "def figure(a: int = 1) -> Figure:  # 0 to 3 by 1")
    found = parameter(project)
    assert [type(value) for value in (found.default, found.lowest, found.step)] == [int] * 3


def test_bounds_may_be_negative(project: Project) -> None:
    project.edit(PATH, HEAD, "def figure(a: float = 1.0) -> Figure:  # -2 to 2 by 0.5")
    assert parameter(project).lowest == -2


@pytest.mark.parametrize(
    "head",
    [
        "def figure() -> Figure:  # 0.5 to 2 by 0.5",
        "def figure(a: float) -> Figure:  # 0.5 to 2 by 0.5",
        "def figure(a: float = 1.0, b: float = 1.0) -> Figure:  # 0.5 to 2 by 0.5",
        "def figure(a: float = 1.0, *, b: float = 1.0) -> Figure:  # 0.5 to 2 by 0.5",
        "def figure(a: float = max(1.0, 0)) -> Figure:  # 0.5 to 2 by 0.5",
        "def figure(a: bool = True) -> Figure:  # 0 to 2 by 1",
        "def figure(a: float = 1.0) -> Figure:",
        "def figure(a: float = 1.0) -> Figure:  # from 0.5",
    ],
)
def test_anything_but_one_number_with_bounds_is_refused(project: Project, head: str) -> None:
    project.edit(PATH, HEAD, head)
    line = project.line(PATH, "def figure")
    assert_told(f"{PATH}:{line}", "expected one parameter, its default and its bounds: 'def")


@pytest.mark.parametrize(
    "bounds", ["2 to 3 by 1", "0.5 to 0.9 by 0.1", "1 to 1 by 1", "0 to 2 by 0"]
)
def test_a_default_outside_its_bounds_is_refused(project: Project, bounds: str) -> None:
    project.edit(PATH, "0.5 to 2 by 0.5", bounds)
    line = project.line(PATH, "def figure")
    assert_told(f"{PATH}:{line}", "the default 1.0 must lie within its bounds")


def test_bounds_of_another_type_than_the_default_are_refused(project: Project) -> None:
    project.edit(PATH, HEAD, "def figure(a: int = 1) -> Figure:  # 0 to 2 by 0.5")
    line = project.line(PATH, "def figure")
    assert_told(f"{PATH}:{line}", "expected bounds of the type of the default 1: '# 0 to 2")


def test_a_figure_that_does_not_say_what_it_teaches_is_refused(project: Project) -> None:
    text = formula_snippet().replace('    """The larger a, the steeper the curve."""\n', "")
    project.write(PATH, text)
    line = project.line(PATH, "def figure")
    assert_told(f"{PATH}:{line}", "figure() needs a docstring")
