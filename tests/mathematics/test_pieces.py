import pytest

from scripts.mathematics.pieces import pieces


@pytest.mark.parametrize(
    ("tex", "cut"),
    [
        ("x", ["x"]),
        ("a = b", ["a", "= b"]),
        (r"a = b, \quad c \le d", ["a", r"= b, \quad", "c", r"\le d"]),
        (r"\sum_{i=1}^{n} x_i = s", [r"\sum_{i=1}^{n} x_i", "= s"]),
        ("P(X = x)", ["P(X = x)"]),
        (r"\left( a = b \right) = c", [r"\left( a = b \right)", "= c"]),
        (r"\{ x = 1 \}", [r"\{ x = 1 \}"]),
        (r"\begin{aligned} a &= b \end{aligned}", [r"\begin{aligned} a &= b \end{aligned}"]),
        (r"a \leftarrow b", [r"a \leftarrow b"]),
    ],
)
def test_a_formula_is_cut_where_a_line_may_break(tex: str, cut: list[str]) -> None:
    assert pieces(tex) == cut
