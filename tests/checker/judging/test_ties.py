from pathlib import Path

import pytest

from tests.checker.pages import X, accepts, refuses

NUMBERS = r"$x, y \in \mathbb{R}$: numbers"
THRESHOLD = r"$\lambda \in \mathbb{R}_{>0}$: a threshold"
SHRUNK = r"y = x \, \mathbb{1}[|x| > \lambda]"
HARD = """
import torch.nn.functional as F


def reference(*, x, lambda_):
    return F.hardshrink(x, float(lambda_))
"""
SHARES = r"$\mathbf{p} \in \Delta^{n}$: shares"
REACHED = r"k = \sum_{i=1}^{n} \mathbb{1}\left[\sum_{j=1}^{i} p_j < \tau\right]"
COUNT = "def reference(*, p, tau):\n    return (p.cumsum(0) < tau).double().sum()"


def test_a_threshold_is_met_exactly(tmp_path: Path) -> None:
    accepts(tmp_path, SHRUNK, NUMBERS, THRESHOLD, code=HARD)
    blurred = SHRUNK.replace(">", r"\ge")
    refuses(tmp_path, "reference is 0", blurred, NUMBERS, THRESHOLD, code=HARD)


def test_so_is_one_of_sums_of_shares(tmp_path: Path) -> None:
    symbols = (SHARES, r"$\tau \in (0, 1)$: a threshold", r"$k \in \mathbb{N}_0$: a count")
    accepts(tmp_path, REACHED, *symbols, code=COUNT)
    refuses(tmp_path, "reference is", REACHED.replace("<", r"\le"), *symbols, code=COUNT)


def test_the_domain_of_the_threshold_is_obeyed(tmp_path: Path) -> None:
    apart = r"$\lambda \in (0.26, 0.49)$: a threshold that no half is equal to"
    accepts(tmp_path, SHRUNK.replace(">", r"\ge"), NUMBERS, apart, code=HARD)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\operatorname{round}(x)", r"\lfloor x + \tfrac12 \rfloor"),
        (r"\lfloor x \rceil", r"\lceil x - \tfrac12 \rceil"),
        (r"\lfloor x + \tfrac12 \rfloor", r"-\lfloor \tfrac12 - x \rfloor"),
        (r"\lceil x \rceil", r"\lfloor x \rfloor + 1"),
    ],
)
def test_an_exact_tie_decides_between_two_roundings(left: str, right: str, tmp_path: Path) -> None:
    refuses(tmp_path, "the other is", f"{left} = {right}", X)


@pytest.mark.parametrize(
    "display",
    [
        r"\operatorname{round}(x) = -\operatorname{round}(-x)",
        r"\lceil x \rceil = -\lfloor -x \rfloor",
        r"\lfloor 10 x \rfloor = \lfloor x / 0.1 \rfloor",
    ],
)
def test_roundings_that_agree_pass(display: str, tmp_path: Path) -> None:
    accepts(tmp_path, display, X)


QUANTIZED = r"q_i = \operatorname{round}\left(\frac{n x_i}{\max_j |x_j|}\right)"
VECTOR = [r"$\mathbf{x} \in \mathbb{R}^{m} \setminus \{\mathbf{0}\}$: numbers"]
VECTOR += [r"$\mathbf{q} \in \mathbb{R}^{m}$: quantized", r"$n \in \{1, \ldots, 9\}$: steps"]
STEPS = "def reference(*, x, n):\n    return (x / (x.abs().max() / n)).round()"


def test_the_last_bit_decides_nothing_on_a_tie(tmp_path: Path) -> None:
    accepts(tmp_path, QUANTIZED, *VECTOR, code=STEPS)  # 2.5 and 2.4999999999999996
    up = QUANTIZED.replace(r"\operatorname{round}\left(", r"\left\lfloor \frac12 + ")
    refuses(tmp_path, "reference", up.replace(r"\right)", r"\right\rfloor"), *VECTOR, code=STEPS)
    down = QUANTIZED.replace(r"\operatorname{round}\left(", r"\left\lfloor ")
    refuses(tmp_path, "reference", down.replace(r"\right)", r"\right\rfloor"), *VECTOR, code=STEPS)
