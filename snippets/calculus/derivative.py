"""Derivative: how fast the output of a function changes with its input."""

from collections.abc import Callable
import inspect
import math
from typing import Any
import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(x: Tensor) -> Tensor:
    """The example, () -> ()."""
    return x**2


def secant_slope(x: Tensor, h: float) -> Tensor:
    """Slope from x to x + h, f: () -> (), x () -> ()."""
    return (f(x + h) - f(x)) / h


def derivative(x: Tensor) -> Tensor:
    """Slope of the tangent, f: () -> (), x () -> ()."""
    return torch.func.grad(f)(x)
    # --8<-- [end:pytorch]


def call(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """f: () -> (), x () -> ()"""
    return torch.func.grad(f)(x)


def check() -> None:
    one = torch.tensor(1.0)
    torch.testing.assert_close(f(torch.tensor(3.0)), torch.tensor(9.0))
    torch.testing.assert_close(derivative(one), torch.tensor(2.0))
    torch.testing.assert_close(call(f, one), torch.tensor(2.0))
    torch.testing.assert_close(derivative(torch.tensor(-3.0)), torch.tensor(-6.0))
    slopes = torch.stack([secant_slope(one, h) for h in (2.0, 1.0, 0.5)])
    torch.testing.assert_close(slopes, torch.tensor([4.0, 3.0, 2.5]))
    torch.testing.assert_close(f(one + 0.01), torch.tensor(1.0201))  # the tangent says 1.02

    # Constants and units: (c f)' = c f', (f + c)' = f', (f(cx))' = c f'(cx).
    def slope_of(scale: float, shift: float, unit: float) -> Tensor:
        x = one.clone().requires_grad_()
        return torch.autograd.grad(scale * f(unit * x) + shift, x)[0]

    torch.testing.assert_close(slope_of(5, 0, 1), 5 * derivative(one))
    torch.testing.assert_close(slope_of(1, 5, 1), derivative(one))
    torch.testing.assert_close(slope_of(1, 0, 5), 5 * derivative(5 * one))

    # The other end must stay: secants of x^2 sin(1 / x), flat at 0, between two points near 0.
    for k in (10, 1000, 100_000):
        left, right = 1 / (2 * math.pi * k + 1.5 * math.pi), 1 / (2 * math.pi * k + 0.5 * math.pi)
        lower, upper = (z**2 * math.sin(1 / z) for z in (left, right))
        assert abs((upper - lower) / (right - left) - 2 / math.pi) < 0.02
        assert abs(upper / right) < 0.02

    # Products and quotients.
    for at in (-1.5, -0.3, 0.4, 1.0, 2.5):
        p, q = torch.func.grad(torch.sin), torch.func.grad(torch.exp)
        x, sin, exp = torch.tensor(at), torch.sin(torch.tensor(at)), torch.exp(torch.tensor(at))
        product = torch.func.grad(lambda x: torch.sin(x) * torch.exp(x))(x)
        torch.testing.assert_close(product, p(x) * exp + sin * q(x))
        quotient = torch.func.grad(lambda x: torch.sin(x) / torch.exp(x))(x)
        torch.testing.assert_close(quotient, (p(x) * exp - sin * q(x)) / exp**2)

    # Samples of x^2 only: central differences, exact for it inside, one-sided at the ends.
    samples = torch.gradient(torch.arange(5.0) ** 2)[0]
    torch.testing.assert_close(samples, torch.tensor([1.0, 2.0, 4.0, 6.0, 7.0]))

    zero = torch.tensor(0.0)
    assert torch.func.grad(lambda x: x**3)(zero) == 0  # flat, but no minimum
    assert torch.func.grad(torch.abs)(zero) == 0
    assert torch.func.grad(torch.relu)(zero) == 0
    step = torch.tensor(0.1)
    torch.testing.assert_close((step.abs() - 0) / step, torch.tensor(1.0))
    torch.testing.assert_close(((-step).abs() - 0) / -step, torch.tensor(-1.0))

    batch = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    for vector_slope in (
        lambda: torch.autograd.backward(f(batch)),
        lambda: torch.func.grad(f)(batch),
    ):
        try:
            vector_slope()
        except RuntimeError as error:
            assert "scalar" in str(error)
        else:
            raise AssertionError("a vector output was differentiated")
    torch.testing.assert_close(torch.autograd.grad(f(batch).sum(), batch)[0], 2 * batch.detach())

    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(torch.sin, x)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.autograd.gradcheck(torch.sin, x.detach().float().requires_grad_(), eps=1e-2)
    assert "double precision" in str(caught[0].message)
    assert inspect.signature(torch.autograd.gradcheck).parameters["eps"].default == 1e-6

    # Rounding limits how small h may be: central at eps^(1/3), one-sided at eps^(1/2).
    def errors(h: float) -> tuple[float, float]:
        at, slope = x.detach(), torch.cos(x.detach())
        one_sided = (torch.sin(at + h) - torch.sin(at)) / h
        central = (torch.sin(at + h) - torch.sin(at - h)) / (2 * h)
        return float((one_sided - slope).abs()), float((central - slope).abs())

    assert errors(1e-3)[0] / errors(1e-4)[0] > 9.9  # O(h)
    assert errors(1e-2)[1] / errors(1e-3)[1] > 99  # O(h^2)
    eps = torch.finfo(torch.float64).eps
    torch.testing.assert_close((eps ** (1 / 3), eps**0.5), (6e-6, 1.5e-8), rtol=0.02, atol=0)
    assert errors(6e-6)[1] < 1e-10 < 1e-9 < min(errors(1e-3)[1], errors(1e-10)[1])
    assert errors(1.5e-8)[0] < 3e-8 < min(errors(1e-6)[0], errors(1e-11)[0])

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for h in (0.05, 0.5):
        slope, error = readout(h).values()
        torch.testing.assert_close(slope, 2 + h, atol=1e-5, rtol=0)
        torch.testing.assert_close(error, h, atol=1e-5, rtol=0)


def readout(h: float) -> dict[str, float]:
    """step h"""
    slope = float(secant_slope(torch.tensor(1.0), h))
    return {"slope with h": slope, "too steep by": slope - 2}


def figure(h: float = 0.5) -> Figure:  # 0.05 to 0.5375 by 0.0125
    """As h shrinks, the slopes of the secants with h, 2h and 4h approach that of the tangent."""
    x = torch.tensor(1.0)
    right = 3.12
    fig, axes = plt.subplots(figsize=(5.2, 3.4))
    curve = torch.linspace(-0.9, 3.17, 60)
    axes.plot(curve, f(curve), color="C0")
    axes.text(2.45, 6.9, "$f(x) = x^2$", color="C0", ha="right")

    beside = float(1 + derivative(x) * (right - 1))  # the label of the tangent, others above it
    for step, alpha in ((h, 1.0), (2 * h, 0.8), (4 * h, 0.6)):
        slope = float(secant_slope(x, step))
        ends = torch.tensor([0.55, right])
        line: dict[str, Any] = {"color": "C4", "linewidth": 1.2, "alpha": alpha}
        axes.plot(ends, 1 + slope * (ends - 1), **line)
        axes.plot(1 + step, f(x + step), "o", color="C4")
        label = f"$h = {step:g}$: slope {slope:g}"
        beside = max(1 + slope * (right - 1), beside + 0.6)
        axes.text(right + 0.08, beside, label, color="C4", va="center")

    ends = torch.tensor([0.1, right])
    tangent = 1 + float(derivative(x)) * (ends - 1)
    axes.plot(ends, tangent, color="C1")
    axes.text(right + 0.08, float(tangent[1]), "tangent: slope 2", color="C1", va="center")
    axes.plot(1, 1, "o", color="C1")
    axes.set(xlim=(-0.9, 4.75), ylim=(-0.9, 10.2), yticks=[])
    axes.set_xticks([1], ["$x = 1$"])
    axes.spines["left"].set_visible(False)
    return fig
