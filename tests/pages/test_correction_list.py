import pytest

from scripts.pages.correction_list import correction_list
from scripts.sources.collection import read_sources
from tests.project import Project
from tests.sources.test_corrections import CORRECTIONS, ENTRY


def written() -> str:
    return correction_list(read_sources())


@pytest.fixture
def corrected(project: Project) -> Project:
    project.write(CORRECTIONS, ENTRY)
    return project


def test_a_correction_has_its_address_its_words_and_its_days(corrected: Project) -> None:
    assert written() == (
        "## Square: slope at zero { #slope-at-zero }\n\n"
        "[Square](powers/square.md#good-to-know) said, from January 1, 2026:\n\n"
        "> The slope is $x$.\n\n"
        "Since February 3, 2026:\n\n"
        "> Slope: $2x$.\n"
    )


def test_without_a_section_the_page_is_linked(corrected: Project) -> None:
    corrected.edit(CORRECTIONS, "  section: good-to-know\n", "")
    assert "[Square](powers/square.md) said" in written()


def test_it_may_be_named_by_other_words_than_its_address(corrected: Project) -> None:
    corrected.edit(CORRECTIONS, "  since", "  about: how steep it is\n  since")
    assert written().startswith("## Square: how steep it is { #slope-at-zero }")


def test_a_file_of_the_repository_is_linked_there(corrected: Project) -> None:
    corrected.edit(CORRECTIONS, "powers/square\n  section: good-to-know", "CITATION.cff")
    address = 'repository: !ENV [NO_REPOSITORY, "https://example.org/r"]'
    corrected.write("mkdocs.yml", f"{corrected.read('mkdocs.yml')}\nextra:\n  {address}\n")
    assert "[CITATION.cff](https://example.org/r/blob/main/CITATION.cff) said" in written()


def test_without_corrections_there_is_nothing_to_list(project: Project) -> None:
    assert written().strip() == ""
