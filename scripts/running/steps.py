"""What runs authors' code: figures, checks and notebooks, and what each is made of."""

from collections.abc import Iterable
from functools import partial

from scripts.base.closure import text_key
from scripts.base.freshness import digest_files
from scripts.base.paths import (
    UNEXECUTED,
    executed_file,
    figure_files,
    page_file,
    record_file,
    snippet_file,
)
from scripts.base.steps import Step
from scripts.base.text import read_text
from scripts.checker.page_source import read_source
from scripts.running import checks, figures, notebooks


def figure_steps(identifiers: Iterable[str], limit: float = figures.LIMIT) -> list[Step]:
    """The light and the dark drawing of each formula."""
    look = digest_files(figures.style_files())
    return [
        Step(
            kind="figure",
            name=identifier,
            source=snippet_file(identifier),
            make=partial(figures.run_snippet, identifier),
            outputs=figure_files(identifier),
            values=[look, text_key(read_text(snippet_file(identifier)))],
            limit=limit,
        )
        for identifier in identifiers
    ]


def check_steps(identifiers: Iterable[str], limit: float = checks.LIMIT) -> list[Step]:
    """The verdicts of the displays of each formula."""
    steps = []
    for identifier in identifiers:
        page = page_file(identifier)
        source = read_source(page)
        code = source.code.text if source.code else ""
        steps.append(
            Step(
                kind="check",
                name=identifier,
                source=page,
                make=partial(checks.check_for_record, page.as_posix()),
                outputs=[record_file(page)],
                values=[source.decisive, text_key(code)],
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
