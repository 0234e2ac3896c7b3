"""The parser takes whatever is typed: unfinished, nonsense, far too long."""

import random
from typing import Any

import pytest

from tests.search.test_queries import QUERIES
from tests.site.search.engine import Engine

TREES = "({parse}, text) => JSON.parse(JSON.stringify(parse(text)))"
# All that a query goes through, as a formula, as code and as what it looks like; what throws.
BROKEN = """
({parse, canonical, features}, texts) => texts.filter(text => {
  try {
    for (const python of [false, true, undefined]) parse(text, python).map(canonical).map(features)
  } catch { return true }
})
"""
WORDS = r"""
\frac \sqrt \sum_{ \left( \right) \begin{cases} \end{cases} \\ & \over \partial \nabla
\mathbb{E} \hat \operatorname{ \lVert \rVert \mid \langle \rangle \to \lim_ \text{ \dot { }
( ) [ ] | || ^ _ ' , ; : . = + - * / ** @ <- -> # % $ ~ \ " x y_i e^ 2 0.5 1e-9 exp( np.exp(
x.T .mean() for in lambda def return self. torch. ∂ ∇ Σ √ ‖ ⟨ ⟩ ᵀ ⁻¹ ₜ₊₁ x̂ α 𝔼 · × → ′ ½ 🤖
"""
PIECES = [*WORDS.split(), "\n", "\u202e", "\u0302", "\ufeff"]
LONG = {
    "openers": "(" * 20_000,
    "closers": ")" * 20_000,
    "fractions": r"\frac{" * 5_000,
    "scripts": "x_{" * 5_000,
    "powers": "x^" * 50_000,
    "roots": "√" * 10_000,
    "bars": "|x" * 3_000,
    "minus signs": "-" * 20_000,
    "nested sums": r"\sum_{i} (" * 2_000,
    "begins": r"\begin{cases}" * 2_000,
    "terms": "x + " * 5_000,
    "factors": "x y " * 5_000,
    "letters": "x" * 20_000,
    "calls": "f(" * 10_000,
    "capitals": "U(2" * 10_000,
    "denominators": "B A x/r " * 1_500,
    "attributes": "x.mean()" * 2_000,
    "sentence": "how do I normalize this " * 1_000,
}
UNFINISHED = [
    (r"\frac{a}{b", r"\frac{a}{b}"),
    (r"\frac{a}{b} + c", r"\frac{a}{b} + c"),
    (r"\sqrt{x", r"\sqrt{x}"),
    (r"\left( a + b", "(a + b)"),
    (r"\exp(x", r"\exp(x)"),
    (r"\lVert x", r"\lVert x \rVert"),
    (r"x_{i", "x_{i}"),
    (r"\begin{cases} x & x > 0", r"\begin{cases} x & x > 0 \end{cases}"),
    (r"\frac{a}{\sq", r"\frac{a}{\sqrt"),
]


def random_texts(count: int) -> list[str]:
    chance = random.Random(0)
    return [" ".join(chance.choices(PIECES, k=chance.randint(1, 25))) for _ in range(count)]


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("a + b", ["add"]),
        ("a b", ["mul"]),
        ("a = b", ["eq"]),
        (r"\frac{a}{b}", ["frac"]),
        ("x^2", ["pow"]),
        ("x_i", ["letter"]),
        ("f(x)", ["call"]),
        (r"\lambda(x + y)", ["mul"]),
        ("X(Y + Z)", ["mul"]),
        (r"a = 1, \quad b = 2", ["eq", "eq"]),
        ("x_1 + x_2 + \\dots + x_n", ["sum"]),
        ("h^{(l)}", ["letter"]),
        ("for i in range(3): x = x + 1", ["eq"]),
        ("", []),
        (")", []),
        (", ;", []),
    ],
)
def test_a_text_is_read_as_statements(engine: Engine, text: str, operations: list[str]) -> None:
    assert [tree["op"] for tree in engine(TREES, text)] == operations


@pytest.mark.parametrize(("typed", "finished"), UNFINISHED)
def test_what_is_missing_at_the_end_is_left_out(engine: Engine, typed: str, finished: str) -> None:
    assert meaning(engine, typed) == meaning(engine, finished)


@pytest.mark.parametrize("text", ["a + ", "a / ", "max(0,", "e^", r"\frac{a}{", "x = "])
def test_any_variable_may_follow_an_operator_at_the_end(engine: Engine, text: str) -> None:
    assert '"?"' in str(engine("({parse}, text) => JSON.stringify(parse(text))", text))


def test_every_beginning_of_every_display_is_read(
    engine: Engine, catalog: list[dict[str, Any]]
) -> None:
    displays = [display["tex"] for entry in catalog for display in entry["displays"]]
    assert engine(BROKEN, beginnings(displays)) == []


def test_every_beginning_of_every_query_is_read(engine: Engine) -> None:
    assert engine(BROKEN, beginnings([query["query"] for query in QUERIES])) == []


def test_random_pieces_of_formulas_are_read(engine: Engine) -> None:
    assert engine(BROKEN, random_texts(2000)) == []


@pytest.mark.parametrize("query", [r"a \frac", "a /", r"a \sqrt", r"a \sum", r"\frac \frac", "a ^"])
def test_an_operation_without_operands_is_read(engine: Engine, query: str) -> None:
    assert engine(BROKEN, [query]) == []


@pytest.mark.parametrize(
    "name",
    list(LONG),
)
def test_very_long_and_very_deep_texts_are_read(engine: Engine, name: str) -> None:
    assert not engine(BROKEN, [LONG[name]])


def beginnings(texts: list[str]) -> list[str]:
    return [text[:end] for text in texts for end in range(len(text) + 1)]


def meaning(engine: Engine, text: str) -> object:
    return engine("({parse, canonical}, text) => JSON.stringify(parse(text).map(canonical))", text)
