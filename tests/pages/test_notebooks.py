from typing import Any

import nbformat
import pytest

from scripts.pages.notebooks import write_unexecuted
from scripts.sources.collection import read_sources
from tests.project import Project

SITE = "https://example.org/tiny/"


def unexecuted(project: Project) -> Any:
    sources = read_sources()
    path = write_unexecuted(sources.chapters[0], sources)
    return nbformat.read(path, as_version=4)


def cell(notebook: Any, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == name)


def executed(project: Project) -> Any:
    return nbformat.read(project.root / "docs/notebooks/powers.ipynb", as_version=4)


def test_a_notebook_is_valid(project: Project) -> None:
    nbformat.validate(unexecuted(project))


def test_its_cells_are_named_by_their_formulas(project: Project) -> None:
    assert [cell.id for cell in unexecuted(project).cells] == ["introduction", "setup"] + [
        f"{slug}-{part}"
        for slug in ("square", "cube")
        for part in ("formula", "pytorch", "check", "parameter", "figure")
    ]


def test_the_introduction_is_that_of_the_chapter_without_its_includes(project: Project) -> None:
    source = cell(unexecuted(project), "introduction").source
    title, _links, said, how_to = source.split("\n\n")
    assert (title, said) == ("# Powers", "Two powers.")
    assert how_to.startswith("Run all cells.")


def test_the_introduction_leads_to_the_file_and_to_the_chapter(project: Project) -> None:
    links = cell(unexecuted(project), "introduction").source.split("\n\n")[1]
    assert links == (
        f"[Download the notebook]({SITE}notebooks/powers/powers.ipynb)"
        f" · [Read the chapter]({SITE}powers/)"
    )


def test_a_notebook_of_a_repository_on_github_opens_in_colab(project: Project) -> None:
    nav = "\nnav:\n"
    project.edit("mkdocs.yml", nav, f"extra:\n  repository: https://github.com/one/two\n{nav}")
    colab = "https://colab.research.google.com/github/one/two/blob/notebooks/powers.ipynb"
    assert f"[Open in Colab]({colab}) · " in cell(unexecuted(project), "introduction").source


def test_a_link_of_the_introduction_leads_to_the_site(project: Project) -> None:
    project.edit("docs/powers/index.md", "Two powers.", "Two [powers](square.md).")
    assert f"[powers]({SITE}powers/square/)" in cell(unexecuted(project), "introduction").source


def test_a_formula_is_stated_with_a_link_to_its_page(project: Project) -> None:
    source = cell(unexecuted(project), "square-formula").source
    line = "Multiplies a number by itself."
    assert source.startswith(f"## [Square]({SITE}powers/square/)\n\n{line}\n\n$$\nf(x) = x^{{2}}")


def test_a_citation_becomes_a_link_to_the_work(project: Project) -> None:
    project.edit("docs/powers/square.md", "the base", "the base [@euclid300]")
    source = cell(unexecuted(project), "square-formula").source
    assert "the base ([Euclid, 1482](https://example.org/elements))" in source


@pytest.mark.parametrize(
    ("link", "address"),
    [("cube.md", "powers/cube/"), ("../notation.md#letters", "notation/#letters")],
)
def test_a_link_leads_to_the_site(project: Project, link: str, address: str) -> None:
    project.edit("docs/powers/square.md", "the base", f"the [base]({link})")
    assert f"the [base]({SITE}{address})" in cell(unexecuted(project), "square-formula").source


def test_the_code_is_what_the_page_shows(project: Project) -> None:
    source = cell(unexecuted(project), "square-pytorch").source
    assert source.startswith("import torch") and source.endswith("return x**2")


def test_the_facts_are_asserted_with_the_random_numbers_of_the_build(project: Project) -> None:
    assert "torch.manual_seed(0)\ncheck()\n" in cell(unexecuted(project), "square-check").source


def test_one_number_draws_the_figure_and_is_a_slider_in_colab(project: Project) -> None:
    assert cell(unexecuted(project), "square-figure").source.splitlines() == [
        '# @title Change a {run: "auto"}',
        'a = 1.0  # @param {type: "slider", min: 0.5, max: 2, step: 0.5}',
        "draw_square(a=a);",
    ]


def test_what_the_number_shows_is_said_above_it(project: Project) -> None:
    source = cell(unexecuted(project), "square-parameter").source
    assert source == "**Change `a`**, from 0.5 to 2: The larger a, the steeper the curve."


def test_set_up_and_assertions_are_folded_in_jupyterlab_and_in_colab(project: Project) -> None:
    folded = {each.id for each in unexecuted(project).cells if each.metadata}
    assert folded == {"setup", "square-check", "cube-check"}
    for name in folded:
        assert cell(unexecuted(project), name).metadata == {
            "jupyter": {"source_hidden": True},
            "cellView": "form",
        }


def test_a_folded_cell_has_a_title(project: Project) -> None:
    assert cell(unexecuted(project), "setup").source.startswith("# @title Set-up")
    assert cell(unexecuted(project), "square-check").source.startswith("# @title What the page")


def test_the_notebook_looks_like_the_page_without_its_font(project: Project) -> None:
    source = cell(unexecuted(project), "setup").source
    assert '"axes.spines.top": False' in source
    assert "Inter" not in source


def test_every_code_cell_is_python(project: Project) -> None:
    for each in unexecuted(project).cells:
        if each.cell_type == "code":
            compile(each.source.rstrip(";"), each.id, "exec")


def test_an_unchanged_notebook_keeps_its_time(project: Project) -> None:
    unexecuted(project)
    path = project.root / "build/notebooks/powers.ipynb"
    before = path.stat().st_mtime_ns
    unexecuted(project)
    assert path.stat().st_mtime_ns == before


def test_an_executed_notebook_shows_every_figure(built: Project) -> None:
    for slug in ("square", "cube"):
        (output,) = cell(executed(built), f"{slug}-figure").outputs
        assert "image/png" in output.data


def test_an_executed_notebook_holds_no_times(built: Project) -> None:
    assert not any("execution" in each.metadata for each in executed(built).cells)


def test_the_facts_of_an_executed_notebook_hold_in_silence(built: Project) -> None:
    assert cell(executed(built), "square-check").outputs == []
