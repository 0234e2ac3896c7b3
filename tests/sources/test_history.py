from collections.abc import Callable
from datetime import UTC, date, datetime
import subprocess

import pytest

from scripts.base.errors import SourceError
from scripts.sources.formula import read_formula
from scripts.sources.history import last_change, read_changes
from tests.project import Project

PAGE, SNIPPET = "docs/powers/square.md", "snippets/powers/square.py"
Commit = Callable[[str], None]


@pytest.fixture
def commit(project: Project, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Commit everything at a time such as 2026-01-02T12:00:00+00:00; at noon, without one."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Tiny", "-c", "user.email=tiny@example.org"]
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    def commit_all(time: str) -> None:
        time = time if "T" in time else f"{time}T12:00:00+00:00"
        monkeypatch.setenv("GIT_COMMITTER_DATE", time)
        git("add", "--all")
        git("commit", "--message", time)

    git("init")
    return commit_all


def changed() -> date:
    return last_change(read_formula("powers/square"), read_changes())


@pytest.mark.parametrize("path", [PAGE, SNIPPET])
def test_a_formula_changes_with_its_page_and_with_its_snippet(
    project: Project, commit: Commit, path: str
) -> None:
    commit("2026-01-02")
    project.write(path, project.read(path) + "\n")
    commit("2026-03-04")
    assert changed() == date(2026, 3, 4)


def test_a_change_elsewhere_is_none_of_the_formula(project: Project, commit: Commit) -> None:
    commit("2026-01-02")
    project.edit("docs/powers/cube.md", "Grows quickly", "Grows slowly")
    commit("2026-03-04")
    assert changed() == date(2026, 1, 2)


def test_the_day_is_that_of_greenwich(project: Project, commit: Commit) -> None:
    commit("2026-03-04T23:30:00-05:00")
    assert changed() == date(2026, 3, 5)


def test_a_page_that_is_not_committed_has_the_date_of_the_build(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = project.read(PAGE)
    project.remove(PAGE)
    commit("2026-01-02")
    project.write(PAGE, text)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    assert changed() == datetime.fromtimestamp(1780000000, UTC).date()


def test_without_a_repository_the_date_is_that_of_the_build(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert read_changes() == {}
    assert changed() == date(1970, 1, 2)


def test_without_git_there_is_no_history(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("2026-01-02")
    monkeypatch.setenv("PATH", "")
    assert read_changes() == {}


def test_without_a_date_of_the_build_it_is_today(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.now(UTC).date()
    assert before <= changed() <= datetime.now(UTC).date()


def test_a_malformed_date_of_the_build_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SourceError, match="SOURCE_DATE_EPOCH must be a number of seconds"):
        changed()


def test_all_pages_are_asked_for_in_one_process(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("2026-01-02")
    run, started = subprocess.run, []

    def counted(*arguments: object, **options: object) -> object:
        started.append(arguments)
        return run(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    assert len(read_changes()) >= 4
    assert len(started) == 1
