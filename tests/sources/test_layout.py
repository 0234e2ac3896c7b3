import pytest

from tests.project import Project, assert_told, mistakes
from tests.tiny import formula_page, formula_snippet


@pytest.mark.parametrize("named", [True, False], ids=["in nav", "not in nav"])
def test_a_page_in_a_folder_of_a_chapter_is_refused_once(project: Project, named: bool) -> None:
    project.write("docs/powers/even/fourth.md", formula_page())
    if named:
        line = "- powers/cube.md\n"
        project.edit("mkdocs.yml", line, f"{line}      - powers/even/fourth.md\n")
    assert_told("docs/powers/even/fourth.md:1", "lies too deep: move it to docs/chapter/slug.md")


@pytest.mark.parametrize("path", ["snippets/fourth.py", "snippets/powers/even/fourth.py"])
def test_a_snippet_in_a_wrong_folder_is_refused_once(project: Project, path: str) -> None:
    project.write(path, formula_snippet())
    assert_told(f"{path}:1", "move it to snippets/chapter/slug.py")


@pytest.mark.parametrize(
    ("name", "better"),
    [("Root", "root"), ("fourth-root", "fourth_root"), ("wurzel ü", "wurzel_u")],
)
def test_a_page_whose_name_is_no_slug_is_refused_once(
    project: Project, name: str, better: str
) -> None:
    line = "- powers/cube.md\n"
    project.edit("mkdocs.yml", line, f"{line}      - powers/{name}.md\n")
    project.write(f"docs/powers/{name}.md", formula_page())
    assert_told(f"docs/powers/{name}.md:1", f"rename it, as to docs/powers/{better}.md")


def test_a_name_that_starts_with_a_digit_is_refused(project: Project) -> None:
    project.write("docs/powers/4th.md", formula_page())
    assert_told("docs/powers/4th.md:1", "is not in snake_case")


def test_a_snippet_whose_name_is_no_slug_is_refused_once(project: Project) -> None:
    project.write("snippets/powers/Fourth.py", formula_snippet())
    assert_told("snippets/powers/Fourth.py:1", "rename it, as to snippets/powers/fourth.py")


def test_a_folder_whose_name_is_no_slug_is_refused(project: Project) -> None:
    project.write("docs/More-Powers/index.md", "# More\n")
    assert_told("docs/More-Powers/index.md:1", "rename it, as to docs/more_powers/index.md")


def test_a_page_that_is_no_formula_lies_where_its_author_likes(project: Project) -> None:
    project.write("docs/indexes/names.md", "# Names\n")
    assert mistakes() == []
