"""Make what is stale, and nothing else."""

from collections.abc import Iterator, Sequence
import time

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.steps import Step
from scripts.running.processes import Outcome, Task, run_tasks
from scripts.running.refusals import refusal
from scripts.running.without_landlock import unchanged_sources


def update(kind: str, steps: Sequence[Step], *, jobs: int, force: bool = False) -> dict[str, str]:
    """Bring steps of one kind up to date and report; return the failures by name.

    What fails keeps its last good outputs.
    """
    stale = {step.name: step for step in steps if force or not step.is_fresh}
    failed = {}
    for count, outcome in enumerate(_run(list(stale.values()), jobs), start=1):
        step = stale[outcome.task.name]
        error = outcome.error or refusal(step, outcome.value)
        if error is None:
            step.write(outcome.value)
        else:
            failed[step.name] = error
        if step.limit is not None:
            state = "failed" if error else f"{outcome.seconds:.1f} s"
            print(f"[{count}/{len(stale)}] {kind} {step.name}: {state}", flush=True)
    print(f"{kind}s: {len(steps) - len(stale)} fresh, {len(stale) - len(failed)} made")
    return failed


def _run(steps: Sequence[Step], jobs: int) -> Iterator[Outcome]:
    """Each as its kind must: what authors wrote in processes, a few milliseconds of ours here."""
    for limit in {step.limit for step in steps}:
        tasks = [Task(s.name, s.source, s.make) for s in steps if s.limit == limit]
        if limit is None:
            yield from map(_run_here, tasks)
        else:
            with unchanged_sources():
                yield from run_tasks(tasks, jobs=jobs, limit=limit)


def _run_here(task: Task) -> Outcome:
    started = time.monotonic()
    try:
        value, error = task.run(), None
    except (SourceError, SourceErrors) as refused:
        value, error = None, str(refused)
    return Outcome(task, error, time.monotonic() - started, value)
