"""Kill builds, and see that the next one mends it: `python -m bench.killing [KILLS [SEED]]`.

A tiny site is edited back and forth, or all that was built is removed. The build is killed, as by
a machine that loses its power, at a random moment or as one of its steps writes: it renames or
opens a file, or is about to. The published site must then be a whole one, and that of the next
build the same, byte for byte, as that of a build from nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
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

from bench.killed.sitecustomize import STEPS
from scripts.base.command import run, telling, usage
from tests.whole import surroundings, write_whole

KILLS, SEED = 100, 0
COLD = 0.2  # of the kills
RANDOM = 0.25  # of the kills: at a random moment, else at a write
HOOK = Path(__file__).with_name("killed")
BUILT = ("build", "docs/figures", "docs/notebooks", "docs/assets/fonts", "docs/cheat_sheet")
PAGE, SNIPPET = Path("docs/powers/square.md"), Path("snippets/powers/square.py")
MARKS = {  # where a page and a snippet are edited, and what is added there
    PAGE: ("## Good to know\n", "\nMore.\n"),
    SNIPPET: ("import torch\n", "# Another comment.\n"),
}
VERSIONS: Sequence[frozenset[Path]] = (
    frozenset(),
    frozenset({PAGE}),
    frozenset({PAGE, SNIPPET}),
)
OFTEN = (1.0, 1.0, 0.3)  # each of them: a snippet takes long to run

Site = dict[str, str]
Writes = Mapping[str, int]  # of each step


@dataclass(frozen=True)
class Project:
    """A tiny project in several versions, and the site of each, built from nothing."""

    root: Path
    sites: list[Site] = field(default_factory=list)

    def edit(self, version: int) -> None:
        """Give the sources the text of a version."""
        for name, (mark, added) in MARKS.items():
            file = self.root / name
            text = file.read_text(encoding="utf-8").replace(mark + added, mark)
            file.write_text(text.replace(mark, mark + added * (name in VERSIONS[version]), 1))

    def forget(self) -> None:
        """Remove all that was built, the site aside."""
        for name in BUILT:
            shutil.rmtree(self.root / name, ignore_errors=True)

    def start(self, **told: str) -> "subprocess.Popen[bytes]":
        """Start to build the site; `told` is what `bench.killed` is told."""
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "scripts.site"],
                cwd=self.root,
                env=killing(told),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        """What the last build said."""
        return self.root.with_name("log")

    def build(self) -> Site:
        """Build to the end; what was published, nothing where it failed."""
        if self.start().wait():
            print(self.log.read_text(encoding="utf-8"), file=sys.stderr)
            return {}
        return self.published()

    def counted(self) -> tuple[Writes, float]:
        """Build to the end; how often each step wrote, and how many seconds it took."""
        folder, started = self.root.parent, time.monotonic()
        if self.start(KILLED_WRITES=str(folder)).wait():
            raise SystemExit(f"a build failed:\n{self.log.read_text(encoding='utf-8')}")
        seconds = time.monotonic() - started
        return {step: int((folder / step).read_text()) for step in STEPS}, seconds

    def published(self) -> Site:
        """A digest of every file of the site."""
        site = self.root / "site"
        files = sorted(path for path in site.rglob("*") if path.is_file())
        return {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }


def killing(told: Mapping[str, str]) -> dict[str, str]:
    """The environment of a build that is told when to die (`bench.killed`)."""
    environment = surroundings(told)
    environment["PYTHONPATH"] = os.pathsep.join([str(HOOK), environment["PYTHONPATH"]])
    return environment


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) > 2 or not all(argument.isdecimal() for argument in arguments):
        return usage("python -m bench.killing [KILLS [SEED]]")
    kills, seed = (*map(int, arguments), *(KILLS, SEED)[len(arguments) :])
    with tempfile.TemporaryDirectory() as folder:
        wrong = sum(not right for right in killed(Path(folder, "project"), kills, seed))
    print(f"{kills} kills, {wrong} wrong")
    return 1 if wrong else 0


def killed(root: Path, kills: int, seed: int) -> Iterator[bool]:
    """Kill so many builds; whether each left a whole site, and the next one the right one."""
    generator = random.Random(seed)
    project = Project(root)
    cold, warm = prepare(project)
    version = len(VERSIONS) - 1
    for number in range(1, kills + 1):
        version = another(version, generator)
        project.edit(version)
        if is_cold := generator.random() < COLD:
            project.forget()
        when = kill(project, generator, *(cold if is_cold else warm))
        found = project.published()
        between = not found and (root / ".site-old").exists()
        whole = between or found in project.sites
        same = project.build() == project.sites[version]
        left = sorted(path.name for path in root.glob(".*"))
        right = whole and same and not left
        state = "ok" if right else f"WRONG: whole {whole}, the same {same}, left {left}"
        print(f"[{number}/{kills}] {'cold, ' if is_cold else ''}{when}: {state}", flush=True)
        yield right


def another(version: int, generator: random.Random) -> int:
    """A version that is not this one."""
    others = [other for other in range(len(VERSIONS)) if other != version]
    return generator.choices(others, [OFTEN[other] for other in others])[0]


def prepare(project: Project) -> tuple[tuple[Writes, float], tuple[Writes, float]]:
    """Build all versions from nothing; the writes and seconds of a cold build, and of an edit."""
    write_whole(project.root)
    for version in range(len(VERSIONS)):
        project.edit(version)
        project.forget()
        cold = project.counted()
        project.sites.append(project.published())
    if len({str(site) for site in project.sites}) < len(VERSIONS):
        raise SystemExit("two versions are the same")
    project.edit(0)
    project.counted()
    project.edit(len(VERSIONS) - 1)
    return cold, project.counted()


def kill(project: Project, generator: random.Random, writes: Writes, seconds: float) -> str:
    """Start a build and kill it; say when that was."""
    alone = generator.random() < 0.5
    if generator.random() < RANDOM:
        return _kill_at(project, generator.uniform(0, seconds), alone=alone)
    step = generator.choice(STEPS)
    at = generator.randint(1, writes[step])
    later = generator.choice([0.0, 0.0, generator.uniform(0, 0.002)])
    whom = "self" if alone else "group"
    building = project.start(KILLED_AT=f"{step} {at} {later:.4f} {whom}")
    ended = building.wait() == 0
    _end(building.pid, group=True)
    when = f"{step}, write {at} of {writes[step]}{' and a little' if later else ''}"
    return f"{when}{', itself alone' if alone else ''}{', not reached' if ended else ''}"


def _kill_at(project: Project, seconds: float, *, alone: bool) -> str:
    """Kill a build after so many seconds, or its main process first: its parts go on a moment."""
    building = project.start()
    with suppress(subprocess.TimeoutExpired):
        building.wait(seconds)
    ended = building.poll() is not None
    _end(building.pid, group=not alone)
    building.wait()
    time.sleep(0.2)
    _end(building.pid, group=True)
    told = project.log.read_text(encoding="utf-8", errors="replace").splitlines()
    after = f" after '{told[-1][:40]}'" if told else ""
    when = f"{seconds:.1f} s{after}{', the main process alone' if alone else ''}"
    return f"{when}{', after the end' if ended else ''}"


def _end(pid: int, *, group: bool) -> None:
    with suppress(ProcessLookupError):
        (os.killpg if group else os.kill)(pid, signal.SIGKILL)


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
