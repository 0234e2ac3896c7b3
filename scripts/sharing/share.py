"""What authors wrote and the build runs, all of it or a share: figures, checks, notebooks …"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from scripts.base.steps import Step
from scripts.comparing.steps import export_steps
from scripts.pages import notebooks
from scripts.running import figures
from scripts.running.steps import check_steps, figure_steps, frame_steps, notebook_steps
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula
from scripts.sources.navigation import Chapter

Make = Callable[[str, Sequence[Step]], dict[str, str]]


@dataclass(frozen=True)
class Share:
    """Formulas that one machine draws and checks, and chapters whose notebooks it executes."""

    sources: Sources
    formulas: Sequence[Formula]
    chapters: Sequence[Chapter]
    limit: float = figures.LIMIT

    @classmethod
    def of(
        cls, sources: Sources, formulas: Sequence[Formula], limit: float = figures.LIMIT
    ) -> Self:
        """These formulas, and all of the notebooks that contain one."""
        touched = {formula.chapter for formula in formulas}
        chapters = [chapter for chapter in sources.chapters if chapter.slug in touched]
        return cls(sources, formulas, chapters, limit)

    @classmethod
    def part(cls, sources: Sources, number: int, machines: int) -> Self:
        """The share of one of several machines, counted from 1: of three, every third.

        Formulas beside each other are of a kind, and cost about the same.
        """
        ours = slice(number - 1, None, machines)
        return cls(sources, [*sources.formulas.values()][ours], sources.chapters[ours])

    def run(self, make: Make) -> dict[str, str]:
        """Run what is stale; return what failed, after which nothing that needs it is run."""
        failed = make("figure", figure_steps(self.formulas, self.limit))
        for kind, steps in self._of_drawn().items():
            failed |= make(kind, [step for step in steps if step.name not in failed])
        return failed or make("notebook", self._notebooks())

    def all_steps(self) -> list[Step]:
        """All that has to be run, stale or not."""
        drawn = [step for steps in self._of_drawn().values() for step in steps]
        return [*figure_steps(self.formulas, self.limit), *drawn, *self._notebooks()]

    def _of_drawn(self) -> dict[str, list[Step]]:
        """By kind, what is run of formulas whose figure could be drawn."""
        return {
            "frame": frame_steps(self.formulas),
            "check": check_steps(self.formulas, self.limit),
            "draw": export_steps(self.formulas),
        }

    def _notebooks(self) -> list[Step]:
        """Last: it writes the notebooks that will be executed, which a failed build leaves."""
        for chapter in self.chapters:
            notebooks.write_unexecuted(chapter, self.sources)
        return notebook_steps(chapter.slug for chapter in self.chapters)
