import pytest

from tests.site.search.engine import Engine

FORMULAS = [
    {"symbols": [r"\lambda", r"\mathbf{v}"], "displays": [r"Av = \lambda v"], "inline": []},
    {"symbols": [r"\beta_1", r"\beta_2"], "displays": [r"\hat{m}_t"], "inline": [r"\lambda > 0"]},
    {"symbols": ["f"], "displays": [r"\nabla f = \sqrt{\sigma^2}"], "inline": []},
]
BEST = """
({SymbolIndex}, [formulas, query]) => {
  const scores = [...new SymbolIndex(formulas).scores(query)]
  return Math.max(...scores) > 0 ? scores.indexOf(Math.max(...scores)) : null
}
"""


@pytest.mark.parametrize(
    ("query", "symbols"),
    [
        ("λ", ["lambda"]),
        ("lambda", ["lambda"]),
        (r"\lambda", ["lambda"]),
        ("β₂", ["beta_2"]),
        ("σ²", ["sigma^2"]),
        ("∇", ["grad"]),
        ("nabla", ["grad"]),
        ("a", ["a"]),
        ("what is λ", ["lambda"]),
        ("learning rate η", ["eta"]),
        ("how to normalize a vector", []),
        ("", []),
    ],
)
def test_a_query_names_symbols(engine: Engine, query: str, symbols: list[str]) -> None:
    assert engine("({symbolsOf}, query) => symbolsOf(query)", query) == symbols


@pytest.mark.parametrize(
    ("query", "formula"),
    [
        ("λ", 0),
        ("lambda in Av", 0),
        ("β₂", 1),
        ("beta_1", 1),
        ("β₇", 1),
        ("m̂ₜ", 1),
        ("∇f", 2),
        ("σ²", 2),
        ("√", 2),
        ("ζ", None),
        ("hello", None),
    ],
)
def test_a_symbol_finds_its_formula(engine: Engine, query: str, formula: int | None) -> None:
    assert engine(BEST, [FORMULAS, query]) == formula


def test_a_symbol_that_is_explained_counts_more_than_one_in_the_text(engine: Engine) -> None:
    first, second, _ = engine(
        "({SymbolIndex}, [formulas, query]) => [...new SymbolIndex(formulas).scores(query)]",
        [FORMULAS, "λ"],
    )
    assert first > second > 0
