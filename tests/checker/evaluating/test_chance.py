"""Expectations and probabilities."""

from pathlib import Path

from tests.checker.pages import refuses, verdict


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
