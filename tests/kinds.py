"""Tests by kind: which run in one process, and how long each kind took.

`make test` runs as many processes as there are cores.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

import pytest

SHOWN = 8  # the slowest kinds
OTHER_BROWSERS = {"firefox", "webkit"}


def group_of(item: pytest.Item) -> str:
    """What shares something costly runs in one process; else the tests of a file do."""
    fixtures: Iterable[str] = getattr(item, "fixturenames", ())
    parameters = getattr(item, "callspec", None)
    values = [v for v in parameters.params.values() if isinstance(v, str)] if parameters else []
    if "visits" in fixtures:
        return "visits"
    if OTHER_BROWSERS & {*fixtures, *values}:
        return "other browsers"
    return item.nodeid.partition("::")[0]


class Durations:
    """Seconds of all tests, set-up included, by the folder they are in; told at the end."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        kind = PurePosixPath(report.nodeid.partition("::")[0]).parent.as_posix()
        self.seconds[kind] += report.duration  # type: ignore[assignment]
        self.tests[kind] += report.when == "call"

    def lines(self) -> list[str]:
        """The slowest kinds, one a line."""
        slowest = self.seconds.most_common(SHOWN)
        return [f"{seconds:6.0f} s  {self.tests[kind]:5} × {kind}" for kind, seconds in slowest]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("slowest kinds")
        for line in self.lines():
            terminalreporter.write_line(line)
