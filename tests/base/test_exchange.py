from pathlib import Path
import sys

import pytest

from scripts.base.exchange import exchange


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path / "a", tmp_path / "b"


def test_two_folders_change_places(exchanging: None, pair: tuple[Path, Path]) -> None:
    one, other = pair
    assert exchange(one, other)
    assert ((one / "file").read_text(), (other / "file").read_text()) == ("b", "a")


def test_what_is_not_there_changes_nothing(pair: tuple[Path, Path]) -> None:
    one, _ = pair
    assert not exchange(one, one.with_name("c"))
    assert (one / "file").read_text() == "a"


def test_another_system_says_that_it_cannot(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    assert not exchange(*pair)
