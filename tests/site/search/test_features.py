import pytest

from tests.site.search.engine import Engine

# Features of all statements; the very letters aside, which count little.
FEATURES = """
({parse, canonical, features}, text) => parse(text).map(canonical)
  .map(tree => [...features(tree)].filter(([name]) => !name.startsWith("s:")).sort())
"""
SHAPE = "({parse, canonical, shape}, text) => parse(text).map(canonical).map(shape)"
RENAMED = [
    (r"\frac{e^{x_i}}{\sum_j e^{x_j}}", r"\frac{e^{z_k}}{\sum_l e^{z_l}}"),
    (r"\theta = \theta - \eta \nabla L(\theta)", r"w = w - \alpha \nabla J(w)"),
    (r"\sigma(x) = \frac{1}{1 + e^{-x}}", r"g(t) = \frac{1}{1 + e^{-t}}"),
    (r"\mathbf{A}\mathbf{v} = \lambda \mathbf{v}", r"Bq = \mu q"),
    (r"C_{ij} = \sum_k A_{ik} B_{kj}", r"Z_{pq} = \sum_s X_{ps} Y_{sq}"),
    ("A_{ik} B_{kj}", "X_{pr} Y_{rq}"),
    ("def f(x): return x / (1 + x)", "def g(y): return y / (1 + y)"),
]
REORDERED = [
    ("a + b^2", "b^2 + a"),
    ("x \\sqrt{y}", "\\sqrt{y} x"),
    ("a = b^2", "b^2 = a"),
    (r"x + \frac{1}{x}", r"\frac{1}{x} + x"),
    (r"a \exp(b) + \log c", r"\log c + \exp(b) a"),
]
ORDERED = [
    (r"\frac{x}{1 + x}", r"\frac{1 + x}{x}"),
    ("x^{y + 1}", "(y + 1)^x"),
    ("x - y^2", "y^2 - x"),
    (r"\frac{x^2}{y}", r"\frac{y}{x^2}"),
]


@pytest.mark.parametrize(("formula", "other"), RENAMED)
def test_the_names_of_variables_do_not_matter(engine: Engine, formula: str, other: str) -> None:
    assert engine(FEATURES, formula) == engine(FEATURES, other)
    assert engine(SHAPE, formula) == engine(SHAPE, other)


@pytest.mark.parametrize(("formula", "other"), REORDERED)
def test_the_order_of_sums_products_and_equations_does_not_matter(
    engine: Engine, formula: str, other: str
) -> None:
    assert engine(FEATURES, formula) == engine(FEATURES, other)
    assert engine(SHAPE, formula) == engine(SHAPE, other)


@pytest.mark.parametrize(("formula", "other"), ORDERED)
def test_the_order_of_all_else_matters(engine: Engine, formula: str, other: str) -> None:
    assert engine(FEATURES, formula) != engine(FEATURES, other)


def test_one_variable_twice_is_not_two_variables(engine: Engine) -> None:
    assert engine(SHAPE, "x / (1 + x)") != engine(SHAPE, "x / (1 + y)")


def test_the_very_letters_count_a_little(engine: Engine) -> None:
    weights = dict(
        engine(
            "({parse, canonical, features}, text) => [...features(canonical(parse(text)[0]))]",
            r"\eta^2",
        )
    )
    assert 0 < weights["s:eta"] < weights["t:pow(#0,2)"]


def test_what_lies_deeper_weighs_less(engine: Engine) -> None:
    weight = """
    ({parse, canonical, features}, text) => features(canonical(parse(text)[0])).get("o:exp")
    """
    assert engine(weight, "1 + e^x") > engine(weight, r"\sqrt{1 / (1 + e^x)}")


def test_what_is_not_typed_yet_may_be_any_variable(engine: Engine) -> None:
    known = {name for name, _ in engine(FEATURES, r"\frac{x}{1 + e^{-x}}")[0]}
    typed = {name for name, _ in engine(FEATURES, r"\frac{x}{1 + e^{-")[0]}
    assert typed <= known
