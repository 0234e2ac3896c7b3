from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
import subprocess

import pytest

from scripts.base.errors import SourceError
from scripts.sources.formula import read_formula
from scripts.sources.history import Change, last_change, last_commit, read_changes
from tests.project import REPOSITORY, Project

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


def change() -> Change:
    found = last_change(read_formula("powers/square"), read_changes())
    assert found
    return found


def changed() -> date:
    return change().day


def newest_commit() -> str:
    run = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    return run.stdout[:7]


@pytest.mark.parametrize("path", [PAGE, SNIPPET])
def test_a_formula_changes_with_its_page_and_with_its_snippet(
    project: Project, commit: Commit, path: str
) -> None:
    commit("2026-01-02")
    project.write(path, project.read(path) + "\n")
    commit("2026-03-04")
    assert changed() == date(2026, 3, 4)


def test_a_change_has_the_hash_of_its_commit(project: Project, commit: Commit) -> None:
    commit("2026-01-02")
    first = newest_commit()
    project.edit("docs/powers/cube.md", "Grows quickly", "Grows slowly")
    commit("2026-01-02T13:00:00+00:00")
    assert change().commit == first != newest_commit()


def test_of_two_commits_of_one_day_the_later_one_counts(project: Project, commit: Commit) -> None:
    commit("2026-01-02T12:00:00+00:00")
    project.edit(PAGE, "Grows quickly", "Grows slowly")
    commit("2026-01-02T13:00:00+00:00")
    assert change().commit == newest_commit()


@pytest.mark.parametrize("path", [PAGE, SNIPPET])
def test_what_was_edited_since_its_commit_changes_with_the_build(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    commit("2026-01-02")
    project.write(path, project.read(path) + "\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    assert change() == Change(1780000000)


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


def test_without_a_repository_nothing_is_known(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert read_changes() == {}
    assert last_change(read_formula("powers/square"), {}) is None


def test_without_git_there_is_no_history(
    project: Project,
    commit: Commit,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commit("2026-01-02")
    monkeypatch.setenv("PATH", "")
    assert read_changes() == {}
    assert "git says 'it cannot be run'" in capsys.readouterr().err


def test_where_git_refuses_the_folder_the_build_says_so(
    project: Project,
    commit: Commit,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commit("2026-01-02")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert read_changes() == {}
    warning = capsys.readouterr().err
    assert warning.startswith("warning: .git:1: no page says when it changed: git says")
    assert "safe.directory" in warning and warning.count("\n") == 1


def test_before_the_first_commit_nothing_is_wrong(
    project: Project, commit: Commit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read_changes() == {}
    assert capsys.readouterr().err == ""


def test_where_there_is_no_history_the_build_says_so(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read_changes() == {}
    warning = capsys.readouterr().err
    assert warning.startswith("warning: .git:1: no page says when it changed: git says")
    assert "not a git repository" in warning


@pytest.fixture
def shallow(
    project: Project, commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A clone of the newest two of three commits; the working directory."""
    commit("2026-01-02")
    project.edit("docs/powers/cube.md", "Grows quickly", "Grows slowly")
    commit("2026-03-04")
    project.edit(PAGE, "Grows quickly", "Grows slowly")
    commit("2026-05-06")
    clone = tmp_path / "clone"
    source = project.root.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=2", source, str(clone)], check=True)
    monkeypatch.chdir(clone)
    return clone


def test_a_shallow_clone_is_told(shallow: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_changes()
    assert capsys.readouterr().err == (
        "warning: .git:1: this clone is shallow: pages have no date; run `git fetch --unshallow`\n"
    )


def test_a_shallow_clone_dates_what_it_has_seen_change_and_nothing_else(shallow: Path) -> None:
    changes = read_changes()
    assert changed() == date(2026, 5, 6)
    assert last_change(read_formula("powers/cube"), changes) is None


def test_an_archive_has_the_time_of_its_commit(
    project: Project, commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (".gitattributes", ".git_archival.txt"):
        project.write(name, (REPOSITORY / name).read_text(encoding="utf-8"))
    commit("2026-01-02")
    archive, folder = tmp_path / "it.tar", tmp_path / "unpacked"
    subprocess.run(["git", "archive", "--output", str(archive), "HEAD"], check=True)
    folder.mkdir()
    subprocess.run(["tar", "xf", str(archive), "-C", str(folder)], check=True)
    subprocess.run(["rm", "-rf", ".git"], check=True)
    assert last_commit() is None
    monkeypatch.chdir(folder)
    assert last_commit() == datetime(2026, 1, 2, 12, tzinfo=UTC).timestamp()


def test_the_newest_commit_dates_the_build(project: Project, commit: Commit) -> None:
    assert last_commit() is None
    commit("2026-01-02")
    assert last_commit() == datetime(2026, 1, 2, 12, tzinfo=UTC).timestamp()


def test_without_a_date_of_the_build_what_is_new_changes_today(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("2026-01-02")
    project.edit(PAGE, "Grows quickly", "Grows slowly")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.now(UTC).date()
    assert before <= changed() <= datetime.now(UTC).date()


def test_a_malformed_date_of_the_build_is_refused(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("2026-01-02")
    project.edit(PAGE, "Grows quickly", "Grows slowly")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SourceError, match="SOURCE_DATE_EPOCH must be a number of seconds"):
        changed()


def test_all_pages_are_asked_for_in_two_processes(
    project: Project, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("2026-01-02")
    run, started = subprocess.run, []

    def counted(*arguments: object, **options: object) -> object:
        started.append(arguments)
        return run(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    assert len(read_changes()) >= 4
    assert len(started) == 2
