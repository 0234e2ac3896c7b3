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
        for part in ("formula", "pytorch", "figure", "facts", "check")
    ]


def test_the_introduction_is_that_of_the_chapter_without_its_includes(project: Project) -> None:
    source = cell(unexecuted(project), "introduction").source
    assert source.startswith("# Powers\n\nTwo powers.")
    assert "--8<--" not in source


def test_a_link_of_the_introduction_leads_to_the_site(project: Project) -> None:
    project.edit("docs/powers/index.md", "Two powers.", "Two [powers](square.md).")
    assert f"[powers]({SITE}powers/square/)" in cell(unexecuted(project), "introduction").source


def test_a_formula_is_stated_with_a_link_to_its_page(project: Project) -> None:
    source = cell(unexecuted(project), "square-formula").source
    assert source.startswith(f"## [Square]({SITE}powers/square/)\n\n$$\nf(x) = x^{{2}}\n$$")


def test_a_citation_becomes_a_link_to_the_work(project: Project) -> None:
    source = cell(unexecuted(project), "square-formula").source
    assert "Grows quickly ([Euclid, 1482](https://example.org/elements))." in source


@pytest.mark.parametrize(
    ("link", "address"),
    [("cube.md", "powers/cube/"), ("../notation.md#letters", "notation/#letters")],
)
def test_a_link_leads_to_the_site(project: Project, link: str, address: str) -> None:
    project.edit("docs/powers/square.md", "Grows quickly", f"[Grows]({link}) quickly")
    assert f"[Grows]({SITE}{address}) quickly" in cell(unexecuted(project), "square-formula").source


def test_the_code_is_what_the_page_shows(project: Project) -> None:
    source = cell(unexecuted(project), "square-pytorch").source
    assert source.startswith("import torch") and source.endswith("return x**2")


def test_the_random_numbers_are_those_of_the_page(project: Project) -> None:
    notebook = unexecuted(project)
    assert cell(notebook, "square-figure").source.endswith("torch.manual_seed(0)\nfigure();")
    assert cell(notebook, "square-check").source.endswith("torch.manual_seed(0)\ncheck()")


def test_the_notebook_looks_like_the_page_without_its_font(project: Project) -> None:
    source = cell(unexecuted(project), "setup").source
    assert '"axes.spines.top": False' in source
    assert "Inter" not in source


def test_every_code_cell_is_python(project: Project) -> None:
    for each in unexecuted(project).cells:
        if each.cell_type == "code":
            compile(each.source.replace("figure();", "figure()"), each.id, "exec")


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
    assert [each.metadata for each in executed(built).cells if each.metadata] == []


def test_the_facts_of_an_executed_notebook_hold_in_silence(built: Project) -> None:
    assert cell(executed(built), "square-check").outputs == []
