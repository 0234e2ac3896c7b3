"""A tiny complete repository for tests: one chapter, two formulas, all that a build needs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

from scripts import build
from scripts.base import closure, packages
from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import record_file
from scripts.base.text import write_atomically
from scripts.checker.verdicts import Verdict, record_of
from scripts.sources.collection import read_sources
from tests.tiny import tiny_sources

REPOSITORY = Path(__file__).parents[1]

# What a build makes and a page shows; the stamps decide whether it is made again.
OUTPUTS = ("docs/figures", "docs/notebooks", "docs/assets/fonts", "build")
UNSEEN = ("build/stamps/", "build/remembered/", "build/.lock")


@dataclass(frozen=True)
class Built:
    """How a build ended: its exit code, its errors and all it printed."""

    code: int
    errors: list[str]
    output: str


@dataclass(frozen=True)
class Project:
    """A repository to break; paths are relative to its root, the working directory."""

    root: Path
    capture: pytest.CaptureFixture[str]

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, content: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def exists(self, path: str) -> bool:
        return (self.root / path).exists()

    def line(self, path: str, text: str) -> int:
        """The number of the first line that holds this text."""
        lines = self.read(path).splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def outputs(self) -> dict[str, bytes]:
        """Everything generated that a page may show, by path."""
        paths = (p for folder in OUTPUTS for p in sorted((self.root / folder).rglob("*")))
        files = {p.relative_to(self.root).as_posix(): p for p in paths if p.is_file()}
        return {name: p.read_bytes() for name, p in files.items() if not name.startswith(UNSEEN)}

    def build(self, *arguments: str) -> Built:
        """Run `python -m scripts.build` with these arguments, in this process."""
        self.capture.readouterr()
        code = build.main([*arguments, "--jobs", "2"])
        captured = self.capture.readouterr()
        errors = [line for line in captured.err.splitlines() if line.startswith("error: ")]
        return Built(code, [error.removeprefix("error: ") for error in errors], captured.out)


def forget_code() -> None:
    """Let this process read the code of the build and the versions of packages anew."""
    for cached in (
        closure.code_key,
        closure._found,
        closure._parts,
        closure._read,
        packages.versions,
        packages._installed,
        packages._distributions,
    ):
        cached.cache_clear()


@contextmanager
def held_elsewhere() -> Iterator[int]:
    """Another process holds the lock of a build here; its number."""
    script = (
        "import sys; from scripts.base.lock import only_build\n"
        "with only_build():\n    print('held', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, env=environment, stdin=-1, stdout=-1) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        try:
            yield holder.pid
        finally:
            holder.kill()


def write_record(page: Path, verdicts: Sequence[Verdict]) -> None:
    """Keep verdicts as those of a page."""
    write_atomically(record_file(page), record_of(verdicts))


def write_sources(root: Path) -> None:
    """Write the tiny repository; styles, fonts and the words of the search are the real ones."""
    for path, content in tiny_sources():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    snippets = root / "snippets"
    for sheet in (REPOSITORY / "snippets").glob("*.mplstyle"):
        shutil.copy(sheet, snippets / sheet.name)
    shutil.copytree(REPOSITORY / "snippets" / "fonts", snippets / "fonts")
    search = Path("docs/assets/search")
    (root / search).mkdir(parents=True)
    shutil.copy(REPOSITORY / search / "stop_words.js", root / search)


def mistakes() -> list[str]:
    """What reading the sources of the working directory refuses."""
    try:
        read_sources()
    except SourceErrors as errors:
        return [str(error) for error in errors.errors]
    except SourceError as error:
        return [str(error)]
    return []


def assert_told(where: str, message: str) -> None:
    """See that reading the sources tells this mistake and no other."""
    (told,) = mistakes()
    assert told.startswith(f"{where}: "), told
    assert message in told


def assert_refused(project: Project, where: str, message: str) -> None:
    """Build a broken repository, see the one error, see that no output changed."""
    before = project.outputs()
    result = project.build()
    assert len(result.errors) == 1, result.errors
    assert result.errors[0].startswith(f"{where}: "), result.errors[0]
    assert message in result.errors[0]
    assert result.code == 1
    assert project.outputs() == before
