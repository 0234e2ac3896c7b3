"""Kill builds, and see that the next one mends it: `python -m bench.killing [KILLS [FORMULAS]]`.

A small project is edited back and forth, or all that was built is removed. The build is killed,
as by a machine that loses its power, at a random moment or at one where a file has just appeared.
The published site must then be a whole one, and that of the next build the same, byte for byte,
as that of a build from nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
import hashlib
import os
from pathlib import Path
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from bench.many import write_project
from scripts.base.command import run, telling, usage

KILLS, FORMULAS, SEED = 100, 2, 0
COLD = 0.2  # of the kills
BUILT = ("build", "docs/figures", "docs/notebooks", "docs/assets/fonts", "docs/cheat_sheet")
MARKS = {  # where a page and a snippet are edited, and what is added there
    ".md": ("## Good to know\n", "\nMore.\n"),
    ".py": ("import torch\n", "# Another comment.\n"),
}
# Files that appear in the course of a build; the last is there between two renames.
MOMENTS = {
    "something is written aside": "build/*/.*",
    "a figure is written aside": "docs/figures/*/.*",
    "a record is written aside": "build/*/*/.*",
    "a notebook is executed": "build/executed/.*",
    "a page is kept": "build/remembered/pages/*/.*",
    "the rendered site is there": "build/site/index.html",
    "the finished site is there": "build/finished-site/index.html",
    "the new site is copied": ".site-new",
    "the old site is set aside": ".site-old",
}

Site = dict[str, str]


@dataclass(frozen=True)
class Project:
    """A small project in two versions, and the site of each, built from nothing."""

    root: Path
    files: Sequence[Path]
    sites: Sequence[Site]

    def edit(self, version: int) -> None:
        """Give a page and a snippet the text of a version."""
        for file in self.files:
            mark, added = MARKS[file.suffix]
            text = file.read_text(encoding="utf-8").replace(mark + added, mark)
            file.write_text(text.replace(mark, mark + added * version, 1), encoding="utf-8")

    def forget(self) -> None:
        """Remove all that was built, the site aside."""
        for name in BUILT:
            shutil.rmtree(self.root / name, ignore_errors=True)

    def start(self) -> "subprocess.Popen[bytes]":
        """Start to build the site."""
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
        command = [sys.executable, "-m", "scripts.site"]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command,
                cwd=self.root,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        """What the last build said."""
        return self.root.with_name("log")

    def build(self) -> Site:
        """Build to the end; what was published."""
        if code := self.start().wait():
            raise SystemExit(f"a build failed with exit code {code}:\n{self.log.read_text()}")
        return self.published()

    def published(self) -> Site:
        """A digest of every file of the site."""
        site = self.root / "site"
        files = sorted(path for path in site.rglob("*") if path.is_file())
        return {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) > 2 or not all(argument.isdecimal() for argument in arguments):
        return usage("python -m bench.killing [KILLS [FORMULAS]]")
    kills, formulas = (*map(int, arguments), *(KILLS, FORMULAS)[len(arguments) :])
    with tempfile.TemporaryDirectory() as folder:
        wrong = sum(not right for right in killed(Path(folder, "project"), kills, formulas))
    print(f"{kills} kills, {wrong} wrong")
    return 1 if wrong else 0


def killed(root: Path, kills: int, formulas: int) -> Iterator[bool]:
    """Kill so many builds; whether each left a whole site, and the next one the right one."""
    generator = random.Random(SEED)
    project, seconds = prepared(root, formulas)
    for number in range(1, kills + 1):
        version = number % 2
        project.edit(version)
        if cold := generator.random() < COLD:
            project.forget()
        when = kill(project, generator, seconds * (3 if cold else 1))
        found = project.published()
        between = not found and (root / ".site-old").exists()
        whole = between or found in project.sites
        same = project.build() == project.sites[version]
        state = "ok" if whole and same else f"WRONG: whole {whole}, the same {same}"
        print(f"[{number}/{kills}] {'cold, ' if cold else ''}{when}: {state}", flush=True)
        yield whole and same


def prepared(root: Path, formulas: int) -> tuple[Project, float]:
    """A project whose two versions were built from nothing, and how long an edit takes."""
    write_project(formulas, root)
    page = next(p for p in sorted((root / "docs").glob("*/*.md")) if _snippet(root, p).exists())
    project = Project(root, [page, _snippet(root, page)], sites := [])
    for version in (0, 1):
        project.edit(version)
        project.forget()
        sites.append(project.build())
    if sites[0] == sites[1]:
        raise SystemExit("the two versions are the same")
    project.edit(0)
    started = time.monotonic()
    project.build()
    return project, time.monotonic() - started


def _snippet(root: Path, page: Path) -> Path:
    return root / "snippets" / page.relative_to(root / "docs").with_suffix(".py")


def kill(project: Project, generator: random.Random, seconds: float) -> str:
    """Start a build and kill it; say when that was."""
    moment = generator.choice([*MOMENTS, *["a random moment"] * len(MOMENTS)])
    before = _there(project.root, moment)
    building = project.start()
    until = time.monotonic() + generator.uniform(0, seconds)
    is_due: Callable[[], bool] = lambda: time.monotonic() > until  # noqa: E731
    if moment in MOMENTS:
        is_due = lambda: bool(_there(project.root, moment) - before)  # noqa: E731
    while building.poll() is None and not is_due():
        time.sleep(0.0005)
    when = moment if building.poll() is None else f"{moment}, after the end"
    if generator.random() < 0.5:  # else its parts go on for a moment, as after an OOM
        _end(building.pid, group=True)
    else:
        _end(building.pid, group=False)
        when += ", the main process alone"
    building.wait()
    time.sleep(0.2)
    _end(building.pid, group=True)
    return when


def _there(root: Path, moment: str) -> set[tuple[str, int]]:
    if moment not in MOMENTS:
        return set()
    found = set()
    for path in root.glob(MOMENTS[moment]):
        try:
            found.add((str(path), path.stat().st_mtime_ns))
        except OSError:  # it is gone again
            continue
    return found


def _end(pid: int, *, group: bool) -> None:
    with suppress(ProcessLookupError):
        (os.killpg if group else os.kill)(pid, signal.SIGKILL)


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
