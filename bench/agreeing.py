"""Compare the browser's verdicts with the checker's: `python -m bench.agreeing [COUNT] [SEED]`.

Every display of the pages, every known misprint and COUNT one-place changes are pasted; what the
browser's engine says of each line is put, in our letters, to the checker, which evaluates it
against PyTorch as `python -m scripts.compare` does. Each line on which they contradict each other
is printed; the exit code is 1 where there is one. It reads what was exported (build/compare/).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import sys
from typing import Any

from bench.comparing import AT_ONCE, asked, exports, not_exported, some_changes
from scripts.base.errors import SourceError
from scripts.base.paths import page_file
from scripts.checker.errors import CheckError
from scripts.checker.judging.misprints import misprinted
from scripts.checker.judging.page import read_page
from scripts.comparing.judged import Judged, judge
from scripts.comparing.verdicts import contradicts
from scripts.sources.navigation import formula_ids
from tests.comparing.asking import answers
from tests.comparing.printing import Unprintable, display

COUNT = 500
Content = dict[str, Any]


@dataclass(frozen=True)
class Pasted:
    """A text with where it is from."""

    formula: str
    what: str
    tex: str


@dataclass(frozen=True)
class Line:
    """What both say of a line of a paste."""

    pasted: Pasted
    told: Content
    judged: Judged

    @property
    def is_contradicted(self) -> bool:
        """Whether the checker has the other verdict."""
        return contradicts(self.judged, self.told["verdict"])

    def __str__(self) -> str:
        said = f"{self.told['verdict']} as {self.told['formula']}, checker: {self.judged.agrees}"
        tex = " ".join(self.pasted.tex.split())
        return (
            f"{self.pasted.formula}: {self.pasted.what}: {said}: {self.told['rewritten']}\n  {tex}"
        )


def displays() -> Iterator[Pasted]:
    """Every display of the pages, and every known misprint that has a meaning."""
    for name in formula_ids():
        page = read_page(page_file(name))
        for number, shown in enumerate(page.displays):
            if not isinstance(page.statements[number], CheckError):
                yield Pasted(name, "as it is", shown.tex)
        for misprint in page.misprints:
            try:
                yield Pasted(name, "misprint", display(misprinted(page, misprint)[1]))
            except (CheckError, SourceError, Unprintable):
                continue


def one_place_changes(count: int, seed: int) -> list[Pasted]:
    """So many of the changes of all displays."""
    return [Pasted(*change) for change in some_changes(count, seed)]


def compared(pastes: Sequence[Pasted], formulas: Sequence[Content]) -> Iterator[Line]:
    """What the browser's engine says of lines, with the checker's verdict."""
    for start in range(0, len(pastes), AT_ONCE):
        part = pastes[start : start + AT_ONCE]
        told = answers([pasted.tex for pasted in part], formulas)
        for pasted, answer in zip(part, told, strict=True):
            if answer["verdict"] == "unknown":
                continue
            for line in answer["lines"]:
                if line["verdict"] == "unknown" or not line.get("rewritten"):
                    continue
                thorough = line["verdict"] == "equivalent"
                judged = judge(line["formula"], line["row"], line["rewritten"], thorough=thorough)
                yield Line(pasted, line, judged)


def main(arguments: Sequence[str]) -> int:
    """Print what contradicts; the exit code is 1 where something does."""
    count, seed = asked(arguments, COUNT)
    formulas = exports()
    if not formulas:
        return not_exported()
    pastes = [*displays(), *one_place_changes(count, seed)]
    found: Counter[str] = Counter()
    for line in compared(pastes, formulas):
        if line.is_contradicted:
            print(line, flush=True)
        reached = "not evaluated" if line.judged.agrees is None else "evaluated"
        found["contradicted" if line.is_contradicted else reached] += 1
    print(f"{len(pastes)} pastes, lines:", dict(found))
    return int(found["contradicted"] > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
