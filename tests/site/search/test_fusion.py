"""The whole engine, with the index of the site."""

import pytest

from tests.site.search.engine import Engine

SEARCH = """
({engine}, query) => {
  const { formulas, pages, close } = engine.search(query)
  return {
    close,
    formulas: formulas.map(({ formula }) => formula.location.split("/")[1]),
    scores: formulas.map(({ score }) => score),
    pages: pages.map(({ page }) => page.location),
  }
}
"""


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("softmax", "softmax"),
        ("Softmax ", "softmax"),
        ("logistic function", "sigmoid"),
        ("batch gradient descent", "gradient_descent"),
        ("torch.optim.Adam", "adam"),
        ("einsum", "matrix_multiplication"),
    ],
)
def test_a_name_wins_over_all_else(engine: Engine, query: str, slug: str) -> None:
    found = engine(SEARCH, query)
    assert found["formulas"][0] == slug
    assert found["scores"][0] > 1 and found["close"]


@pytest.mark.parametrize("query", ["softmax", r"\frac{a}{b}", "(m, n) -> (n, m)", "x.mean()"])
def test_the_best_comes_first(engine: Engine, query: str) -> None:
    scores = engine(SEARCH, query)["scores"]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_no_query_finds_nothing_and_misses_nothing(engine: Engine, query: str) -> None:
    assert engine(SEARCH, query) == {"close": True, "formulas": [], "scores": [], "pages": []}


@pytest.mark.parametrize("query", ["zzyzx qwrtk", "zzyzx-qwrtk", r"\aleph_0 \cup", "🤖"])
def test_for_nonsense_no_formula_is_close(engine: Engine, query: str) -> None:
    assert engine(SEARCH, query)["close"] is False


def test_pages_are_found_by_words_but_not_by_formulas(engine: Engine) -> None:
    assert "notation/" in [page.split("#")[0] for page in engine(SEARCH, "notation")["pages"]]
    assert engine(SEARCH, r"\frac{\partial f}{\partial x}")["pages"] == []


def test_an_index_without_formulas_is_searched_in_vain(engine: Engine) -> None:
    empty = "({SearchEngine}, index) => new SearchEngine(index).search('softmax').formulas"
    assert engine(empty, {"formulas": {}, "pages": []}) == []


@pytest.mark.parametrize(
    "query", ["multi-head attention", "causal self-attention", "top-p sampling", "zzyzx-qwrtk"]
)
def test_a_hyphen_joins_words(engine: Engine, query: str) -> None:
    assert engine(SEARCH, query) == engine(SEARCH, query.replace("-", " "))


@pytest.mark.parametrize("query", ["x-y", "w-lr*grad", "y-softmax(z)", "mean-\\mu", "w - gradient"])
def test_where_another_sign_stands_or_no_word_a_hyphen_is_a_minus(
    engine: Engine, query: str
) -> None:
    assert engine(SEARCH, query) != engine(SEARCH, query.replace("-", " "))


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("how are you", 0, 0),
        ("gradient of the loss", 0, 0.3),
        ("E[X] of a random variable", 0.1, 0.8),
        ("x^2", 0.9, 1),
        (r"\frac{a}{b}", 0.9, 1),
        ("∂f/∂x", 0.9, 1),
        ("", 0, 0),
    ],
)
def test_a_sentence_is_told_from_a_formula(
    engine: Engine, query: str, low: float, high: float
) -> None:
    assert low <= engine("({mathematical}, query) => mathematical(query)", query) <= high


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("np.linalg.svd(w)", ["svd"]),
        ("x.exp()", ["exp"]),
        ("torch.nn.functional.relu(x)", ["relu"]),
        ("F.softmax(x, dim=-1).sum(-1)", ["softmax", "sum"]),
        ("a + b", []),
    ],
)
def test_code_names_the_functions_that_it_calls(
    engine: Engine, code: str, names: list[str]
) -> None:
    assert engine("({apiNames}, code) => apiNames(code)", code) == names


def test_a_fraction_of_which_only_the_bracket_is_typed_is_searched_for(engine: Engine) -> None:
    assert engine(SEARCH, "\\frac{\\")["close"] in (True, False)


def test_a_formula_is_found_by_an_acronym_in_it(engine: Engine) -> None:
    found = engine(
        "({engine}, query) => engine.search(query).formulas[0].formula.location",
        r"\mathcal{L}_{DPO} = -\mathbb{E}",
    )
    assert found == "reinforcement_learning/dpo_loss/"
