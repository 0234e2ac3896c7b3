"""What is mutated, by room, and the tests that may notice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.mutation import javascript, python
from bench.mutation.mutant import Mutant

TESTS = Path("tests")


@dataclass(frozen=True)
class Room:
    """Folders or files of our own code, and the tests of the room beside those of the mirror."""

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    suffix: str = ".py"
    read: Callable[[Path], Iterable[Mutant]] = python.mutants
    apart: tuple[str, ...] = ()  # names of files that other tests see, in a browser

    def mutants(self) -> list[Mutant]:
        """All changes, in an order that has nothing to do with where they are."""
        found_files = (file for place in self.code for file in self._files(Path(place)))
        files = [file for file in found_files if file.name not in self.apart]
        found = [mutant for file in files for mutant in self.read(file)]
        return sorted(found, key=lambda mutant: mutant.rank)

    def _files(self, place: Path) -> list[Path]:
        return [place] if place.is_file() else sorted(place.rglob(f"*{self.suffix}"))

    def tests_of(self, mutant: Mutant) -> tuple[str, ...]:
        """The mirror of the file first, where there is one."""
        mirror = mirror_of(mutant.file)
        own = (mirror.as_posix(),) if mirror.exists() else ()
        return (*own, *(test for test in self.tests if test not in own))


def mirror_of(file: Path) -> Path:
    """`scripts/base/text.py` is tested in `tests/base/test_text.py`."""
    if file.parts[0] == "scripts":
        return TESTS / file.relative_to("scripts").with_name(f"test_{file.name}")
    return TESTS / "site" / "search" / f"test_{file.stem}.py"


ROOMS = (
    Room(
        "checker",
        ("scripts/checker/reading", "scripts/checker/evaluating", "scripts/checker/judging"),
        ("tests/checker/reading", "tests/checker/judging", "tests/checker/evaluating"),
    ),
    Room(
        "sources",
        ("scripts/sources",),
        ("tests/sources", "tests/test_bad_input.py", "tests/test_notation.py"),
    ),
    Room(
        "freshness",
        (
            "scripts/base/closure.py",
            "scripts/base/freshness.py",
            "scripts/base/packages.py",
            "scripts/base/steps.py",
            "scripts/running/update.py",
        ),
        ("tests/base", "tests/test_build.py", "tests/test_stale.py", "tests/test_outputs.py"),
    ),
    Room(
        "search",
        ("docs/assets/search",),
        ("tests/site/search",),
        ".js",
        javascript.mutants,
        ("box.js", "dialog.js", "worker.js", "engine.js"),
    ),
)
