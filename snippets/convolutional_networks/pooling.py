"""Pooling: keep the largest value, or the mean, of each window."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def windows(x: Tensor, k: int = 2, s: int = 2) -> Tensor:
    """All windows: (N, C, H, W) -> (N, C, m, n, k, k)."""
    return x.unfold(2, k, s).unfold(3, k, s)


def max_pool(x: Tensor) -> Tensor:
    """Windows of 2 by 2: (N, C, 2 * m, 2 * n) -> (N, C, m, n)."""
    return windows(x).amax(dim=(-2, -1))


def avg_pool(x: Tensor) -> Tensor:
    """Windows of 2 by 2: (N, C, 2 * m, 2 * n) -> (N, C, m, n)."""
    return windows(x).mean(dim=(-2, -1))
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (N, C, 2 * m, 2 * n) -> (N, C, m, n)"""
    return F.max_pool2d(x, kernel_size=2, stride=2)


def reference(*, X: Tensor, k: Tensor, s: Tensor) -> Tensor:
    return F.max_pool2d(X[None], int(k), int(s))[0]


def reference_A(*, X: Tensor, k: Tensor, s: Tensor) -> Tensor:
    return F.avg_pool2d(X[None], int(k), int(s))[0]


def reference_g(*, Z: Tensor) -> Tensor:
    return F.adaptive_avg_pool2d(Z, 1)[:, 0, 0]


def check() -> None:
    close = torch.testing.assert_close
    tensor = torch.tensor
    x = torch.randn(2, 3, 8, 6)
    close(max_pool(x), call(x))
    close(avg_pool(x), F.avg_pool2d(x, 2))
    close(windows(x, 3, 1).amax(dim=(-2, -1)), F.max_pool2d(x, 3, 1))
    close(call(x[0]), call(x)[0])
    close(F.max_pool2d(x, 3), F.max_pool2d(x, 3, stride=3))
    assert 4 * call(x).numel() == x.numel() and 4 * call(x[..., 1:]).numel() < x[..., 1:].numel()
    assert not [*torch.nn.MaxPool2d(2).parameters(), *torch.nn.AvgPool2d(2).parameters()]
    close(call(x)[:, 1:2], call(x[:, 1:2]))

    # Gradients: the winner takes all, or all share.
    one = x[:1, :1, :2, :2]
    slope = torch.func.grad(lambda x: call(x).sum())(one)
    close(slope, (one == one.amax()).float())
    close(torch.func.grad(lambda x: F.avg_pool2d(x, 2).sum())(one), torch.full_like(one, 1 / 4))
    tie = tensor([[[[1.0, 2.0], [2.0, 2.0]]]])
    first = torch.func.grad(lambda x: call(x).sum())(tie)
    assert first.flatten().tolist() == [0, 1, 0, 0]
    shared = torch.func.grad(lambda x: max_pool(x).sum())(tie)
    close(shared.flatten(), tensor([0.0, 1 / 3, 1 / 3, 1 / 3]))

    # Moves: by s the result moves by one; by one pixel two thirds of the maxima change.
    wide = torch.rand(1, 1, 40, 40, generator=torch.Generator().manual_seed(0))
    close(call(wide.roll(2, dims=-1))[..., 1:], call(wide)[..., :-1])
    moved = call(wide.roll(1, dims=-1))[..., 1:]
    changed = (moved != call(wide)[..., 1:]).float().mean()
    close(changed, tensor(2 / 3), atol=0.05, rtol=0)
    assert (wide.roll(1, dims=-1) != wide).all()
    tied = (4 * wide).floor()
    fewer = (call(tied.roll(1, dims=-1))[..., 1:] != call(tied)[..., 1:]).float().mean()
    assert fewer < changed - 0.2
    average = F.avg_pool2d(wide.roll(1, dims=-1), 2)[..., 1:]
    assert (average != F.avg_pool2d(wide, 2)[..., 1:]).float().mean() > changed

    # Increasing functions.
    for increasing in (torch.relu, torch.tanh):
        close(call(increasing(x)), increasing(call(x)))
    assert not torch.allclose(F.avg_pool2d(x.relu(), 2), F.avg_pool2d(x, 2).relu())

    # Of four normal entries.
    normal = torch.randn(1, 1, 400, 400, generator=torch.Generator().manual_seed(0))
    close(call(normal).mean(), tensor(1.03), atol=0.02, rtol=0)
    close(F.avg_pool2d(normal, 2).var(), tensor(1 / 4), atol=0.01, rtol=0)

    # Padding: minus infinity, or zeros that count.
    close(F.max_pool2d(-torch.ones(1, 1, 2, 2), 2, padding=1), -torch.ones(1, 1, 2, 2))
    ones = torch.ones(1, 1, 2, 2)
    close(F.avg_pool2d(ones, 2, padding=1), ones / 4)
    close(F.avg_pool2d(ones, 2, padding=1, count_include_pad=False), ones)
    try:
        F.max_pool2d(x, 2, padding=2)
    except RuntimeError as error:
        assert "at most half" in str(error)
    else:
        raise AssertionError("a padding of a whole window was taken")

    # Missing values and integers.
    assert call(tensor([[[[1.0, torch.nan], [2.0, 3.0]]]])).isnan()
    whole = tensor([[[[0, 1], [4, 5]]]])
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8):
        assert call(whole.to(dtype)) == 5
        try:
            average = F.avg_pool2d(whole.to(dtype), 2)
        except NotImplementedError:
            assert dtype != torch.int64
        else:
            assert dtype == torch.int64 and average == 2  # of 2.5
            negative = F.avg_pool2d(torch.tensor([[[[-1, -2], [-3, -4]]]]), 2)
            assert negative == -2  # of -2.5
    try:
        call(whole.to(torch.uint16))
    except NotImplementedError as error:
        assert "UInt16" in str(error)
    else:
        raise AssertionError("uint16 has a maximum")

    # Where the maximum was.
    values, places = F.max_pool2d(x, 2, return_indices=True)
    back = F.max_unpool2d(values, places, [2, 2])
    close(back, torch.where(back != 0, x, 0))
    close(call(back.where(back != 0, -9)), values)

    # Adaptive windows.
    five = torch.arange(1.0, 6)
    parts = [five[:2].mean(), five[1:4].mean(), five[3:].mean()]
    close(F.adaptive_avg_pool1d(five[None], 3)[0], torch.stack(parts))
    close(F.adaptive_avg_pool2d(x, 1)[..., 0, 0], x.mean(dim=(-2, -1)))

    # The figure.
    image, largest, mean = panels(8.0)
    assert sorted(image[:2, :2].flatten().tolist()) == [1, 3, 4, 8]
    assert largest[0, 0] == 8 and mean[0, 0] == 4


def panels(value: float) -> tuple[Tensor, Tensor, Tensor]:
    """A map (4, 4) with one entry to choose, its maxima (2, 2) and its means (2, 2)."""
    rows = [
        [1.0, 3.0, 2.0, 0.0],
        [4.0, value, 1.0, 1.0],
        [0.0, 2.0, 5.0, 3.0],
        [2.0, 0.0, 3.0, 5.0],
    ]
    image = torch.tensor(rows)
    batch = image[None, None]
    return image, max_pool(batch)[0, 0], avg_pool(batch)[0, 0]


def show(axes: Axes, cells: Tensor, title: str) -> None:
    """The cells of a panel with their numbers, colored from 0 to 12."""

    def brightness(color: object) -> float:
        red, green, blue = to_rgb(color)  # type: ignore[arg-type]
        return 0.3 * red + 0.6 * green + 0.1 * blue

    inks = sorted((plt.rcParams["text.color"], plt.rcParams["axes.facecolor"]), key=brightness)
    axes.imshow(cells.numpy(), vmin=0, vmax=12, interpolation="nearest")
    for i, row in enumerate(cells.tolist()):
        for j, value in enumerate(row):
            ink = inks[0] if brightness(plt.get_cmap()(value / 12)) > 0.45 else inks[1]
            axes.text(j, i, f"{value:g}", ha="center", va="center", color=ink)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.set_title(title)


def figure(value: float = 8.0) -> Figure:  # 0 to 12 by 2
    """The largest entry of a window is its maximum, and a quarter of it is in the average."""
    fig, axes = plt.subplots(1, 3, figsize=(5.2, 2.3), width_ratios=(4, 2, 2))
    titles = ("feature map", "maximum", "average")
    for panel, cells, title in zip(axes, panels(value), titles, strict=True):
        show(panel, cells, title)
    edge = plt.rcParams["axes.facecolor"]
    axes[0].axhline(1.5, color=edge, linewidth=4)
    axes[0].axvline(1.5, color=edge, linewidth=4)
    return fig
