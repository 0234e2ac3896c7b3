import pytest

from tests.project import PAGE as TEMPLATE
from tests.project import Project, assert_told, mistakes

SQUARE, CUBE = "docs/powers/square.md", "docs/powers/cube.md"
BIBLIOGRAPHY = "docs/references.bib"


@pytest.mark.parametrize("name", ["Second power", "SECOND  POWER", "Square"])
def test_a_name_of_another_page_is_refused_with_both_places(project: Project, name: str) -> None:
    project.edit(CUBE, "[third power]", f"[third power, {name}]")
    assert_told(f"{CUBE}:3", f"'{name}' is a name in {SQUARE}:")


@pytest.mark.parametrize("name", ["Second power", "square"])
def test_a_name_that_stands_twice_on_a_page_is_refused(project: Project, name: str) -> None:
    project.edit(SQUARE, "[second power]", f"[{name}, second power]")
    (told,) = mistakes()
    assert f"is a name in {SQUARE}:" in told


def test_a_title_of_another_page_is_refused(project: Project) -> None:
    project.edit(CUBE, "# Cube", "# Square")
    line = project.line(SQUARE, "# Square")
    assert_told(
        f"{CUBE}:{project.line(CUBE, '# Square')}", f"'Square' is a name in {SQUARE}:{line}"
    )


def test_a_question_of_another_page_is_refused_with_both_places(project: Project) -> None:
    project.edit(CUBE, "[multiply", "[multiply a number  by itself, multiply")
    assert_told(f"{CUBE}:5", f"is a question in {SQUARE}:5, too")


def test_a_question_that_stands_twice_on_a_page_is_refused(project: Project) -> None:
    project.edit(CUBE, "[multiply", "[to the power of three, to the power of three, multiply")
    assert_told(f"{CUBE}:5", f"is a question in {CUBE}:5, too")


def test_a_link_that_does_not_lead_back_is_refused_with_both_remedies(project: Project) -> None:
    project.edit(SQUARE, "- [Notation]", "- [Cube](cube.md): one more\n- [Notation]")
    line = project.line(SQUARE, "(cube.md)")
    assert_told(f"{SQUARE}:{line}", "add there '- [Square](square.md): what for'")
    assert_told(f"{SQUARE}:{line}", "or start this line with '- Builds on [Cube]'")


def test_links_both_ways_are_accepted(project: Project) -> None:
    project.edit(SQUARE, "- [Notation]", "- [Cube](cube.md): one more\n- [Notation]")
    project.edit(CUBE, "- [Notation]", "- [Square](square.md#in-pytorch): one less\n- [Notation]")
    assert mistakes() == []


def test_a_foundation_needs_no_link_back(project: Project) -> None:
    project.edit(CUBE, "- [Notation]", "- Builds on the [square](square.md)\n- [Notation]")
    assert mistakes() == []


def test_a_link_in_another_section_needs_no_link_back(project: Project) -> None:
    project.edit(CUBE, "Nothing overflows", "The [square](square.md) is smaller. Nothing overflows")
    assert mistakes() == []


def test_a_source_that_is_never_cited_is_refused(project: Project) -> None:
    project.edit(SQUARE, " [@euclid300]", " `[@euclid300]`")
    assert_told(f"{SQUARE}:6", "'euclid300' is never cited: write [@euclid300]")


def test_an_unknown_source_is_refused(project: Project) -> None:
    project.edit(SQUARE, "[euclid300]\n", "[euclid300,\n  nobody2000]\n")
    assert_told(f"{SQUARE}:7", "unknown citation key 'nobody2000'; add it to docs/references.bib")


def test_an_entry_of_the_bibliography_that_no_page_lists_is_refused(project: Project) -> None:
    project.edit(
        BIBLIOGRAPHY,
        "@book{euclid300",
        "@misc{a1, author={A}, title={B}, year={1}}\n\n@book{euclid300",
    )
    assert_told(f"{BIBLIOGRAPHY}:1", "no page lists 'a1'")


def test_an_entry_that_another_page_cites_is_used(project: Project) -> None:
    project.edit(
        BIBLIOGRAPHY,
        "@book{euclid300",
        "@misc{a1, author={A}, title={B}, year={1}}\n\n@book{euclid300",
    )
    project.edit("docs/notation.md", "is $x$", "is $x$ [@a1]")
    assert mistakes() == []


def test_the_pages_of_the_tiny_repository_keep_all_rules(project: Project) -> None:
    assert TEMPLATE and mistakes() == []
