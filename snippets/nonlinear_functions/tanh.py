"""Hyperbolic tangent: squash a number into (-1, 1), keeping its sign."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def tanh(x: Tensor) -> Tensor:
    """Entry by entry, (...) -> (...), any shape."""
    return torch.tanh(x)


def tanh_derivative(x: Tensor) -> Tensor:
    """Slope, from the value of tanh alone:
    (...) -> (...), any shape."""
    return 1 - torch.tanh(x) ** 2
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return torch.tanh(x)


def check() -> None:
    x = torch.tensor([0.0, 0.1, 2.0, 5.0])
    expected = torch.tensor([0.0, 0.0997, 0.9640, 0.9999])
    torch.testing.assert_close(tanh(x), expected, atol=1e-4, rtol=0)
    torch.testing.assert_close(call(x), tanh(x))
    torch.testing.assert_close(tanh(-x), -tanh(x))
    torch.testing.assert_close(tanh(x), 2 * torch.sigmoid(2 * x) - 1)

    slope = torch.vmap(torch.func.grad(tanh))(x)
    torch.testing.assert_close(tanh_derivative(x), slope)
    torch.testing.assert_close(slope[::2], torch.tensor([1.0, 0.0707]), atol=1e-4, rtol=0)
    torch.testing.assert_close(slope[3], torch.tensor(1.8e-4), atol=1e-5, rtol=0)

    # Exactly 1 in float32, with slope exactly 0.
    below, above = torch.linspace(4, 9.01, 200), torch.linspace(9.012, 20, 200)
    assert (tanh(below) < 1).all() and (tanh(above) == 1).all()
    assert (torch.vmap(torch.func.grad(tanh))(above) == 0).all()

    # Mean zero for inputs symmetric about 0, not for shifted ones.
    symmetric = torch.linspace(-3, 3, 101)
    torch.testing.assert_close(tanh(symmetric).mean(), torch.tensor(0.0), atol=1e-6, rtol=0)
    lopsided = torch.tensor([-1.0, -1.0, 2.0])
    assert lopsided.mean() == 0
    torch.testing.assert_close(tanh(lopsided).mean(), torch.tensor(-0.19), atol=5e-3, rtol=0)

    whole = torch.tensor([0, 1])
    assert torch.tanh(whole).dtype == torch.get_default_dtype()
    try:
        whole.tanh_()
    except RuntimeError as error:
        assert "can't be cast" in str(error)
    else:
        raise AssertionError("tanh_ took integers")

    big = torch.tensor(100.0)
    up, down = torch.exp(big), torch.exp(-big)
    assert ((up - down) / (up + down)).isnan()  # inf / inf
    for at, fails in ((44.0, False), (45.0, True)):
        double = torch.exp(2 * torch.tensor(at))
        assert bool(((double - 1) / (double + 1)).isnan()) == fails
    for value in (big, -big, torch.tensor(1e-4)):
        e = torch.expm1(-2 * value.abs())
        torch.testing.assert_close(value.sign() * -e / (2 + e), tanh(value))

    # LeCun's scaled tanh keeps 1 and -1.
    sign = torch.tensor([-1.0, 1.0])
    torch.testing.assert_close(1.7159 * tanh(2 / 3 * sign), sign, atol=1e-4, rtol=0)

    assert torch.nn.init.calculate_gain("tanh") == 5 / 3
    torch.testing.assert_close(torch.nn.Tanh()(x), tanh(x))
    assert tanh(torch.tensor([1])).dtype == torch.float32

    # Backward reads the saved output: changing it in place is an error.
    leaf = torch.zeros(1, requires_grad=True)
    y = tanh(leaf)
    y += 1
    try:
        torch.autograd.grad(y, leaf)
    except RuntimeError as error:
        assert "inplace operation" in str(error)
    else:
        raise AssertionError("the output was changed in place")


def figure(w: float = 1.0) -> Figure:  # 0.25 to 2 by 0.25
    """The larger the weight w on the input, the steeper the curve: its slope at 0 is w."""
    x = torch.linspace(-4, 4, 161)
    muted = plt.rcParams["grid.color"]
    fig, (value, slope) = plt.subplots(1, 2, figsize=(5.2, 2.4))
    for height in (-1, 1):
        value.axhline(height, color=muted, linewidth=1)
    value.plot(x.numpy(), tanh(w * x).numpy(), color="C0")
    value.set(
        title="tanh" if w == 1 else f"tanh of {w:g}x", ylim=(-1.25, 2.25), yticks=[-1, 0, 1, 2]
    )
    slope.plot(x.numpy(), (w * tanh_derivative(w * x)).numpy(), color="C1")
    slope.plot([0], [w], "o", color="C1")
    slope.annotate(
        f"{w:g}", (0, w), (0, 6), textcoords="offset points", color="C1", weight=600, ha="center"
    )
    slope.set(title="its derivative", ylim=(-0.06, 1.25 * max(w, 1)), yticks=[0, 0.25, 0.5, 1])
    slope.set_yticklabels(["0", "0.25", "0.5", "1"])
    for axes in (value, slope):
        axes.set(xlim=(-4, 4), xticks=[-4, -2, 0, 2, 4])
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    return fig
