"""One build on several machines: folders that are sent, put together, and refused."""

from collections.abc import Sequence
from contextlib import chdir
import json
from pathlib import Path
import shutil

import pytest

from scripts import shards
from scripts.sharing.parcel import PARCEL
from tests.project import Project, write_sources

FOLDERS = ["sent/first", "sent/second"]


@pytest.fixture(scope="module")
def sent_once(tmp_path_factory: pytest.TempPathFactory, fork_server: None) -> Path:
    """The shares of two machines."""
    root = tmp_path_factory.mktemp("machines")
    write_sources(root)
    with chdir(root):
        for number, folder in enumerate(FOLDERS, start=1):
            assert shards.main(["make", f"{number}/2", folder]) == 0
    return root


@pytest.fixture
def sent(project: Project, sent_once: Path) -> list[str]:
    """The same in folders beside a repository that has built nothing."""
    shutil.copytree(sent_once / "sent", project.root / "sent")
    return FOLDERS


def merged(*folders: str) -> int:
    return shards.main(["merge", *folders])


def assert_refused(project: Project, folders: Sequence[str], where: str, message: str) -> None:
    """See that these folders are not put together, why, and that nothing was written."""
    assert merged(*folders) == 1
    told = project.capture.readouterr().err.splitlines()
    assert any(line.startswith(f"error: {where}: ") and message in line for line in told), told
    assert not project.exists("docs/figures")


def edit_parcel(project: Project, folder: str, **changes: object) -> None:
    path = f"{folder}/{PARCEL}"
    project.write(path, json.dumps(json.loads(project.read(path)) | changes))


def test_what_machines_made_together_is_what_one_makes(built: Project, tmp_path: Path) -> None:
    alone = built.outputs()
    for number in (1, 2):
        assert shards.main(["make", f"{number}/2", str(tmp_path / f"share{number}")]) == 0
    for folder in ("build", "docs/figures", "docs/notebooks", "docs/assets/fonts"):
        shutil.rmtree(built.root / folder)
    assert merged(str(tmp_path / "share1"), str(tmp_path / "share2")) == 0
    result = built.build()
    assert "figures: 2 fresh, 0 made" in result.output
    assert "checks: 2 fresh, 0 made" in result.output
    assert "notebooks: 1 fresh, 0 made" in result.output
    assert built.outputs() == alone


def test_a_machine_makes_its_share_only(project: Project, sent: list[str]) -> None:
    figures = [sorted((project.root / folder).rglob("*.svg")) for folder in sent]
    assert [[path.name for path in each] for each in figures] == [
        ["square.dark.svg", "square.svg"],
        ["cube.dark.svg", "cube.svg"],
    ]


def test_a_missing_share_is_named(project: Project, sent: list[str]) -> None:
    assert_refused(project, sent[1:], "sent:1", "share 1/2 is missing")


def test_a_share_that_comes_twice_is_named(project: Project, sent: list[str]) -> None:
    twice = [*sent, sent[0]]
    assert_refused(project, twice, "sent/first:1", "is share 1/2, as sent/first is: send each once")


def test_shares_of_two_divisions_are_refused(project: Project, sent: list[str]) -> None:
    edit_parcel(project, sent[1], machines=3)
    assert_refused(project, sent, "sent/second:1", "is share 2/3, sent/first is share 1/2")


def test_a_formula_in_two_shares_is_named(project: Project, sent: list[str]) -> None:
    both = [json.loads(project.read(f"{folder}/{PARCEL}"))["steps"] for folder in sent]
    edit_parcel(project, sent[0], steps=both[0] | both[1])
    assert_refused(
        project,
        sent,
        "snippets/powers/cube.py:1",
        "figure powers/cube is in the shares 1/2 and 2/2",
    )


def test_a_share_of_other_sources_is_refused_at_what_changed(
    project: Project, sent: list[str]
) -> None:
    project.edit("docs/powers/square.md", "f(x) = x^{2}", "f(x) = x x")
    assert_refused(
        project,
        sent,
        "docs/powers/square.md:1",
        "check powers/square in share 1/2 was made from other",
    )


def test_a_formula_in_no_share_is_named(project: Project, sent: list[str]) -> None:
    edit_parcel(project, sent[1], steps={})
    assert_refused(
        project, sent, "snippets/powers/cube.py:1", "figure powers/cube is in none of the shares"
    )


@pytest.mark.parametrize("content", [None, "<svg/>"])
def test_a_file_that_was_lost_or_changed_on_the_way_is_refused(
    project: Project, sent: list[str], content: str | None
) -> None:
    path = "sent/first/docs/figures/powers/square.svg"
    project.remove(path) if content is None else project.write(path, content)
    where = "snippets/powers/square.py:1"
    assert_refused(project, sent, where, "figure powers/square in share 1/2 has not come whole")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"number": "1", "machines": 2, "steps": {}}'])
def test_a_folder_that_is_no_share_is_refused(
    project: Project, sent: list[str], content: str
) -> None:
    project.write(f"sent/second/{PARCEL}", content)
    assert_refused(project, sent, f"sent/second/{PARCEL}:1", "is not what `make shard` wrote")


def test_a_failed_share_names_its_formulas_and_sends_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("docs/powers/cube.md", "f(x) = x^{3}", "f(x) = x^{4}")
    assert shards.main(["make", "2/2", "sent"]) == 1
    assert "share 2/2 failed: powers/cube" in capsys.readouterr().err
    assert not project.exists("sent")


def test_a_share_is_put_into_a_new_folder_only(project: Project, sent: list[str]) -> None:
    assert shards.main(["make", "1/2", sent[1]]) == 1
    assert "error: sent/second:1: is not empty" in project.capture.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["make", "3/2", "x"], ["make", "0/2", "x"], ["merge"]])
def test_another_wording_is_answered_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert shards.main(arguments) == 2
    assert "usage: python -m scripts.shards" in capsys.readouterr().err
