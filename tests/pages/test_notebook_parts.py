import pytest

from scripts.pages.notebook_parts import description
from scripts.sources.collection import read_sources
from tests.project import Project


@pytest.mark.usefixtures("project")
def test_a_notebook_is_described_by_its_formulas() -> None:
    sources = read_sources()
    chapter = sources.chapters[0]
    said = description(chapter, sources.formulas_of(chapter))
    assert said.startswith("PyTorch notebook for powers: ")
    assert said.endswith(" With Square, Cube.")


def test_of_many_formulas_the_rest_is_counted(project: Project) -> None:
    sources = read_sources()
    formulas = sources.formulas_of(sources.chapters[0]) * 3
    assert description(sources.chapters[0], formulas).endswith("Square, Cube and 2 more.")
