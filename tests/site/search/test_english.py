"""English in a query: apostrophes, comparisons, hyphens, and arguments that look like equations."""

import pytest

from tests.site.search.engine import Engine

FIRST = """({engine}, query) =>
  engine.search(query).formulas.slice(0, 3).map(({formula}) => formula.location.split("/")[1])"""
WITHOUT = "({withoutApostrophes}, query) => withoutApostrophes(query)"
NAMES = "({argumentNames}, query) => argumentNames(query)"


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("adam's update", "adam update"),
        ("adam’s update", "adam update"),
        ("what's softmax", "what softmax"),
        ("don't diverge", "diverge"),
        ("I'm lost", "I lost"),
        ("users' vectors", "users vectors"),
    ],
)
def test_an_apostrophe_of_english_is_no_prime(engine: Engine, query: str, meant: str) -> None:
    assert engine(WITHOUT, query).split() == meant.split()


@pytest.mark.parametrize(
    "query",
    ["f'", "y' = f(t, y)", "y’ = 2y", "g'(x) s", "tanh'(x)", "sigmoid' = s", "einsum('ij,jk->ik')"],
)
def test_a_prime_stays(engine: Engine, query: str) -> None:
    assert engine(WITHOUT, query) == query


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("what does bold A mean?", "what does bold A"),
        ("what do hats mean", "what do hats"),
        ("what is the mean", "what is the mean"),
        ("batch mean", "batch mean"),
    ],
)
def test_who_asks_what_something_means_asks_for_no_mean(
    engine: Engine, query: str, asked: str
) -> None:
    assert engine("({withoutMeaning}, query) => withoutMeaning(query)", query) == asked


@pytest.mark.parametrize("versus", ["vs", "vs.", "VS", "versus"])
@pytest.mark.parametrize("sides", [("softmax", "sigmoid"), ("adam", "lp_norm")])
def test_both_sides_of_a_comparison_are_found_first(
    engine: Engine, versus: str, sides: tuple[str, str]
) -> None:
    left, right = sides
    query = f"{left} {versus} {right.replace('_', ' ')}"
    assert set(engine(FIRST, query)[:2]) == {left, right}


def test_a_side_that_is_not_here_leaves_the_other_first(engine: Engine) -> None:
    assert engine(FIRST, "zzyzx vs softmax")[0] == "softmax"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("betas=(0.9, 0.999)", "betas"),
        ("eps = 1e-8", "eps"),
        ("lr=1e-3, eps=1e-8", "lr eps"),
        ("is_causal=True", "is_causal"),
        ("reduction='sum'", "reduction"),
        ("x=1", ""),
        ("sigma = 1", ""),
        ("det = 0", ""),
        ("z = wx + b", ""),
        ("y = f(t, y)", ""),
    ],
)
def test_arguments_are_found_by_their_names(engine: Engine, query: str, names: str) -> None:
    assert engine(NAMES, query) == names


def test_a_hyphen_joins_the_words_of_a_name(engine: Engine) -> None:
    assert engine(FIRST, "cross-entropy") == engine(FIRST, "cross entropy")
    assert engine(FIRST, "layer-norm") == engine(FIRST, "layer norm")
