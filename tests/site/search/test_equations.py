"""Tests of docs/assets/search/equations.js: which equation of a formula a result leads to."""

from typing import Any

import pytest

from tests.site.search.engine import Engine

ADAM = "optimization/adam/"
LOCATION = """({engine, resultItems}, query) =>
  resultItems(engine.search(query), query).items[0].location"""
ANCHOR = "({anchorFor}, [formula, query, mathematics]) => anchorFor(formula, query, mathematics)"
FORMULA: dict[str, Any] = {
    "displays": [
        r"\begin{aligned}y&=\begin{cases}0&x<0\\x&x>0\end{cases}\\z&=\frac{x}{2}\end{aligned}",
        r"w=x^2",
    ],
    "anchors": ["two-cases half", "square"],
}


def anchor(engine: Engine, query: str, formula: dict[str, Any] = FORMULA) -> str:
    return str(engine(ANCHOR, [formula, query, "=" in query]))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("bias correction", "bias-correction"),
        (r"\hat{m}_t = \frac{m_t}{1-\beta_1^t}", "bias-correction"),
        (r"\hat{v}_t = \frac{v_t}{1-\beta_2^t}", "v_hat_t"),
        (r"v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2", "second-moment"),
        ("m_hat = m / (1 - beta1**t)", "bias-correction"),
        ("epsilon hat", "epsilon-hat"),
    ],
)
def test_a_query_about_one_line_leads_to_that_line(engine: Engine, query: str, name: str) -> None:
    assert engine(LOCATION, query) == f"{ADAM}#{name}"


@pytest.mark.parametrize("query", ["adam", "Adam optimizer", "combine momentum with rmsprop"])
def test_a_query_about_the_whole_leads_to_the_page(engine: Engine, query: str) -> None:
    assert engine(LOCATION, query) == ADAM


def test_the_formula_that_a_page_starts_with_is_the_page(engine: Engine) -> None:
    assert engine(LOCATION, r"\frac{e^{x_i}}{\sum_j e^{x_j}}") == "probability_statistics/softmax/"


def test_the_words_of_a_label_find_its_formula(engine: Engine) -> None:
    assert engine(LOCATION, "heat equation").endswith("/#heat-equation")


def test_a_name_counts_with_all_its_words_only(engine: Engine) -> None:
    assert anchor(engine, "the two cases") == "#two-cases"
    assert anchor(engine, "two things") == ""


def test_of_two_names_in_a_query_the_longer_one_counts(engine: Engine) -> None:
    assert anchor(engine, "half of the two cases") == "#two-cases"


def test_rows_inside_of_a_row_belong_to_it(engine: Engine) -> None:
    assert anchor(engine, "z = x / 2") == "#half"


def test_mathematics_that_no_line_resembles_leads_to_the_page(engine: Engine) -> None:
    assert anchor(engine, r"\int_0^1 \cos(t) dt = 3") == ""


def test_a_name_of_python_is_no_word(engine: Engine) -> None:
    labels = engine("({labelsOf}, formula) => labelsOf(formula)", {"anchors": ["a-b v_hat_t", "c"]})
    assert labels == ["a-b", "c"]
