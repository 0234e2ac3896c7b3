from types import SimpleNamespace
from typing import Any

import pytest

from tests.kinds import Durations, group_of


def item(*fixtures: str, **parameters: object) -> Any:
    called = SimpleNamespace(params=parameters)
    return SimpleNamespace(nodeid="tests/a.py::test_b", fixturenames=fixtures, callspec=called)


@pytest.mark.parametrize(
    ("asked", "group"),
    [
        (item("tmp_path"), "tests/a.py"),
        (item("visits", "some_page"), "visits"),
        (item("firefox"), "other browsers"),
        (item("engine", engine="webkit"), "other browsers"),
        (item("engine", number=[3]), "tests/a.py"),
    ],
)
def test_what_shares_something_costly_is_one_group(asked: Any, group: str) -> None:
    assert group_of(asked) == group


def test_the_slowest_kinds_are_told_with_their_tests() -> None:
    durations = Durations()
    for path, when, seconds in [
        ("tests/base/test_a.py::test[a/b::c]", "setup", 3.0),
        ("tests/base/test_a.py::test[a/b::c]", "call", 4.0),
        ("tests/test_b.py::test", "call", 9.4),
    ]:
        report: Any = SimpleNamespace(nodeid=path, when=when, duration=seconds)
        durations.pytest_runtest_logreport(report)
    assert durations.lines() == ["     9 s      1 × tests", "     7 s      1 × tests/base"]
