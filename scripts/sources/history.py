"""When a page was last changed, as its repository says."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
import os
from pathlib import Path
import subprocess

from scripts.base.errors import SourceError
from scripts.base.paths import DOCS, SNIPPETS
from scripts.sources.formula import Formula

COMMIT = "\x1f"


def read_changes() -> dict[Path, date]:
    """File → date (UTC) of the newest commit that touched it; empty where there is no history.

    One process for all files: a `git log` for each page would cost more than the rest.
    """
    command = ["git", "log", f"--format={COMMIT}%ct", "--name-only", "--relative", "--"]
    try:
        log = subprocess.run(
            [*command, str(DOCS), str(SNIPPETS)], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):  # no git, no repository, no commit
        return {}
    changes: dict[Path, date] = {}
    for commit in log.split(COMMIT)[1:]:
        seconds, *files = commit.split("\n")
        day = _day(int(seconds))
        for file in filter(None, files):
            changes[Path(file)] = max(day, changes.get(Path(file), day))
    return changes


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
