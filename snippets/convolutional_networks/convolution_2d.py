"""2D convolution: compare each window of an image with learned kernels."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def conv2d(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Stride 1, no padding: X (N, C, m + P - 1, n + Q - 1),
    W (D, C, P, Q), b (D,) -> (N, D, m, n)."""
    P, Q = W.shape[-2:]
    windows = X.unfold(2, P, 1).unfold(3, Q, 1)  # (N, C, m, n, P, Q)
    Y = torch.einsum("ncijpq,dcpq->ndij", windows, W)
    return Y + b[:, None, None]


def flipped(X: Tensor, W: Tensor) -> Tensor:
    """As in mathematics, for each kernel: X (N, C, m, n),
    W (D, C, P, Q) -> (N, D, m - P + 1, n - Q + 1)."""
    return F.conv2d(X, W.flip(-2, -1))
    # --8<-- [end:pytorch]


def call(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """X (N, C, m + P - 1, n + Q - 1), W (D, C, P, Q), b (D,) -> (N, D, m, n)"""
    return F.conv2d(X, W, b, stride=1, padding=0)


def reference(*, X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return F.conv2d(X, W, b)


def reference_Z(*, U: Tensor, W: Tensor, b: Tensor, s: Tensor, r: Tensor) -> Tensor:
    return F.conv2d(U, W, b, stride=int(s), dilation=int(r))


def reference_V(*, A: Tensor, K: Tensor) -> Tensor:
    """By Fourier transforms, whose product is a convolution with the kernel flipped."""
    rows, columns = (a + k - 1 for a, k in zip(A.shape, K.shape, strict=True))
    product = torch.fft.rfft2(A, s=(rows, columns)) * torch.fft.rfft2(K, s=(rows, columns))
    full = torch.fft.irfft2(product, s=(rows, columns))
    return full[K.shape[0] - 1 : A.shape[0], K.shape[1] - 1 : A.shape[1]]


def check() -> None:
    close = torch.testing.assert_close
    X, W, b = torch.randn(2, 3, 9, 8), torch.randn(4, 3, 3, 2), torch.randn(4)
    Y = call(X, W, b)
    close(conv2d(X, W, b), Y, rtol=1e-4, atol=1e-5)
    close(call(X[0], W, b), Y[0])

    # The flip: by Fourier transforms, channel by channel.
    whole = [sum(reference_V(A=X[0, c], K=W[d, c]) for c in range(3)) for d in range(4)]
    close(
        flipped(X, W)[0], torch.stack([torch.as_tensor(part) for part in whole]), atol=1e-4, rtol=0
    )
    # It commutes where everything is padded; cross-correlation does not.
    A, K = torch.randn(1, 1, 4, 4), torch.randn(1, 1, 4, 4)
    close(F.conv2d(A, K.flip(-2, -1), padding=3), F.conv2d(K, A.flip(-2, -1), padding=3))
    assert not torch.allclose(F.conv2d(A, K, padding=3), F.conv2d(K, A, padding=3), atol=0.1)

    # Of windows with one norm, that along the kernel gives most; a brighter one gives more.
    windows = torch.nn.functional.normalize(torch.randn(100, 18), dim=1)
    along = torch.nn.functional.normalize(W[0].flatten(), dim=0)
    assert (F.conv2d(windows.view(100, 3, 3, 2), W[:1]) < along @ W[0].flatten()).all()
    bright = 9 * torch.ones(1, 1, 2, 2)
    assert F.conv2d(bright, A[..., :2, :2].abs()) > A[..., :2, :2].square().sum()

    # A moved image gives moved maps; with stride 2 if it moved by 2.
    moved = X.roll(1, dims=-1)
    close(call(moved, W, b)[..., 1:], Y[..., :-1])
    strided = F.conv2d(X, W, b, stride=2)
    close(F.conv2d(X.roll(2, dims=-1), W, b, stride=2)[..., 1:], strided[..., :-1])
    assert not torch.allclose(F.conv2d(moved, W, b, stride=2)[..., 1:], strided[..., :-1], atol=0.1)

    # Parameters, and multiply-adds, two operations each.
    layer = torch.nn.Conv2d(64, 128, 3, device="meta")
    assert sum(p.numel() for p in layer.parameters()) == 73_856 == 128 * 64 * 9 + 128
    assert round(64 * 32**2 * 128 * 32**2 / 1e9, 1) == 8.6
    from torch.utils.flop_counter import FlopCounterMode  # loads much

    with FlopCounterMode(display=False) as counter:
        call(X, W, b)
    assert counter.get_total_flops() == 2 * Y.numel() * 3 * 3 * 2

    # Two of 3×3 are one of 5×5.
    first, second = torch.randn(1, 1, 3, 3), torch.randn(1, 1, 3, 3)
    image = torch.randn(1, 1, 12, 12)
    one = F.conv2d(second, first.flip(-2, -1), padding=2)
    assert one.shape[-2:] == (5, 5)
    close(F.conv2d(F.conv2d(image, first), second), F.conv2d(image, one), rtol=1e-4, atol=1e-4)

    # With padding between them, they differ at the border.
    apart = F.conv2d(F.conv2d(image, first, padding=1), second, padding=1)
    joint = F.conv2d(image, one, padding=2)
    assert not torch.allclose(apart, joint, atol=1e-2)
    close(apart[..., 1:-1, 1:-1], joint[..., 1:-1, 1:-1], rtol=1e-4, atol=1e-4)

    # The gradient with respect to the image.
    g = torch.randn_like(Y)
    (slope,) = torch.func.vjp(lambda image: call(image, W, b), X)[1](g)
    close(slope, F.conv_transpose2d(g, W), rtol=1e-4, atol=1e-4)

    # Padding: zeros on each side; the same size, with the odd zero on the right and below.
    padded = F.pad(X, (2, 2, 2, 2))
    close(F.conv2d(X, W, b, padding=2), call(padded, W, b))
    even = torch.zeros(1, 1, 2, 2)
    even[0, 0, 0, 0] = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a copy is made
        close(F.conv2d(image, even, padding="same"), image)
    odd = F.conv2d(X, torch.randn(4, 3, 3, 5), padding="same")
    assert odd.shape == (2, 4, 9, 8)
    try:
        F.conv2d(X, W, padding="same", stride=2)
    except RuntimeError as error:
        assert "same" in str(error)
    else:
        raise AssertionError("padding='same' was taken with a stride")

    # Groups; the start; a convolution of 1×1.
    grouped = torch.nn.Conv2d(6, 4, (3, 2), groups=2)
    assert grouped.weight.shape == (4, 3, 3, 2)
    both = torch.cat([X, 2 * X], dim=1)
    bias = grouped.bias
    assert bias is not None
    halves = [
        call(part, grouped.weight[2 * i : 2 * i + 2], bias[2 * i : 2 * i + 2])
        for i, part in enumerate(both.chunk(2, dim=1))
    ]
    close(grouped(both), torch.cat(halves, dim=1))
    wide = torch.nn.Conv2d(4, 500, 5)
    for p in wide.parameters():
        assert p.abs().max() <= 0.1
        close(p.std(), torch.tensor(0.1 / 3**0.5), rtol=0.1, atol=0)
    assert 0.19 < torch.nn.Conv2d(4, 500, 5, groups=4).weight.abs().max() <= 0.2
    pixel = torch.randn(4, 3)
    mixed = F.linear(X.permute(0, 2, 3, 1), pixel, b).permute(0, 3, 1, 2)
    close(call(X, pixel[..., None, None], b), mixed)

    # The figure: large at the edge; no answer from the kernel turned by 90 degrees.
    _, kernel, answer = panels(0.0)
    close(kernel, torch.tensor([-1.0, 0.0, 1.0]).expand(3, 3))
    close(answer, torch.tensor([0.0, 3.0, 3.0, 0.0]).expand(4, 4))
    close(panels(90.0)[2], torch.zeros(4, 4), atol=1e-5, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    assert readout(0.0)["strongest answer"] == 3
    assert abs(readout(90.0)["strongest answer"]) < 1e-5


def panels(degrees: float) -> tuple[Tensor, Tensor, Tensor]:
    """Image (6, 6), kernel (3, 3) turned by an angle, result (4, 4)."""
    image = torch.zeros(6, 6)
    image[:, 3:] = 1
    angle = torch.deg2rad(torch.tensor(degrees))
    columns = torch.tensor([-1.0, 0.0, 1.0]).expand(3, 3)
    kernel = angle.cos() * columns + angle.sin() * columns.T
    return image, kernel, F.conv2d(image[None, None], kernel[None, None])[0, 0]


def show(axes: Axes, cells: Tensor, span: float) -> None:
    """The cells of a panel with their numbers, colored from -span to span."""

    def brightness(color: object) -> float:
        red, green, blue = to_rgb(color)  # type: ignore[arg-type]
        return 0.3 * red + 0.6 * green + 0.1 * blue

    inks = sorted((plt.rcParams["text.color"], plt.rcParams["axes.facecolor"]), key=brightness)
    axes.imshow(cells.numpy(), vmin=-span, vmax=span, interpolation="nearest")
    for i, row in enumerate(cells.tolist()):
        for j, value in enumerate(row):
            shade = brightness(plt.get_cmap()((value + span) / (2 * span)))
            told = f"{round(value, 1) + 0:g}".replace("-", "−")
            ink = inks[0] if shade > 0.45 else inks[1]
            axes.text(j, i, told, ha="center", va="center", color=ink, fontsize=9)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)


def readout(degrees: float) -> dict[str, float]:
    """turn of the kernel = {}°"""
    _, _, answer = panels(degrees)
    return {"strongest answer": float(answer.abs().max())}


def figure(degrees: float = 0.0) -> Figure:  # 0 to 90 by 5
    """A kernel answers to edges of its own direction; turned by 90 degrees it misses this one."""
    image, kernel, answer = panels(degrees)
    fig, axes = plt.subplots(1, 3, figsize=(5.2, 2.2), width_ratios=(6, 3, 4))
    for panel, cells, span, title in zip(
        axes, (image, kernel, answer), (1.0, 1.4, 3.0), ("image", "kernel", "result"), strict=True
    ):
        show(panel, cells, span)
        panel.set_title(title)
    return fig
