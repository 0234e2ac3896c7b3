from pathlib import Path

import pytest

from scripts import move
from scripts.addresses.links import broken_links
from scripts.addresses.permalinks import formula_addresses, read_registry
from scripts.base import changes, text
from scripts.base.errors import SourceError, SourceErrors
from scripts.pages.destinations import destinations
from scripts.sources.collection import read_sources
from scripts.sources.formula import read_formula
from tests.project import UNSEEN, Project

OLD, NEW = "powers/square", "roots/squared"
NAV = "  - Notebooks:"
ROOTS = f"  - Roots:\n      - roots/index.md  # a chapter to fill\n{NAV}"
MATTER = "---\ndescription: Roots.\n---\n\n"
INDEX = f'{MATTER}# Roots\n\nBelow powers.\n\n--8<-- "build/chapters/roots.md"\n'


def add_chapter(project: Project) -> None:
    """A second chapter, without formulas; links to the formula that will move; the registry."""
    project.edit("mkdocs.yml", NAV, ROOTS)
    project.edit(
        "mkdocs.yml", "powers.ipynb\n", "powers.ipynb\n      - Roots: notebooks/roots.ipynb\n"
    )
    project.write("docs/roots/index.md", INDEX)
    project.edit("docs/powers/cube.md", "- [Notation]", "- [Square](square.md#intuition)\n- [N]")
    project.edit("docs/powers/square.md", "- [Notation]", "- [Cube](cube.md)\n- [Notation]")
    project.edit("docs/notation.md", "A number", "See [square](powers/index.md#square). A number")
    addresses = [a for f in (OLD, "powers/cube") for a in formula_addresses(f)]
    project.write("permalinks.txt", "# Addresses.\n\n" + "\n".join(sorted(addresses)) + "\n")


@pytest.fixture
def chapters(project: Project) -> Project:
    add_chapter(project)
    return project


def sources(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.root.rglob("*") if path.is_file())
    files = {path.relative_to(project.root).as_posix(): path for path in paths}
    return {name: p.read_bytes() for name, p in files.items() if not name.startswith(UNSEEN)}


def test_page_snippet_and_nav_line_move(
    chapters: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert move.main([OLD, NEW]) == 0
    assert [chapter.formulas for chapter in read_sources().chapters] == [("powers/cube",), (NEW,)]
    assert not chapters.exists(f"docs/{OLD}.md") and not chapters.exists(f"snippets/{OLD}.py")
    assert capsys.readouterr().out.splitlines() == [
        "wrote docs/roots/squared.md",
        "wrote snippets/roots/squared.py",
        "wrote docs/notation.md",
        "wrote docs/powers/cube.md",
        "wrote mkdocs.yml",
        "wrote permalinks.txt",
        "powers/square is now roots/squared; the old addresses redirect. Next: make test",
    ]


def test_the_moved_page_keeps_the_format_and_its_snippet(chapters: Project) -> None:
    move.main([OLD, NEW])
    assert read_formula(NEW).snippet.shown_functions == ("square",)


def test_every_link_still_leads_somewhere(chapters: Project) -> None:
    move.main([OLD, NEW])
    assert "[Square](../roots/squared.md#intuition)" in chapters.read("docs/powers/cube.md")
    assert "[square](roots/index.md#squared)" in chapters.read("docs/notation.md")
    assert "[Cube](../powers/cube.md)" in chapters.read(f"docs/{NEW}.md")
    sources = read_sources()
    there = destinations(sources)
    assert [e for page in sources.pages.values() for e in broken_links(page, there)] == []


def test_comments_in_the_configuration_stay(chapters: Project) -> None:
    before = chapters.read("mkdocs.yml")
    move.main([OLD, NEW])
    after = chapters.read("mkdocs.yml").replace(f"      - {NEW}.md\n", "")
    assert after == before.replace(f"      - {OLD}.md\n", "")


def test_the_old_addresses_redirect_and_the_new_ones_are_registered(chapters: Project) -> None:
    before = {link.address for link in read_registry().links}
    move.main([OLD, NEW])
    registry = read_registry()
    assert before | set(formula_addresses(NEW)) == registry.by_address.keys()
    assert [registry.leads_to(address) for address in formula_addresses(OLD)] == formula_addresses(
        NEW
    )


def test_the_addresses_of_equations_go_along(chapters: Project) -> None:
    chapters.edit("permalinks.txt", f"{OLD}/\n", f"{OLD}/\n{OLD}/#f\n{OLD}/#g -> {OLD}/#f\n")
    move.main([OLD, NEW])
    registry = read_registry()
    assert registry.by_address[f"{NEW}/#f"].target is None
    assert registry.leads_to(f"{OLD}/#f") == f"{NEW}/#f"
    assert registry.leads_to(f"{OLD}/#g") == f"{NEW}/#f"
    assert f"{NEW}/#g" not in registry.by_address


def test_a_test_that_names_the_formula_follows_it(chapters: Project) -> None:
    chapters.write("tests/test_a.py", f'OPEN = "{OLD}/"\n')
    chapters.write("tests/queries.json", f'[{{"expected": ["{OLD}"]}}]\n')
    move.main([OLD, NEW])
    assert chapters.read("tests/test_a.py") == f'OPEN = "{NEW}/"\n'
    assert chapters.read("tests/queries.json") == f'[{{"expected": ["{NEW}"]}}]\n'


def test_tests_that_may_mean_the_old_slug_are_named(
    chapters: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    chapters.write("tests/queries.json", '[\n{"expected": ["square"]},\n{"a": "square root"}]\n')
    move.main([OLD, NEW])
    expected = "look at tests/queries.json, line 2: it may mean the old slug"
    assert expected in capsys.readouterr().out.splitlines()


def test_a_new_slug_in_the_same_chapter_keeps_its_place(chapters: Project) -> None:
    move.main([OLD, "powers/squared"])
    assert read_sources().chapters[0].formulas == ("powers/squared", "powers/cube")
    assert read_registry().leads_to("powers/#square") == "powers/#squared"


def test_another_chapter_may_have_the_new_slug(chapters: Project) -> None:
    assert move.main([OLD, "roots/cube"]) == 0
    assert list(read_sources().formulas) == ["powers/cube", "roots/cube"]


def test_there_and_back_again_only_the_registry_remembers(chapters: Project) -> None:
    before = sources(chapters)
    assert move.main([OLD, NEW]) == 0
    assert move.main([NEW, OLD]) == 0
    after = sources(chapters)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"mkdocs.yml", "permalinks.txt"}  # the line is the last of its chapter now
    assert after.keys() == before.keys()
    assert read_registry().leads_to(f"{NEW}/") == f"{OLD}/"


def test_a_second_move_leaves_no_chain(chapters: Project) -> None:
    move.main([OLD, NEW])
    move.main([NEW, "roots/second_power"])
    assert read_registry().leads_to(f"{OLD}/") == "roots/second_power/"
    assert read_registry().leads_to("powers/#square") == "roots/#second_power"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("powers/quare", NEW, "mkdocs.yml:1: no formula 'powers/quare' in nav; did you mean power"),
        (OLD, "geometry/square", "mkdocs.yml:1: no chapter 'geometry' in nav; there are powers"),
        (OLD, "powers/cube", "docs/powers/index.md:1: the slug 'cube' is taken in this chapter"),
        (OLD, "roots/Square", "mkdocs.yml:1: 'roots/Square' is not an id: chapter/slug"),
        (OLD, "../square", "mkdocs.yml:1: '../square' is not an id"),
        (OLD, OLD, "mkdocs.yml:1: 'powers/square' is its id already"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_changes_nothing(
    chapters: Project, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    before = sources(chapters)
    assert move.main([old, new]) == 1
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert sources(chapters) == before


@pytest.mark.parametrize("path", [f"docs/{NEW}.md", f"snippets/{NEW}.py"])
def test_what_lies_in_the_new_place_is_not_overwritten(chapters: Project, path: str) -> None:
    chapters.write(path, "work")
    before = sources(chapters)
    with pytest.raises(SourceErrors, match=path.replace(".", r"\.")):
        move.move_formula(OLD, NEW)
    assert sources(chapters) == before


def test_the_old_address_of_another_formula_is_refused(chapters: Project) -> None:
    move.main([OLD, NEW])
    with pytest.raises(SourceError, match=r"^permalinks\.txt:\d+: 'powers/square/' was the addr"):
        move.move_formula("powers/cube", OLD)


def test_a_page_that_is_broken_already_is_told_first(chapters: Project) -> None:
    chapters.edit("docs/notation.md", "A number", "[a](nowhere.md) A number")
    before = sources(chapters)
    with pytest.raises(SourceErrors, match=r"^docs/notation\.md:5: link to nowhere\.md"):
        move.move_formula(OLD, NEW)
    assert sources(chapters) == before


@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt()])
def test_a_move_that_fails_half_way_is_undone(
    chapters: Project, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    before, write = sources(chapters), text.write_atomically

    def fail_once(path: Path, text: str) -> None:
        if path.name == "mkdocs.yml":
            monkeypatch.setattr(changes, "write_atomically", write)
            raise failure
        write(path, text)

    monkeypatch.setattr(changes, "write_atomically", fail_once)
    with pytest.raises(type(failure)):
        move.move_formula(OLD, NEW)
    assert sources(chapters) == before


def test_a_move_that_would_break_a_page_is_undone(
    chapters: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sources(chapters)
    monkeypatch.setattr("scripts.addresses.renaming.Renaming.page", lambda _self, _path, text: text)
    with pytest.raises((SourceError, SourceErrors)):
        move.move_formula(OLD, NEW)
    assert sources(chapters) == before


@pytest.mark.usefixtures("fork_server")
def test_a_moved_formula_builds(built: Project) -> None:
    add_chapter(built)
    assert move.main([OLD, NEW]) == 0
    result = built.build()
    assert (result.errors, result.code) == ([], 0)
    assert built.exists(f"docs/figures/{NEW}.svg") and not built.exists(f"docs/figures/{OLD}.svg")
    assert not built.exists(f"build/checks/docs/{OLD}.json")


@pytest.mark.parametrize("arguments", [[], ["a/b"], ["a/b", "c/d", "e/f"]])
def test_without_two_ids_the_usage_is_shown(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert move.main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: make move")
