"""Leaky ReLU: keep positive numbers, shrink negative ones."""

import inspect

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def leaky_relu(x: Tensor, a: float = 0.01) -> Tensor:
    """Entry by entry, (...) -> (...), any shape."""
    return torch.where(x > 0, x, a * x)


def leaky_relu_inverse(y: Tensor, a: float = 0.01) -> Tensor:
    """What went in, for a > 0: (...) -> (...), any shape."""
    return F.leaky_relu(y, 1 / a)
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return F.leaky_relu(x, negative_slope=0.01)


def reference(x: Tensor, *, a: Tensor) -> Tensor:
    return F.leaky_relu(x, negative_slope=float(a))


def reference_PReLU(x: Tensor, *, a: Tensor) -> Tensor:
    return F.prelu(x[None], a[None])[0]


def check() -> None:
    close = torch.testing.assert_close
    tensor = torch.tensor

    x = 3 * torch.randn(4, 5)
    for a in (0.01, 0.2, -1.0, 2.0):
        close(leaky_relu(x, a), F.leaky_relu(x, a))
        close(leaky_relu(3 * x, a), 3 * leaky_relu(x, a))
        close(torch.nn.LeakyReLU(a)(x), F.leaky_relu(x, a))
    close(leaky_relu(x), call(x))
    close(leaky_relu_inverse(call(x)), x)
    close(leaky_relu_inverse(leaky_relu(x, 0.2), 0.2), x)
    assert inspect.signature(F.leaky_relu).parameters["negative_slope"].default == 0.01

    # Special slopes.
    close(F.leaky_relu(x, 0.0), F.relu(x))
    close(F.leaky_relu(x, 1.0), x)
    close(F.leaky_relu(x, -1.0), x.abs())

    # A unit that is negative for all examples still learns.
    inputs, w = torch.rand(20, 3), -torch.ones(3)
    assert not torch.func.grad(lambda v: F.relu(inputs @ v).sum())(w).any()
    close(torch.func.grad(lambda v: F.leaky_relu(inputs @ v).sum())(w), 0.01 * inputs.sum(0))

    # The mean square, and its gain.
    z = torch.linspace(-3, 3, 100)
    kept = F.leaky_relu(z, 0.2).square().mean() / z.square().mean()
    close(kept, tensor((1 + 0.2**2) / 2))
    close(kept, tensor(0.52))
    gain = torch.nn.init.calculate_gain
    close(float(gain("leaky_relu", 0.2)), (2 / 1.04) ** 0.5)
    close(float(gain("leaky_relu")), (2 / (1 + 0.01**2)) ** 0.5)

    # At 0; a maximum for slopes up to 1 only.
    zero, one = tensor(0.0), tensor(-1.0)
    for a in (0.01, 0.3):
        close(torch.func.grad(lambda v, a=a: F.leaky_relu(v, a))(zero), tensor(a))
        mean = torch.func.grad(lambda v, a=a: torch.maximum(v, a * v))(zero)
        close(mean, tensor((1 + a) / 2))
        close(torch.maximum(x, a * x), F.leaky_relu(x, a))
    assert torch.maximum(one, 2 * one) == -1 and F.leaky_relu(one, 2.0) == -2
    assert F.prelu(one[None], tensor([2.0])) == -2  # not bounded by 1

    # In place, with a negative slope, and integers.
    overwritten = x.clone()
    F.leaky_relu(overwritten, 0.2, inplace=True)
    close(overwritten, leaky_relu(x, 0.2))
    leaf = x.clone().requires_grad_()
    try:
        F.leaky_relu(1 * leaf, -0.5, inplace=True).sum().backward()
    except RuntimeError as error:
        assert "negative slope" in str(error)
    else:
        raise AssertionError("a negative slope was taken in place")
    for dtype, name in ((torch.int64, "Long"), (torch.uint8, "Byte"), (torch.bool, "Bool")):
        try:
            F.leaky_relu(tensor([0, 4]).to(dtype))
        except NotImplementedError as error:
            assert name in str(error)
        else:
            raise AssertionError("integers were taken")

    # A learned slope, one or one for each channel.
    assert torch.nn.PReLU().weight.tolist() == [0.25]
    channels = torch.nn.PReLU(3)
    with torch.no_grad():
        channels.weight.copy_(tensor([0.1, 0.2, 0.3]))
    images = torch.randn(2, 3, 4, 4)
    for c, a in enumerate((0.1, 0.2, 0.3)):
        close(channels(images)[:, c], F.leaky_relu(images[:, c], a))

    # A random slope in training.
    negative = -torch.ones(10_000)
    drawn = -F.rrelu(negative, training=True)
    assert drawn.min() >= 1 / 8 and drawn.max() <= 1 / 3
    close(drawn.std(), tensor((1 / 3 - 1 / 8) / 12**0.5), rtol=0.05, atol=0)
    close(-F.rrelu(negative[:2]), tensor([0.229, 0.229]), atol=5e-4, rtol=0)
    assert torch.nn.RReLU()(negative).unique().numel() > 2  # a module trains from the start
    assert abs((1 / 8 + 1 / 3) / 2 - 0.229) < 5e-4

    # The figure.
    for a, depth in ((0.2, -0.8), (0.01, -0.04)):
        close(F.leaky_relu(tensor(-4.0), a), tensor(depth))


def figure(a: float = 0.2) -> Figure:  # 0.1 to 1 by 0.1
    """The larger the slope a, the more of a negative input is left; at 1 all of it."""
    x = torch.linspace(-4, 4, 161)
    fig, axes = plt.subplots()
    axes.axhline(0, color=plt.rcParams["grid.color"], linewidth=1)
    for slope, color, above in ((a, "C0", -14), (0.01, "C1", 6)):
        depth = float(F.leaky_relu(torch.tensor(-4.0), slope))
        axes.plot(x, leaky_relu(x, slope), color=color)
        axes.plot(-4, depth, "o", color=color)
        axes.annotate(
            f"{depth:.2g} with slope {slope:g}".replace("-", "−"),
            (-4, depth),
            (6, above),
            textcoords="offset points",
            color=color,
        )
    axes.set_ylim(min(-1.9, -4 * a - 0.9), 4.2)
    axes.set_xticks([-4, -2, 0, 2, 4])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_title("leaky ReLU", loc="left")
    return fig
