"""Expectations and probabilities."""

from pathlib import Path

import pytest

from tests.checker.pages import X, accepts, raises, refuses, verdict, write_page


def test_what_can_only_be_simulated_is_sampled(tmp_path: Path) -> None:
    code = """
import torch
from torch import distributions as D


class Dice(D.Distribution):
    arg_constraints = {}

    def sample(self, shape=()):
        return torch.randint(1, 7, shape).to(torch.float64)


def given():
    return {"X": Dice()}
"""
    found = verdict(tmp_path, r"\mathbb{E}[X] = 3.5", r"$X \sim P$: a die", code=code)
    assert found.status == "sampled"
    refuses(tmp_path, "one side is", r"\mathbb{E}[X] = 3", r"$X \sim P$: a die", code=code)


def test_a_probability_is_taken_of_what_is_distributed_so(tmp_path: Path) -> None:
    code = "import torch\nfrom torch import distributions as D\n\n\n"
    code += "def given():\n    half = torch.tensor(0.5, dtype=torch.float64)\n"
    code += "    return {'X': D.Bernoulli(half), 'Y': D.Bernoulli(half)}"
    symbols = [r"$X \sim p$: a coin", r"$Y \sim q$: another coin"]
    refuses(tmp_path, "Y is not distributed so", r"p(X = 1) = p(Y = 1)", *symbols, code=code)


@pytest.mark.parametrize(
    "display",
    [
        r"\mathbb{E}[X Y] = \mathbb{E}[X] \mathbb{E}[Y]",
        r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",
        r"\operatorname{Cov}(X, Y) = 0",
    ],
)
def test_independence_is_declared_never_assumed(display: str, tmp_path: Path) -> None:
    refuses(tmp_path, "X and Y have no joint law", display, r"$X, Y \sim P$: any two variables")


def test_a_continuous_variable_has_no_probability_of_a_value(tmp_path: Path) -> None:
    symbols = [r"$X \sim \mathcal{N}(0, 1)$: a variable", r"$x \in \mathbb{R}$: a value"]
    display = r"P(X = x) = \frac{1}{\sqrt{2 \pi}} e^{-x^2 / 2}"
    refuses(tmp_path, "write p(x)", display, *symbols)


def test_a_mean_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    symbols = [r"$X \sim \operatorname{StudentT}(1)$: heavy tails", r"$x \in \mathbb{R}$: a number"]
    refuses(tmp_path, "is it finite", r"\mathbb{E}[X] = x", *symbols)


def test_copies_say_that_they_are_independent(tmp_path: Path) -> None:
    page = write_page(tmp_path, r"\mathbb{E}[X_1] = 0", r"$X_1, \ldots, X_n \sim P$: a sample")
    raises(page, 7, "are they independent")


NORMAL = (
    r"$X \sim \mathcal{N}(\mu, \sigma^2)$: a normal variable",
    r"$\mu \in \mathbb{R}$: its mean",
    r"$\sigma^2 \in \mathbb{R}_{>0}$: its variance",
)
TWICE = "def reference(*, sigma_2):\n    return 2 * sigma_2"


@pytest.mark.parametrize("moment", [r"\operatorname{Var}(X)", "H(X)", r"\operatorname{Cov}(X, X)"])
def test_a_law_tells_its_moments_whatever_a_reference_says(tmp_path: Path, moment: str) -> None:
    refuses(tmp_path, "one side is", rf"{moment} = 2 \sigma^2 + 0 \mu", *NORMAL, code=TWICE)


def test_a_reference_defines_a_moment_of_data(tmp_path: Path) -> None:
    code = "def reference(x):\n    return x.var(correction=0)"
    mean = r"\bar{x} = \frac{1}{n} \sum_i x_i"
    variance = r"\operatorname{Var}(\mathbf{x}) = \frac{1}{n} \sum_i (x_i - \bar{x})^2"
    accepts(
        tmp_path, rf"{variance}, \quad {mean}", r"$\mathbf{x} \in \mathbb{R}^{n}$: data", code=code
    )


def test_a_covariance_with_a_constant_is_zero(tmp_path: Path) -> None:
    law = r"$X \sim \mathcal{N}(0, 1)$: normal"
    accepts(tmp_path, r"\operatorname{Cov}(X, x) = 0", law, X)
    refuses(tmp_path, "", r"\operatorname{Cov}(X, x) = x", law, X)
