"""Expectation: the mean of a random variable, weighted by probability."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def expectation(x: Tensor, p: Tensor) -> Tensor:
    """Exact mean, values x (K,), probabilities p (K,) -> ()."""
    return (p * x).sum()


def sample_mean(samples: Tensor) -> Tensor:
    """Estimate from independent samples, (n, ...) -> (...)."""
    return samples.mean(dim=0)
    # --8<-- [end:pytorch]


def call(x: Tensor, p: Tensor) -> Tensor:
    """x (K,), p (K,) in [0, 1] -> ()"""
    return torch.sum(x * p)


def reference(X: torch.distributions.Distribution) -> Tensor:
    return X.mean  # the closed form of each law


def check() -> None:
    die, sixth = torch.arange(1.0, 7.0), torch.full((6,), 1 / 6)
    torch.testing.assert_close(expectation(die, sixth), torch.tensor(3.5))
    torch.testing.assert_close(call(die, sixth), torch.tensor(3.5))
    torch.testing.assert_close(
        sample_mean(torch.tensor([[1.0, 2.0], [3.0, 6.0]])), torch.tensor([2.0, 4.0])
    )

    # The squares have another mean than the square of the mean.
    coin, half = torch.tensor([-1.0, 1.0]), torch.tensor([0.5, 0.5])
    assert expectation(coin, half) == 0
    assert expectation(coin**2, half) == 1
    values, chances = torch.randn(6), torch.softmax(torch.randn(6), dim=0)
    for convex in (torch.exp, torch.abs, torch.square):  # Jensen's inequality
        mean = expectation(values, chances)
        assert expectation(convex(values), chances) >= convex(mean)

    # Six joint outcomes of a dependent pair: the sum is linear all the same, the product is not.
    x, y, p = torch.randn(6), torch.randn(6), torch.softmax(torch.randn(6), dim=0)
    mean_x, mean_y = expectation(x, p), expectation(y, p)
    torch.testing.assert_close(expectation(2 * x + 3 * y, p), 2 * mean_x + 3 * mean_y)
    assert not torch.allclose(expectation(x * y, p), mean_x * mean_y)

    # All 16 equally likely samples of size 4: unbiased, standard deviation σ / √4 with σ = 1.
    means = sample_mean(torch.cartesian_prod(coin, coin, coin, coin).T)
    assert means.mean() == 0
    torch.testing.assert_close(means.std(correction=0), torch.tensor(0.5))

    # All 6 minibatches of 2 out of 4 examples: their gradients average to the full gradient.
    data, w = torch.tensor([1.0, 2.0, 4.0, 9.0]), torch.tensor(3.0, requires_grad=True)

    def gradient(batch: Tensor) -> Tensor:
        return torch.autograd.grad(((w * batch - 1) ** 2).mean(), w)[0]

    average = torch.stack([gradient(batch) for batch in torch.combinations(data, 2)]).mean()
    torch.testing.assert_close(average, gradient(data))

    # With batch normalization an example's loss depends on the others: the average is off.
    spread = torch.randn(6, 3, dtype=torch.float64)
    subsets = [spread[rows] for rows in torch.combinations(torch.arange(6), 3)]
    for normalized in (False, True):
        full = gradient_of_network(spread, normalized)
        average = torch.stack([gradient_of_network(s, normalized) for s in subsets]).mean(dim=0)
        assert ((average - full).norm() > 0.05 * full.norm()) == normalized

    # Inverted dropout with p = 0.5 turns 1 into 0 or 2: mean 1, but the mean of the squares is 2.
    dropped = torch.nn.functional.dropout(torch.ones(200), p=0.5)
    assert set(dropped.tolist()) == {0.0, 2.0}
    assert expectation(torch.tensor([0.0, 2.0]), half) == 1
    assert expectation(torch.tensor([0.0, 2.0]) ** 2, half) == 2
    assert expectation(torch.relu(torch.tensor([0.0, 2.0])), half) == 1

    grid = torch.ones(2, 3)
    assert grid.mean().shape == ()
    assert grid.mean(dim=0).shape == (3,)
    assert torch.distributions.Gamma(2.0, 1.0).mean == 2
    assert torch.distributions.Cauchy(0.0, 1.0).mean.isnan()
    assert torch.distributions.Categorical(half).mean.isnan()
    # Integers and booleans need a floating dtype; complex numbers have a mean as they are.
    for whole in (torch.arange(4), torch.tensor([False, True, True, True])):
        try:
            whole.mean()
        except RuntimeError as error:
            assert "floating point or complex" in str(error)
        else:
            raise AssertionError(f"the mean of {whole.dtype} should be refused")
    assert torch.arange(4).mean(dtype=torch.float32) == 1.5
    assert torch.tensor([1 + 2j, 3 + 4j]).mean() == 2 + 3j
    assert torch.tensor([]).mean().isnan()

    # Batches of unequal size: the mean of their means is not the mean of all.
    first, last = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([9.0])
    assert (first.mean() + last.mean()) / 2 == 5.75
    torch.testing.assert_close(torch.cat([first, last]).mean(), torch.tensor(3.8))

    # The curve of the figure: peak at 1, mean 2.
    y = torch.linspace(0.0, 40.0, 4001)
    density = y * torch.exp(-y)
    assert y[density.argmax()] == 1
    torch.testing.assert_close(
        torch.trapezoid(y * density, y), torch.tensor(2.0), atol=1e-3, rtol=0
    )

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    gamma = torch.distributions.Gamma(torch.tensor(2.0), torch.tensor(1.0))
    draws = gamma.sample((200_000,))
    shown = torch.tensor([*readout(2.0).values()])
    drawn = torch.stack([draws.mean(), (draws > 2).float().mean()])
    torch.testing.assert_close(shown, drawn, atol=8e-3, rtol=0)


def gradient_of_network(batch: Tensor, normalized: bool) -> Tensor:
    """Of a loss that is a mean over the batch, at a fixed weight."""
    w = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64, requires_grad=True)
    scores = batch @ w + batch.square().sum(dim=1)
    if normalized:
        scores = torch.nn.functional.batch_norm(scores[:, None], None, None, training=True)[:, 0]
    return torch.autograd.grad(torch.nn.functional.softplus(2 * scores).mean(), w)[0]


def readout(k: float) -> dict[str, float]:
    """shape k"""
    above = torch.special.gammaincc(torch.tensor(k), torch.tensor(k))
    return {"mean": k, "probability above it": float(above)}


def figure(k: float = 2.0) -> Figure:  # 2 to 5 by 0.1
    """The mean of this skewed density is k, one more than its most likely value."""
    y = torch.linspace(0.0, 8.0, 160)
    density = y ** (k - 1) * torch.exp(-y) / math.gamma(k)  # Gamma(k, 1)
    fig, axes = plt.subplots(figsize=(5.2, 2.6))
    axes.plot(y, density, color="C0")
    axes.fill_between(y, density, color="C0", alpha=0.15, linewidth=0)
    peak = float(density.max())
    mode = k - 1
    axes.plot([mode, mode], [0, peak], color="C4", linewidth=1, linestyle=(0, (3, 3)))
    axes.text(mode + 0.15, peak + 0.012, f"most likely value: {mode:g}", color="C4", va="bottom")
    beside = k + 1.4
    height = beside ** (k - 1) * math.exp(-beside) / math.gamma(k)
    formula = r"$p(y) = y\,e^{-y}$" if k == 2 else "$p(y)$"
    axes.text(beside, round(height + 0.0165, 2), f"density {formula}", color="C0")
    axes.plot(k, -0.026, marker="^", markersize=15, color="C1", clip_on=False, zorder=5)
    axes.text(k + 0.35, -0.034, rf"balances at $\mathbb{{E}}[Y] = {k:g}$", color="C1", va="center")
    axes.axhline(0, color=plt.rcParams["axes.edgecolor"], linewidth=1.5)
    axes.set_xlim(0, 8)
    axes.set_ylim(-0.055, 0.43)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    return fig
