"""Principal component analysis: the directions in which centered data vary most."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def pca(X: Tensor, k: int) -> tuple[Tensor, Tensor, Tensor]:
    """X (n, d) -> (n, k), (d, k), (k,): scores, directions and
    variances, the largest first."""
    centered = X - X.mean(dim=0)
    _, S, Vh = torch.linalg.svd(centered, full_matrices=False)
    V = Vh.mT[:, :k]
    return centered @ V, V, S[:k] ** 2 / (len(X) - 1)
    # --8<-- [end:pytorch]


def call(X: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """X (n, d) -> (n, min(n, d)), (min(n, d),), (min(n, d), d)"""
    return torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)


def given(X: Tensor) -> dict[str, Tensor]:
    """Centered data, with their directions and variances by the SVD."""
    centered = X - X.mean(dim=0)
    _, S, Vh = torch.linalg.svd(centered)
    variances = torch.zeros(X.shape[1], dtype=X.dtype)
    variances[: len(S)] = S**2 / (len(X) - 1)
    return {"X": centered, "V": Vh.mT, "Lambda": torch.diag(variances)}


def reference(*, X: Tensor) -> dict[str, Tensor]:
    return {"S": torch.cov(X.mT)}


def check() -> None:
    close = torch.testing.assert_close
    generator = torch.Generator().manual_seed(0)

    def noise(*shape: int) -> Tensor:
        return torch.randn(*shape, dtype=torch.float64, generator=generator)

    X = noise(60, 5) @ noise(5, 5) + 3
    centered = X - X.mean(dim=0)
    scores, V, variances = pca(X, 5)

    # The function shown: scores, and the eigenvalues of the covariance matrix.
    close(scores, centered @ V)
    close(V.mT @ V, torch.eye(5).double())
    eigenvalues, vectors = torch.linalg.eigh(torch.cov(X.mT))
    close(variances, eigenvalues.flip(0))
    close((V * vectors.flip(1)).sum(dim=0).abs(), torch.ones(5).double())
    close(torch.cov(scores.mT), torch.diag(variances))
    close(variances.sum(), X.var(dim=0).sum())
    U, S, Vh = call(X)
    close(U * S @ Vh, centered)
    close(S**2 / 59, variances)

    # The first direction has the largest variance of all.
    others = torch.nn.functional.normalize(noise(5, 1000), dim=0)
    assert (centered @ others).var(dim=0).max() <= variances[0] + 1e-12

    # The error of k numbers, and no smaller one by other planes.
    for k in (1, 2, 3):
        few = pca(X, k)[1]
        lost = (centered - centered @ few @ few.mT).square().sum()
        close(lost, 59 * variances[k:].sum())
        for _ in range(20):
            plane = torch.linalg.qr(few + 0.3 * noise(5, k)).Q
            assert (centered - centered @ plane @ plane.mT).square().sum() > lost

    # A linear autoencoder, at any invertible mixing of the axes, is as good: the same plane.
    two = pca(X, 2)[1]
    mix = noise(2, 2)
    back = centered @ (two @ mix) @ (torch.linalg.inv(mix) @ two.mT)
    close(back, centered @ two @ two.mT)

    # Units: millimeters instead of meters.
    unit = noise(60, 3)
    millimeters = unit * torch.tensor([1.0, 1000.0, 1.0]).double()
    assert pca(millimeters, 1)[1][1, 0].abs() > 0.999 > pca(unit, 1)[1][1, 0].abs()
    close(millimeters.var(dim=0)[1], 1e6 * unit.var(dim=0)[1])

    # Accuracy: a small variance survives in float32 by the SVD, not by the product.
    thin = torch.stack([noise(50), 1e-5 * noise(50)], dim=1)
    exact = pca(thin, 2)[2][1]
    close(pca(thin.float(), 2)[2][1].double(), exact, rtol=0.05, atol=0)
    turn = torch.linalg.qr(noise(2, 2)).Q
    mixed = (thin @ turn).float()
    product = torch.linalg.eigvalsh(torch.cov(mixed.mT))[0].double()
    assert abs(pca(mixed, 2)[2][1].double() / exact - 1) < 0.1 < abs(product / exact - 1)

    tiny = (torch.stack([noise(50), 1e-9 * noise(50)], dim=1) @ turn).float()
    assert pca(tiny, 2)[2][1] > 1e-17  # below the accuracy of float32, the SVD loses it, too

    # pca_lowrank: centers, six by default, randomized.
    low = torch.pca_lowrank(torch.cat([X, noise(60, 4)], dim=1))
    assert low[1].shape == (6,)
    assert torch.pca_lowrank(X)[1].shape == (5,) and torch.pca_lowrank(X[:3])[1].shape == (3,)
    close(torch.pca_lowrank(X, q=5)[1], S, rtol=1e-3, atol=1e-3)
    off = torch.pca_lowrank(X, q=5, center=False)[1]
    close(off, torch.linalg.svdvals(X), rtol=1e-3, atol=1e-3)
    wide = noise(200, 100)
    true = call(wide)[1][:3]
    found = [torch.pca_lowrank(wide, q=3)[1] for _ in range(5)]
    assert (torch.stack(found) / true).mean().sub(0.91).abs() < 0.04
    assert all((f / true).mean() < 0.98 for f in found) and not found[0].allclose(found[1])
    more = torch.pca_lowrank(wide, q=3, niter=20)[1]
    assert (more / true).mean() > max((f / true).mean() for f in found)

    # Without centering, the first direction leads to the mean.
    far = noise(100, 3) + torch.tensor([30.0, 0.0, 0.0]).double()
    first = torch.linalg.svd(far).Vh[0]
    mean = torch.nn.functional.normalize(far.mean(dim=0), dim=0)
    assert (first @ mean).abs() > 0.999
    spread = far * torch.tensor([1.0, 100.0, 1.0]).double()
    assert torch.linalg.svd(spread).Vh[0, 1].abs() > 0.99  # not toward the mean

    # What separates two classes can have a small variance.
    label = torch.arange(100) % 2
    classes = torch.stack([10 * noise(100), label + 0.1 * noise(100)], dim=1)
    split = pca(classes, 2)[0]
    gap = split[label == 1].mean(dim=0) - split[label == 0].mean(dim=0)
    inside = split[label == 1].std(dim=0)
    assert (gap / inside).abs()[1] > 3 > (gap / inside).abs()[0]

    # Whitening.
    close(torch.cov((scores / variances.sqrt()).mT), torch.eye(5).double())
    few_examples = pca(noise(4, 6), 6)[2]
    assert few_examples.shape == (4,) and few_examples[3] < 1e-12 < few_examples[2]

    # The figure.
    _, _, two_variances = pca(cloud(), 2)
    close(two_variances.sqrt(), torch.tensor([2.0, 0.6]), atol=1e-4, rtol=0)
    assert round(100 * float(two_variances[0] / two_variances.sum())) == 92


def cloud(second: float = 0.6) -> Tensor:
    """Points with standard deviations 2 and `second` along tilted axes, (80, 2)."""
    raw = torch.randn(80, 2, generator=torch.Generator().manual_seed(1))
    white = torch.linalg.qr(raw - raw.mean(dim=0)).Q * 79**0.5
    angle = torch.tensor(0.5)
    axes = torch.stack([angle.cos(), angle.sin(), -angle.sin(), angle.cos()]).reshape(2, 2)
    return white * torch.tensor([2.0, second]) @ axes


def figure(second: float = 0.6) -> Figure:  # 0.2 to 1.8 by 0.2
    """The smaller the second standard deviation, the more one number per point keeps."""
    x = cloud(second)
    _, V, variances = pca(x, 2)
    V = V * V[1].sign()  # upward
    fig, axes = plt.subplots(figsize=(5.2, 3.1))
    axes.plot(x[:, 0], x[:, 1], "o", color="C4", alpha=0.5, markersize=4)
    for v, size, color in zip(V.mT, variances.sqrt().tolist(), ("C0", "C1"), strict=True):
        axes.annotate(
            "",
            (size * v).tolist(),
            xytext=(0, 0),
            arrowprops={
                "arrowstyle": "->",
                "color": color,
                "linewidth": 2.4,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        axes.annotate(
            f"{size:.1f}",
            (size * v).tolist(),
            xytext=(4, 5) if color == "C0" else (-6, 8),
            textcoords="offset points",
            color=color,
            fontweight="bold",
            bbox={"facecolor": plt.rcParams["axes.facecolor"], "edgecolor": "none", "pad": 1},
        )
    share = float(variances[0] / variances.sum())
    axes.set_title(f"the first direction keeps {share:.0%} of the variance", loc="left")
    axes.set_aspect("equal")
    axes.set_xlabel("$x_1$")
    axes.set_ylabel("$x_2$", rotation=0, va="center", labelpad=9)
    axes.set_xticks([-4, -2, 0, 2, 4], ["−4", "−2", "0", "2", "4"])
    axes.set_yticks([-2, 0, 2], ["−2", "0", "2"])
    return fig
