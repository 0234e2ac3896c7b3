import pytest

from scripts import new
from scripts.addresses.permalinks import formula_addresses
from scripts.base.errors import SourceError
from scripts.running.figures import run_snippet
from scripts.sources.collection import read_sources
from scripts.sources.formula import read_formula
from tests.project import Project

ID = "powers/fourth_root"


def test_a_started_formula_has_a_page_a_snippet_and_a_nav_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main([ID]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "wrote docs/powers/fourth_root.md",
        "wrote snippets/powers/fourth_root.py",
        "wrote mkdocs.yml",
        "wrote permalinks.txt",
    ]


def test_the_addresses_of_a_started_formula_are_registered(project: Project) -> None:
    project.write("permalinks.txt", "# Addresses.\n\npowers/\n")
    new.main([ID])
    assert sorted(["powers/", *formula_addresses(ID)]) == project.read("permalinks.txt").split()[2:]


def test_the_address_of_a_formula_that_moved_is_refused(project: Project) -> None:
    project.write("permalinks.txt", f"# A.\n{ID}/ -> powers/cube/\n")
    before = sorted(project.root.rglob("*"))
    message = rf"^permalinks\.txt:2: '{ID}/' was the address of 'powers/cube/'; choose another slug"
    with pytest.raises(SourceError, match=message):
        new.start_formula(ID)
    assert sorted(project.root.rglob("*")) == before


def test_a_started_formula_is_the_last_of_its_chapter(project: Project) -> None:
    new.main([ID])
    assert read_sources().chapters[0].formulas == ("powers/square", "powers/cube", ID)


def test_the_rest_of_the_configuration_stays(project: Project) -> None:
    before = project.read("mkdocs.yml")
    new.main([ID])
    assert project.read("mkdocs.yml").replace(f"      - {ID}.md\n", "") == before


def test_a_started_page_is_named_after_its_slug(project: Project) -> None:
    new.main([ID])
    assert read_formula(ID).title == "Fourth root"


def test_a_started_page_and_snippet_keep_the_format(project: Project) -> None:
    new.main([ID])
    assert read_formula(ID).snippet.shown_functions == ("f",)


@pytest.mark.usefixtures("preloaded")
def test_a_started_snippet_draws_a_figure(project: Project) -> None:
    new.main([ID])
    run_snippet(ID)
    assert project.exists(f"docs/figures/{ID}.svg")


@pytest.mark.usefixtures("fork_server")
def test_a_started_formula_builds(built: Project) -> None:
    new.main([ID])
    assert built.build(ID, "--limit", "30").errors == []


def test_a_chapter_without_formulas_can_be_started(project: Project) -> None:
    nav = "  - Notebooks:"
    project.edit("mkdocs.yml", nav, f"  - Roots:\n      - roots/index.md\n{nav}")
    project.write("docs/roots/index.md", "# Roots\n")
    new.main(["roots/fourth_root"])
    assert read_sources().chapters[1].formulas == ("roots/fourth_root",)


@pytest.mark.parametrize(
    "identifier",
    ["square", "powers/", "Powers/root", "powers/a-b", "powers/a/b", "powers/2x", "../x"],
)
def test_what_is_no_id_is_refused(project: Project, identifier: str) -> None:
    with pytest.raises(SourceError, match=r"^mkdocs\.yml:1: .* is not an id"):
        new.start_formula(identifier)


def test_an_unknown_chapter_is_refused_with_those_there_are(project: Project) -> None:
    with pytest.raises(SourceError, match=r"no chapter 'roots' in nav; there are powers"):
        new.start_formula("roots/root")


def test_a_slug_that_is_taken_is_refused_with_its_chapter(project: Project) -> None:
    with pytest.raises(SourceError, match=r"^docs/powers/index\.md:1: the slug 'cube' is taken"):
        new.start_formula("powers/cube")


def test_a_refusal_is_an_error_with_exit_code_1(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main(["powers/cube"]) == 1
    assert capsys.readouterr().err.startswith("error: docs/powers/index.md:1: ")


def test_a_refusal_writes_nothing(project: Project) -> None:
    before = sorted(project.root.rglob("*"))
    new.main(["powers/cube"])
    assert sorted(project.root.rglob("*")) == before


def test_a_broken_repository_is_reported_first(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.remove("snippets/powers/square.py")
    assert new.main([ID]) == 1
    assert capsys.readouterr().err.startswith("error: docs/powers/square.md:1: has no snippet")


@pytest.mark.parametrize("arguments", [[], ["a/b", "c/d"]])
def test_without_one_id_the_usage_is_shown(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: ")
