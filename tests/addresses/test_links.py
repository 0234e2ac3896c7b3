from dataclasses import replace
from pathlib import Path

import pytest

from scripts.addresses.links import broken_links, unknown_citations
from scripts.pages.destinations import destinations
from scripts.sources.collection import read_sources
from scripts.sources.page import read_page
from tests.project import Project

PAGE = "docs/powers/square.md"


def broken(project: Project, text: str, page: str = "docs/notation.md") -> list[str]:
    """Where the links of a page with this text do not lead."""
    there = destinations(read_sources())
    project.write(page, text)
    changed = read_page(Path(page))
    there = replace(there, pages={**there.pages, changed.path: changed})
    return [str(error) for error in broken_links(changed, there)]


@pytest.mark.parametrize(
    "text",
    [
        "[a](index.md)",
        "[a](powers/square.md)",
        "[a](powers/square.md#intuition)",
        "[a](powers/square.md#how-it-affects-the-output)",
        "[a](powers/index.md#cube)",
        "[a](powers/../index.md)",
        "[a](notebooks/powers.ipynb)",
        "![a](figures/powers/square.svg)",
        "![a](figures/powers/square.dark.svg)",
        "![values in [-1, 1]](figures/powers/square.svg)",
        "[a](https://example.org/nowhere)",
        "[a](mailto:a@example.org)",
        "`[a](nowhere.md)`",
        "```\n[a](nowhere.md)\n```",
        '--8<-- "build/home/chapters.md"',
        '--8<-- "build/indexes/names.md"',
        '--8<-- "snippets/powers/square.py:pytorch"',
    ],
)
def test_what_leads_somewhere_is_not_reported(project: Project, text: str) -> None:
    assert broken(project, text) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](nowhere.md)", "docs/nowhere.md"),
        ("[a](nowhere.md#a)", "docs/nowhere.md"),
        ("[a](powers)", "docs/powers"),
        ("[a](powers/)", "docs/powers"),
        ("[a](/index.md)", "/index.md"),
        ("![a](figures/powers/root.svg)", "docs/figures/powers/root.svg"),
        ("![in [-1, 1]](figures/powers/root.svg)", "docs/figures/powers/root.svg"),
        ("[a](notebooks/roots.ipynb)", "docs/notebooks/roots.ipynb"),
    ],
)
def test_a_target_that_is_not_there_is_reported(project: Project, text: str, target: str) -> None:
    (error,) = broken(project, text)
    assert error.startswith("docs/notation.md:1: link to ")
    assert error.endswith(f"leads nowhere: no {target}")


@pytest.mark.parametrize("alt", ["", " "])
def test_an_image_without_alt_text_is_reported(project: Project, alt: str) -> None:
    project.write("docs/photo.png", b"")
    assert broken(project, f"![{alt}](photo.png)") == [
        "docs/notation.md:1: alt text is missing: say what the image shows"
    ]


def test_a_second_link_of_a_line_is_seen(project: Project) -> None:
    assert len(broken(project, "[a](a.md) and [b](b.md)")) == 2


def test_an_anchor_that_is_not_there_is_reported(project: Project) -> None:
    assert broken(project, "a\n[a](powers/square.md#proof)") == [
        "docs/notation.md:2: docs/powers/square.md has no anchor '#proof'"
    ]


def test_an_anchor_of_the_page_itself_is_looked_up(project: Project) -> None:
    assert broken(project, "# A\n## A b\n[a](#a-b)\n[a](#c)") == [
        "docs/notation.md:4: docs/notation.md has no anchor '#c'"
    ]


def test_an_anchor_of_ones_own_is_known(project: Project) -> None:
    assert broken(project, "## A { #own }\n[a](#own)") == []


def test_a_heading_in_code_is_no_anchor(project: Project) -> None:
    assert len(broken(project, "```sh\n# own\n```\n[a](#own)")) == 1


def test_an_include_that_is_not_there_is_reported(project: Project) -> None:
    assert broken(project, 'a\n--8<-- "docs/nowhere.md"') == [
        "docs/notation.md:2: includes docs/nowhere.md, which does not exist"
    ]


def test_an_include_in_code_is_looked_up_too(project: Project) -> None:
    assert len(broken(project, '```python\n--8<-- "snippets/nowhere.py"\n```')) == 1


def test_an_include_of_a_list_that_nobody_writes_is_reported(project: Project) -> None:
    assert len(broken(project, '--8<-- "build/chapters/roots.md"')) == 1


def test_a_section_that_is_not_there_is_reported(project: Project) -> None:
    assert broken(project, '--8<-- "snippets/powers/square.py:numpy"') == [
        "docs/notation.md:1: snippets/powers/square.py has no section 'numpy'"
    ]


def test_a_citation_of_an_unknown_work_is_reported_at_its_line(project: Project) -> None:
    project.write("docs/notation.md", "a\n[@euclid300] and [@nobody2000]")
    errors = [
        str(error)
        for error in unknown_citations(read_page(Path("docs/notation.md")), {"euclid300"})
    ]
    assert errors == [
        "docs/notation.md:2: unknown citation key 'nobody2000'; add it to docs/references.bib"
    ]


def test_a_citation_in_code_is_none(project: Project) -> None:
    project.write("docs/notation.md", "`[@nobody2000]`\n\n```\n[@nobody2000]\n```\n")
    assert list(unknown_citations(read_page(Path("docs/notation.md")), {"euclid300"})) == []
