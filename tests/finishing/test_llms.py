import pytest

from scripts.base.paths import SITE
from scripts.finishing.llms import write_llms
from scripts.sources.collection import read_sources
from tests.project import Project


@pytest.fixture
def lines(project: Project) -> list[str]:
    write_llms(SITE, read_sources())
    return project.read("site/llms.txt").splitlines()


def test_it_starts_with_the_name_and_the_summary_of_the_site(lines: list[str]) -> None:
    assert lines[:3] == ["# Tiny", "", "> Two powers."]


def test_each_chapter_lists_the_markdown_of_its_formulas(lines: list[str]) -> None:
    start = lines.index("## Powers")
    address = "https://example.org/tiny/powers"
    assert lines[start + 2 : start + 4] == [
        f"- [Square]({address}/square.md): Multiplies a number by itself.",
        f"- [Cube]({address}/cube.md): Multiplies a number by its square.",
    ]


def test_what_a_reader_in_a_hurry_may_skip_comes_last(lines: list[str]) -> None:
    sections = [line for line in lines if line.startswith("## ")]
    assert sections == ["## Powers", "## Optional"]
