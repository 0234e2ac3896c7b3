import re

import pytest

from scripts.mathematics.line_breaks import display_html, in_pieces, pieces, statements


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("x", [[["x"]]]),
        ("a = b", [[["a"], ["{}= b"]]]),
        (r"a = b, \quad c \le d", [[["a"], ["{}= b,"]], [["c"], [r"{}\le d"]]]),
        ("a = b + c - d", [[["a"], ["{}= b", "{}+ c", "{}- d"]]]),
        ("a + b = c", [[["a", "{}+ b"], ["{}= c"]]]),
        (r"\approx a", [[[r"\approx a"]]]),
        (r"a \quad", [[["a"]]]),
        (r"a \leftarrow b", [[[r"a \leftarrow b"]]]),
    ],
)
def test_a_display_is_cut_into_statements_sides_and_terms(
    tex: str, found: list[list[list[str]]]
) -> None:
    assert statements(tex) == found


@pytest.mark.parametrize(
    "tex",
    [
        "P(X = x)",
        r"\left( a = b + c \right)",
        r"\{ x = 1 \}",
        r"\sum_{i=1}^{n + 1} x_i",
        r"\begin{aligned} a &= b + c \end{aligned}",
    ],
)
def test_what_stands_in_a_group_stays_together(tex: str) -> None:
    assert statements(tex) == [[[tex]]]


@pytest.mark.parametrize("tex", ["-a", "e^-x", "a_+", r"a \cdot -b", r"a \times -b"])
def test_a_sign_of_one_thing_stays_with_it(tex: str) -> None:
    assert statements(tex) == [[[tex]]]
    assert statements(f"c = {tex}") == [[["c"], [f"{{}}= {tex}"]]]


def test_a_line_may_break_between_the_sides_and_the_terms_of_a_side() -> None:
    html = re.sub(r"<math.*?</math>", "M", in_pieces(r"a = b + c, \quad d = e"))
    first = '<span class="statement">M<span class="side">MM</span></span>'
    assert html == f'{first} <span class="statement">MM</span>'


def test_the_latex_of_a_piece_is_that_of_the_formula() -> None:
    assert re.findall(r"x-tex\">(.*?)<", in_pieces("a = b - c")) == ["a", "= b", "- c"]


def test_a_sign_has_the_space_before_it_that_it_has_in_the_whole_formula() -> None:
    assert "<mo>=</mo>" in in_pieces("a = b")  # not the `lspace="0"` of a sign that comes first


def test_a_display_holds_the_whole_formula_before_its_pieces() -> None:
    whole, _, pieces = display_html("a = b", frozenset()).partition('<div class="broken">')
    assert whole.count("<math") == 1 and pieces.count("<math") == 2


def test_a_display_in_one_piece_is_there_once() -> None:
    assert display_html("P(X = x)", frozenset()).count("<math") == 1


def test_the_symbols_of_the_whole_and_of_the_pieces_have_their_names() -> None:
    assert display_html("a = b", frozenset({"b"})).count('data-symbol="b"') == 2


def test_the_pieces_are_what_no_line_breaks() -> None:
    assert pieces(r"a = b + c, \quad d = e") == ["a", "= b", "+ c,", "d", "= e"]


def test_a_bracket_that_stands_alone_cuts_no_group() -> None:
    rows = r"\begin{aligned} a &= b) \\ c &= d \end{aligned}"
    assert pieces(rows) == [rows]
    assert pieces("b) = c") == ["b)", "= c"]
    assert display_html(rows, frozenset()).count("<math") == 1


def test_a_display_of_which_a_piece_is_no_formula_is_shown_whole() -> None:
    assert display_html("x_= 1", frozenset()).count("<math") == 1
