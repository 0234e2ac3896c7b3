"""A disk that is full or read-only, and a fresh machine: real ones, in a namespace of their own."""

from collections.abc import Mapping
import os
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

from scripts.base.paths import BUILD, SITE
from tests.project import Project
from tests.whole import surroundings

PAGE = "docs/powers/square.md"
READ_ONLY = "mount --bind {0} {0} && mount -o remount,ro,bind {0}"
FULL = "mkdir -p {0} && mount -t tmpfs -o size=4k tmpfs {0}"
HERE_READ_ONLY = (  # all but what a build makes
    "here=$PWD && mount --bind . . && cd / && cd $here && mount --bind build build"
    " && mount -o remount,ro,bind ."
)
OTHER_DISK = "cp -a build ../copy && mount -t tmpfs tmpfs build && cp -a ../copy/. build"
PATIENCE = 100  # seconds


@pytest.fixture(scope="module")
def _mounts() -> None:
    """Mounts that nobody else sees, and that end with the process."""
    unshare = shutil.which("unshare")
    tried = [unshare or "false", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    if subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("this system makes no namespace in which to mount something")


def run(module: str, mounts: str) -> tuple[int, list[str]]:
    """The exit code of a command where something is mounted, and what it tells, warnings aside."""
    command = ["unshare", "-rm", "sh", "-c", f'{mounts} && exec "$@"', "sh"]
    return _run([*command, sys.executable, "-m", module], {})


def _run(command: list[str], changes: Mapping[str, str | None]) -> tuple[int, list[str]]:
    done = subprocess.run(
        command,
        env=surroundings(changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    told = [line for line in done.stderr.splitlines() if not line.startswith("warning: ")]
    return done.returncode, told


@pytest.mark.usefixtures("_mounts")
@pytest.mark.parametrize(
    ("mounts", "told"),
    [
        (READ_ONLY.format("build"), "error: build/.lock: Read-only file system; let the build"),
        (FULL.format("build/images"), "error: build/images/powers/"),
        (FULL.format("docs/assets/fonts"), "error: docs/assets/fonts/math"),
    ],
    ids=["build is read-only", "images are full", "the folder of the font is full"],
)
def test_a_trouble_of_the_disk_is_one_line(built: Project, mounts: str, told: str) -> None:
    before = built.outputs()
    code, (line,) = run("scripts.build", mounts)
    assert code == 1
    assert line.startswith(told) and line.endswith(", then run this again")
    assert built.outputs() == before


@pytest.mark.usefixtures("_mounts")
def test_a_read_only_folder_of_figures_is_one_line(built: Project) -> None:
    built.edit("snippets/powers/square.py", "torch.linspace(-1, 1, 11)", "torch.linspace(-2, 2, 9)")
    before = built.outputs()
    code, (line,) = run("scripts.build", READ_ONLY.format("docs/figures"))
    assert code == 1
    assert line.startswith("error: docs/figures/powers/square.svg: Read-only file system; let")
    after = built.outputs()
    assert [name for name in before if before[name] != after[name]] == []


@pytest.fixture
def rendered(built: Project) -> Project:
    built.write("build/site/index.html", "new")
    built.write("site/index.html", "old")
    return built


@pytest.mark.usefixtures("_mounts")
def test_a_site_that_cannot_be_replaced_stays(rendered: Project) -> None:
    code, (line,) = run("scripts.finish", HERE_READ_ONLY)
    assert (code, (SITE / "index.html").read_text()) == (1, "old")
    assert line.startswith("error: ") and ".site-new: Read-only file system; let the" in line


@pytest.mark.usefixtures("_mounts")
def test_a_site_that_is_a_mount_stays(rendered: Project) -> None:
    code, (line,) = run("scripts.finish", "mount --bind site site")
    assert (code, (SITE / "index.html").read_text()) == (1, "old")
    assert "busy; where it is mounted, mount the folder above it, then run" in line
    assert sorted(Path().glob(".site*")) == []


@pytest.mark.usefixtures("_mounts")
def test_a_site_is_published_from_another_disk(rendered: Project) -> None:
    assert run("scripts.finish", OTHER_DISK) == (0, [])
    assert (SITE / "index.html").read_text() == "new"


def test_a_fresh_machine_builds_the_same(built: Project, tmp_path: Path) -> None:
    """No home, nothing of the desktop, another language, a long name of the temporary folder."""
    before = built.outputs()
    for made in (BUILD, Path("docs/figures"), Path("docs/notebooks"), Path("docs/assets/fonts")):
        shutil.rmtree(made)
    long = tmp_path / ("long" * 30)
    long.mkdir()
    gone = {name: None for name in os.environ if name.startswith(("XDG_", "LC_", "MPL"))}
    fresh = {"HOME": "/nonexistent", "LANG": "C", "TMPDIR": str(long), **gone}
    command = ["sh", "-c", 'umask 077 && exec "$@"', "sh", sys.executable, "-m", "scripts.build"]
    code, told = _run(command, fresh)
    assert code == 0, told
    assert built.outputs() == before
    left = (path.name for path in long.iterdir())
    assert [name for name in left if not name.startswith("torchinductor")] == []  # torch's own
