"""Mean absolute error: the average size of the errors."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def mae(y_hat: Tensor, y: Tensor) -> Tensor:
    """The formula: y_hat (...), y (...) -> ()."""
    return (y_hat - y).abs().mean()


def pinball(y_hat: Tensor, y: Tensor, tau: float = 0.5) -> Tensor:
    """Least, on average, at the quantile tau of the targets:
    y_hat (...), y (...) -> ()."""
    r = y - y_hat
    return torch.maximum(tau * r, (tau - 1) * r).mean()
    # --8<-- [end:pytorch]


def call(y_hat: Tensor, y: Tensor) -> Tensor:
    """y_hat (...), y (...) -> ()"""
    return F.l1_loss(y_hat, y)


def reference(y_hat: Tensor, y: Tensor) -> Tensor:
    return call(y_hat, y)


def check() -> None:
    close = torch.testing.assert_close

    # The functions shown; half the absolute error at 0.5; one side 0.9, the other 0.1.
    y_hat, y = torch.randn(2, 7, 3)
    close(mae(y_hat, y), call(y_hat, y))
    close(mae(y_hat.double(), y.double()), torch.nn.L1Loss()(y_hat.double(), y.double()))
    close(F.smooth_l1_loss(y_hat, y, beta=0.0), call(y_hat, y))
    close(pinball(y_hat, y), call(y_hat, y) / 2)
    one = torch.tensor(1.0)
    close(pinball(0 * one, one, 0.9), torch.tensor(0.9))
    close(pinball(one, 0 * one, 0.9), torch.tensor(0.1))

    # One error of 10 costs as much as ten of 1; the gradient is a sign, and 0 at 0.
    assert torch.tensor([10.0]).abs().sum() == torch.ones(10).abs().sum()
    close(torch.func.grad(call)(y_hat, y), (y_hat - y).sign() / 21)
    assert torch.func.grad(call)(y, y).equal(torch.zeros(7, 3))
    # Steps of a fixed size end up jumping.
    position, step, seen = torch.tensor(1.03), 0.1, []
    for _ in range(60):
        position = position - step * torch.func.grad(call)(position, 0 * position)
        seen.append(float(position))
    assert all(abs(abs(a - b) - step) < 1e-5 for a, b in zip(seen[-8:], seen[-7:], strict=False))
    assert min(seen[-8:]) < 0 < max(seen[-8:])

    # The best constants: from 1 to 2 for 0, 1, 2 and 9, and for 1000 in place of 9.
    constants = torch.linspace(0, 3, 301, dtype=torch.float64)
    for last in (9.0, 1000.0):
        targets = torch.tensor([0.0, 1.0, 2.0, last], dtype=torch.float64)
        losses = (constants[:, None] - targets).abs().mean(dim=1)
        best = constants[losses < losses.min() + 1e-9]
        close(torch.stack([best.min(), best.max()]), torch.tensor([1.0, 2.0]).double())
        if last == 9:
            close(losses.min(), torch.tensor(2.5).double())
    # More than half zeros; and quantiles.
    sparse = torch.tensor([0.0, 0.0, 0.0, 2.0, 9.0])
    losses = torch.stack([mae(c.float(), sparse) for c in constants])
    assert constants[losses.argmin()] == 0 < sparse.mean()
    many = torch.arange(1, 100, dtype=torch.float64)
    for tau in (0.1, 0.5, 0.9):
        costs = torch.stack([pinball(c, many, tau) for c in many])
        close(many[costs.argmin()], torch.quantile(many, tau), atol=1.0, rtol=0)

    # Likelihood of a Laplace density; between the root of the mean square and a fraction of it.
    likelihood = torch.distributions.Laplace(y_hat, 0.7).log_prob(y).mean()
    other = torch.distributions.Laplace(y_hat + 1, 0.7).log_prob(y).mean()
    close(other - likelihood, (mae(y_hat, y) - mae(y_hat + 1, y)) / 0.7)
    for errors in (y_hat, torch.ones(7, 3), torch.eye(3)):
        root = errors.square().mean().sqrt()
        assert root / errors.numel() ** 0.5 - 1e-6 <= mae(errors, 0 * errors) <= root + 1e-6
    close(mae(100 * y_hat, 100 * y), 100 * mae(y_hat, y))

    # Conventions.
    close(F.l1_loss(y_hat, y, reduction="sum"), torch.linalg.vector_norm(y_hat - y, ord=1))
    column, row = torch.randn(5, 1), torch.randn(5)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        pairs = F.l1_loss(column, row)
    assert "target size" in str(told[0].message)
    close(pairs, mae(column.expand(5, 5), row.expand(5, 5)))
    weight = torch.tensor([1.0, 2.0, 3.0]).expand(7, 3)
    weighted = (weight * (y_hat - y).abs()).sum() / weight.sum()
    close(F.l1_loss(y_hat, y, weight=weight), weighted)  # type: ignore[call-arg]
    whole = torch.tensor([1, 2, 3])
    total = F.l1_loss(whole, whole + 2, reduction="sum")
    assert total == 6 and total.dtype == torch.int64
    try:
        F.l1_loss(whole, whole + 2)
    except RuntimeError as error:
        assert "Long" in str(error)
    else:
        raise AssertionError("l1_loss averaged integers")
    turned = torch.complex(torch.tensor(3.0), torch.tensor(4.0))
    assert F.l1_loss(turned, 0 * turned).equal(torch.tensor(5.0))


def figure(last: float = 9.0) -> Figure:  # 3 to 9 by 1
    """Moving the last target out raises the least loss and leaves the best constants in place."""
    targets = torch.tensor([0.0, 1.0, 2.0, last])
    c = torch.linspace(-1, 10, 221)
    least = mae(torch.tensor(1.5).expand(4), targets)

    fig, axes = plt.subplots()
    axes.plot(c, (c[:, None] - targets).abs().mean(dim=1), color="C0")
    axes.plot([1, 2], [least, least], "o-", color="C0", linewidth=3)
    axes.annotate(
        f"{float(least):g}, from 1 to 2",
        (2, float(least)),
        xytext=(10, -9),
        textcoords="offset points",
    )
    axes.plot(targets, torch.zeros(4), "o", color="C1", clip_on=False, zorder=3)
    axes.annotate(
        "targets", (2, 0), xytext=(8, 6), textcoords="offset points", color="C1", va="bottom"
    )
    axes.set_ylim(0, 8)
    axes.set_xticks([0, 1, 2, last])
    axes.set_yticks([0, 2, 4, 6, 8])
    axes.set_xlabel("constant prediction $c$")
    axes.set_title("mean absolute error", loc="left")
    return fig
