"""Variance: the expected squared distance from the mean."""

import math
import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
import numpy as np

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def variance(x: Tensor, correction: int = 1) -> Tensor:
    """Variance over the first dimension of x, (n, ...) -> (...)."""
    return torch.var(x, dim=0, correction=correction)
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (n, ...) -> (...)"""
    return torch.var(x, dim=0, correction=0)


def reference(X: torch.distributions.Distribution) -> Tensor:
    return X.variance  # the closed form of each law


def reference_s_c_2(*, x: Tensor, c: Tensor) -> Tensor:
    return variance(x, correction=int(c))


def check() -> None:
    x = torch.tensor([1.0, 2.0, 3.0, 4.0])
    torch.testing.assert_close(variance(x), torch.tensor(5 / 3))
    torch.testing.assert_close(variance(x, correction=0), torch.tensor(1.25))
    torch.testing.assert_close(call(x), torch.tensor(1.25))
    assert torch.var(x) == variance(x)
    assert torch.var(x, unbiased=False) == variance(x, correction=0)
    torch.testing.assert_close(variance(3 * x + 7), 9 * variance(x))
    torch.testing.assert_close(variance(x + x), 4 * variance(x))  # correlated: not 2 Var
    pair = torch.randn(2, 50)
    covariance = torch.cov(pair)
    total = variance(pair.sum(dim=0))
    torch.testing.assert_close(total, covariance.diag().sum() + 2 * covariance[0, 1])
    assert np.var(x.numpy()) == 1.25
    assert abs(np.var(x.numpy(), ddof=1) - 5 / 3) < 1e-6
    assert np.std(x.numpy()) == np.sqrt(np.var(x.numpy()))

    one = torch.tensor([5.0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert variance(one).isnan()
    assert variance(one, correction=0) == 0

    # All 8 equally likely samples of a fair ±1, whose variance is 1.
    coin = torch.tensor([-1.0, 1.0])
    samples = torch.cartesian_prod(coin, coin, coin).T
    torch.testing.assert_close(variance(samples).mean(), torch.tensor(1.0))
    torch.testing.assert_close(variance(samples, correction=0).mean(), torch.tensor(2 / 3))
    assert torch.std(samples, dim=0).mean() < 0.9  # the root is not unbiased

    # A unit that adds n = 8 inputs with random weights ±1/√n keeps their mean square.
    n = 8
    weights = torch.cartesian_prod(*[coin] * n) / n**0.5
    inputs = torch.randn(n)
    torch.testing.assert_close(variance(weights @ inputs, correction=0), inputs.square().mean())
    doubled = variance(2 * weights @ inputs, correction=0)
    torch.testing.assert_close(doubled, 4 * inputs.square().mean())
    # Gradients pass the transpose: the outputs count. Xavier takes the mean of both numbers.
    matrix, gradient = torch.randn(500, 300) / 500**0.5, torch.randn(200, 500)
    kept = (gradient @ matrix).square().mean() / gradient.square().mean()
    torch.testing.assert_close(kept, torch.tensor(1.0), rtol=0.05, atol=0)
    for fill in (torch.nn.init.xavier_normal_, torch.nn.init.xavier_uniform_):
        scale = fill(matrix).square().mean() * (300 + 500) / 2
        torch.testing.assert_close(scale, torch.tensor(1.0), rtol=0.05, atol=0)

    # The second form of the formula cancels in float32.
    large = torch.tensor([10000.0, 10001.0, 10002.0])
    assert large.square().mean() - large.mean() ** 2 == 0
    torch.testing.assert_close(variance(large, correction=0), torch.tensor(2 / 3))
    mean, squares = torch.tensor(0.0), torch.tensor(0.0)  # Welford, one value at a time
    for number, value in enumerate(large, start=1):
        difference = value - mean
        mean = mean + difference / number
        squares = squares + difference * (value - mean)
    torch.testing.assert_close(squares / 3, torch.tensor(2 / 3))
    torch.testing.assert_close(mean, large.mean())

    batch = torch.randn(5, 4)
    norm = torch.nn.BatchNorm1d(4, momentum=1.0)
    centered = batch - batch.mean(dim=0)
    root = torch.sqrt(variance(batch, correction=0) + norm.eps)
    torch.testing.assert_close(norm(batch), centered / root)
    torch.testing.assert_close(norm.running_var, variance(batch))
    evaluated = centered / torch.sqrt(variance(batch) + norm.eps)
    torch.testing.assert_close(norm.eval()(batch), evaluated)
    layer = torch.nn.functional.layer_norm(batch.T, (5,))
    torch.testing.assert_close(layer.T, centered / root)

    # The curves of the figure: variances 0.25, 1 and 4 around the mean 0.
    grid = torch.linspace(-20.0, 20.0, 4001)
    for expected, peak in ((0.25, 0.8), (1.0, 0.4), (4.0, 0.2)):
        density = normal_density(grid, expected)
        spread = torch.trapezoid(grid**2 * density, grid)
        torch.testing.assert_close(spread, torch.tensor(expected))
        torch.testing.assert_close(density.max(), torch.tensor(peak), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for var in (1.5, 4.0):
        normal = torch.distributions.Normal(0.0, var**0.5)
        shown = torch.tensor([*readout(var).values()])
        peak = normal.log_prob(torch.tensor(0.0)).exp()
        torch.testing.assert_close(shown, torch.stack([normal.stddev, peak]))


def normal_density(x: Tensor, variance: float) -> Tensor:
    return torch.exp(-(x**2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)


def readout(var: float) -> dict[str, float]:
    """variance"""
    return {
        "standard deviation": var**0.5,
        "density at 0": float(normal_density(torch.tensor(0.0), var)),
    }


def figure(var: float = 4.0) -> Figure:  # 1.5 to 8 by 0.25
    """The larger the variance, the wider and the lower the density; its mean stays 0."""
    x = torch.linspace(-6.0, 6.0, 241)
    fig, axes = plt.subplots(figsize=(5.2, 2.8))
    axes.axvline(0, color=plt.rcParams["grid.color"], linewidth=1)
    for spread, color, at in ((0.25, "C0", 0.62), (1.0, "C2", 1.13), (var, "C3", 1.5 * var**0.5)):
        density = normal_density(x, spread)
        axes.plot(x, density, color=color)
        axes.fill_between(x, density, color=color, alpha=0.08, linewidth=0)
        height = float(normal_density(torch.tensor(at), spread))
        axes.text(at + 0.2, height + 0.005, f"Var = {spread:g}", color=color, va="bottom")
    axes.set_xlim(-6, 6)
    axes.set_ylim(0, 0.84)
    axes.set_xticks([-6, -4, -2, 0, 2, 4, 6], ["−6", "−4", "−2", "0", "2", "4", "6"])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    return fig
