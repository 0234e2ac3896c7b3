from pathlib import Path

import pytest

from scripts.base.changes import change_together

OLD, GONE, NEW = Path("old"), Path("gone"), Path("deep/er/new")
CHANGES = {OLD: "b", GONE: None, NEW: "c"}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    OLD.write_text("a")
    GONE.write_text("a")


def test_files_are_written_and_removed() -> None:
    assert change_together(CHANGES, lambda: None) == [OLD, NEW]
    assert (OLD.read_text(), NEW.read_text(), GONE.exists()) == ("b", "c", False)


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_where_the_result_is_not_sound_everything_is_as_before(
    failure: type[BaseException],
) -> None:
    def refuse() -> None:
        raise failure

    with pytest.raises(failure):
        change_together(CHANGES, refuse)
    assert sorted(path.name for path in Path().iterdir()) == ["gone", "old"]
    assert (OLD.read_text(), GONE.read_text()) == ("a", "a")
