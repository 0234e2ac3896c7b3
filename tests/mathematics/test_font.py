from io import BytesIO

from fontTools.ttLib import TTFont
import pytest

from scripts.base.paths import FONT
from scripts.mathematics import font
from scripts.mathematics.font import subset, write_font
from tests.project import Project


def opened(characters: str) -> TTFont:
    return TTFont(BytesIO(subset(characters)))


def test_the_subset_holds_exactly_the_characters_of_the_site() -> None:
    assert set(opened("x𝑥∑").getBestCmap()) == {ord(character) for character in "x𝑥∑"}


def test_the_subset_keeps_the_table_that_mathematics_needs() -> None:
    assert "MATH" in opened("∑")


def test_tall_brackets_keep_the_pieces_they_grow_from() -> None:
    assert len(opened("(").getGlyphOrder()) > 5


def test_the_subset_is_woff2() -> None:
    assert subset("x").startswith(b"wOF2")


def test_the_same_characters_give_the_same_bytes() -> None:
    assert subset("x∑") == subset("x∑")


def test_a_character_the_font_lacks_is_left_to_the_browser() -> None:
    assert set(opened("x中").getBestCmap()) == {ord("x")}


def test_the_order_of_characters_does_not_matter(project: Project) -> None:
    write_font(["x", "y"])
    before = FONT.stat().st_mtime_ns
    write_font(["y", "x", "x"])
    assert FONT.stat().st_mtime_ns == before


def test_a_new_character_makes_a_new_font(project: Project) -> None:
    write_font("x")
    before = FONT.read_bytes()
    write_font("xy")
    assert FONT.read_bytes() != before


def test_a_font_that_cannot_be_made_leaves_the_last_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_font("x")
    before = FONT.read_bytes()

    def broken(characters: str) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr(font, "subset", broken)
    with pytest.raises(OSError, match="no font"):
        write_font("xy")
    assert FONT.read_bytes() == before
