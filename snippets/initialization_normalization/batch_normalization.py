"""Batch normalization: center and rescale each feature over the batch."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def batch_norm(
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    epsilon: float = 1e-5,
) -> Tensor:
    """The formula, as in training, each feature on its own:
    x (N, C), gamma (C,), beta (C,) -> (N, C)."""
    mu = x.mean(dim=0)
    variance = x.var(dim=0, correction=0)
    normal = (x - mu) / torch.sqrt(variance + epsilon)
    return gamma * normal + beta
    # --8<-- [end:pytorch]


def call(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """x (N, C), gamma (C,), beta (C,) -> (N, C)"""
    return F.batch_norm(x, None, None, gamma, beta, training=True)


def reference(*, x: Tensor, gamma: Tensor, beta: Tensor, epsilon: Tensor) -> dict[str, Tensor]:
    column, weight, bias = x[:, None], gamma[None], beta[None]
    y = F.batch_norm(column, None, None, weight, bias, training=True, eps=float(epsilon))
    return {"y": y[:, 0]}


def updated(
    N: Tensor, mu: Tensor, sigma_2: Tensor, m: Tensor, mu_hat: Tensor, v_hat: Tensor
) -> tuple[Tensor, Tensor]:
    """PyTorch's running averages after a batch with this mean and variance."""
    pattern = torch.linspace(-1, 1, int(N))
    x = mu + torch.sqrt(sigma_2) * pattern / pattern.std(correction=0)
    mean, variance = mu_hat[None].clone(), v_hat[None].clone()
    F.batch_norm(x[:, None], mean, variance, training=True, momentum=float(m))
    return mean[0], variance[0]


def reference_mu_hat_prime(
    *, N: Tensor, mu: Tensor, sigma_2: Tensor, m: Tensor, mu_hat: Tensor, v_hat: Tensor
) -> Tensor:
    return updated(N, mu, sigma_2, m, mu_hat, v_hat)[0]


def reference_v_hat_prime(
    *, N: Tensor, mu: Tensor, sigma_2: Tensor, m: Tensor, mu_hat: Tensor, v_hat: Tensor
) -> Tensor:
    centered = torch.zeros_like(mu)  # rounding would give equal values a variance
    return updated(N, centered, sigma_2, m, mu_hat, v_hat)[1]


def check() -> None:
    one, zero = torch.ones(3), torch.zeros(3)
    x, gamma, beta = 4 * torch.randn(16, 3) + 7, torch.randn(3), torch.randn(3)
    for scale in (1.0, 1e-3):
        torch.testing.assert_close(batch_norm(scale * x, gamma, beta), call(scale * x, gamma, beta))
    out = call(x, one, zero)
    torch.testing.assert_close(out.mean(dim=0), zero, atol=1e-6, rtol=0)
    torch.testing.assert_close(out.std(dim=0, correction=0), one, atol=1e-4, rtol=0)
    assert not torch.allclose(out, (x - x.mean(dim=0)) / x.std(dim=0), rtol=1e-2)  # unbiased

    # One example depends on the others in training, not in evaluation.
    other = torch.cat([x[:1], torch.randn(15, 3)])
    module = torch.nn.BatchNorm1d(3)
    assert not torch.allclose(module(x)[0], module(other)[0])
    module.eval()
    torch.testing.assert_close(module(x)[0], module(other)[0])
    mean, variance = module.running_mean, module.running_var
    assert mean is not None and variance is not None
    module.weight.data, module.bias.data = gamma, beta
    factor = gamma / torch.sqrt(variance + module.eps)
    torch.testing.assert_close(module(x), factor * (x - mean) + beta)

    # The layer before: larger weights change nothing but their gradient, a bias nothing at all.
    inputs, pull = torch.randn(16, 5), torch.randn(16, 3)

    def through(weight: Tensor, bias: Tensor) -> Tensor:
        return (pull * F.batch_norm(inputs @ weight + bias, None, None, training=True)).sum()

    weight, bias = 3 * torch.randn(5, 3), torch.randn(3)
    torch.testing.assert_close(
        through(weight, bias), through(4 * weight, 0 * bias), rtol=1e-4, atol=1e-4
    )
    slopes = torch.func.grad(through, argnums=(0, 1))
    torch.testing.assert_close(
        slopes(4 * weight, bias)[0], slopes(weight, bias)[0] / 4, atol=1e-5, rtol=1e-3
    )
    torch.testing.assert_close(slopes(weight, bias)[1], zero, atol=1e-5, rtol=0)

    # Not so in evaluation: the running averages know nothing of the larger weights.
    running, ready = torch.zeros(3), torch.ones(3)
    small, large = (F.batch_norm(inputs @ (c * weight), running, ready) for c in (1, 4))
    torch.testing.assert_close(large, 4 * small)

    # No entry above the root of N - 1; two values become -1 and 1, unless they are close.
    spike = call(1e3 * torch.eye(16)[:, :1], one[:1], zero[:1])
    torch.testing.assert_close(spike.max(), torch.tensor(15.0).sqrt())
    pair = call(torch.tensor([[2.0], [3.5]]), one[:1], zero[:1])
    torch.testing.assert_close(pair[:, 0], torch.tensor([-1.0, 1.0]), atol=1e-4, rtol=0)
    close_by = call(torch.tensor([[1.0], [1.002]]), one[:1], zero[:1])
    torch.testing.assert_close(close_by[:, 0], torch.tensor([-0.3, 0.3]), atol=5e-3, rtol=0)
    same = call(torch.full((2, 1), 3.5), one[:1], zero[:1])
    torch.testing.assert_close(same, torch.zeros(2, 1), atol=1e-4, rtol=0)
    flat = call(1e-3 * x, one, zero)
    assert (flat.var(dim=0, correction=0) < 0.9).all()

    # The gradient sums to 0 over the batch and is orthogonal to the input.
    slope = torch.func.grad(lambda v: (pull * call(v, one, zero)).sum())(x)
    torch.testing.assert_close(slope.sum(dim=0), zero, atol=1e-5, rtol=0)
    torch.testing.assert_close((slope * x).sum(dim=0), zero, atol=1e-4, rtol=0)

    # The running averages: from 0 and 1, momentum of the new value, unbiased variance.
    fresh = torch.nn.BatchNorm1d(3)
    assert fresh.momentum == 0.1 and fresh.eps == 1e-5
    assert round(1 - 0.99, 2) == 0.01  # the momentum of Keras in terms of PyTorch
    fresh(x)
    torch.testing.assert_close(fresh.running_mean, 0.1 * x.mean(dim=0))
    torch.testing.assert_close(fresh.running_var, 0.9 + 0.1 * x.var(dim=0, correction=1))
    images = torch.randn(4, 3, 5, 6)
    layer = torch.nn.BatchNorm2d(3, momentum=None)
    for part in (images, images + 1, images + 2):
        layer(part)
    torch.testing.assert_close(layer.running_mean, images.mean(dim=(0, 2, 3)) + 1)
    rows = images.movedim(1, -1).reshape(-1, 3)
    torch.testing.assert_close(layer.running_var, rows.var(dim=0))
    torch.testing.assert_close(
        torch.nn.BatchNorm2d(3)(images).movedim(1, -1).reshape(-1, 3), call(rows, one, zero)
    )
    sequence = images.flatten(2)
    torch.testing.assert_close(
        torch.nn.BatchNorm1d(3)(sequence), torch.nn.BatchNorm2d(3)(images).flatten(2)
    )

    # Evaluation without running averages keeps to the batch.
    without = torch.nn.BatchNorm1d(3, track_running_stats=False).eval()
    torch.testing.assert_close(without(x), call(x, one, zero))

    # One value per feature: an error where the batch is used; several pixels are fine.
    for uses_batch in (torch.nn.BatchNorm1d(3), without):
        try:
            uses_batch(x[:1])
        except ValueError as error:
            assert "more than 1 value per channel" in str(error)
        else:
            raise AssertionError("BatchNorm1d took a batch of one")
    assert torch.nn.BatchNorm2d(3)(images[:1]).isfinite().all()
    assert torch.nn.BatchNorm1d(3).eval()(x[:1]).isfinite().all()

    # Merged into the layer before.
    linear, norm = torch.nn.Linear(5, 3), torch.nn.BatchNorm1d(3)
    norm(linear(inputs))
    norm.eval()
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None and variance is not None
    norm.weight.data, norm.bias.data = gamma, beta
    factor = gamma / torch.sqrt(variance + norm.eps)
    merged = torch.nn.Linear(5, 3)
    merged.weight.data = factor[:, None] * linear.weight
    merged.bias.data = factor * (linear.bias - mean) + beta
    torch.testing.assert_close(merged(inputs), norm(linear(inputs)))

    before, after = features()
    torch.testing.assert_close(before.mean(dim=0), torch.tensor([5.0, -1.0]))
    torch.testing.assert_close(before.std(dim=0, correction=0), torch.tensor([2.0, 0.5]))
    torch.testing.assert_close(after.mean(dim=0), torch.zeros(2), atol=1e-6, rtol=0)
    torch.testing.assert_close(after.std(dim=0, correction=0), torch.ones(2), atol=1e-4, rtol=0)


def features(deviation: float = 2.0) -> tuple[Tensor, Tensor]:
    """A batch before and after, (40, 2) each; deviation is that of the first feature."""
    raw = torch.randn(40, 2, generator=torch.Generator().manual_seed(0))
    raw = (raw - raw.mean(dim=0)) / raw.std(dim=0, correction=0)
    x = raw * torch.tensor([deviation, 0.5]) + torch.tensor([5.0, -1.0])
    return x, F.batch_norm(x, None, None, training=True)


def figure(deviation: float = 2.0) -> Figure:  # 0.5 to 3 by 0.5
    """Whatever the standard deviation of a feature is, after the layer it is 1."""
    before, after = features(deviation)
    fig, panels = plt.subplots(1, 2, figsize=(5.2, 2.6), sharey=True)
    for axes, x, title in zip(panels, (before, after), ("before", "after"), strict=True):
        for feature in range(2):
            values = x[:, feature]
            height = [feature + 0.06 * (n % 5 - 2) for n in range(len(values))]
            color = ("C0", "C3")[feature]
            axes.plot(values.tolist(), height, "o", color=color, alpha=0.6, markersize=4)
            axes.plot(
                float(values.mean()), feature, "|", color=color, markersize=34, markeredgewidth=2
            )
        axes.set_title(title)
        axes.set_ylim(1.6, -0.6)
        axes.set_yticks([0, 1], ["feature 1", "feature 2"])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    panels[0].set_xlim(-4, 14)
    panels[0].set_xticks([-1, 5, 10])
    panels[1].set_xlim(-3.2, 3.2)
    panels[1].set_xticks([-2, 0, 2])
    panels[0].set_xlabel("40 examples")
    panels[1].set_xlabel("mean 0, variance 1")
    return fig
