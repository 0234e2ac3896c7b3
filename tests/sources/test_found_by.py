from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.found_by import names_of
from scripts.sources.page import Page

PATH = Path("docs/about.md")


def page(front_matter: str) -> Page:
    return Page(PATH, f"---\n{front_matter}\n---\n\n# About\n\n## Licenses\n")


def test_a_page_and_its_sections_have_names() -> None:
    found = names_of(page("found_by:\n  page: [info]\n  licenses: [copyright, CC BY]"))
    assert found == {"": ["info"], "#licenses": ["copyright", "CC BY"]}


@pytest.mark.parametrize("text", ["# About", "---\ndescription: A page.\n---\n# About"])
def test_a_page_that_says_nothing_has_no_names(text: str) -> None:
    assert names_of(Page(PATH, text)) == {}


@pytest.mark.parametrize(
    ("front_matter", "told"),
    [
        ("found_by:\n  sources: [papers]", "'sources' in 'found_by' is no section of this page"),
        ("found_by:\n  page: info", "'page' in 'found_by' must be a list of texts"),
        ("found_by:\n  page: [1]", "'page' in 'found_by' must be a list of texts"),
        ("found_by: [info]", "expected 'section: [name, …]' lines in 'found_by'"),
    ],
)
def test_names_of_another_form_are_refused(front_matter: str, told: str) -> None:
    with pytest.raises(SourceError) as refused:
        names_of(page(front_matter))
    assert str(refused.value).startswith("docs/about.md:2: ")
    assert told in str(refused.value)
