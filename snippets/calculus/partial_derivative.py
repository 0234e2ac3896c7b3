"""Partial derivative: the slope along one variable while the others stay constant."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(x: Tensor) -> Tensor:
    """The example, (2,) -> ()."""
    return (2 * x[0] ** 2 + x[0] * x[1] + x[1] ** 2) / 4


def partial_derivative(x: Tensor, i: int) -> Tensor:
    """Slope along axis i, f: (n,) -> (), x (n,) -> ()."""
    e_i = torch.eye(len(x), dtype=x.dtype)[i]  # i = 0, 1, …
    return torch.func.jvp(f, (x,), (e_i,))[1]
    # --8<-- [end:pytorch]


def call(f: Callable[[Tensor], Tensor], x: Tensor, i: int) -> Tensor:
    """f: (n,) -> (), x (n,), i () in 0..n-1 -> ()"""
    return torch.func.grad(f)(x)[i]


def given(i: int, x: Tensor) -> dict[str, Tensor]:
    return {"e_i": torch.eye(len(x), dtype=x.dtype)[int(i) - 1]}


def check() -> None:
    x = torch.tensor([1.0, 0.0])
    torch.testing.assert_close(f(x), torch.tensor(0.5))
    torch.testing.assert_close(partial_derivative(x, 0), torch.tensor(1.0))
    torch.testing.assert_close(partial_derivative(x, 1), torch.tensor(0.25))
    elsewhere = torch.tensor([1.0, 2.0])  # same x_1, another x_2
    torch.testing.assert_close(partial_derivative(elsewhere, 0), torch.tensor(1.5))

    # One row of slopes in one backward pass.
    leaf = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf)
    torch.testing.assert_close(gradient, torch.stack([partial_derivative(x, i) for i in (0, 1)]))
    torch.testing.assert_close(gradient, torch.stack([call(f, x, i) for i in (0, 1)]))
    torch.testing.assert_close(
        given(2, x)["e_i"], torch.tensor([0.0, 1.0])
    )  # the page counts from 1

    # Two good steps, taken together, are no step at all: 4 -> 0, 4 -> 0, but 4 -> 4.
    def loss(a: float, b: float) -> float:
        return (a + b) ** 2

    assert (loss(1, 1), loss(1 - 2, 1), loss(1, 1 - 2), loss(1 - 2, 1 - 2)) == (4, 0, 0, 4)

    # x_2 = x_1^2: autograd follows it, detach holds it constant.
    a = torch.tensor(3.0, requires_grad=True)
    total = torch.autograd.grad(a + a**2, a)[0]
    partial = torch.autograd.grad(a + (a**2).detach(), a)[0]
    torch.testing.assert_close(total, torch.tensor(7.0))
    torch.testing.assert_close(partial, torch.tensor(1.0))
    # Constant without detach: another leaf, a plain tensor, what was computed without a graph.
    leaf = torch.tensor(9.0, requires_grad=True)
    with torch.no_grad():
        unseen = a**2
    for constant in (leaf, leaf + 0, torch.tensor(9.0), unseen, (a**2).detach()):
        torch.testing.assert_close(torch.autograd.grad(a * constant, a)[0], torch.tensor(9.0))
    product = torch.func.grad(torch.mul, argnums=0)(torch.tensor(3.0), torch.tensor(9.0))
    torch.testing.assert_close(product, torch.tensor(9.0))

    unused = torch.tensor(1.0, requires_grad=True)
    try:
        torch.autograd.grad(a**2, unused)
    except RuntimeError as error:
        assert "allow_unused" in str(error)
    else:
        raise AssertionError("an unused input had a derivative")
    assert torch.autograd.grad(a**2, unused, allow_unused=True)[0] is None
    assert torch.autograd.grad(a**2, unused, materialize_grads=True)[0] == 0

    # Both partial derivatives are 0 at the origin, yet the function jumps along the diagonal.
    def ratio(a: float, b: float) -> float:
        return 0 if a == b == 0 else a * b / (a**2 + b**2)

    for h in (1e-1, 1e-4, 1e-8):
        assert ratio(h, 0) == ratio(0, h) == ratio(0, 0) == 0
        assert abs(ratio(h, h) - 0.5) < 1e-12


def figure() -> Figure:
    fig = plt.figure(figsize=(5.2, 3.2))
    axes = fig.add_subplot(projection="3d", computed_zorder=False)
    axes.set_position((0, -0.23, 1, 5.2 / 3.2))  # 3-D axes are square: let them fill the width
    axes.set_box_aspect((1.4, 0.8, 0.72), zoom=1.16)
    axes.view_init(elev=24, azim=-68)
    axes.set(xlim=(-2.3, 2.5), ylim=(-0.6, 2), zlim=(-0.9, 3.5))
    axes.axis("off")

    # The half of the surface behind the plane, the plane, the curve they share, its tangent.
    page = plt.rcParams["axes.facecolor"]
    along, behind = torch.linspace(-2, 2, 17), torch.linspace(0, 1.5, 7)
    grid = torch.stack(torch.meshgrid(along, behind, indexing="ij"))
    mesh = {"rstride": 1, "cstride": 1, "linewidth": 0.5, "edgecolor": page, "shade": False}
    axes.plot_surface(*grid, f(grid), color="C0", alpha=0.6, **mesh)
    wide, tall = torch.meshgrid(torch.tensor([-2.3, 2.5]), torch.tensor([-0.8, 2.5]), indexing="ij")
    axes.plot_surface(wide, 0 * wide, tall, color="C4", alpha=0.22, shade=False)
    cut = grid[:, :, 0]
    axes.plot(*cut, f(cut), color="C0", linewidth=2.5)
    x1 = torch.tensor([-0.1, 2.4])
    axes.plot(x1, 0 * x1, 0.5 + (x1 - 1), color="C1", linewidth=2.5)
    axes.plot(1, 0, 0.5, "o", color="C1", markersize=6)

    slope = r"tangent: slope $\partial f / \partial x_1 = 1$"
    axes.text(2.3, 0, 0.02, slope, color="C1", ha="right", va="center")
    axes.text(-2.2, 0, -0.6, "plane $x_2 = 0$", color=plt.rcParams["text.color"])
    axes.text(0.1, 1.5, 1.95, "$f(\\mathbf{x})$", color="C0", ha="center", size=11)
    return fig
