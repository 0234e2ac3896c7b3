"""What a build does about outputs that are lost, damaged or belong to nothing any more."""

import os
from pathlib import Path

import pytest

from tests.project import Project

SQUARE, CUBE = (f"docs/figures/powers/{slug}.svg" for slug in ("square", "cube"))
FIGURES = ["figure powers/square", "figure powers/cube"]


def test_a_lost_notebook_is_written_again_without_running_it(
    built: Project, ran: list[str]
) -> None:
    before = built.outputs()
    built.remove("docs/notebooks/powers.ipynb")
    built.build()
    assert (ran, built.outputs()) == ([], before)


@pytest.mark.parametrize("size", [0, 100])
def test_a_truncated_drawing_is_made_again(built: Project, size: int) -> None:
    before = built.outputs()
    os.truncate(built.root / SQUARE, size)
    assert built.build().code == 0
    assert built.outputs() == before


@pytest.mark.parametrize(
    ("path", "task"),
    [
        (SQUARE.replace(".svg", ".dark.svg"), "figure powers/square"),
        ("build/executed/powers.json", "notebook powers"),
        ("build/stamps/powers/square-figure.json", "figure powers/square"),
    ],
)
def test_a_deleted_output_is_made_again(
    built: Project, ran: list[str], path: str, task: str
) -> None:
    built.remove(path)
    built.build()
    assert ran == [task]


def test_a_truncated_font_is_made_again(built: Project) -> None:
    before = built.outputs()
    built.write("docs/assets/fonts/math.woff2", b"")
    built.build()
    assert built.outputs() == before


def test_a_damaged_list_is_written_again(built: Project) -> None:
    before = built.outputs()
    built.write("build/home/chapters.md", "")
    built.build()
    assert built.outputs() == before


def remove_cube(project: Project) -> None:
    project.edit("mkdocs.yml", "      - powers/cube.md\n", "")
    project.remove("docs/powers/cube.md")
    project.remove("snippets/powers/cube.py")


def test_the_figures_of_a_removed_formula_are_removed(built: Project, ran: list[str]) -> None:
    remove_cube(built)
    assert built.build().code == 0
    assert sorted(p.name for p in Path("docs/figures/powers").iterdir()) == [
        "square.dark.svg",
        "square.svg",
    ]


def test_the_verdict_of_a_removed_formula_is_removed(built: Project, ran: list[str]) -> None:
    remove_cube(built)
    built.build()
    verdicts = sorted(path.name for path in Path("build/checks/docs/powers").iterdir())
    assert verdicts == ["square.json"]


def test_the_notebook_of_a_removed_chapter_is_removed(built: Project, ran: list[str]) -> None:
    built.write("docs/notebooks/roots.ipynb", "{}")
    built.build()
    assert not built.exists("docs/notebooks/roots.ipynb")


def test_a_build_of_some_ids_removes_nothing(built: Project, ran: list[str]) -> None:
    remove_cube(built)
    built.build("powers/square")
    assert built.exists(CUBE)
