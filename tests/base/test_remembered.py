from pathlib import Path

import pytest

from scripts.base.paths import REMEMBERED
from scripts.base.remembered import (
    forget_others,
    recalled,
    remember,
    remembered,
    remembered_each,
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_was_computed_from_the_same_is_not_computed_again() -> None:
    computed = [remembered("sum", "2 3", lambda: 5), remembered("sum", "2 3", lambda: 6)]
    assert computed == [5, 5]


def test_what_was_computed_from_something_else_is_computed_again() -> None:
    computed = [remembered("sum", "2 3", lambda: 5), remembered("sum", "2 4", lambda: 6)]
    assert computed == [5, 6]


@pytest.mark.parametrize("broken", [b"", b"\n\n", b"2 3\nno digest\nno pickle"])
def test_a_broken_memory_is_none(broken: bytes) -> None:
    remember("sum", "2 3", 5)
    (REMEMBERED / "sum").write_bytes(broken)
    assert recalled("sum", "2 3") is None


def test_half_a_memory_is_none() -> None:
    remember("sum", "2 3", list(range(1000)))
    file = REMEMBERED / "sum"
    file.write_bytes(file.read_bytes()[:-1])
    assert recalled("sum", "2 3") is None


def test_of_several_texts_the_changed_ones_are_computed_again() -> None:
    computed: list[str] = []

    def length(text: str) -> int:
        computed.append(text)
        return len(text)

    assert remembered_each("lengths", "1", [("a", "x"), ("b", "yy")], length) == {"a": 1, "b": 2}
    assert remembered_each("lengths", "1", [("a", "x"), ("b", "zzz")], length) == {"a": 1, "b": 3}
    assert computed == ["x", "yy", "zzz"]
    remembered_each("lengths", "2", [("a", "x")], length)
    assert computed[3:] == ["x"]


def test_what_nobody_names_is_forgotten() -> None:
    for name in ("kept", "folder/kept", "folder/gone"):
        remember(f"all/{name}", "", 1)
    forget_others("all", ["kept", "folder/kept"])
    assert recalled("all/folder/gone", "") is None
    assert recalled("all/kept", "") == recalled("all/folder/kept", "") == 1
