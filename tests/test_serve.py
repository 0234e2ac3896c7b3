from pathlib import Path
import socket
import subprocess
import sys

import pytest

from scripts import serve
from tests.project import REPOSITORY, Project


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
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The modules that were run; none is."""
    commands: list[tuple[str, ...]] = []

    def run(*command: str) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(serve, "run_module", run)
    return commands


def test_a_rebuild_is_a_draft_in_a_process_of_its_own(rebuilt: list[tuple[str, ...]]) -> None:
    serve.rebuild()
    assert rebuilt == [("scripts.site", "--draft")]


def test_the_preview_keeps_no_code_that_may_be_edited() -> None:
    script = (
        "import sys, scripts.serve; print([m for m in sys.modules if m.startswith('scripts.')])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout
    assert "scripts.build" not in loaded and "scripts.finish'" not in loaded


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
        "docs/indexes/names.md",
        "docs/formulas.schema.json",
        "overrides/main.html",
        "permalinks.txt",
        "CITATION.cff",
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
        "build/home/chapters.md",
        "site/index.html",
    ],
)
def test_what_the_build_writes_does_not_wake_it_again(project: Project, path: str) -> None:
    project.write(path, "")
    assert not watches(path)


def test_everything_that_git_tracks_there_wakes_the_preview(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(REPOSITORY)
    listed = ["git", "ls-files", "docs", "snippets", "overrides"]
    tracked = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    assert [path for path in tracked.splitlines() if not watches(path)] == []


def test_a_port_that_is_taken_is_told(
    project: Project, rebuilt: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(serve, "PORT", taken.getsockname()[1])
        with pytest.raises(OSError, match="Address already in use") as raised:
            serve.main()
    assert raised.value.filename == f"127.0.0.1:{serve.PORT}"


def test_a_broken_nav_does_not_end_the_preview(project: Project) -> None:
    project.remove("snippets/powers/square.py")
    assert watches("docs/powers/square.md")


def test_the_preview_is_served_under_the_path_of_the_site(
    project: Project, rebuilt: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
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
