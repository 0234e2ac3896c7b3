"""When a page was last changed, as its repository says."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
import os
from pathlib import Path
import subprocess

from scripts.base.errors import SourceError, print_errors
from scripts.base.paths import DOCS, SNIPPETS
from scripts.sources.formula import Formula

COMMIT = "\x1f"
NO_HISTORY = ("not a git repository", "does not have any commits yet")


def read_changes() -> dict[Path, date]:
    """File → date (UTC) of the newest commit that touched it; empty where there is no history.

    One process for all files: a `git log` for each page would cost more than the rest. Warns
    where git does not tell, or has fetched a part of the history only.
    """
    form = f"--format={COMMIT}%ct %D"
    log = _git("log", form, "--name-only", "--relative", "--", str(DOCS), str(SNIPPETS))
    changes: dict[Path, date] = {}
    for commit in (log or "").split(COMMIT)[1:]:
        head, *files = commit.split("\n")
        seconds, _, names = head.partition(" ")
        if "grafted" in names.split(", "):
            _warn(
                "this clone is shallow, its oldest commit dates every page before it;"
                " run `git fetch --unshallow`"
            )
        day = _day(int(seconds))
        for file in filter(None, files):
            changes[Path(file)] = max(day, changes.get(Path(file), day))
    return changes


def last_commit() -> int | None:
    """When the newest commit was made, in seconds; None where there is none."""
    return int(log) if (log := _git("log", "-1", "--format=%ct", warn=False)) else None


def _git(*command: str, warn: bool = True) -> str | None:
    """What git answers; None where there is no repository, no commit or no git."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        run = subprocess.run(
            ["git", *command], capture_output=True, text=True, check=False, env=environment
        )
    except OSError:
        return None
    if run.returncode == 0:
        return run.stdout
    if warn and not any(usual in run.stderr for usual in NO_HISTORY):
        _warn(f'every page is dated today: git says "{" ".join(run.stderr.split())}"')
    return None


def _warn(message: str) -> None:
    print_errors(SourceError(Path(".git"), 1, message), "warning")


def last_change(formula: Formula, changes: Mapping[Path, date]) -> date:
    """The newest change of a page or its snippet; what is not committed yet changes now."""
    now = _now()
    return max(changes.get(formula.path, now), changes.get(formula.snippet.path, now))


def _now() -> date:
    """Today, or the day that the environment asks for, so that builds can be repeated."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return datetime.now(UTC).date()
    if not seconds.isdecimal():
        message = f"SOURCE_DATE_EPOCH must be a number of seconds, not '{seconds}'"
        raise SourceError(Path("Makefile"), 1, message)
    return _day(int(seconds))


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
