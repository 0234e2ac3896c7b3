from pathlib import Path

from tests.checker.pages import accepts, refuses

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
