"""Gradient: all partial derivatives in one vector, the direction of steepest increase."""

from collections.abc import Callable
import inspect
import math
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(x: Tensor) -> Tensor:
    """The example, (2,) -> ()."""
    return (x[0] ** 2 + 3 * x[1] ** 2) / 2


def gradient(x: Tensor) -> Tensor:
    """All partial derivatives, f: (n,) -> (), x (n,) -> (n,)."""
    x = x.detach().requires_grad_()
    return torch.autograd.grad(f(x), x)[0]
    # --8<-- [end:pytorch]


def call(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """f: (n,) -> (), x (n,) -> (n,)"""
    return torch.func.grad(f)(x)


def check() -> None:
    x = torch.tensor([2.0, 1.0])
    torch.testing.assert_close(f(x), torch.tensor(3.5))
    g = gradient(x)
    torch.testing.assert_close(g, torch.tensor([2.0, 3.0]))
    torch.testing.assert_close(call(f, x), g)
    torch.testing.assert_close(g.norm(), torch.tensor(3.61), atol=5e-3, rtol=0)

    # The slope along a unit vector: largest along g, zero across it, smallest against it.
    angles = torch.linspace(0, 2 * torch.pi, 361)
    units = torch.stack([angles.cos(), angles.sin()])
    slopes = torch.stack([torch.func.jvp(f, (x,), (u,))[1] for u in units.T])
    torch.testing.assert_close(slopes, g @ units)
    torch.testing.assert_close(units[:, slopes.argmax()], g / g.norm(), atol=1e-2, rtol=0)
    torch.testing.assert_close(slopes.max(), g.norm(), atol=1e-3, rtol=0)
    torch.testing.assert_close(slopes.min(), -g.norm(), atol=1e-3, rtol=0)
    # Among steps of max-norm 1, the sign of the gradient climbs most.
    corners = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    torch.testing.assert_close(corners[(corners @ g).argmax()], g.sign())

    # To first order; linear and quadratic forms; the choice at a kink; differences of samples.
    d = torch.randn(2, dtype=torch.float64)
    for h in (1e-3, 1e-4):
        change = f(x.double() + h * d) - f(x.double())
        torch.testing.assert_close(change / h, g.double() @ d, atol=20 * h, rtol=0)
    for n in (1, 2, 3, 5, 8):
        a, A, at = torch.randn(n), torch.randn(n, n), torch.randn(n)
        torch.testing.assert_close(torch.func.grad(lambda x, a=a: a @ x)(at), a)
        form = torch.func.grad(lambda x, A=A: x @ A @ x)(at)
        torch.testing.assert_close(form, (A + A.T) @ at, rtol=1e-4, atol=1e-4)
    for kink in (torch.relu, torch.abs):
        at_zero = torch.func.grad(lambda x, kink=kink: kink(x).sum())(torch.zeros(3))
        assert (at_zero == 0).all()
    slope = torch.func.grad(lambda x: torch.maximum(x, 0 * x))(torch.tensor(0.0))
    assert slope == 0.5
    assert torch.func.grad(lambda x: x.square().sqrt())(torch.tensor(0.0)).isnan()
    samples = torch.gradient(torch.arange(5.0) ** 2)[0]
    torch.testing.assert_close(samples, torch.tensor([1.0, 2.0, 4.0, 6.0, 7.0]))

    assert (gradient(torch.zeros(2)) == 0).all()
    saddle = torch.func.grad(lambda x: x[0] ** 2 - x[1] ** 2)
    assert (saddle(torch.zeros(2)) == 0).all()
    # A step along -g that is too long raises f.
    assert f(x - 0.1 * g) < f(x) < f(x - 1.0 * g)
    # x_2 in units a thousand times larger: its partial derivative is a thousand times larger.
    scaled = torch.func.grad(lambda z: f(z * torch.tensor([1.0, 1000.0])))
    torch.testing.assert_close(scaled(torch.tensor([2.0, 0.001])), torch.tensor([2.0, 3000.0]))

    layer = torch.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    inputs = torch.randn(4, 3)
    assert layer.weight.grad is None
    layer(inputs).square().mean().backward()
    assert layer.weight.grad is not None and layer.weight.grad.shape == layer.weight.shape
    first = layer.weight.grad.clone()
    layer(inputs).square().mean().backward()
    torch.testing.assert_close(layer.weight.grad, 2 * first)
    optimizer.zero_grad()
    assert layer.weight.grad is None
    assert inspect.signature(optimizer.zero_grad).parameters["set_to_none"].default is True
    for vector_gradient in (
        lambda: layer(inputs).backward(),
        lambda: torch.func.grad(torch.tanh)(x),
    ):
        try:
            vector_gradient()
        except RuntimeError as error:
            assert "scalar" in str(error)
        else:
            raise AssertionError("a vector output was differentiated")
    layer(inputs)[:1, :1].backward()  # one element, in two dimensions
    try:
        torch.func.grad(lambda x: f(x)[None])(x)
    except RuntimeError as error:
        assert "scalar" in str(error)
    else:
        raise AssertionError("an output of shape (1,) was differentiated")

    jacobian = torch.func.jacrev(lambda x: f(x)[None])(x)
    assert jacobian.shape == (1, 2)
    torch.testing.assert_close(jacobian.mT, g[:, None])

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for x_2 in (-1.3, 1.0):
        shown = torch.tensor([*readout(x_2).values()])
        rise = torch.tensor([2.0, 3 * x_2]).norm()
        torch.testing.assert_close(shown, torch.stack([torch.tensor((4 + 3 * x_2**2) / 2), rise]))


def readout(x_2: float) -> dict[str, float]:
    """x₂ ="""
    point = torch.tensor([2.0, x_2])
    return {"f": float(f(point)), "length of the gradient": float(gradient(point).norm())}


def figure(x_2: float = 1.0) -> Figure:  # -1.3 to 1.3 by 0.1
    """The gradient at (2, x_2) turns with the contour and stays perpendicular to it."""
    fig, axes = plt.subplots(figsize=(5.2, 3.5))
    x1, x2 = torch.linspace(-4.25, 4.25, 41), torch.linspace(-2.7, 2.7, 41)
    height = f(torch.stack(torch.meshgrid(x1, x2, indexing="xy")))
    levels = [0.5, 1.5, 2.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5]
    axes.contour(x1, x2, height, levels=levels, colors=plt.rcParams["grid.color"])

    # Twelve points on the contour through (2, x_2), where the arrow is labeled.
    level = (4 + 3 * x_2**2) / 2
    start = torch.atan(torch.tensor(3**0.5 / 2 * x_2))
    angles = start + torch.arange(73) * torch.pi / 36
    points = (2 * level) ** 0.5 * torch.stack([angles.cos(), angles.sin() / 3**0.5], dim=1)
    axes.plot(points[:, 0], points[:, 1], color="C0")
    for point in points[:-1:6]:
        arrow: dict[str, Any] = {
            "angles": "xy",
            "scale_units": "xy",
            "scale": 1,
            "width": 0.007,
            "zorder": 3,
        }
        axes.quiver(*point, *(0.23 * gradient(point)), color="C1", **arrow)

    label: dict[str, Any] = {"ha": "center", "va": "center"}
    patch = {"facecolor": plt.rcParams["axes.facecolor"], "edgecolor": "none", "pad": 2}
    below = round(-((2 * level / 3) ** 0.5), 2)
    axes.text(-0.17, below, f"$f(\\mathbf{{x}}) = {level:.3g}$", color="C0", bbox=patch, **label)
    axes.text(0, -0.3, "minimum", color="C4", **label)
    beside = round(1.69 * x_2 + math.copysign(0.15, x_2), 2)
    value = f"$\\nabla f(2, {x_2:g}) = (2, {3 * x_2:g})$".replace("-", "{-}")
    axes.text(3.39, beside, value, color="C1", bbox=patch, **label)
    axes.plot(2, x_2, "o", color="C1", zorder=4)
    axes.plot(0, 0, "o", color="C4")
    axes.set(aspect="equal", xticks=[], yticks=[], xlabel="$x_1$", ylabel="$x_2$")
    return fig
