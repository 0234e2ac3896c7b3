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

    def steps(self) -> dict[str, list[Step]]:
        """What has to be run, by kind, in order. Writes the notebooks that will be executed."""
        for chapter in self.chapters:
            notebooks.write_unexecuted(chapter, self.sources)
        return {
            "figure": figure_steps(self.formulas, self.limit),
            "frame": frame_steps(self.formulas),
            "check": check_steps(self.formulas, self.limit),
            "draw": export_steps(self.formulas),
            "notebook": notebook_steps(chapter.slug for chapter in self.chapters),
        }

    def run(self, make: Make) -> dict[str, str]:
        """Run what is stale; return what failed, after which nothing that needs it is run."""
        steps = self.steps()
        failed = make("figure", steps["figure"])
        for kind in ("frame", "check", "draw"):
            failed |= make(kind, [step for step in steps[kind] if step.name not in failed])
        return failed or make("notebook", steps["notebook"])

    def all_steps(self) -> list[Step]:
        """The same of every kind."""
        return [step for steps in self.steps().values() for step in steps]
