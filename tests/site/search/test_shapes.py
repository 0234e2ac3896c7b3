import pytest

from tests.site.search.engine import Engine

KNOWN = [
    ["(m, k), (k, n) -> (m, n)"],
    ["(m, n) -> (n, m)"],
    ["(n,), (n,) -> ()"],
    ["f: (n,) -> (m,), Jacobian (m, n)"],
    ["(..., d) -> (..., d)"],
]
SCORES = """
({ShapeIndex}, [known, query]) => [...new ShapeIndex(known.map(shapes => ({shapes}))).scores(query)]
"""


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("(m, k) x (k, n) -> (m, n)", 3),
        ("[64, 10] @ [10, 3] -> [64, 3]", 3),
        ("R^n -> R^m", 2),
        ("ℝⁿ → ℝᵐ", 2),
        ("m×n = (m×r)(r×n)", 3),
        ("3 by 5 to 5 by 3", 2),
        ("(n,) -> ()", 2),
        ("() -> ()", 2),
        (r"\mathbb{R}^{m \times n}", 1),
        (r"A \in \mathbb{R}^{m\times n}", 1),
        (r"\mathbb{R}^n \to \mathbb{R}_{\ge 0}", 2),
        ("R^n x R^n -> R", 3),
        ("f: R -> R", 2),
        ("t in [0, 1] -> (d,)", 2),
        ("(batch, channels, height/2) -> (batch, classes)", 2),
        (r"\sum_i (x, y) (m, n)", 0),
        ("(d,) and (d,) -> scalar", 3),
        ("x in [0, 1]", 0),
        ("f(x, y) = 2", 0),
        ("torch.zeros(3, 5)", 0),
        (r"\frac{a}{b} (m, n)", 0),
        ("how to transpose a matrix", 0),
        ("", 0),
    ],
)
def test_shapes_are_told_from_all_else(engine: Engine, query: str, count: int) -> None:
    assert len(engine("({shapesOf}, query) => shapesOf(query).map(([shape]) => shape)", query)) == (
        count
    )


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("(m, k) x (k, n) -> (m, n)", 0),
        ("(rows, same) @ (same, cols) -> (rows, cols)", 0),
        ("[64, 784] @ [784, 10] -> [64, 10]", 0),
        ("(rows, cols) -> (cols, rows)", 1),
        ("3 by 5 gives 5 by 3", 1),
        ("(d,) and (d,) -> ()", 2),
        ("(8, 128, 512) -> (8, 128, 512)", 4),
        ("(m, k) (k, l) (l, n) -> (m, n)", 0),
        ("A (m, n), its transpose (n, m)", 1),
        ("m x n becomes n x m", 1),
        (r"f: \mathbb{R}^n \to \mathbb{R}^m, m \times n", 3),
    ],
)
def test_a_signature_finds_its_formula_whatever_the_sizes_are_called(
    engine: Engine, query: str, best: int
) -> None:
    scores = engine(SCORES, [KNOWN, query])
    assert scores.index(max(scores)) == best
    assert scores[best] > sorted(scores)[-2]
    assert scores[best] > 0.9


def test_sizes_that_differ_are_not_taken_for_equal(engine: Engine) -> None:
    equal, different = (
        engine(SCORES, [KNOWN, query])[0]
        for query in ("(a, b) x (b, c) -> (a, c)", "(a, b) x (c, d) -> (a, d)")
    )
    assert equal > different


def test_without_shapes_nothing_is_alike(engine: Engine) -> None:
    assert engine(SCORES, [KNOWN, "how to transpose"]) == [0] * len(KNOWN)


def test_the_words_beside_the_shapes_are_left(engine: Engine) -> None:
    rest = engine("({withoutShapes}, query) => withoutShapes(query)", "logits (N, C) -> (N, C) sum")
    assert rest.split() == ["logits", "sum"]


def test_the_vectors_of_a_layer_are_seldom_told(engine: Engine) -> None:
    known = [
        ["x (..., d), weight (d,), bias (d,) -> (..., d)"],
        ["x (..., d), y (..., d) -> (..., d)"],
    ]
    layer, sum_ = engine(SCORES, [known, "(B, T, C) -> (B, T, C)"])
    assert layer > sum_


def test_what_is_elementwise_has_any_shape(engine: Engine) -> None:
    known = [["(..., d) -> (..., d)"], ["(...) -> (...), any shape"]]
    of_rows, of_each = engine(SCORES, [known, "(N, C) -> (N, C) elementwise"])
    assert of_each > of_rows
    of_rows, of_each = engine(SCORES, [known, "(N, C) -> (N, C)"])
    assert of_rows > of_each


def test_a_size_may_be_computed_from_several(engine: Engine) -> None:
    known = [["X (N, C, m, n), W (D, C, p, q) -> (N, D, m - p + 1, n - q + 1)"]]
    query = "(N, C, H, W) * (O, C, kh, kw) -> (N, O, H', W')"
    assert engine(SCORES, [known, query]) == [1]
