"""Chain rule: the derivative of a composition is the product of the local derivatives."""

from collections.abc import Callable
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def g(x: Tensor) -> Tensor:
    """The inner function, () -> ()."""
    return 3 * x - 1


def f(u: Tensor) -> Tensor:
    """The outer function, () -> ()."""
    return u**2


def chain_rule(x: Tensor) -> Tensor:
    """Slope of f(g(x)), f: () -> (), g: () -> (), x () -> ()."""
    x = x.detach().requires_grad_()
    return torch.autograd.grad(f(g(x)), x)[0]  # f'(g(x)) · g'(x)
    # --8<-- [end:pytorch]


def call(f: Callable[[Tensor], Tensor], g: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """f: () -> (), g: () -> (), x () -> ()"""
    return torch.func.grad(lambda x: f(g(x)))(x)


def reference_u(*, g: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return g(x)


def reference_y(
    *, f: Callable[[Tensor], Tensor], g: Callable[[Tensor], Tensor], x: Tensor
) -> Tensor:
    return f(g(x))


def check() -> None:
    x = torch.tensor(2.0)
    u = g(x)
    torch.testing.assert_close(u, torch.tensor(5.0))
    torch.testing.assert_close(f(u), torch.tensor(25.0))
    inner, outer = torch.func.grad(g)(x), torch.func.grad(f)(u)
    torch.testing.assert_close(inner, torch.tensor(3.0))
    torch.testing.assert_close(outer, torch.tensor(10.0))
    torch.testing.assert_close(chain_rule(x), torch.tensor(30.0))
    torch.testing.assert_close(chain_rule(x), outer * inner)
    torch.testing.assert_close(call(f, g, x), outer * inner)
    torch.testing.assert_close(torch.func.grad(f)(x) * inner, torch.tensor(12.0))  # f'(x): wrong

    # Slopes of a chain multiply.
    for slope, product in ((0.5, 0.001), (2.0, 1024.0)):
        z = start = torch.tensor(1.0, requires_grad=True)
        for _ in range(10):
            z = slope * z
        rate = torch.autograd.grad(z, start)[0]
        torch.testing.assert_close(rate, torch.tensor(product), rtol=0.03, atol=0)

    # Paths add: through g and around it.
    around = torch.func.grad(lambda x: x + g(x))(x)
    torch.testing.assert_close(around, 1 + inner)

    def between(x: Tensor) -> Tensor:
        return torch.stack([x.sin(), x**2, x.exp()])

    def last(y: Tensor) -> Tensor:
        return y[0] * y[1] + y[2]

    for at in (-2.0, -0.5, 0.0, 1.0, 1.7):
        z = torch.tensor(at)
        products = torch.func.grad(last)(between(z)) * torch.func.jacfwd(between)(z)
        whole = torch.func.grad(lambda x: last(between(x)))(z)
        torch.testing.assert_close(whole, products.sum())

    # Vectors: Jacobians, outer one first; reverse mode gives every input at once.
    first, second = torch.randn(4, 3), torch.randn(2, 4)

    def G(v: Tensor) -> Tensor:
        return torch.tanh(first @ v)

    def F(w: Tensor) -> Tensor:
        return torch.sin(second @ w)

    v = torch.randn(3)
    jacobian = torch.func.jacrev(lambda v: F(G(v)))(v)
    j_f, j_g = torch.func.jacrev(F)(G(v)), torch.func.jacrev(G)(v)
    torch.testing.assert_close(jacobian, j_f @ j_g)
    one = torch.ones(2)
    all_inputs = torch.func.vjp(lambda v: F(G(v)), v)[1](one)[0]
    torch.testing.assert_close(all_inputs, j_g.T @ (j_f.T @ one))
    for direction, entry in zip(torch.eye(3), all_inputs, strict=True):
        rates = torch.func.jvp(lambda v: F(G(v)), (v,), (direction,))[1]
        torch.testing.assert_close(rates.sum(), entry)

    # The values that a graph saved must not change.
    leaf = torch.tensor(2.0, requires_grad=True)
    middle = g(leaf)
    changed = f(middle)
    middle.add_(1)
    assert "inplace" in error_of_backward(changed)
    for saving in (torch.square, torch.sin, torch.cos, torch.log, torch.log1p):
        gradients, errors = [], []
        for change in (None, "detach", "data"):
            leaf = torch.tensor(2.0, requires_grad=True)
            middle = g(leaf)
            output = saving(middle)
            if change == "detach":
                middle.detach().add_(1)
            elif change == "data":
                middle.data.add_(1)
            errors.append(error_of_backward(output))
            gradients.append(leaf.grad)
        assert errors[0] == errors[2] == "" and "inplace" in errors[1]
        right, wrong = gradients[0], gradients[2]
        assert right is not None and wrong is not None and not right.isclose(wrong)

    # The first pass frees them, so that a second one fails, unless it was told to keep them.
    for save in (torch.square, torch.exp, torch.relu, f, g):
        for retain, create, kept in (
            (None, False, False),
            (True, False, True),
            (None, True, True),
            (False, True, False),
        ):
            output = save(leaf)
            torch.autograd.grad(output, leaf, retain_graph=retain, create_graph=create)
            error = error_of_backward(output)
            assert error == "" if kept else "second time" in error

    # Without saved values the gradient is added again.
    for save_nothing in (torch.sum, torch.mean, torch.neg, torch.clone, lambda x: x - 3):
        leaf = torch.tensor(2.0, requires_grad=True)
        output = save_nothing(leaf)
        assert error_of_backward(output) == "" and leaf.grad is not None
        once = leaf.grad.clone()
        assert error_of_backward(output) == ""
        torch.testing.assert_close(leaf.grad, 2 * once)

    zero = torch.tensor(0.0)
    assert torch.func.grad(lambda x: torch.relu(x) - torch.relu(-x))(zero) == 0  # true slope: 1

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for x in (-2.0, 2.0):
        start = torch.tensor(x, requires_grad=True)
        y = (3 * start - 1) ** 2
        (slope,) = torch.autograd.grad(y, start)
        torch.testing.assert_close(
            torch.tensor([*readout(x).values()]), torch.stack([y.detach(), slope])
        )


def error_of_backward(output: Tensor) -> str:
    """What one backward pass complains about, empty if it passes."""
    try:
        torch.autograd.backward(output)
    except RuntimeError as error:
        return str(error)
    return ""


def readout(x: float) -> dict[str, float]:
    """x ="""
    start = torch.tensor(x)
    return {"y": float(f(g(start))), "dy/dx": float(chain_rule(start))}


def figure(x: float = 2.0) -> Figure:  # -2 to 4 by 0.25
    """The slope of each step is taken where its input is, so all three change with x."""
    fig, axes = plt.subplots(figsize=(5.2, 2.5))
    axes.set(xlim=(-0.45, 4.45), ylim=(-1.55, 0.95))
    axes.axis("off")
    start = torch.tensor(x)
    u, y = g(start), f(g(start))
    slope_f, slope = torch.func.grad(f)(u), chain_rule(start)
    middle: dict[str, Any] = {"ha": "center", "va": "center"}
    page = plt.rcParams["axes.facecolor"]

    nodes = [
        (0, "$x$", start, rf"$\dfrac{{dy}}{{dx}} = {slope:g}$"),
        (2, "$u = g(x)$", u, rf"$\dfrac{{dy}}{{du}} = {slope_f:g}$"),
        (4, "$y = f(u)$", y, r"$\dfrac{dy}{dy} = 1$"),
    ]
    for at, name, value, backward in nodes:
        axes.plot(at, 0, "o", markersize=34, color="C0")
        axes.text(at, 0, f"{value:g}".replace("-", "−"), color=page, size=13, **middle)
        axes.text(at, 0.65, name, color="C0", size=11, **middle)
        axes.text(at, -1.2, backward, color="C1", size=11, **middle)

    edges = [
        (1, "$3x - 1$", f"$g'({x:g}) = 3$", "× 3"),
        (3, "$u^2$", f"$f'({u:g}) = {slope_f:g}$", f"× {slope_f:g}".replace("-", "−")),
    ]
    for at, operation, local, factor in edges:
        forward = {"arrowstyle": "-|>", "color": "C0", "linewidth": 1.6}
        axes.annotate("", (at + 0.72, 0), (at - 0.72, 0), arrowprops=forward)
        axes.text(at, 0.2, operation, color="C0", size=11, **middle)
        axes.text(at, -0.25, local, color="C1", size=11, **middle)
        back = forward | {"color": "C1"}
        axes.annotate("", (at - 0.42, -1.2), (at + 0.42, -1.2), arrowprops=back)
        axes.text(at, -1.0, factor, color="C1", size=11, **middle)
    return fig
