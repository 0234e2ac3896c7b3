"""When a page was last changed, as its repository says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
import os
from pathlib import Path
import subprocess
import time

from scripts.base.errors import SourceError, print_errors
from scripts.base.paths import DOCS, SNIPPETS
from scripts.sources.formula import Formula

COMMIT = "\x1f"
HASH_LENGTH = 7  # always: how long git's own short hashes are depends on the clone
NO_HISTORY = ("not a git repository", "does not have any commits yet")


@dataclass(frozen=True, order=True)
class Change:
    """A time in seconds, and the short hash of its commit: none for what is not committed yet."""

    time: int
    commit: str = ""

    @property
    def day(self) -> date:
        """The day in Greenwich."""
        return datetime.fromtimestamp(self.time, UTC).date()


def read_changes() -> dict[Path, Change]:
    """File → the newest commit that touched it; empty where there is no history.

    What has been edited since is left out. One process for all files: a `git log` for each page
    would cost more than the rest. Warns where git does not tell, or has fetched a part of the
    history only.
    """
    form = f"--format={COMMIT}%ct %H %D"
    log = _git("log", form, "--name-only", "--relative", "--", str(DOCS), str(SNIPPETS))
    changes: dict[Path, Change] = {}
    for commit in (log or "").split(COMMIT)[1:]:
        head, *files = commit.split("\n")
        seconds, full, names = head.split(" ", 2)
        if "grafted" in names.split(", "):
            _warn(
                "this clone is shallow, its oldest commit dates every page before it;"
                " run `git fetch --unshallow`"
            )
        change = Change(int(seconds), full[:HASH_LENGTH])
        for file in filter(None, files):
            changes[Path(file)] = max(change, changes.get(Path(file), change))
    edited = _git("diff", "HEAD", "--name-only", "--relative") if changes else None
    for file in (edited or "").splitlines():
        changes.pop(Path(file), None)
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
        _warn(f'no page tells when it changed: git says "{" ".join(run.stderr.split())}"')
    return None


def _warn(message: str) -> None:
    print_errors(SourceError(Path(".git"), 1, message), "warning")


def last_change(formula: Formula, changes: Mapping[Path, Change]) -> Change | None:
    """The newest change of a page or its snippet; what is not committed yet changes now.

    None where there is no history: the day of a build says nothing about the page.
    """
    if not changes:
        return None
    found = [changes.get(path) for path in (formula.path, formula.snippet.path)]
    return max(filter(None, found)) if all(found) else Change(_now())


def _now() -> int:
    """The time, or the one that the environment asks for, so that builds can be repeated."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return int(time.time())
    if not seconds.isdecimal():
        message = f"SOURCE_DATE_EPOCH must be a number of seconds, not '{seconds}'"
        raise SourceError(Path("Makefile"), 1, message)
    return int(seconds)
