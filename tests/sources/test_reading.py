from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.sources.reading import read_source


def read(folder: Path, text: str) -> str:
    (folder / "a.md").write_text(text, encoding="utf-8")
    return read_source(folder / "a.md")


def test_a_file_that_is_missing_is_told_as_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"/nowhere\.md:1: is missing"):
        read_source(tmp_path / "nowhere.md")


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "\N{ZERO WIDTH NO-BREAK SPACE}# Title\n") == "# Title\n"


@pytest.mark.parametrize(
    "marker", ["<<<<<<< HEAD", "||||||| 1b2c3d4", "=======", ">>>>>>> main", "<<<<<<<"]
)
def test_a_marker_of_a_merge_is_refused_at_its_line(tmp_path: Path, marker: str) -> None:
    with pytest.raises(SourceError, match=r"a\.md:3: '.{7}' is left from a merge"):
        read(tmp_path, f"one\n\n{marker}\ntwo\n")


@pytest.mark.parametrize(
    "text", [" =======", "========", "======= a table", "a <<<<<<< b", "<<<<<<<<", "| a |"]
)
def test_what_only_looks_like_a_marker_is_left_alone(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"{text}\n") == f"{text}\n"


@pytest.mark.parametrize(
    "text", ["It’s", "café", "naïve", "30°", "“quoted”", "😀", "Öl"], ids=lambda text: text
)
def test_text_that_was_decoded_wrongly_is_refused_at_its_line(tmp_path: Path, text: str) -> None:
    garbled = text.encode().decode("cp1252", errors="replace")
    with pytest.raises(SourceError, match=r"a\.md:2: garbled character"):
        read(tmp_path, f"one\n{garbled}\n")


@pytest.mark.parametrize("text", ["Guðmundsson", "São", "SÃO PAULO", "Ångström", "»Spaß«", "Âge"])
def test_letters_of_other_languages_are_not_garbled(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"{text}\n") == f"{text}\n"
