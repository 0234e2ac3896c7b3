"""What authors' code may not do, tried in the box."""

from collections.abc import Callable
from functools import partial
import os
from pathlib import Path
import pickle
import resource
import socket
import sys

import psutil
import pytest

from scripts.base.errors import SourceErrors
from scripts.running import box, landlock, without_landlock
from scripts.running.processes import Task, run_tasks
from tests import mischief
from tests.project import Project

PATH = Path("tests/mischief.py")
LANDLOCK = pytest.mark.skipif(not landlock.is_there(), reason="this system has no Landlock")
pytestmark = pytest.mark.usefixtures("fork_server")


def error(run: Callable[..., object], *arguments: object, limit: float = 30) -> str | None:
    (outcome,) = run_tasks([Task("a", PATH, partial(run, *arguments))], jobs=1, limit=limit)
    return outcome.error


def refused(found: str | None, kind: str) -> bool:
    return bool(found and found.startswith(f"{PATH}:") and kind in found)


@LANDLOCK
@pytest.mark.parametrize("change", mischief.CHANGES)
def test_a_task_changes_nothing_of_others(change: Callable[[Path], object], tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    written = theirs.stat().st_mtime_ns
    found = error(change, theirs)
    assert refused(found, "PermissionError") or refused(found, "cross-device"), found
    assert [path.name for path in tmp_path.iterdir()] == ["theirs"]
    assert (theirs.read_text(), theirs.stat().st_mtime_ns) == ("theirs", written)


def test_a_task_writes_into_a_folder_of_its_own_which_is_gone_afterwards() -> None:
    (outcome,) = run_tasks([Task("a", PATH, mischief.write_own)], jobs=1, limit=30)
    assert outcome.error is None
    assert not Path(outcome.value).exists()


@LANDLOCK
def test_a_task_connects_to_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert refused(error(mischief.connect, server.getsockname()[1]), "Error: [Errno")


def test_a_task_sends_nothing_where_it_may_leave_the_network() -> None:
    (outcome,) = run_tasks([Task("a", PATH, mischief.leave_network)], jobs=1, limit=30)
    if not outcome.value:
        pytest.skip("this system makes no namespaces")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        found = error(mischief.send_a_datagram, server.getsockname()[1])
        assert refused(found, "code runs without a network")


@LANDLOCK
def test_a_task_ends_no_other_process() -> None:
    server = next(p for p in psutil.Process().children() if "forkserver" in " ".join(p.cmdline()))
    assert refused(error(mischief.kill, server.pid), "code ends and changes no other process")
    assert server.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="macOS ignores the limit of memory")
@pytest.mark.parametrize("grow", [mischief.grow, mischief.grow_with_torch])
def test_memory_has_a_limit(grow: Callable[[], object]) -> None:
    assert refused(error(grow), "code has 2 GB of memory: take smaller tensors")


def test_what_is_printed_has_a_limit() -> None:
    assert refused(error(mischief.print_much), "code writes and prints up to 64 MB")


def test_a_file_has_a_limit() -> None:
    assert refused(error(mischief.write_much), "code writes and prints up to 64 MB")


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (mischief.make_many_files, "made more than 10000 files: write less"),
        (mischief.fill_the_disk, "wrote more than 256 MB: write less"),
    ],
)
def test_many_files_are_too_many(act: Callable[[], object], what: str) -> None:
    assert refused(error(act), what)


@pytest.mark.skipif(sys.platform != "linux", reason="who started what is asked of /proc")
@pytest.mark.parametrize("act", [mischief.start_many_processes, mischief.multiply])
def test_many_processes_are_too_many_and_none_is_left(act: Callable[[], object]) -> None:
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    assert refused(error(act), "processes; 64 may run at once")
    started = {p for p in psutil.Process().children(recursive=True) if p.pid not in before}
    started |= {
        p for p in psutil.process_iter(["cmdline"]) if mischief.MANY in (p.info["cmdline"] or ())
    }
    assert started == set()


def test_an_answer_that_would_run_something_is_none(tmp_path: Path) -> None:
    file = tmp_path / "made"
    found = error(mischief.answer_with, pickle.dumps((None, mischief.Maker(file))))
    assert refused(found, "its code answered in the place of the build")
    assert not file.exists()


def test_python_alone_refuses_what_it_is_asked_to_write(tmp_path: Path) -> None:
    """As where there is no Landlock; in a process of its own, as an audit hook stays."""
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (own := tmp_path / "own").mkdir()
    pid = os.fork()
    if not pid:
        without_landlock.watch(own)
        (own / "a").write_text("own")
        Path("/dev/null").write_text("nowhere")
        acts = [partial(change, theirs) for change in mischief.CHANGES]
        for act in (*acts, partial(mischief.connect, 9)):
            try:
                act()
            except PermissionError:
                continue
            os._exit(1)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert theirs.read_text() == "theirs"


@pytest.mark.parametrize("path", ["docs/powers/cube.md", "docs/powers/new.md", "mkdocs.yml"])
def test_a_source_that_changes_while_snippets_run_is_told_where_nothing_prevents_it(
    built: Project, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(landlock, "is_there", lambda: False)
    with pytest.raises(SourceErrors) as raised, without_landlock.unchanged_sources():
        (built.root / path).open("a").close()
        os.utime(built.root / path, (0, 0))
        built.write("build/stamps/new.json", "made by the build")
    (told,) = raised.value.errors
    assert str(told).startswith(f"{path}:1: changed while snippets ran")


def test_a_limit_is_only_lowered() -> None:
    pid = os.fork()
    if not pid:
        box.limit(resource.RLIMIT_NOFILE, 60)
        box.limit(resource.RLIMIT_NOFILE, 70)
        os._exit(resource.getrlimit(resource.RLIMIT_NOFILE) != (60, 60))
    assert os.waitpid(pid, 0)[1] == 0
