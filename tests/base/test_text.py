import errno
from pathlib import Path

import pytest

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.text import (
    _beside,
    read_text,
    remove_asides,
    write_atomically,
    write_if_changed,
)


def test_an_error_names_its_file_and_line_with_slashes() -> None:
    assert str(SourceError(Path("docs", "a.md"), 3, "is wrong")) == "docs/a.md:3: is wrong"


def test_several_errors_are_one_line_each() -> None:
    errors = SourceErrors(SourceError(Path("a"), n, "is wrong") for n in (1, 2))
    assert str(errors) == "a:1: is wrong\na:2: is wrong"


def test_text_is_read_as_utf8(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("θ\n".encode())
    assert read_text(tmp_path / "a") == "θ\n"


def test_windows_line_ends_are_read_as_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a\r\nb\r\n")
    assert read_text(tmp_path / "a") == "a\nb\n"


@pytest.mark.parametrize("line", [1, 2, 4])
def test_the_line_that_is_not_utf8_is_named(tmp_path: Path, line: int) -> None:
    (tmp_path / "a").write_bytes(b"\n" * (line - 1) + b"caf\xe9\n")
    with pytest.raises(SourceError, match=rf"/a:{line}: is not UTF-8"):
        read_text(tmp_path / "a")


def test_writing_makes_the_folders_on_the_way(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "c", "text")
    assert (tmp_path / "a" / "b" / "c").read_text() == "text"


def test_writing_replaces_what_was_there(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "a long text")
    write_atomically(tmp_path / "a", b"short")
    assert (tmp_path / "a").read_text() == "short"


def test_a_written_file_can_be_read_by_everyone(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "text")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_a_written_file_keeps_its_mode(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "text")
    (tmp_path / "a").chmod(0o600)
    write_atomically(tmp_path / "a", "another text")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_a_link_to_a_file_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text("old")
    (tmp_path / "b").symlink_to(Path("folder", "a"))
    write_atomically(tmp_path / "b", "new")
    assert (tmp_path / "b").is_symlink()
    assert (tmp_path / "folder" / "a").read_text() == "new"


def test_a_full_disk_is_told_with_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left") as raised:
        write_atomically(tmp_path / "a", "new")
    assert raised.value.filename == str(tmp_path / "a")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomically(tmp_path / "a", "old")

    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(tmp_path / "a", "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a", "old")]


def test_a_reader_never_sees_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    replace = Path.replace

    def spying(self: Path, target: Path) -> Path:
        seen.append(((tmp_path / "a").exists(), self.read_text()))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", spying)
    write_atomically(tmp_path / "a", "whole")
    assert seen == [(False, "whole")]


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "text")
    before = (tmp_path / "a").stat()
    write_if_changed(tmp_path / "a", "text")
    after = (tmp_path / "a").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_a_changed_file_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "old")
    write_if_changed(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new"


def test_what_a_killed_build_wrote_aside_is_removed_and_nothing_else(tmp_path: Path) -> None:
    _, aside = _beside(tmp_path / "a.svg")
    for name in (".lock", "a.svg", ".gitignore", "b.a1b2c3d4"):
        (tmp_path / name).touch()
    remove_asides([tmp_path])
    assert not aside.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".gitignore",
        ".lock",
        "a.svg",
        "b.a1b2c3d4",
    ]
