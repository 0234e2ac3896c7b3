"""What runs authors' code: figures, checks and notebooks, and what each is made of."""

from collections.abc import Iterable
from functools import partial

from scripts.base.closure import text_key
from scripts.base.errors import SourceError
from scripts.base.freshness import digest_files
from scripts.base.paths import (
    UNEXECUTED,
    executed_file,
    figure_files,
    frames_file,
    record_file,
)
from scripts.base.steps import Step
from scripts.checker.page_source import Code, source_of
from scripts.running import checks, figures, frames, notebooks
from scripts.sources.formula import Formula


def figure_steps(formulas: Iterable[Formula], limit: float = figures.LIMIT) -> list[Step]:
    """The light and the dark drawing of each formula."""
    look = digest_files(figures.style_files())
    return [
        Step(
            kind="figure",
            name=formula.id,
            source=formula.snippet.path,
            make=partial(figures.run_snippet, formula.id),
            outputs=figure_files(formula.id),
            values=[look, text_key(formula.snippet.text)],
            limit=limit,
        )
        for formula in formulas
    ]


def frame_steps(formulas: Iterable[Formula], limit: float = frames.LIMIT) -> list[Step]:
    """What moves in the figure of each formula whose page has a slider."""
    look = digest_files(figures.style_files())
    return [
        Step(
            kind="frame",
            name=formula.id,
            source=formula.snippet.path,
            make=partial(frames.run_frames, formula.id),
            outputs=[frames_file(formula.id)],
            values=[look, text_key(formula.snippet.text)],
            limit=limit,
        )
        for formula in formulas
        if formula.snippet.readout
    ]


def check_steps(formulas: Iterable[Formula], limit: float = checks.LIMIT) -> list[Step]:
    """The verdicts of the displays of each formula."""
    steps = []
    for formula in formulas:
        named = formula.matter.entries("pytorch")
        steps.append(
            Step(
                kind="check",
                name=formula.id,
                source=formula.path,
                make=partial(checks.check_for_record, formula.path.as_posix(), named),
                outputs=[record_file(formula.path)],
                values=[_checked(formula), *formula.pytorch, text_key(formula.snippet.text)],
                limit=limit,
            )
        )
    return steps


def _checked(formula: Formula) -> str:
    """What the checker reads of a page; all of it where that is malformed: the check tells."""
    code = Code(formula.snippet.path, 1, formula.snippet.text)
    try:
        return source_of(formula.path, formula.page.text, code).decisive
    except SourceError:
        return formula.page.text


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
