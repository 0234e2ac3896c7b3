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
from scripts.base.text import read_text
from scripts.sources.formula import Formula

ARCHIVED = Path(".git_archival.txt")  # git writes the commit's time there in an archive
COMMIT = "\x1f"
HASH_LENGTH = 7  # always: how long git's own short hashes are depends on the clone
NO_COMMIT = "does not have any commits yet"


@dataclass(frozen=True, order=True)
class Change:
    """A time in seconds, and the short hash of its commit: none for what is not committed yet."""

    time: int
    commit: str = ""

    @property
    def day(self) -> date:
        """The day in Greenwich."""
        return datetime.fromtimestamp(self.time, UTC).date()


# File → its newest change; None where that is older than what a shallow clone has.
Changes = Mapping[Path, Change | None]


def read_changes() -> Changes:
    """The newest commit that touched each file; empty where there is no history.

    What has been edited since is left out. One process for all files: a `git log` for each page
    would cost more than the rest. Warns where git does not tell, or has fetched a part of the
    history only: its oldest commit seems to have made every file.
    """
    form = f"--format={COMMIT}%ct %H %D"
    log = _git("log", form, "--name-only", "--relative", "--", str(DOCS), str(SNIPPETS))
    changes: dict[Path, Change | None] = {}
    for commit in (log or "").split(COMMIT)[1:]:
        head, *files = commit.split("\n")
        seconds, full, names = head.split(" ", 2)
        change = (
            None if "grafted" in names.split(", ") else Change(int(seconds), full[:HASH_LENGTH])
        )
        for file in filter(None, files):
            changes[Path(file)] = _newest(change, changes.get(Path(file)))
    if None in changes.values():
        _warn("this clone is shallow: pages have no date; run `git fetch --unshallow`")
    edited = _git("diff", "HEAD", "--name-only", "--relative") if changes else None
    for file in (edited or "").splitlines():
        changes.pop(Path(file), None)
    return changes


def _newest(*changes: Change | None) -> Change | None:
    return max(filter(None, changes), default=None)


def last_commit() -> int | None:
    """When the newest commit was made, or that of the archive this is; None where there is none."""
    found = _git("log", "-1", "--format=%ct", warn=False)
    if found is None and ARCHIVED.exists():
        found = read_text(ARCHIVED).removeprefix("commit time: ").strip()
    return int(found) if found and found.strip().isdecimal() else None


def _git(*command: str, warn: bool = True) -> str | None:
    """What git answers; None, with a warning, where there is no repository or no git."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        run = subprocess.run(
            ["git", *command], capture_output=True, text=True, check=False, env=environment
        )
        said = run.stderr
    except OSError:
        said = "it cannot be run"
    else:
        if run.returncode == 0:
            return run.stdout
    if warn and NO_COMMIT not in said:
        _warn(f"no page says when it changed: git says '{' '.join(said.split())}'")
    return None


def _warn(message: str) -> None:
    print_errors(SourceError(Path(".git"), 1, message), "warning")


def last_change(formula: Formula, changes: Changes) -> Change | None:
    """The newest change of a page or its snippet; what is not committed yet changes now.

    None where the history does not tell: the day of a build says nothing about the page.
    """
    if not changes:
        return None
    files = (formula.path, formula.snippet.path)
    if any(file not in changes for file in files):
        return Change(now())
    return _newest(*(changes[file] for file in files))


def now() -> int:
    """The time, or the one that the environment asks for, so that builds can be repeated."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return int(time.time())
    if not seconds.isdecimal():
        message = f"SOURCE_DATE_EPOCH must be a number of seconds, not '{seconds}'"
        raise SourceError(Path("Makefile"), 1, message)
    return int(seconds)
