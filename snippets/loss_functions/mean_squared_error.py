"""Mean squared error: the average of the squared errors."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def mse(y_hat: Tensor, y: Tensor) -> Tensor:
    """The formula: y_hat (...), y (...) -> ()."""
    return (y_hat - y).square().mean()


def half_sum(y_hat: Tensor, y: Tensor) -> Tensor:
    """Half the sum over K features, averaged over the batch:
    y_hat (N, K), y (N, K) -> ()."""
    return (y_hat - y).square().sum(dim=-1).mean() / 2
    # --8<-- [end:pytorch]


def call(y_hat: Tensor, y: Tensor) -> Tensor:
    """y_hat (...), y (...) -> ()"""
    return F.mse_loss(y_hat, y)


def reference(y_hat: Tensor, y: Tensor) -> Tensor:
    return call(y_hat, y)


def check() -> None:
    close = torch.testing.assert_close

    # The functions shown against PyTorch's, also as a module and in float64.
    y_hat, y = torch.randn(2, 7, 3)
    close(mse(y_hat, y), call(y_hat, y))
    close(mse(y_hat.double(), y.double()), torch.nn.MSELoss()(y_hat.double(), y.double()))
    close(half_sum(y_hat, y), 3 / 2 * call(y_hat, y))
    close(half_sum(y_hat, y), F.mse_loss(y_hat, y, reduction="sum") / (2 * 7))
    assert F.mse_loss(y_hat, y, reduction="none").shape == (7, 3)

    # One error of 10 costs as much as 100 errors of 1; the gradient is 2/N times the error.
    assert torch.tensor([10.0]).square().sum() == torch.ones(100).square().sum()
    close(torch.func.grad(call)(y_hat, y), 2 / 21 * (y_hat - y))

    # Normal targets of one variance: minus the log-likelihood, but for a constant and a factor.
    sigma = 0.7
    likelihood = torch.distributions.Normal(y_hat, sigma).log_prob(y).mean()
    other = torch.distributions.Normal(y_hat + 1, sigma).log_prob(y).mean()
    close(other - likelihood, (mse(y_hat, y) - mse(y_hat + 1, y)) / (2 * sigma**2))

    # The best constant is the mean: 3 for 0, 1, 2 and 9, with 12.5 left; 5 for 0 or 10.
    constants = torch.linspace(0, 10, 1001, dtype=torch.float64)
    for values, best, least in (([0.0, 1.0, 2.0, 9.0], 3.0, 12.5), ([0.0, 10.0], 5.0, 25.0)):
        targets = torch.tensor(values, dtype=torch.float64)
        losses = (constants[:, None] - targets).square().mean(dim=1)
        assert constants[losses.argmin()] == best and losses.min() == least
        assert targets.var(correction=0) == least
    # An outlier outweighs all the rest.
    slopes = torch.func.grad(call)(torch.full((4,), 2.0), torch.tensor([0.0, 1.0, 2.0, 9.0]))
    assert slopes[3].abs() > slopes[:3].abs().sum()

    # Another unit: a factor of 100 is one of 10,000.
    close(mse(100 * y_hat, 100 * y), 10_000 * mse(y_hat, y))

    # Behind a sigmoid, at the logit −10 and label 1.
    z, one = torch.tensor(-10.0), torch.tensor(1.0)
    squared = torch.func.grad(lambda z: F.mse_loss(z.sigmoid(), one))(z)
    close(squared, torch.tensor(-9e-5), atol=1e-6, rtol=0)
    entropy = torch.func.grad(F.binary_cross_entropy_with_logits)(z, one)
    close(entropy, torch.tensor(-1.0), atol=1e-4, rtol=0)

    # Shapes that differ: the mean over all pairs, and a warning.
    column, row = torch.randn(5, 1), torch.randn(5)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        pairs = F.mse_loss(column, row)
    assert "target size" in str(told[0].message)
    close(pairs, mse(column.expand(5, 5), row.expand(5, 5)))
    # With weights, in the shape of the input.
    weight = torch.tensor([1.0, 2.0, 3.0]).expand(7, 3)
    weighted = (weight * (y_hat - y) ** 2).sum() / weight.sum()
    close(F.mse_loss(y_hat, y, weight=weight), weighted)  # type: ignore[call-arg]
    # Integers, and nothing at all.
    whole = torch.tensor([1, 2, 3])
    assert F.mse_loss(whole, whole + 2.0) == 4
    try:
        F.mse_loss(whole, whole)
    except RuntimeError as error:
        assert "Long" in str(error)
    else:
        raise AssertionError("mse_loss took two integer tensors")
    assert F.mse_loss(whole, whole.flip(0), weight=torch.ones(3)) > 2  # type: ignore[call-arg]
    assert call(torch.zeros(0), torch.zeros(0)).isnan()
    # The gradient of the root at no error at all.
    assert torch.func.grad(lambda y_hat: mse(y_hat, y).sqrt())(y).isnan().all()


def figure(last: float = 9.0) -> Figure:  # 3 to 9 by 1
    """The last target moves the minimum by a quarter of its own way."""
    targets = torch.tensor([0.0, 1.0, 2.0, last])
    c = torch.linspace(-1, 10, 221)
    best = targets.mean()
    least = mse(best, targets)

    fig, axes = plt.subplots()
    axes.plot(c, (c[:, None] - targets).square().mean(dim=1), color="C0")
    axes.plot(best, least, "o", color="C0")
    axes.annotate(
        f"{float(least):.1f}, at the mean {float(best):g}",
        (float(best), float(least)),
        xytext=(0, -17),
        textcoords="offset points",
        ha="center",
    )
    axes.plot(targets, torch.zeros(4), "o", color="C1", clip_on=False, zorder=3)
    axes.annotate(
        "targets", (2, 0), xytext=(8, 6), textcoords="offset points", color="C1", va="bottom"
    )
    axes.set_ylim(0, 40)
    axes.set_xticks([0, 1, 2, last])
    axes.set_yticks([0, 10, 20, 30, 40])
    axes.set_xlabel("constant prediction $c$")
    axes.set_title("mean squared error", loc="left")
    return fig
