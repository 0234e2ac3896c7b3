"""What runs authors' code: figures, checks and notebooks, and what each is made of."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from scripts.base.closure import text_key
from scripts.base.freshness import digest_files
from scripts.base.paths import (
    UNEXECUTED,
    executed_file,
    figure_files,
    frames_file,
    record_file,
)
from scripts.base.steps import Content, Step
from scripts.checker.page_source import Code, decisive_text
from scripts.running import checks, figures, frames, notebooks
from scripts.sources.formula import Formula


def figure_steps(formulas: Iterable[Formula], limit: float = figures.LIMIT) -> list[Step]:
    """The light and the dark drawing of each formula."""
    return _drawn("figure", figures.run_snippet, figure_files, formulas, limit)


def frame_steps(formulas: Iterable[Formula], limit: float = frames.LIMIT) -> list[Step]:
    """What moves in the figure of each formula whose page has a slider."""
    moving = (formula for formula in formulas if formula.snippet.readout)
    return _drawn("frame", frames.run_frames, lambda name: [frames_file(name)], moving, limit)


def _drawn(
    kind: str,
    draw: Callable[[str], Sequence[Content]],
    files: Callable[[str], Sequence[Path]],
    formulas: Iterable[Formula],
    limit: float,
) -> list[Step]:
    """What is drawn of each formula: made of its snippet and of what every figure looks like."""
    look = digest_files(figures.style_files())
    return [
        Step(
            kind=kind,
            name=formula.id,
            source=formula.snippet.path,
            make=partial(draw, formula.id),
            outputs=files(formula.id),
            values=[look, text_key(formula.snippet.text)],
            limit=limit,
        )
        for formula in formulas
    ]


def check_steps(formulas: Iterable[Formula], limit: float = checks.LIMIT) -> list[Step]:
    """The verdicts of the displays of each formula."""
    steps = []
    for formula in formulas:
        named = formula.matter.entries("pytorch")
        code = Code(formula.snippet.path, 1, formula.snippet.text)
        decisive = decisive_text(formula.path, formula.page.text, code)
        steps.append(
            Step(
                kind="check",
                name=formula.id,
                source=formula.path,
                make=partial(checks.check_for_record, formula.path.as_posix(), named),
                outputs=[record_file(formula.path)],
                values=[decisive, *formula.pytorch, text_key(formula.snippet.text)],
                limit=limit,
            )
        )
    return steps


def notebook_steps(chapters: Iterable[str]) -> list[Step]:
    """What comes out of the code cells of each chapter's notebook."""
    steps = []
    for chapter in chapters:
        decisive, code = notebooks.what_runs(chapter)
        steps.append(
            Step(
                kind="notebook",
                name=chapter,
                source=UNEXECUTED / f"{chapter}.ipynb",
                make=partial(notebooks.execute, chapter),
                outputs=[executed_file(chapter)],
                values=[decisive, text_key(*code)],
                limit=notebooks.LIMIT,
            )
        )
    return steps
