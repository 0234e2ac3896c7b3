"""Fixtures that several test modules share."""

from collections.abc import Iterator, Sequence
import importlib
from multiprocessing import forkserver
import os
from pathlib import Path
import shutil

import pytest

from scripts import build
from scripts.base.exchange import exchange
from scripts.base.steps import Step
from scripts.checker.judging import display
from scripts.running import processes, update
from scripts.running.processes import Outcome, Task
from tests.kinds import Durations, group_of
from tests.project import REPOSITORY, Project, write_sources


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-pages", action="store_true", help="all pages, not representatives")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes some page takes one of each kind, or all."""
    for name in (each for each in metafunc.fixturenames if each.startswith("some_")):
        # Here, so that a mistake in the sources fails the tests of pages alone.
        from tests.representatives import PARAMETERS

        chosen = PARAMETERS[name](every=metafunc.config.getoption("all_pages"))
        metafunc.parametrize(name, chosen, ids=[path or "home" for path in chosen])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Durations())


@pytest.fixture(scope="session", autouse=True)
def _busy_machine() -> None:
    """Where tests run, others may, too: what computes for a second may take a minute."""
    processes.PATIENCE = 60
    display.LONGEST_DRAW = 60.0


@pytest.fixture(scope="session")
def fork_server() -> None:
    """Start the server of snippet processes at the root, where it can import its preload."""
    assert Path.cwd() == REPOSITORY, "run the tests at the root of the repository"
    processes._context()
    forkserver.ensure_running()


@pytest.fixture(scope="session")
def preloaded() -> None:
    """Import into this process what the server of snippet processes has imported."""
    importlib.import_module("scripts.running.preload")


@pytest.fixture
def exchanging(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Only where the system, and the disk of temporary folders, lets two folders change places."""
    if not exchange(tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")):
        pytest.skip("this system or this disk exchanges nothing")


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    """A tiny repository in which nothing was built; the working directory."""
    write_sources(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    return Project(tmp_path, capsys)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, fork_server: None) -> Path:
    """The tiny repository, built; copied for each test that needs it."""
    root = tmp_path_factory.mktemp("built")
    write_sources(root)
    before = Path.cwd()
    os.chdir(root)
    try:
        assert build.main(["--jobs", "2"]) == 0
    finally:
        os.chdir(before)
    return root


@pytest.fixture
def built(
    built_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Project:
    """A copy of the tiny repository with everything built; the working directory."""
    root = tmp_path / "project"
    shutil.copytree(built_once, root)
    monkeypatch.chdir(root)
    monkeypatch.delenv("SITE_URL", raising=False)
    return Project(root, capsys)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a build would run in processes, as `kind name`; nothing is, and what is there stays."""
    names: list[str] = []
    run = update._run

    def noting(steps: Sequence[Step], jobs: int) -> Iterator[Outcome]:
        for step in steps:
            if step.limit is None:
                yield from run([step], jobs)
            else:
                names.append(f"{step.kind} {step.name}")
                contents = [path.read_bytes() for path in step.outputs if path.exists()]
                error = "not run" if len(contents) < len(step.outputs) else None
                yield Outcome(Task(step.name, step.source, step.make), error, 0.0, contents)

    monkeypatch.setattr(update, "_run", noting)
    return names
