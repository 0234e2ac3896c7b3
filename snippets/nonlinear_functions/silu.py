"""SiLU: multiply a number by its own sigmoid."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def silu(x: Tensor) -> Tensor:
    """Entry by entry, (...) -> (...), any shape."""
    return x * torch.sigmoid(x)


def swish(x: Tensor, beta: float) -> Tensor:
    """With a factor in the gate: (...) -> (...), any shape."""
    return x * torch.sigmoid(beta * x)
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return F.silu(x)


def reference(x: Tensor) -> Tensor:
    return call(x)


def reference_Swish_beta(x: Tensor, *, beta: Tensor) -> Tensor:
    return F.silu(beta * x) / beta


def slope(x: Tensor, beta: float = 1.0) -> Tensor:
    """The derivative of swish by autograd, (...) -> (...)."""
    leaf = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad((F.silu(beta * leaf) / beta).sum(), leaf)
    return gradient


def check() -> None:
    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    def near(value: Tensor, told: float, half: float = 0.005) -> None:
        torch.testing.assert_close(value, number(told), atol=half, rtol=0)

    for size in (torch.float32, torch.float64):
        z = 4 * torch.randn(4, 5, dtype=size)
        for same in (silu(z), swish(z, 1.0), torch.nn.SiLU()(z)):
            torch.testing.assert_close(same, call(z))
        torch.testing.assert_close(swish(z, 1.7), F.silu(1.7 * z) / 1.7)

    # An input of 3 passes at 95 %, one of -3 at 5 %.
    near(call(number(3.0)) / 3, 0.95)
    near(call(number(-3.0)) / -3, 0.05)

    # The lowest value, beside GELU's; the extremes of the slope; back to 0 on the left.
    x = torch.linspace(-10, 10, 40001, dtype=torch.float64)
    y = call(x)
    near(y.min(), -0.28)
    near(x[y.argmin()], -1.28)
    near(F.gelu(x).min(), -0.17)
    near(x[F.gelu(x).argmin()], -0.75)
    near(slope(number(0.0)), 0.5, 1e-9)
    steepness = slope(x)
    for extreme, told, at in (("argmin", -0.10, -2.40), ("argmax", 1.10, 2.40)):
        place = getattr(steepness, extreme)()
        near(steepness[place], told)
        near(x[place], at)
    assert (y[x < -1.3].diff() < 0).all() and abs(float(call(number(-60.0)))) < 1e-20

    # The gap to ReLU, and the identity of both sides.
    for at, told in ((3.0, 0.14), (-3.0, 0.14), (5.0, 0.03), (-5.0, 0.03)):
        near(F.relu(number(at)) - call(number(at)), told)
        assert F.relu(number(at)) - F.gelu(number(at)) < told / 10
    torch.testing.assert_close(y - y.flip(0), x)

    # Conventions.
    assert not hasattr(F, "swish") and not hasattr(torch.nn, "Swish")
    overwritten = z.clone()
    F.silu(overwritten, inplace=True)
    torch.testing.assert_close(overwritten, call(z))
    try:
        F.silu(torch.tensor([1, 2]))
    except NotImplementedError as error:
        assert "Long" in str(error)
    else:
        raise AssertionError("silu took integers")
    for size in (torch.float32, torch.float64, torch.bfloat16):
        assert F.silu(torch.tensor([-torch.inf], dtype=size)).isnan()
    printed = torch.func.grad(lambda v: v / (1 + torch.exp(-v)))
    assert printed(torch.tensor(-100.0)).isnan() and slope(torch.tensor(-100.0)) == 0
    hard = F.hardswish(x)
    torch.testing.assert_close(hard, x * (x + 3).clamp(0, 6) / 6)
    near((hard - y).abs().max(), 0.142, 0.0005)
    near(x[(hard - y).abs().argmax()].abs(), 3.0, 1e-3)

    # The limits in beta, and the neighbor GELU.
    torch.testing.assert_close(swish(x, 0.0), x / 2)
    torch.testing.assert_close(swish(x, 1e6), F.relu(x), atol=1e-6, rtol=0)
    assert (swish(x, 1.702) - F.gelu(x)).abs().max() < 0.021

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    lowest, steepest = readout(1.0).values()
    x = torch.linspace(-8, 8, 3201, requires_grad=True)
    (derivative,) = torch.autograd.grad(F.silu(x).sum(), x)
    torch.testing.assert_close(lowest, float(F.silu(x).min().detach()))
    torch.testing.assert_close(steepest, float(derivative.max()))


def readout(beta: float) -> dict[str, float]:
    """β ="""
    x = torch.linspace(-8, 8, 3201)
    return {
        "lowest value": float(swish(x, beta).min()),
        "steepest slope": float(slope(x, beta).max()),
    }


def figure(beta: float = 1.0) -> Figure:  # 0.5 to 3 by 0.1
    """Swish: at beta = 1.7 it nearly is GELU, with a larger beta it approaches ReLU."""
    x = torch.linspace(-5, 5, 501)
    curve, steepness = swish(x, beta), slope(x, beta)
    name = "SiLU" if beta == 1 else rf"swish, $\beta = {beta:g}$"
    fig, (value, steep) = plt.subplots(1, 2, figsize=(5.2, 2.6))
    for axes in (value, steep):
        axes.axhline(0, color=plt.rcParams["grid.color"], linewidth=1)
    value.plot(x[::5], F.gelu(x[::5]), color="C4", linestyle="--", linewidth=1.4)
    value.plot(x[::5], curve[::5], color="C0")
    steep.plot(x[::5], steepness[::5], color="C1")
    for axes, line, at, color in (
        (value, curve, int(curve.argmin()), "C0"),
        (steep, steepness, int(steepness.argmin()), "C1"),
        (steep, steepness, int(steepness.argmax()), "C1"),
    ):
        height = float(line[at])
        told = f"{height:.2f}" + (f" at {float(x[at]):.2f}" if axes is value else "")
        axes.plot(x[at], height, "o", color=color)
        axes.annotate(
            told.replace("-", "−"),
            (float(x[at]), height),
            (0, 6 if height > 0 else -14),
            textcoords="offset points",
            ha="center",
            color=color,
        )
    steep.plot(0, 0.5, "o", color="C1")
    steep.annotate("0.5", (0, 0.5), (8, -4), textcoords="offset points", color="C1")
    value.annotate("GELU", (0.9, 1.3), ha="right", color="C4")
    value.annotate("SiLU" if beta == 1 else "swish", (1.7, 0.6), color="C0")
    value.set(title=name, ylim=(-1.25, 2.25), yticks=[-1, 0, 1, 2])
    steep.set(title="its derivative", ylim=(-0.36, 1.4), yticks=[0, 1])
    for axes in (value, steep):
        axes.set(xlim=(-5, 5), xticks=[-4, -2, 0, 2, 4])
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    return fig
