from collections.abc import Sequence
from pathlib import Path
import subprocess

import pytest

from scripts import build, finish, serve
from tests.project import Project


class Server:
    """Stands in for MkDocs' server: remembers, and is interrupted at once."""

    def __init__(
        self, builder: object, host: str, port: int, *, root: str, mount_path: str
    ) -> None:
        self.builder, self.address = builder, (host, port)
        self.root, self.mount_path = root, mount_path
        self.watched: list[str] = []
        self.stopped = False

    def watch(self, path: str) -> None:
        self.watched.append(path)

    def serve(self, *, open_in_browser: bool) -> None:
        raise KeyboardInterrupt

    def shutdown(self) -> None:
        self.stopped = True


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps of a rebuild that were taken; each succeeds unless it is in `fails`."""
    taken: list[str] = []

    def prepare(arguments: Sequence[str]) -> int:
        taken.append("prepare")
        return int("prepare" in FAILS)

    def render(command: Sequence[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        taken.append(" ".join(command[1:4]))
        return subprocess.CompletedProcess(command, int("render" in FAILS))

    def publish(*, draft: bool) -> int:
        taken.append("finish a draft" if draft else "finish")
        return 0

    monkeypatch.setattr(build, "main", prepare)
    monkeypatch.setattr(subprocess, "run", render)
    monkeypatch.setattr(finish, "main", publish)
    FAILS.clear()
    return taken


FAILS: set[str] = set()


def test_a_rebuild_takes_the_three_steps(steps: list[str]) -> None:
    serve.rebuild()
    assert steps == ["prepare", "-m mkdocs build", "finish a draft"]


def test_what_cannot_be_prepared_is_not_rendered(steps: list[str]) -> None:
    FAILS.add("prepare")
    serve.rebuild()
    assert steps == ["prepare"]


def test_what_cannot_be_rendered_is_not_published(steps: list[str]) -> None:
    FAILS.add("render")
    serve.rebuild()
    assert steps == ["prepare", "-m mkdocs build"]


def watches(path: str) -> bool:
    """Whether saving this file wakes the preview."""
    watched = serve.watched_paths()
    return any(Path(path) == each or each in Path(path).parents for each in watched)


@pytest.mark.parametrize(
    "path",
    [
        "mkdocs.yml",
        "docs/index.md",
        "docs/references.bib",
        "docs/powers/square.md",
        "docs/powers/index.md",
        "docs/assets/favicon.svg",
        "docs/assets/search/parser.js",
        "docs/assets/styles/page.css",
        "snippets/powers/square.py",
        "snippets/dark.mplstyle",
    ],
)
def test_saving_a_source_wakes_the_preview(project: Project, path: str) -> None:
    if not project.exists(path):
        project.write(path, "")
    assert watches(path)


@pytest.mark.parametrize(
    "path",
    [
        "docs/figures/powers/square.svg",
        "docs/notebooks/powers.ipynb",
        "docs/assets/fonts/math.woff2",
        "build/home.md",
        "site/index.html",
    ],
)
def test_what_the_build_writes_does_not_wake_it_again(project: Project, path: str) -> None:
    project.write(path, "")
    assert not watches(path)


def test_a_broken_nav_does_not_end_the_preview(project: Project) -> None:
    project.remove("snippets/powers/square.py")
    assert watches("docs/powers/square.md")


def test_the_preview_is_served_under_the_path_of_the_site(
    project: Project, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    servers: list[Server] = []

    def started(*arguments: object, **options: str) -> Server:
        servers.append(Server(*arguments, **options))  # type: ignore[arg-type]
        return servers[-1]

    monkeypatch.setattr(serve, "LiveReloadServer", started)
    assert serve.main() == 0
    (server,) = servers
    assert (server.mount_path, server.root, server.address[0]) == ("/tiny/", "site", "127.0.0.1")
    assert server.builder is serve.rebuild
    assert "mkdocs.yml" in server.watched and server.stopped
