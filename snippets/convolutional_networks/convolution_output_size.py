"""Output size of a convolution: the number of places that a kernel takes."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def size(n: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """Along one dimension: () -> ()."""
    return (n + 2 * p - d * (k - 1) - 1) // s + 1


def same_padding(x: Tensor, k: int, s: int) -> Tensor:
    """Zeros for an output of n / s, rounded up, as in Keras:
    x (..., n) -> (..., n + added)."""
    n = x.size(-1)
    added = max((-(-n // s) - 1) * s + k - n, 0)
    return F.pad(x, (added // 2, added - added // 2))
    # --8<-- [end:pytorch]


def call(x: Tensor, w: Tensor, s: int = 2, p: int = 1, d: int = 1) -> int:
    """x (N, C, n + k), w (D, C, k) -> ()"""
    return F.conv1d(x, w, stride=s, padding=p, dilation=d).size(-1)


def reference(*, n: Tensor, k: Tensor, s: Tensor, p: Tensor, d: Tensor) -> Tensor:
    x, w = torch.zeros(1, 1, int(n)), torch.zeros(1, 1, int(k))
    return torch.tensor(call(x, w, int(s), int(p), int(d)))


def reference_o_c(*, n: Tensor, k: Tensor, s: Tensor, d: Tensor) -> Tensor:
    x = torch.zeros(1, 1, int(n))
    pooled = F.max_pool1d(x, int(k), int(s), 0, int(d), ceil_mode=True)
    return torch.tensor(pooled.size(-1))


def check() -> None:
    sizes = [(n, k, s, p, d) for n in (9, 14) for k in (1, 3, 4) for s in (1, 2, 3)
             for p in (0, 1, 2) for d in (1, 2)]  # fmt: skip
    for n, k, s, p, d in sizes:
        x, w = torch.zeros(2, 3, n), torch.zeros(4, 3, k)
        assert size(n, k, s, p, d) == call(x, w, s, p, d)

    # Paddings that keep the size; halves; patches.
    for n in (7, 8, 30):
        assert size(n, 3, p=1) == size(n, 5, p=2) == size(n, 3, p=2, d=2) == n
        assert size(n, 3, 2, 1) == -(-n // 2) and size(n, 2, 2) == n // 2
        assert size(n, 5, 5) == n // 5
    assert size(7, 3, 2, 1) == 4 and size(7, 2, 2) == 3

    # What is left over is not seen: its gradient is 0.
    x = torch.randn(1, 1, 8)
    slope = torch.func.grad(lambda x: F.conv1d(x, torch.ones(1, 1, 3), stride=2).sum())(x)
    assert (slope != 0).flatten().tolist() == 7 * [True] + [False]
    assert size(223, 7, 2, 3) == size(224, 7, 2, 3) == 112

    # Height and width by themselves; paddings of both.
    image = torch.zeros(1, 3, 20, 31)
    both = torch.nn.Conv2d(3, 4, (3, 5), stride=(1, 2), padding=(1, 2))(image)
    assert both.shape[-2:] == (size(20, 3, 1, 1), size(31, 5, 2, 2))
    layer = torch.nn.Conv2d(3, 64, 7, stride=2, padding=3, device="meta")
    assert layer(torch.empty(1, 3, 224, 224, device="meta")).shape == (1, 64, 112, 112)

    # "same": in PyTorch with stride 1, in Keras with any.
    w = torch.randn(1, 1, 4)
    assert F.conv1d(x, w, padding="same").size(-1) == 8
    try:
        F.conv1d(x, w, padding="same", stride=2)
    except RuntimeError as error:
        assert "strided" in str(error)
    else:
        raise AssertionError("padding='same' was taken with a stride")
    for n in (5, 8, 9):
        for k in (2, 3, 4):
            for s in (1, 2, 3):
                padded = same_padding(torch.zeros(1, 1, n), k, s)
                assert size(padded.size(-1), k, s) == -(-n // s)
                least = max((-(-n // s) - 1) * s + k, n)
                assert padded.size(-1) == least
    assert same_padding(torch.ones(4), 4, 1).tolist() == [0, 1, 1, 1, 1, 0, 0]

    # Too large a kernel, too much padding for pooling, its default stride.
    for n, fits in ((9, True), (8, False)):
        try:
            F.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, 6), padding=1, dilation=2)
        except RuntimeError as error:
            assert not fits and "Kernel size can't be greater" in str(error)
        else:
            assert fits
    for k, d in ((2, 1), (3, 1), (3, 3)):
        try:
            F.max_pool1d(x, k, padding=2, dilation=d)
        except RuntimeError as error:
            assert "half of kernel size" in str(error)
        else:
            raise AssertionError("pooling took a padding of more than half a kernel")
    assert F.max_pool1d(x, 3).size(-1) == size(8, 3, 3)
    assert F.max_pool1d(x, 3, padding=1, dilation=2).size(-1) == size(8, 3, 3, 1, 2)
    assert F.max_pool1d(x, 3, ceil_mode=True).size(-1) == size(8, 3, 3) + 1
    assert F.max_pool1d(x[..., :2], 3, 2, ceil_mode=True).size(-1) == 1


def figure(s: int = 2) -> Figure:  # 1 to 4 by 1
    """The larger the stride, the fewer places the kernel takes."""
    n, k, p = 7, 3, 1
    count = size(n, k, s, p)
    fig, axes = plt.subplots(figsize=(5.2, 2.6))
    text = plt.rcParams["text.color"]
    for place in range(n + 2 * p):
        inside = p <= place < n + p
        cell = Rectangle(
            (place + 0.06, 0.1),
            0.88,
            0.8,
            facecolor="C4" if inside else "none",
            edgecolor="C4",
            linestyle="-" if inside else "--",
            alpha=0.55 if inside else 1,
        )
        axes.add_patch(cell)
        label = str(place - p + 1) if inside else "0"
        axes.text(place + 0.5, 0.5, label, ha="center", va="center", color=text)
    for output in range(count):
        left, height = output * s, -0.75 * output - 0.4
        axes.plot([left + 0.12, left + k - 0.12], [height, height], color="C0", linewidth=4)
        axes.text(left + k + 0.1, height, str(output + 1), va="center", color="C0")
    axes.set_xlim(-0.1, n + 2 * p + 0.6)
    axes.set_ylim(-0.75 * max(count, 4) - 0.1, 1)
    axes.axis("off")
    axes.set_title(f"input {n}, kernel {k}, padding {p}, stride {s}: output {count}", loc="left")
    return fig
