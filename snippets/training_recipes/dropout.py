"""Dropout: zero at random in training, scaled so that the expectation stays."""

import itertools
import math
import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def dropout(x: Tensor, p: float) -> Tensor:
    """The formula, with a new mask, as in training: (...) -> (...)."""
    m = torch.rand_like(x) >= p
    return m * x / (1 - p)


def monte_carlo(model: nn.Module, x: Tensor, T: int) -> Tensor:
    """T predictions, nn.Dropout as in training, the rest not:
    x (N, n) -> (T, N, K)."""
    model.eval()
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.train()
    return torch.stack([model(x) for _ in range(T)])
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return nn.functional.dropout(x, p=0.5, training=True)


def dropped(x: Tensor, p: Tensor) -> Tensor:
    """PyTorch's dropout with the same mask each time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.functional.dropout(x, float(p))


def given(x: Tensor, p: Tensor) -> dict[str, Tensor]:
    """The mask that PyTorch draws."""
    return {"m": (dropped(torch.ones_like(x), p) != 0).to(x.dtype)}


def reference(*, x: Tensor, p: Tensor) -> Tensor:
    return dropped(x, p)


def masks(n: int) -> Tensor:
    """All masks of n activations, (2 ** n, n); for p = 0.5 equally likely."""
    return torch.tensor(list(itertools.product((0.0, 1.0), repeat=n)), dtype=torch.float64)


def check() -> None:
    close = torch.testing.assert_close
    drop = nn.functional.dropout

    # By hand and by PyTorch: values 0 or x / (1 - p), the share p of zeros, the same moments.
    x = torch.full((100_000,), 3.0)
    for p in (0.1, 0.5, 0.8):
        for y in (dropout(x, p), drop(x, p), nn.Dropout(p)(x), *([call(x)] if p == 0.5 else [])):
            kept = y[y != 0]
            close(kept, torch.full_like(kept, 3 / (1 - p)))
            share = (y == 0).float().mean()
            close(share, torch.tensor(p), atol=5 * (p * (1 - p) / len(x)) ** 0.5, rtol=0)
            spread = 3 * (p / (1 - p)) ** 0.5
            close(y.mean(), torch.tensor(3.0), atol=5 * spread / len(x) ** 0.5, rtol=0)
            close(y.std(), torch.tensor(spread), rtol=0.05, atol=0)
    assert (0.5 / 0.5) ** 0.5 == 1 and abs((0.1 / 0.9) ** 0.5 - 0.33) < 5e-3
    close(dropout(torch.arange(6.0), 0.0), torch.arange(6.0))

    # A weighted sum; the gradient has the mask and the factor.
    w, few = torch.randn(8, dtype=torch.float64), torch.randn(8, dtype=torch.float64)
    sums = (masks(8) * few / 0.5) @ w
    close(sums.mean(), w @ few)
    close(sums.var(correction=0), (w**2 * few**2).sum())
    leaf = torch.ones(50, requires_grad=True)
    y = drop(leaf, 0.2)
    y.sum().backward()
    close(leaf.grad, y.detach())

    # The mean of a function that is not linear is another.
    pairs = masks(2) / 0.5
    assert torch.relu(pairs[:, 0] - pairs[:, 1]).mean() == 0.5
    assert torch.relu(torch.ones(()) - torch.ones(())) == 0

    # Least squares with dropped inputs: an L2 penalty, weighted by the mean squares of the inputs.
    inputs, target = torch.randn(20, 8).double() * (1 + torch.arange(8)), torch.randn(20).double()
    thinned = torch.stack([((m * inputs / 0.5) @ w - target) for m in masks(8)])
    penalty = (w**2 * (inputs**2).mean(dim=0)).sum()
    close((thinned**2).mean(), ((inputs @ w - target) ** 2).mean() + penalty)

    # Training and evaluation.
    module, ones = nn.Dropout(), torch.ones(1000)
    assert module.p == 0.5 and (module(ones) == 0).any()
    module.eval()
    assert module(ones).equal(ones)
    assert (drop(ones) == 0).any() and drop(ones, training=module.training).equal(ones)
    assert not drop(ones, 1.0).any() and drop(ones, 0.0).equal(ones)
    for wrong in (1.5, -0.1):
        try:
            drop(ones, wrong)
        except ValueError as error:
            assert "between 0 and 1" in str(error)
        else:
            raise AssertionError(f"dropout took p = {wrong}")
    try:
        drop(torch.arange(9))
    except RuntimeError as error:
        assert "can't be cast" in str(error)
    else:
        raise AssertionError("dropout took integers")
    assert drop(torch.arange(9), training=False).equal(torch.arange(9))
    assert (
        drop(torch.arange(9), 0.0).equal(torch.arange(9)) and not drop(torch.arange(9), 1.0).any()
    )

    # An element, a channel; each example has a mask of its own.
    images = torch.ones(40, 3, 4, 5)
    per_channel = nn.Dropout2d(0.5)(images).flatten(2)
    assert (per_channel == per_channel[..., :1]).all()
    assert len(per_channel[..., 0].unique()) == 2
    assert (per_channel[..., 0] != per_channel[0, :, 0]).any()
    with warnings.catch_warnings(record=True):
        rows = nn.Dropout2d(0.5)(torch.ones(40, 30, 4))  # one image: its rows are dropped
    assert (rows == rows[..., :1]).all() and (rows[..., 0] != rows[:, :1, 0]).any()
    per_element = nn.Dropout(0.5)(images).flatten(2)
    assert not (per_element == per_element[..., :1]).all()
    for value in (math.nan, math.inf):
        y = drop(torch.full((1000,), value), 0.5)
        assert y.isnan().any() and (y == 0).sum() == 0

    # Monte Carlo dropout: dropout on, batch normalization off.
    model = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Dropout(0.5), nn.Linear(6, 3))
    rows = torch.randn(5, 4)
    with torch.no_grad():
        torch.manual_seed(0)
        predictions = monte_carlo(model, rows, 4000)
        assert predictions.shape == (4000, 5, 3) and predictions.std(dim=0).min() > 0
        assert not model[1].training
        torch.manual_seed(0)
        model.eval()
        hidden = model[:2](rows)
        close(predictions[0], model[3](drop(hidden, 0.5)))
        distance = (predictions.mean(dim=0) - model(rows)).abs()
        assert (distance < 5 * predictions.std(dim=0) / 4000**0.5).all()

    # Batch normalization behind dropout: twice the variance in training, 0.71 in evaluation.
    both = nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(1, momentum=None))
    centered = torch.randn(100_000, 1)
    both(centered)
    close(both[1].running_var, torch.tensor([2.0]), atol=0.05, rtol=0)
    both.eval()
    close(both(centered).std(), torch.tensor(0.71), atol=0.02, rtol=0)

    # The bars of the figure: 16 activations, mean 1, standard deviation 0.25.
    values, chances = average(0.5)
    mean = (values * chances).sum()
    close(chances.sum(), torch.ones_like(mean))
    close(mean, torch.ones_like(mean))
    close((chances * (values - mean) ** 2).sum().sqrt(), torch.full_like(mean, 0.25))
    assert len(values) == 16 + 1

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for p in (0.1, 0.5):
        means = nn.functional.dropout(torch.ones(40_000, 16), p).mean(dim=1)
        shown = torch.tensor([*readout(p).values()])
        torch.testing.assert_close(
            shown, torch.stack([means.std(), means.mean()]), atol=6e-3, rtol=0
        )
        torch.testing.assert_close(shown, torch.tensor([(p / (1 - p)) ** 0.5 / 4, 1.0]))


def average(p: float) -> tuple[Tensor, Tensor]:
    """The values that the mean of 16 dropped ones can have, and their probabilities, (17,)."""
    kept = torch.arange(17, dtype=torch.float64)
    keep = torch.tensor(1 - p, dtype=torch.float64)
    chances = torch.distributions.Binomial(16, keep).log_prob(kept).exp()
    return kept / (16 * keep), chances


def readout(p: float) -> dict[str, float]:
    """probability p"""
    values, chances = average(p)
    mean = (values * chances).sum()
    deviation = ((values - mean) ** 2 * chances).sum().sqrt()
    return {"standard deviation": float(deviation), "mean": float(mean)}


def figure(p: float = 0.5) -> Figure:  # 0.1 to 0.9 by 0.05
    """The more is dropped, the wider the outputs scatter; their mean stays 1."""
    values, chances = average(p)
    deviation = (p / (1 - p) / 16) ** 0.5
    fig, axes = plt.subplots()
    axes.vlines(values, 0, chances, color="C0", linewidth=5)
    axes.axvline(1, color="C1", linewidth=1.4)
    axes.annotate(
        "evaluation: 1",
        (1, 0.39),
        xytext=(6, 0),
        textcoords="offset points",
        color="C1",
        va="center",
    )
    axes.annotate(
        f"training:\nmean 1\nstandard deviation {deviation:.2f}",
        (0.64, 0.6),
        xycoords="axes fraction",
        color="C0",
        va="center",
    )
    axes.set_xlim(-0.1, 2.6)
    axes.set_ylim(0, 0.43)
    axes.set_xticks([0, 0.5, 1, 1.5, 2, 2.5], ["0", "0.5", "1", "1.5", "2", "2.5"])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"mean of 16 activations of 1, each dropped with $p$ = {p:g}")
    axes.set_title("probability", loc="left")
    return fig
