from io import BytesIO

from fontTools.ttLib import TTFont

from scripts.mathematics.font import subset


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
