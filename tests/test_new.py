from pathlib import Path

import pytest

from scripts import new
from scripts.addresses.permalinks import formula_addresses, read_registry
from scripts.base.errors import SourceError, SourceErrors
from scripts.running.figures import run_snippet
from scripts.sources.configuration import read_configuration
from scripts.sources.formula import read_formula
from scripts.sources.navigation import Chapter, read_chapters
from tests.project import Project

ID = "powers/fourth_root"
ROOTS = ["--part", "Inverses", "--chapter", "Roots"]


def sources(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.root.rglob("*") if path.is_file())
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths}


def test_a_started_formula_has_a_page_a_snippet_and_a_nav_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main([ID]) == 0
    assert capsys.readouterr().out.splitlines()[:-3] == [
        "wrote docs/powers/fourth_root.md",
        "wrote snippets/powers/fourth_root.py",
        "wrote mkdocs.yml",
        "wrote permalinks.txt",
    ]


def test_the_next_steps_are_told(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    new.main([ID])
    assert f"`make formula ID={ID}`" in capsys.readouterr().out


def test_the_addresses_of_a_started_formula_are_registered(project: Project) -> None:
    project.write("permalinks.txt", "# Addresses.\n\npowers/\n")
    new.main([ID])
    addresses = ["powers/", *formula_addresses(ID), f"{ID}/#definition"]
    assert sorted(addresses) == project.read("permalinks.txt").split()[2:]


def test_the_address_of_a_formula_that_moved_is_refused(project: Project) -> None:
    project.write("permalinks.txt", f"# A.\n{ID}/ -> powers/cube/\n")
    before = sorted(project.root.rglob("*"))
    message = rf"^permalinks\.txt:2: '{ID}/' was the address of 'powers/cube/'; choose another slug"
    with pytest.raises(SourceError, match=message):
        new.start_formula(ID)
    assert sorted(project.root.rglob("*")) == before


def test_a_started_formula_is_the_last_of_its_chapter(project: Project) -> None:
    new.main([ID])
    assert read_chapters(read_configuration())[0].formulas == ("powers/square", "powers/cube", ID)


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
    assert all(b"<svg" in drawing for drawing in run_snippet(ID))


@pytest.mark.usefixtures("fork_server")
def test_a_started_formula_is_refused_until_it_is_filled_in(built: Project) -> None:
    new.main([ID])
    page, snippet = built.build(ID, "--limit", "30").errors
    assert page.startswith(f"docs/{ID}.md:2: still says what the template says")
    assert snippet.startswith(f"snippets/{ID}.py:1: still says what the template says")


def test_a_chapter_without_formulas_can_be_started(project: Project) -> None:
    nav = "  - Notebooks:"
    project.edit("mkdocs.yml", nav, f"  - Roots:\n      - roots/index.md\n{nav}")
    project.write("docs/roots/index.md", "# Roots\n")
    new.main(["roots/fourth_root"])
    assert read_chapters(read_configuration())[1].formulas == ("roots/fourth_root",)


def test_a_new_chapter_has_all_that_it_needs(project: Project) -> None:
    new.main(["roots/fourth_root", *ROOTS])
    assert read_chapters(read_configuration())[1] == Chapter(
        "roots", "Roots", ("roots/fourth_root",), "Inverses"
    )
    assert project.read("docs/roots/index.md").startswith("---\ndescription: ")
    assert "\n# Roots\n" in project.read("docs/roots/index.md")
    assert '--8<-- "build/chapters/roots.md"' in project.read("docs/roots/index.md")
    assert "      - Roots: notebooks/roots.ipynb\n" in project.read("mkdocs.yml")
    addresses = {link.address for link in read_registry().links}
    assert {"roots/", "notebooks/roots/", "./#roots", "./#inverses", "roots/fourth_root/"} <= (
        addresses
    )


def test_a_new_chapter_lacks_nothing_but_its_words(built: Project) -> None:
    new.main(["roots/fourth_root", *ROOTS])
    errors = built.build().errors
    assert errors and all("still says what the template says" in error for error in errors)


def test_a_second_chapter_joins_the_part_that_there_is(project: Project) -> None:
    new.main(["roots/fourth_root", *ROOTS])
    new.main(["logarithms/binary_logarithm", "--part", "Inverses", "--chapter", "Logarithms"])
    parts = [(chapter.slug, chapter.part) for chapter in read_chapters(read_configuration())]
    assert parts == [("powers", ""), ("roots", "Inverses"), ("logarithms", "Inverses")]


@pytest.mark.parametrize(
    ("identifier", "titles", "message"),
    [
        (ID, ROOTS, "mkdocs.yml:1: the chapter 'powers' is 'Powers' in ''; leave its titles out"),
        ("roots/root", ROOTS[:2], 'mkdocs.yml:1: a new chapter needs both: PART="…" CHAPTER="…"'),
        ("roots/root", ROOTS[2:], 'mkdocs.yml:1: a new chapter needs both: PART="…" CHAPTER="…"'),
        ("more/root", ["--part", "A", "--chapter", "Powers"], "docs/powers/index.md:1: is called"),
        ("assets/root", ROOTS, "docs/assets:1: is there already"),
        ("Roots/root", ROOTS, "mkdocs.yml:1: 'Roots/root' is not an id"),
    ],
)
def test_a_chapter_that_cannot_be_started_is_refused_and_nothing_is_written(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    identifier: str,
    titles: list[str],
    message: str,
) -> None:
    before = sources(project)
    assert new.main([identifier, *titles]) == 1
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert sources(project) == before


def test_what_fails_half_way_is_undone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sources(project)

    def fail(_identifier: str) -> None:
        raise SourceError(Path("docs/powers/fourth_root.md"), 1, "is broken")

    monkeypatch.setattr(new, "read_formula", fail)
    assert new.main(["roots/fourth_root", *ROOTS]) == 1
    assert sources(project) == before
    assert not project.exists("docs/roots") and not project.exists("snippets/roots")


def test_a_page_that_lies_there_already_is_not_overwritten(project: Project) -> None:
    project.write("docs/roots/root.md", "work")
    project.edit(
        "mkdocs.yml", "  - Notebooks:", "  - Roots:\n      - roots/index.md\n  - Notebooks:"
    )
    project.write("docs/roots/index.md", "# Roots\n")
    with pytest.raises(SourceErrors, match=r"^docs/roots/root\.md:1: "):
        new.start_formula("roots/root")
    assert project.read("docs/roots/root.md") == "work"


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


def test_a_slug_of_another_chapter_is_free(project: Project) -> None:
    assert new.main(["roots/cube", *ROOTS]) == 0
    assert project.exists("docs/roots/cube.md") and project.exists("docs/powers/cube.md")


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
    with pytest.raises(SystemExit) as left:
        new.main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ")
