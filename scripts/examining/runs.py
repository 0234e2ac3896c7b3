"""What runs the code of a formula: its figure and facts, and the check of its displays."""

from collections.abc import Iterator
from functools import partial
import re

from scripts.base.paths import figure_files
from scripts.checker.verdicts import read_record
from scripts.examining.findings import FAIL, OK, Finding, judged
from scripts.examining.statuses import read_exceptions, unexpected
from scripts.pages.figure_pair import size_of
from scripts.running.processes import Task, run_tasks
from scripts.running.steps import check_steps, figure_steps
from scripts.sources.formula import Formula

MISTAKE = re.compile(r"^(?=\S+:\d+: )", re.MULTILINE)
JOBS, LIMIT = 2, 60.0  # seconds


def run_code(formula: Formula) -> Iterator[Finding]:
    """Draw the figure, check the displays, see that the facts notice a wrong function."""
    steps = {step.kind: step for step in (*check_steps([formula]), *figure_steps([formula]))}
    tasks = [Task(step.kind, step.source, step.make) for step in steps.values()]
    tasks.append(Task("facts", formula.snippet.path, partial(run_facts, formula.id)))
    errors = {}
    for outcome in run_tasks(tasks, jobs=JOBS, limit=LIMIT):
        errors[outcome.task.name] = outcome.error
        if outcome.error is None and outcome.task.name in steps:
            steps[outcome.task.name].write(outcome.value)
    yield from _told(errors["figure"]) or _drawn(formula)
    if not errors["figure"] or errors["facts"] != errors["figure"]:  # told once
        what = "facts: check() holds, and notices when a shown function is wrong"
        yield from _told(errors["facts"]) or [Finding(OK, what)]
    yield from _told(errors["check"]) or _verdicts(formula)


def run_facts(identifier: str) -> None:
    """See that the facts notice a wrong function, in a process of its own: it imports torch."""
    from scripts.running.facts import require_alert_facts

    require_alert_facts(identifier)


def _told(error: str | None) -> list[Finding]:
    """The mistakes of an error, each with the lines below it that explain it."""
    return [Finding(FAIL, mistake.rstrip()) for mistake in MISTAKE.split(error or "") if mistake]


def _drawn(formula: Formula) -> Iterator[Finding]:
    """What the process that draws has seen: the call keeps to its shapes, the figure is there."""
    call = formula.snippet.call
    yield Finding(OK, f"call: {call.expression} runs, with {', '.join(call.shapes)}")
    yield Finding(OK, f"figure: {_figure_size(formula)}")


def _figure_size(formula: Formula) -> str:
    light, _ = figure_files(formula.id)
    width, height = size_of(light)
    return f"{width} × {height} px, {len(light.read_bytes()) / 1000:.0f} kB"


def _verdicts(formula: Formula) -> Iterator[Finding]:
    """The status of every display, and which should not be what it is."""
    verdicts = read_record(formula.path)
    yield from (Finding(OK, str(verdict).removeprefix("ok ")) for verdict in verdicts)
    yield from judged(
        "statuses: as they should be", unexpected(formula.id, verdicts, read_exceptions())
    )
