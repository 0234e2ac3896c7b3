"""GELU: multiply a number by the probability that a standard normal one is smaller."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def gelu(x: Tensor) -> Tensor:
    """The exact form, entry by entry, (...) -> (...), any shape."""
    return x * torch.special.ndtr(x)


def gelu_tanh(x: Tensor) -> Tensor:
    """The second form: (...) -> (...), any shape."""
    inner = (2 / torch.pi) ** 0.5 * (x + 0.044715 * x**3)
    return x / 2 * (1 + torch.tanh(inner))
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return F.gelu(x, approximate="none")


def reference(x: Tensor) -> Tensor:
    return call(x)


def reference_GELU_tanh(x: Tensor) -> Tensor:
    return F.gelu(x, approximate="tanh")


def slope(x: Tensor) -> Tensor:
    """The derivative of PyTorch's function, (...) -> (...)."""
    leaf = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(F.gelu(leaf).sum(), leaf)
    return gradient


def check() -> None:
    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    def near(value: Tensor, told: float, half: float) -> None:
        torch.testing.assert_close(value, number(told), atol=half, rtol=0)

    # The functions shown are PyTorch's two forms.
    x = torch.linspace(-10, 10, 40001, dtype=torch.float64)
    exact, other = F.gelu(x), F.gelu(x, approximate="tanh")
    for size in (torch.float32, torch.float64):
        z = 3 * torch.randn(4, 5, dtype=size)
        torch.testing.assert_close(gelu(z), call(z))
        torch.testing.assert_close(gelu_tanh(z), F.gelu(z, approximate="tanh"))
        torch.testing.assert_close(torch.nn.GELU()(z), call(z))

    # 84 % of 1 and 16 % of -1 are kept: the mean of a gate open with probability Phi(x).
    near(call(number(1.0)), 0.84, 0.005)
    near(call(number(-1.0)), -0.16, 0.005)
    normal = torch.randn(200_000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    for at in (1.0, -0.4):
        gate = (normal < at).double().mean()
        near(at * gate, float(call(number(at))), 0.005)

    # Against ReLU: within 0.005 at 3, most at 0.75.
    gap = (F.relu(x) - exact).abs()
    assert gap[x.abs() >= 3].max() < 0.005
    near(gap.max(), 0.17, 0.005)
    near(x[gap.argmax()].abs(), 0.75, 0.005)

    # The lowest value, and the extremes of the slope.
    near(exact.min(), -0.17, 0.005)
    near(x[exact.argmin()], -0.75, 0.005)
    assert (exact[(x > -5) & (x < -0.76)].diff() < 0).all() and abs(float(exact[0])) < 1e-20
    steepness = slope(x)
    near(slope(number(0.0)), 0.5, 1e-9)
    for extreme, at, told in ((steepness.min(), -1.0, -0.13), (steepness.max(), 1.0, 1.13)):
        near(extreme, told, 0.005)
        near(slope(number(at * math.sqrt(2))), float(extreme), 1e-6)

    torch.testing.assert_close(exact - exact.flip(0), x)
    near(call(number(2.0)), 1.95, 0.005)
    weight = torch.exp(-(x**2) / 2) / math.sqrt(2 * math.pi) * (x[1] - x[0])
    near((weight * exact).sum(), 0.28, 0.005)
    near((weight * exact**2).sum(), 0.43, 0.005)

    # Conventions.
    assert torch.nn.GELU().approximate == "none"
    try:
        F.gelu(x, approximate=True)  # type: ignore[arg-type]
    except TypeError as error:
        assert "must be str" in str(error)
    else:
        raise AssertionError("gelu took a bool")
    try:
        F.gelu(torch.tensor([1, 2]))
    except NotImplementedError as error:
        assert "Long" in str(error)
    else:
        raise AssertionError("gelu took integers")
    for form in ("none", "tanh"):
        for size in (torch.float32, torch.float64, torch.bfloat16):
            assert F.gelu(torch.tensor([-torch.inf], dtype=size), approximate=form).isnan()
        last = F.gelu(torch.full((4,), torch.inf, dtype=torch.float64), approximate=form)
        assert (last == torch.inf).all()
    tanh_form = F.gelu(torch.tensor([-5.0, -5.2]), approximate="tanh")
    assert tanh_form[0] != 0 and tanh_form[1] == 0
    single = torch.linspace(-7, -5, 2001)
    assert (call(single[single < -5.6]) == 0).all() and (call(single[single > -5.4]) != 0).all()
    near(5.5 * torch.special.ndtr(number(-5.5)), 1e-7, 1e-8)
    try:
        torch.nn.init.calculate_gain("gelu")  # type: ignore[arg-type]
    except ValueError as error:
        assert "gelu" in str(error)
    else:
        raise AssertionError("calculate_gain knows gelu")

    # How far the forms are apart.
    distance = (exact - other).abs()
    assert 0.00047 < distance.max() < 0.00048
    near(x[distance.argmax()].abs(), 2.7, 0.005)
    for at, told, half in ((-3.0, 1.11, 0.005), (-5.0, 6.3, 0.05)):
        near(call(number(at)) / F.gelu(number(at), approximate="tanh"), told, half)
    quick = (exact - x * torch.sigmoid(1.702 * x)).abs().max()
    assert 0.020 < quick < 0.021

    # A narrow normal distribution gives ReLU.
    torch.testing.assert_close(x * torch.special.ndtr(x / 1e-6), F.relu(x), atol=1e-6, rtol=0)


def figure(w: float = 1.0) -> Figure:  # 0.5 to 4 by 0.5
    """The larger the weight w on the input, the narrower the dip beside ReLU; it stays as deep."""
    x = torch.linspace(-4, 4, 321)
    muted = plt.rcParams["grid.color"]
    fig, (value, steep) = plt.subplots(1, 2, figsize=(5.2, 2.6))
    value.axhline(0, color=muted, linewidth=1)
    value.plot(x, F.relu(w * x), color="C4", linestyle="--", linewidth=1.4)
    curve = F.gelu(w * x)
    value.plot(x, curve, color="C0")
    lowest = int(curve.argmin())
    value.plot(x[lowest], curve[lowest], "o", color="C0")
    value.annotate(
        f"{float(curve[lowest]):.2f} at {float(x[lowest]):.2f}".replace("-", "−"),
        (float(x[lowest]), float(curve[lowest])),
        (0, -14),
        textcoords="offset points",
        ha="center",
        color="C0",
    )
    value.annotate("GELU", (1.2, 0.4), color="C0")
    value.annotate("ReLU", (0.4, 1.3), ha="right", color="C4")
    value.set(
        title="GELU" if w == 1 else f"GELU of {w:g}x", ylim=(-1.25, 2.25), yticks=[-1, 0, 1, 2]
    )
    steep.axhline(0, color=muted, linewidth=1)
    steepness = w * slope(w * x)
    steep.plot(x, steepness, color="C1")
    for at in (int(steepness.argmin()), int(steepness.argmax())):
        height = float(steepness[at])
        steep.plot(x[at], height, "o", color="C1")
        steep.annotate(
            f"{height:.2f}".replace("-", "−"),
            (float(x[at]), height),
            (0, 6 if height > 0 else -14),
            textcoords="offset points",
            color="C1",
            ha="center",
        )
    steep.plot(0, w / 2, "o", color="C1")
    steep.annotate(f"{w / 2:g}", (0, w / 2), (8, -4), textcoords="offset points", color="C1")
    steep.set(title="its derivative", ylim=(-0.36 * max(w, 1), 1.4 * max(w, 1)))
    steep.set_yticks([0, w], ["0", f"{w:g}"])
    for axes in (value, steep):
        axes.set(xlim=(-4, 4), xticks=[-4, -2, 0, 2, 4])
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    return fig
