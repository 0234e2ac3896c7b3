from pathlib import Path

import pytest

from scripts.base.freshness import digest, digest_files, is_fresh, mark_fresh
from scripts.base.paths import STAMPS

OUTPUT = Path("output.svg")


@pytest.fixture(autouse=True)
def _made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output, made from inputs and marked fresh."""
    monkeypatch.chdir(tmp_path)
    OUTPUT.write_text("drawing")
    mark_fresh("square", "inputs", [OUTPUT])


def test_an_output_that_was_just_made_is_fresh() -> None:
    assert is_fresh("square", "inputs", [OUTPUT])


def test_what_was_never_made_is_stale() -> None:
    assert not is_fresh("cube", "inputs", [OUTPUT])


def test_other_inputs_make_an_output_stale() -> None:
    assert not is_fresh("square", "other inputs", [OUTPUT])


@pytest.mark.parametrize("content", ["", "draw", "drawing "])
def test_an_output_that_is_not_what_was_written_is_stale(content: str) -> None:
    OUTPUT.write_text(content)
    assert not is_fresh("square", "inputs", [OUTPUT])


def test_a_deleted_output_is_stale() -> None:
    OUTPUT.unlink()
    assert not is_fresh("square", "inputs", [OUTPUT])


def test_a_further_output_makes_it_stale() -> None:
    assert not is_fresh("square", "inputs", [OUTPUT, Path("output.dark.svg")])


def test_a_touched_output_is_fresh() -> None:
    OUTPUT.touch()
    assert is_fresh("square", "inputs", [OUTPUT])


@pytest.mark.parametrize("stamp", ["", "{", "[]", "null"])
def test_a_damaged_stamp_is_stale(stamp: str) -> None:
    (STAMPS / "square.json").write_text(stamp)
    assert not is_fresh("square", "inputs", [OUTPUT])


def test_a_stamp_that_is_not_text_is_stale() -> None:
    (STAMPS / "square.json").write_bytes(b"\xff")
    assert not is_fresh("square", "inputs", [OUTPUT])


def test_a_digest_tells_where_one_part_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc")


def test_a_digest_of_text_is_that_of_its_bytes() -> None:
    assert digest("θ") == digest("θ".encode())


def test_files_are_digested_in_any_order() -> None:
    Path("a").write_text("1")
    Path("b").write_text("2")
    assert digest_files([Path("a"), Path("b")]) == digest_files([Path("b"), Path("a")])


def test_a_renamed_file_has_another_digest() -> None:
    Path("a").write_text("1")
    before = digest_files([Path("a")])
    Path("a").rename("b")
    assert digest_files([Path("b")]) != before


def test_an_edited_file_has_another_digest() -> None:
    Path("a").write_text("1")
    before = digest_files([Path("a")])
    Path("a").write_text("2")
    assert digest_files([Path("a")]) != before
