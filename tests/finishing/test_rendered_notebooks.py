from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.base import packages
from scripts.base.paths import RENDERED_NOTEBOOKS
from scripts.finishing.rendered_notebooks import drop_unsound, remember
from tests.project import forget_code


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two rendered notebooks, left by a build that ended well."""
    monkeypatch.chdir(tmp_path)
    RENDERED_NOTEBOOKS.mkdir(parents=True)
    for name in ("good", "other"):
        (RENDERED_NOTEBOOKS / f"{name}.json").write_text(f'{{"content": "{name}"}}')
    remember()
    yield
    forget_code()


def kept() -> list[str]:
    drop_unsound()
    return sorted(path.stem for path in RENDERED_NOTEBOOKS.iterdir())


def test_what_a_good_build_left_is_used_again() -> None:
    assert kept() == ["good", "other"]


@pytest.mark.parametrize("content", ["", '{"conten', '{"content": "<script>"}'])
def test_what_is_not_as_it_was_left_is_dropped(content: str) -> None:
    (RENDERED_NOTEBOOKS / "other.json").write_text(content)
    assert kept() == ["good"]


def test_what_a_killed_build_left_is_dropped() -> None:
    (RENDERED_NOTEBOOKS / "new.json").write_text("{")
    assert kept() == ["good", "other"]


def test_another_version_of_what_renders_drops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_code()
    monkeypatch.setattr(packages, "_version", lambda name: "9" if name == "nbconvert" else "1")
    assert kept() == []


@pytest.mark.parametrize("stamp", ["", "{", "null"])
def test_without_a_sound_stamp_everything_is_dropped(stamp: str) -> None:
    Path("build/stamps/rendered-notebooks.json").write_text(stamp)
    assert kept() == []


def test_where_nothing_was_rendered_nothing_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    drop_unsound()
