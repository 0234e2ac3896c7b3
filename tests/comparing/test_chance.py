"""Tests of random variables and of means over densities (chance.js, densities.js)."""

from functools import cache
import json
from typing import Any

import pytest

from scripts.base.paths import compare_file
from scripts.base.text import read_text
from scripts.comparing.verdicts import RIGHT, WRONG
from tests.comparing.asking import answers

IDS = (
    "probability_statistics/variance",
    "probability_statistics/covariance",
    "probability_statistics/expectation",
    "probability_statistics/bayes_theorem",
    "distributions_information/kl_divergence",
    "generative_models/evidence_lower_bound",
    "generative_models/gan_objective",
)


@cache
def formulas() -> list[dict[str, Any]]:
    files = [compare_file(identifier) for identifier in IDS]
    if not all(file.exists() for file in files):
        pytest.skip("not built: run `make site` first")
    return [json.loads(read_text(file)) for file in files]


RIGHT_FORMS = [
    (r"\sigma^2 = E[(X - \mu)^2]", 0),
    (r"\operatorname{Cov}(X, Y) = E(XY) - E(X) E(Y)", 1),
    (r"E[X] = \sum_x x P(X = x)", 2),
    (r"E[X] = \sum_{x \in \mathcal{X}} x p(x)", 2),
    (r"E(Z) = \sum_z z f_Z(z)", 2),
    (r"\mathbb{E}[X] = \int_{-\infty}^{\infty} x f(x) dx", 2),
    (r"P(A \mid B) = P(B \mid A) P(A) / P(B)", 3),
    (r"p(x \mid y) = \frac{p(y \mid x) p(x)}{p(y)}", 3),
    (r"P(y \mid x) = \frac{P(x \mid y) P(y)}{P(x)}", 3),
    (
        r"p(\theta \mid \mathcal{D}) = \frac{p(\mathcal{D} \mid \theta) p(\theta)}{p(\mathcal{D})}",
        3,
    ),
    (r"P(C_k | x) = \frac{P(x | C_k) P(C_k)}{\sum_j P(x | C_j) P(C_j)}", 3),
    (r"D_{KL}(P \| Q) = \mathbb{E}_{x \sim P}[\log P(x) - \log Q(x)]", 4),
    (r"\log p(x) \ge \mathbb{E}_{q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \| p(z))", 5),
    (
        r"\min_G \max_D V(D, G) = \mathbb{E}_{x \sim p_{\text{data}}(x)}[\log D(x)]"
        r" + \mathbb{E}_{z \sim p_z(z)}[\log(1 - D(G(z)))]",
        6,
    ),
    (r"D^*(x) = \frac{p_{data}(x)}{p_{data}(x) + p_g(x)}", 6),
]
WRONG_FORMS = [
    r"\operatorname{Cov}(X, Y) = E[X - E[X]] \, E[Y - E[Y]]",
    r"\operatorname{Cov}(X, Z) = E[(X - E[X]) (Y - E[Y])]",
    r"\operatorname{Cov}(X, R) = E[(X - E[X]) (Y - E[Y])] = E[X Y] - E[X] E[Y]",
    r"E[X] = \sum_x P(X = x)",
    r"E[X] = \sum_x p(x)",
    r"E[X] = \int_{-\infty}^{\infty} x^2 f(x) dx",
    r"p(\theta \mid x) = p(x \mid \theta) p(\theta)",
    r"P(C_k | x) = \frac{P(x | C_k) P(C_k)}{\sum_j P(x | C_j)}",
    r"D_{KL}(P \| Q) = \mathbb{E}_{x \sim Q}[\log P(x) - \log Q(x)]",
    r"\log p(x) \ge \mathbb{E}_{q(z|x)}[\log p(x|z)] + D_{KL}(q(z|x) \| p(z))",
    r"D^*(x) = \frac{p_g(x)}{p_{data}(x) + p_g(x)}",
    r"\min_G \max_D V(D, G) = \mathbb{E}_{x \sim p_{\text{data}}(x)}[\log(1 - D(x))]"
    r" + \mathbb{E}_{z \sim p_z(z)}[\log D(G(z))]",
]


@pytest.mark.parametrize(("paste", "number"), RIGHT_FORMS)
def test_a_form_of_papers_is_recognized(paste: str, number: int) -> None:
    [answer] = answers([paste], formulas())
    assert (answer["verdict"] in RIGHT, answer["formula"]) == (True, IDS[number])


def test_only_letters_that_the_reader_wrote_are_told() -> None:
    pastes = [paste for paste, _ in RIGHT_FORMS]
    for paste, answer in zip(pastes, answers(pastes, formulas()), strict=True):
        letters = [theirs for theirs, _ in answer["renaming"] if theirs.startswith("\\mathcal")]
        assert [each for each in letters if each not in paste] == []


def test_no_wrong_form_is_called_right() -> None:
    told = answers(WRONG_FORMS, formulas())
    right = [w for w, a in zip(WRONG_FORMS, told, strict=True) if a["verdict"] in RIGHT]
    assert right == []


def test_a_variance_of_other_values_is_told_by_another_name_of_it() -> None:
    right, wrong = r"\sigma^2 = E[X^2] - (E[X])^2", r"\sigma^2 = E[X^2] + (E[X])^2"
    one, other, renamed = answers([right, wrong, wrong.replace("X", "Z")], formulas())
    assert (one["verdict"], other["verdict"]) == ("same", "different")
    assert one["formula"] == other["formula"] == IDS[0]
    assert renamed["verdict"] == "different"


def test_a_covariance_of_other_values_is_told() -> None:
    [answer] = answers(WRONG_FORMS[:1], formulas())
    assert (answer["verdict"], answer["formula"]) == ("different", IDS[1])
    assert answer["counterexample"]["yours"] != answer["counterexample"]["ours"]


@pytest.mark.parametrize(
    "paste",
    [
        r"P(A \mid B) = \frac{P(B \mid A) P(B)}{P(A)}",
        r"P(H \mid E) = \frac{P(H \mid E) P(H)}{P(E)}",
        r"P(\theta \mid D) = \frac{P(D \mid \theta) P(D)}{P(\theta)}",
        r"P(x \mid y) = \frac{P(y \mid x)}{P(y)}",
    ],
)
def test_a_wrong_theorem_of_bayes_is_told_with_its_values(paste: str) -> None:
    [answer] = answers([paste], formulas())
    assert (answer["verdict"], answer["formula"]) == ("different", IDS[3])
    assert answer["counterexample"]["yours"] != answer["counterexample"]["ours"]


@pytest.mark.parametrize(
    "paste",
    [
        r"P(A \mid B) = P(A)",  # where they are independent
        r"P(A \mid B) = \frac{P(A, B)}{P(B)}",
        r"P(A \mid B, C) = \frac{P(B \mid A, C) P(A \mid C)}{P(B \mid C)}",
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B \mid A) P(A) + P(B \mid C) P(C)}",
    ],
)
def test_what_holds_under_a_condition_or_of_more_events_is_not_called_wrong(paste: str) -> None:
    [answer] = answers([paste], formulas())
    assert answer["verdict"] not in WRONG
