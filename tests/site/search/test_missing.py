"""What is not here is said so, and nothing that is here is said to be missing."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.search.test_queries import ABSENT, QUERIES
from tests.site.search.engine import Engine

# The share of the queries for what is not here that must be told so, by kind.
HONEST = {"near": 0.88, "name": 0.82, "api": 0.96, "latex": 0.62, "shape": 0.45, "code": 0.7}
UNSEEN = {"near": 0.75, "name": 0.82, "api": 0.96, "latex": 0.66}  # of those nobody saw before
FALSE_ALARMS = 0.0065  # the share of queries for formulas of the site
MISSING = "({engine}, query) => engine.search(query).missing?.name ?? null"
SENTENCE = "({engine}, query) => engine.search(query).missing?.mention?.sentence ?? null"
ITEMS = "({engine, resultItems}, query) => resultItems(engine.search(query), query).items"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("RWKV", "RWKV"),
        ("kalman filter", "kalman filter"),
        ("instance norm", "instance norm"),
        ("hinge loss", "hinge loss"),
        ("Jensen-Shannon divergence", "Jensen-Shannon divergence"),
        ("RAdam", "RAdam"),
        ("F.mish", "F.mish"),
        ("torch.nn.Fold", "torch.nn.Fold"),
        ("group_norm", "group_norm"),
        (r"\frac{x^{\alpha-1} (1-x)^{\beta-1}}{\mathrm{B}(\alpha, \beta)}",) * 2,
        ("(m, n) x (p, q) -> (mp, nq)",) * 2,
        ("what is rwkv?", "rwkv"),
        ("zero-shot", "zero-shot"),
        ("torch.nn.GroupNorm", "torch.nn.GroupNorm"),
        ("F.swiglu", "F.swiglu"),
        ("monte carlo tree search", "monte carlo tree search"),
        ("how does group norm work", "group norm"),
        ("ELU(x)", "ELU(x)"),
        (r"\operatorname{ELU}(x) = x", r"\operatorname{ELU}(x) = x"),
        ("norm = nn.GroupNorm(2, 4)", "norm = nn.GroupNorm(2, 4)"),
        ("torch.sqrt", "torch.sqrt"),
        ("np.kron(A, B)", "np.kron(A, B)"),
        ("optax.lamb", "optax.lamb"),
    ],
)
def test_a_name_that_is_not_here_is_said_so(engine: Engine, query: str, name: str) -> None:
    assert engine(MISSING, query) == name


def test_the_sentence_that_mentions_it_comes_first(engine: Engine) -> None:
    sentence = engine(SENTENCE, "K-FAC")
    assert "K-FAC" in sentence
    first = engine(ITEMS, "K-FAC")[0]
    assert (first["title"], first["line"]) == ("Matrix inverse", sentence)
    assert not first.get("far")


def test_the_nearest_formulas_are_marked_as_such(engine: Engine) -> None:
    found = engine(ITEMS, "zero-shot")
    assert 0 < len(found) <= 3 and all(item["far"] for item in found)


def test_hardly_any_query_for_a_formula_of_the_site_is_called_missing(engine: Engine) -> None:
    queries = [query["query"] for query in QUERIES]
    told = [name for name in engine.map(MISSING, queries) if name]
    assert len(told) <= FALSE_ALARMS * len(queries), told


def test_no_name_and_no_question_of_a_formula_is_called_missing(engine: Engine, site: Path) -> None:
    formulas: dict[str, Any] = json.loads((site / "search/index.json").read_text())["formulas"]
    several = [*formulas["aliases"], *formulas["pytorch"], *formulas["questions"]]
    asked = [*formulas["title"], *(name for names in several for name in names)]
    assert [name for name in engine.map(MISSING, asked) if name] == []


def test_no_display_of_the_site_is_called_missing(engine: Engine, site: Path) -> None:
    formulas: dict[str, Any] = json.loads((site / "search/index.json").read_text())["formulas"]
    displays = [tex for several in formulas["displays"] for tex in several]
    assert [name for name in engine.map(MISSING, displays) if name] == []


@pytest.mark.parametrize("kind", sorted(HONEST))
def test_most_of_what_is_not_here_is_said_to_be_missing(engine: Engine, kind: str) -> None:
    expect_told(engine, [query for query in ABSENT if query["kind"] == kind], HONEST[kind])


@pytest.mark.parametrize("kind", sorted(UNSEEN))
def test_what_nobody_saw_before_is_said_to_be_missing_too(engine: Engine, kind: str) -> None:
    unseen = [query for query in ABSENT if query["kind"] == kind and query["blind"]]
    expect_told(engine, unseen, UNSEEN[kind])


def expect_told(engine: Engine, absent: list[dict[str, Any]], wanted: float) -> None:
    queries = [query["query"] for query in absent]
    told = engine.map(MISSING, queries)
    found = [query for query, name in zip(queries, told, strict=True) if name is None]
    share = 1 - len(found) / len(queries)
    assert share >= wanted, f"{share:.2f} are told, not {found}"


@pytest.mark.parametrize(
    "query",
    [
        r"\frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x-",
        r"\log(1 + e^",
        "how do I normalize a distribution",
    ],
)
def test_what_is_unfinished_or_a_sentence_is_not_called_missing(engine: Engine, query: str) -> None:
    assert engine(MISSING, query) is None


@pytest.mark.parametrize(
    "query",
    [
        "layernorm eps",
        "attention complexity",
        "np.maximum(0,x)",
        "ignore_index",
        "what is lora_alpha",
        "fix for dying relu units",
        "what do generator and discriminator optimize",
        "product rule of probability",
        "F.softplus(-real).mean() + F.softplus(fake).mean()",
    ],
)
def test_what_asks_about_a_formula_is_not_called_missing(engine: Engine, query: str) -> None:
    assert engine(MISSING, query) is None


@pytest.mark.parametrize(
    "query", ["softma", "layer nor", "adma", "sofmax", "eigan values", "α", ""]
)
def test_what_is_unfinished_or_misspelled_is_not_called_missing(engine: Engine, query: str) -> None:
    assert engine(MISSING, query) is None
