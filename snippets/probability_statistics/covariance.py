"""Covariance: how far two variables rise and fall together."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def covariance(x: Tensor, correction: int = 1) -> Tensor:
    """Of a batch, one example per row: x (n, d) -> (d, d)."""
    centered = x - x.mean(dim=0)
    return centered.mT @ centered / (len(x) - correction)


def correlation(x: Tensor) -> Tensor:
    """Covariance over both standard deviations: x (n, d) -> (d, d)."""
    s = covariance(x)
    sigma = s.diagonal().sqrt()
    return s / sigma / sigma[:, None]
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (n, d) -> (d, d)"""
    return torch.cov(x.mT)


def reference_S(*, x: Tensor) -> Tensor:
    return call(x)


def reference_x_bar(*, x: Tensor) -> Tensor:
    return x.mean(dim=0)


def reference_R(*, x: Tensor) -> Tensor:
    return torch.corrcoef(x.mT)


def check() -> None:
    close = torch.testing.assert_close

    # The functions shown are PyTorch's and NumPy's.
    mix = torch.randn(4, 4)
    x = torch.randn(50, 4) @ mix + 3
    close(covariance(x), call(x))
    close(covariance(x, correction=0), torch.cov(x.mT, correction=0))
    close(correlation(x), torch.corrcoef(x.mT))
    close(correlation(x).diagonal(), torch.ones(4))
    assert correlation(x).abs().max() <= 1 + 1e-6

    # Variances on the diagonal; linear in each variable; the maximum.
    close(call(x).diagonal(), x.var(dim=0))
    scaled = torch.cat([100 * x[:, :1] + 7, x[:, 1:]], dim=1)
    close(call(scaled)[0, 1:], 100 * call(x)[0, 1:], rtol=1e-3, atol=1e-2)
    sigma = x.std(dim=0)
    assert (call(x).abs() <= sigma * sigma[:, None] + 1e-5).all()
    line = torch.stack([x[:, 0], -2 * x[:, 0] + 5])
    close(torch.cov(line)[0, 1], -line[0].std() * line[1].std(), rtol=1e-4, atol=1e-4)

    # Independent: 0 in a long sample; the converse fails.
    generator = torch.Generator().manual_seed(0)
    apart = torch.cov(torch.randn(2, 100_000, generator=generator))[0, 1]
    assert apart.abs() < 0.02
    three = torch.tensor([-1.0, 0.0, 1.0])
    assert torch.cov(torch.stack([three, three**2]), correction=0)[0, 1].abs() < 1e-7

    # A linear layer, and its bias; variances of a sum.
    A, b = torch.randn(3, 4), torch.randn(3)
    close(call(x @ A.mT + b), A @ call(x) @ A.mT, rtol=1e-3, atol=1e-3)
    both = x[:, 0] + x[:, 1]
    close(both.var(), call(x)[:2, :2].sum(), rtol=1e-3, atol=1e-3)

    # No negative eigenvalue; the rank.
    few = torch.randn(10, 20, dtype=torch.float64)
    values = torch.linalg.eigvalsh(call(few))
    assert values.min() > -1e-12 and torch.linalg.matrix_rank(call(few), hermitian=True) == 9

    # Conventions: the layout, one dimension, three, one example, a constant, weights.
    assert torch.cov(x).shape == (50, 50) and call(x).shape == (4, 4)
    close(torch.cov(x[:, 0]), x[:, 0].var())
    try:
        torch.cov(x[None])
    except RuntimeError as error:
        assert "two or fewer dimensions" in str(error)
    else:
        raise AssertionError("torch.cov took three dimensions")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        torch.set_warn_always(True)
        assert call(x[:1]).isnan().all()
        torch.set_warn_always(False)
    assert any("degrees of freedom" in str(warning.message) for warning in told)
    close(call(x[:1].expand(2, 4)), torch.zeros(4, 4))
    constant = torch.cat([torch.ones(50, 1), x[:, 1:]], dim=1)
    undefined = torch.corrcoef(constant.mT).isnan()
    tenths = torch.stack([torch.full((50,), 0.1), torch.full((50,), -0.1), torch.randn(50)])
    for rows in (tenths, tenths.mT.contiguous().mT):
        noise = torch.corrcoef(rows)[0]  # nan where the mean is not rounded
        assert noise[2].isnan() or noise[2].abs() < 1e-6
        assert noise[1].isnan() or (noise[1] + 1).abs() < 1e-6
    assert undefined[0].all() and undefined[:, 0].all() and not undefined[1:, 1:].any()
    counts = torch.randint(1, 4, (50,))
    close(torch.cov(x.mT, fweights=counts), call(x.repeat_interleave(counts, dim=0)))
    weights = torch.rand(50) + 0.1
    weighed = torch.cov(x.mT, aweights=weights, correction=0)
    mean = (weights[:, None] * x).sum(dim=0) / weights.sum()
    close(weighed, (weights * (x - mean).mT) @ (x - mean) / weights.sum(), rtol=1e-4, atol=1e-4)

    # Cancellation.
    large = torch.tensor([10000.0, 10001.0, 10002.0])
    assert (large * large).mean() - large.mean() * large.mean() == 0
    close(
        torch.cov(torch.stack([large, large]), correction=0)[0, 1],
        torch.tensor(0.667),
        atol=1e-3,
        rtol=0,
    )

    # Batch normalization keeps the correlations.
    normal = torch.nn.functional.batch_norm(x, None, None, training=True)
    close(correlation(normal), correlation(x), rtol=1e-3, atol=1e-3)
    close(call(normal).diagonal(), torch.full((4,), 50 / 49), rtol=1e-3, atol=1e-3)

    # The figure.
    for cloud, value in zip(clouds(), (0.8, 0.0), strict=True):
        s = call(cloud)
        close(s, torch.tensor([[1.0, value], [value, 1.0]]), atol=1e-4, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for c in (0.0, 0.8):
        axes = torch.tensor([1 + c, 1 - c]).sqrt()
        torch.testing.assert_close(torch.tensor([*readout(c).values()]), axes, atol=5e-3, rtol=0)


def standardized(x: Tensor) -> Tensor:
    return (x - x.mean(dim=0)) / x.std(dim=0)


def clouds(covariance: float = 0.8) -> tuple[Tensor, Tensor]:
    """A tilted cloud and a parabola, (60, 2) each, with variances 1."""
    raw = torch.randn(60, 2, generator=torch.Generator().manual_seed(3))
    white = torch.linalg.qr(raw - raw.mean(dim=0)).Q
    tilt = torch.tensor([[1.0, covariance], [0.0, (1 - covariance**2) ** 0.5]])
    u = torch.linspace(-1.6, 1.6, 60)
    return standardized(white @ tilt), standardized(torch.stack([u, u**2], dim=1))


def readout(covariance: float) -> dict[str, float]:
    """covariance"""
    cloud = clouds(covariance)[0]
    spread = torch.linalg.eigvalsh(torch.cov(cloud.mT)).clamp(min=0).sqrt()
    return {"length of the cloud": float(spread[1]), "width": float(spread[0])}


def figure(covariance: float = 0.8) -> Figure:  # -0.9 to 0.95 by 0.05
    """The nearer to 1 or -1, the narrower the cloud; this parabola has covariance 0."""
    fig, panels = plt.subplots(1, 2, sharex=True, sharey=True, figsize=(5.2, 2.8))
    for axes, cloud, color in zip(panels, clouds(covariance), ("C0", "C1"), strict=True):
        axes.plot(cloud[:, 0], cloud[:, 1], "o", color=color, alpha=0.65, markersize=4)
        value = float(torch.cov(cloud.mT)[0, 1])
        axes.set_title(
            f"covariance {abs(value) if abs(value) < 5e-3 else value:.2f}".replace("-", "−")
        )
        axes.set(xlim=(-3, 3), ylim=(-2.9, 2.9))
        axes.set_xlabel("$x_1$")
        axes.set_xticks([-2, 0, 2], ["−2", "0", "2"])
        axes.set_yticks([-2, 0, 2], ["−2", "0", "2"])
    panels[0].set_ylabel("$x_2$", rotation=0, va="center", labelpad=9)
    return fig
