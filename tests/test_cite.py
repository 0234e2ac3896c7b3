from io import StringIO

import pytest

from scripts import cite
from tests.project import Project

BIB = "docs/references.bib"
ENTRY = """\
@article{SMITH, author = {Ann Smith}, title = {On cubes}, journal = {Cubes}, year = {1999},
  doi = {10.1000/cubes}, abstract = {Long.}}
"""
WRITTEN = """\
@article{smith1999,
  author  = {Smith, Ann},
  title   = {On cubes},
  journal = {Cubes},
  year    = {1999},
  doi     = {10.1000/cubes},
}
"""


def given(project: Project, text: str = ENTRY) -> int:
    """Run the command with this text in a file; return its exit code."""
    project.write("new.bib", text)
    return cite.main(["new.bib"])


def test_an_entry_is_written_in_the_form_of_the_file(project: Project) -> None:
    before = project.read(BIB)
    assert given(project) == 0
    assert project.read(BIB) == f"{before.rstrip()}\n\n{WRITTEN}"


def test_what_to_write_on_a_page_is_printed(project: Project) -> None:
    given(project)
    assert project.capture.readouterr().out.splitlines() == [
        "wrote smith1999 to docs/references.bib (left out: abstract)",
        "cite it as [@smith1999], and add smith1999 to the 'sources' of the page",
    ]


def test_it_stands_before_the_first_key_that_comes_later(project: Project) -> None:
    before = project.read(BIB)
    given(project, ENTRY.replace("Smith", "Abel"))
    written = WRITTEN.replace("smith", "abel").replace("Smith", "Abel")
    assert project.read(BIB) == f"{written}\n{before}"


def test_an_entry_can_be_pasted(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(ENTRY))
    assert cite.main([]) == 0
    assert WRITTEN in project.read(BIB)


def test_several_entries_are_added_or_none(project: Project) -> None:
    second = ENTRY.replace("cubes", "roots").replace("SMITH", "TOO")
    assert given(project, ENTRY + second) == 0
    assert "@article{smith1999roots," in project.read(BIB)
    before = project.read(BIB)
    assert given(project, second.replace("roots", "powers") + ENTRY) == 1
    assert project.read(BIB) == before


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (ENTRY.replace("On cubes", "About cubes"), "doi"),
        (ENTRY.replace("10.1000/cubes", "10.1000/others"), "title"),
        (ENTRY.replace("On cubes", "ON {Cubes}"), "doi"),
        (ENTRY.replace("10.1000/", "https://doi.org/10.1000/"), "doi"),
    ],
)
def test_a_work_that_is_there_is_told_with_its_key(project: Project, text: str, mark: str) -> None:
    given(project)
    before = project.read(BIB)
    project.capture.readouterr()
    assert given(project, text) == 1
    line = project.line(BIB, "{smith1999,")
    message = f"this work is here already, by its {mark}: cite it as [@smith1999]"
    assert project.capture.readouterr().err == f"error: {BIB}:{line}: {message}\n"
    assert project.read(BIB) == before


def test_another_work_of_the_same_author_and_year_gets_another_key(project: Project) -> None:
    given(project)
    given(project, ENTRY.replace("cubes", "roots").replace("On", "All"))
    assert "@article{smith1999roots," in project.read(BIB)


def test_a_malformed_entry_is_told_at_its_line(project: Project) -> None:
    assert given(project, ENTRY.replace("journal", "note")) == 1
    expected = "error: new.bib:1: entry 'SMITH' lacks 'journal', which article needs\n"
    assert project.capture.readouterr().err == expected


def test_a_file_that_is_not_there_is_told(project: Project) -> None:
    assert cite.main(["nowhere.bib"]) == 1
    assert project.capture.readouterr().err.startswith("error: nowhere.bib:1: ")


def test_more_than_a_file_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cite.main(["a", "b"]) == 2
