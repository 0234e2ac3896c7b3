"""What is exported of each formula, and what that is made of."""

from collections.abc import Iterable
from functools import partial

from scripts.base.closure import text_key
from scripts.base.paths import compare_file
from scripts.base.steps import Step
from scripts.comparing.sentences import words_of
from scripts.sources.formula import Formula

LIMIT = 60.0  # seconds that the draws of a formula may take


def export_steps(formulas: Iterable[Formula], limit: float = LIMIT) -> list[Step]:
    """The draws of each formula, and what else others are compared with."""
    return [
        Step(
            kind="draw",
            name=formula.id,
            source=formula.path,
            make=partial(export_formula, formula.id),
            outputs=[compare_file(formula.id)],
            values=[words_of(formula), text_key(formula.snippet.text)],
            limit=limit,
        )
        for formula in formulas
    ]


def export_formula(identifier: str) -> list[str]:
    """The export of a formula, as text."""
    # Here: the build imports this module, and torch takes seconds.
    from scripts.comparing.export import exported

    return exported(identifier)
