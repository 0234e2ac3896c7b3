"""What comes out of the box is looked at once more, outside of it."""

from typing import Any

from scripts.base.errors import SourceError
from scripts.base.paths import EXECUTED
from scripts.base.steps import Step
from scripts.running.answers import FORGED
from scripts.running.drawings import problem_of_figure
from scripts.running.notebooks import place_of
from scripts.running.outputs import problem_of_outputs


def refusal(step: Step, value: Any) -> str | None:
    """Why the outputs of a step are not written: `file:line: reason`; None where they are."""
    if step.limit is None:  # of our own code
        return None
    whole = isinstance(value, list) and len(value) == len(step.outputs)
    if not whole or not all(isinstance(content, str | bytes) for content in value):
        return str(SourceError(step.source, 1, FORGED))
    for path, content in zip(step.outputs, value, strict=True):
        data = content.encode() if isinstance(content, str) else content
        if path.suffix == ".svg" and (problem := problem_of_figure(data)):
            return str(SourceError(step.source, 1, problem))
        if path.parent == EXECUTED and (found := problem_of_outputs(data)):
            cell, problem = found
            return str(SourceError(place_of(step.name, cell), 1, f"its cell '{cell}' {problem}"))
    return None
