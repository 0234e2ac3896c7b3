"""A build that is killed as it writes: the next one makes what it would have made.

A few moments of two steps; each night, many of the whole site (bench.killing).
"""

from pathlib import Path
import random
import shutil
import signal
import subprocess
import sys

import pytest

from bench.killing import killing
from tests.project import Project

KILLS = 4
TEXT = ("Multiplies a number", "Multiplies a real number")  # of the page: no snippet runs again


def run(module: str, **told: str) -> int:
    """Run a step of the build, which may be killed; its exit code."""
    command = [sys.executable, "-m", module]
    return subprocess.run(command, env=killing(told), capture_output=True, check=False).returncode


def made(project: Project) -> dict[str, bytes]:
    """What a build made and what it published."""
    files = sorted(path for path in Path("site").rglob("*") if path.is_file())
    return project.outputs() | {str(path): path.read_bytes() for path in files}


@pytest.mark.parametrize("module", ["scripts.build", "scripts.finish"])
def test_what_a_killed_step_leaves_is_mended_by_the_next(
    built: Project, tmp_path: Path, module: str
) -> None:
    built.edit("docs/powers/square.md", *TEXT)
    built.write("build/site/index.html", "new")
    built.write("site/index.html", "old")
    before = made(built)
    shutil.copytree(built.root, kept := tmp_path / "kept")
    assert run(module, KILLED_WRITES=str(tmp_path)) == 0
    clean = made(built)
    assert clean != before
    writes = int((tmp_path / module).read_text())
    for at in random.Random(0).sample(range(1, writes + 1), KILLS):
        _restore(built.root, kept)
        assert run(module, KILLED_AT=f"{module} {at} 0 self") == -signal.SIGKILL
        assert run(module) == 0
        assert made(built) == clean, at


def _restore(root: Path, kept: Path) -> None:
    """Give a folder, which stays where it is, the content of another."""
    for path in root.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.copytree(kept, root, dirs_exist_ok=True)
