from xml.etree import ElementTree

from scripts.mathematics.brackets import base, closing, is_enclosed, is_quad, pairs, part


def row(signs: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(f"<mo>{sign}</mo>") for sign in signs]


def test_bars_are_pairs_within_their_brackets() -> None:
    assert list(pairs(row("|a|(b|c)|d|"), "|")) == [(0, 2), (8, 10)]


def test_a_bracket_closes_where_those_in_it_have() -> None:
    assert closing(row("a(b(c)d)e"), 1) == 7
    assert closing(row("a"), 0) == 0


def test_a_group_ends_with_its_last_part_but_brackets_are_whole() -> None:
    group = "<mrow><mspace/><mrow><mi>a</mi></mrow></mrow>"
    assert part(ElementTree.fromstring(group), -1).tag == "mi"
    bracket = ElementTree.fromstring("<mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow>")
    assert is_enclosed(bracket) and part(bracket, -1) is bracket


def test_what_scripts_stand_at_is_found() -> None:
    power = "<msup><msub><mi>a</mi><mi>i</mi></msub><mn>2</mn></msup>"
    assert base(ElementTree.fromstring(power)).text == "a"


def test_a_quad_parts_what_a_thin_space_does_not() -> None:
    widths = ['width="1em"', 'width="0.1667em"', ""]
    assert [is_quad(ElementTree.fromstring(f"<mspace {w}/>")) for w in widths] == [1, 0, 0]
