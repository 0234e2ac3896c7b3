from io import BytesIO

from fontTools.ttLib import TTFont
import pytest

from scripts.mathematics.font import ROOT_SIGNS, ink, subset


def opened(characters: str) -> TTFont:
    return TTFont(BytesIO(subset(characters)))


def test_the_subset_holds_exactly_the_characters_of_the_site() -> None:
    assert set(opened("x𝑥∑").getBestCmap()) == {ord(character) for character in "x𝑥∑"}


def test_the_subset_keeps_the_table_that_mathematics_needs() -> None:
    assert "MATH" in opened("∑")


def test_tall_brackets_keep_the_pieces_they_grow_from() -> None:
    assert len(opened("(").getGlyphOrder()) > 5


def test_what_mathml_never_stretches_brings_no_wide_and_tall_forms() -> None:
    assert [name for name in opened("=−/").getGlyphOrder() if "." in name[1:]] == []


def test_the_subset_is_woff2() -> None:
    assert subset("x").startswith(b"wOF2")


def test_the_same_characters_give_the_same_bytes() -> None:
    assert subset("x∑") == subset("x∑")


def test_a_character_the_font_lacks_is_left_to_the_browser() -> None:
    assert set(opened("x中").getBestCmap()) == {ord("x")}


def test_subscripts_of_deep_letters_stand_no_lower_than_others() -> None:
    font = opened("𝛽𝑔")
    constants = font["MATH"].table.MathConstants
    bounds = {name: ink(character) for name, character in {"beta": "𝛽", "g": "𝑔"}.items()}
    for _, depth in bounds.values():
        dropped = 1000 * depth + constants.SubscriptBaselineDropMin.Value
        assert dropped <= constants.SubscriptShiftDown.Value


def test_all_forms_of_a_root_sign_are_equally_wide() -> None:
    font = opened("√")
    roots = [n for n in font.getGlyphOrder() if n.startswith("radical") or n == "uni23B7"]
    assert len(roots) > 5
    assert len({font["hmtx"][name][0] for name in roots}) == 1


def test_the_sizes_of_root_signs_are_those_of_the_font() -> None:
    variants = opened("√")["MATH"].table.MathVariants.VertGlyphConstruction[0]
    heights = [record.AdvanceMeasurement / 1000 for record in variants.MathGlyphVariantRecord]
    assert heights == pytest.approx(ROOT_SIGNS, abs=0.002)


def test_primes_have_script_forms_in_every_script() -> None:
    features = opened("′i")["GSUB"].table.ScriptList.ScriptRecord[0]
    assert features.ScriptTag == "DFLT"
    assert features.Script.DefaultLangSys.FeatureIndex


def test_the_ink_of_a_letter_is_told_in_em() -> None:
    assert ink("H") == pytest.approx((0.683, 0))
