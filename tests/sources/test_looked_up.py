import pytest

from scripts.base.paths import HOME
from scripts.sources.collection import read_sources
from tests.project import Project, assert_told


def write_home(project: Project, *lines: str) -> None:
    matter = "\n".join(["---", *lines, "---"])
    project.write(str(HOME), f"{matter}\n\n{project.read(str(HOME))}")


def test_the_home_page_names_the_formulas_it_shows(project: Project) -> None:
    write_home(project, "looked_up:", "  - powers/cube", "  - powers/square")
    assert [f.id for f in read_sources().looked_up] == ["powers/cube", "powers/square"]


@pytest.mark.parametrize("lines", [[], ["hide: [toc]"]])
def test_a_home_page_may_name_none(project: Project, lines: list[str]) -> None:
    if lines:
        write_home(project, *lines)
    assert read_sources().looked_up == []


def test_an_id_that_is_no_formula_is_refused_at_its_line_with_the_nearest(project: Project) -> None:
    write_home(project, "looked_up:", "  - powers/cube", "  - powers/sqaure")
    assert_told("docs/index.md:4", "'powers/sqaure', which is no formula; did you mean powers/squ")


def test_an_id_that_stands_there_twice_is_refused_at_its_line(project: Project) -> None:
    write_home(project, "looked_up:", "  - powers/cube", "  - powers/cube")
    assert_told("docs/index.md:4", "'powers/cube' stands in 'looked_up' twice: keep one")


def test_a_list_that_is_none_is_refused_at_its_line(project: Project) -> None:
    write_home(project, "hide: [toc]", "looked_up: powers/cube")
    assert_told("docs/index.md:3", "'looked_up' must be a list of ids")
