"""Ordinary differential equation: a rule for the slope of a curve, and the curve it defines."""

from collections.abc import Callable
import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(y: Tensor, t: Tensor) -> Tensor:
    """The rate of change, y (..., n), t () -> (..., n)."""
    return torch.cos(t) - y


def rk4(y: Tensor, t: Tensor, h: float) -> Tensor:
    """y(t + h) from y(t) by one classical Runge-Kutta step:
    y (..., n), t () -> (..., n)."""
    k1 = f(y, t)
    k2 = f(y + h / 2 * k1, t + h / 2)
    k3 = f(y + h / 2 * k2, t + h / 2)
    k4 = f(y + h * k3, t + h)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    # --8<-- [end:pytorch]


def call(y: Tensor, t: Tensor, h: float) -> Tensor:
    """y (..., n), t (), h () -> (..., n)

    f(y, t) -> (..., n)
    """
    return rk4(y, t, h)


def given(t_0: Tensor, y_0: Tensor) -> dict[str, Callable[..., Tensor]]:
    """dy/dt = cos(t) - y, solved by hand: slope and solution are written down separately."""
    start = y_0 - (torch.cos(t_0) + torch.sin(t_0)) / 2
    return {
        "f": f,
        "y": lambda t: (torch.cos(t) + torch.sin(t)) / 2 + start * torch.exp(t_0 - t),
    }


def reference_y(t: Tensor, *, t_0: Tensor, y_0: Tensor, lambda_: Tensor) -> Tensor:
    """Exponential decay as a linear system with the matrix -lambda I.

    The 1 in the corner is no part of it: beside it, the series of PyTorch has enough terms.
    """
    n = len(y_0)
    system = -lambda_ * torch.eye(n, dtype=y_0.dtype)
    corner = torch.ones(1, 1, dtype=y_0.dtype)
    return torch.matrix_exp(torch.block_diag((t - t_0) * system, corner))[:n, :n] @ y_0


def exact(t: Tensor, start: float) -> Tensor:
    """Solution of dy/dt = cos(t) - y with y(0) = start."""
    return (torch.cos(t) + torch.sin(t)) / 2 + (start - 0.5) * torch.exp(-t)


def solve(step: Callable[..., Tensor], y: Tensor, h: float, steps: int) -> Tensor:
    for k in range(steps):
        y = step(y, torch.tensor(k * h, dtype=y.dtype), h)
    return y


def check() -> None:
    def scalar(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    torch.testing.assert_close(f(scalar(0.25), scalar(0.0)), scalar(0.75))
    start, end = scalar(2.0), exact(scalar(1.0), 2.0)
    t = scalar(0.7).requires_grad_()
    (slope,) = torch.autograd.grad(exact(t, 2.0), t)
    torch.testing.assert_close(slope, f(exact(t, 2.0), t).detach())

    # Global errors: halving the step divides them by 2 (Euler) and by 16 (Runge-Kutta).
    def euler(y: Tensor, t: Tensor, h: float) -> Tensor:
        return y + h * f(y, t)

    torch.testing.assert_close(solve(rk4, start, 0.1, 10), end, atol=1e-6, rtol=0)
    torch.testing.assert_close(solve(call, start, 0.1, 10), end, atol=1e-6, rtol=0)
    for step, h, factor in ((euler, 0.01, 2.0), (rk4, 0.05, 16.0)):
        coarse = solve(step, start, h, round(1 / h)) - end
        fine = solve(step, start, h / 2, round(2 / h)) - end
        torch.testing.assert_close(coarse / fine, scalar(factor), atol=0, rtol=0.1)

    # Euler on y' = -y: 0.349 and 0.358 instead of 0.368; then back to where it did not start.
    for h, value in ((0.1, 0.349), (0.05, 0.358)):
        assert abs((1 - h) ** round(1 / h) - value) < 1e-3
    assert abs(math.exp(-1) - 0.368) < 5e-4
    assert abs(0.9**10 * 1.1**10 - 0.904) < 5e-4

    # On y' = -y a step multiplies by a number that depends on h: below 1 only for h < 2, or 2.785.
    def factors(h: float) -> tuple[float, float, float]:
        runge_kutta = 1 - h + h**2 / 2 - h**3 / 6 + h**4 / 24
        return abs(1 - h), abs(runge_kutta), 1 / (1 + h)  # forward Euler, rk4, backward Euler

    assert factors(1.99)[0] < 1 < factors(2.01)[0]
    assert factors(2.785)[1] < 1 < factors(2.786)[1]
    for h in (0.1, 2.5, 3.0, 100.0):
        assert factors(h)[2] < 1
        now, later = scalar(7.0), scalar(7.0 + h)  # rk4 itself, on the difference of two solutions
        moved = rk4(scalar(1.0), now, h) - rk4(scalar(0.0), now, h)
        torch.testing.assert_close(moved.abs(), scalar(factors(h)[1]))
        end = (scalar(1.0) + h * torch.cos(later)) / (1 + h)  # the slope is taken at the end
        torch.testing.assert_close(end, scalar(1.0) + h * f(end, later))

    # One Euler step errs by h^2 for a smooth f; for f = sqrt|t|, at 0, by h^1.5 only.
    smooth = [solve(euler, start, h, 1) - exact(scalar(h), 2.0) for h in (1e-2, 1e-3)]
    torch.testing.assert_close(smooth[0] / smooth[1], scalar(100.0), rtol=0.02, atol=0)
    rough = [2 / 3 * h**1.5 / h**2 for h in (1e-2, 1e-4)]  # its step is 0, the solution t^1.5 / 1.5
    assert rough[1] > 9 * rough[0]

    # Lipschitz for each t is not enough: y = c t^2 solves f = 2 y / t (at most 2 t) for all c <= 1.
    for c in (0.0, 0.3, 1.0):
        t = torch.linspace(0.1, 1, 5, dtype=torch.float64).requires_grad_()
        (slopes,) = torch.autograd.grad((c * t**2).sum(), t)
        torch.testing.assert_close(slopes, torch.minimum(2 * c * t**2 / t, 2 * t).detach())
    # Paths of y' = (1, 2 t), without t: one is at (1, 1) at t = 1, the other at t = 2.
    first, second = ((s, s**2) for s in (1, 2))
    assert first == (1, 1) and (second[0] - 1, second[1] - 3) == (1, 1)

    # Two solutions through one point, where f is not Lipschitz: y' = 2 sqrt(y), y(0) = 0.
    for c in (1, 0):  # y = c t^2, and y(0) = 0
        t = torch.linspace(0.1, 1, 5, dtype=torch.float64).requires_grad_()
        (slopes,) = torch.autograd.grad((c * t**2).sum(), t)
        torch.testing.assert_close(slopes, 2 * (c * t**2).sqrt().detach())

    # Solutions of y' = cos t - y approach each other like e^-t: 4 apart becomes 0.01.
    gap = exact(scalar(6.0), 2.0) - exact(scalar(6.0), -2.0)
    torch.testing.assert_close(gap, scalar(4 * math.exp(-6)))
    assert abs(gap - 0.01) < 1e-3

    # Conventions: no solver, any shape of state, gradients through the steps.
    assert not any("odeint" in name or "ode_solve" in name for name in dir(torch))
    assert rk4(torch.ones(5, 3), torch.tensor(0.0), 0.1).shape == (5, 3)
    y_0 = scalar(2.0).requires_grad_()
    (sensitivity,) = torch.autograd.grad(solve(rk4, y_0, 0.1, 10), y_0)
    torch.testing.assert_close(sensitivity, scalar(math.exp(-1)), atol=1e-6, rtol=0)
    swapped = rk4(torch.tensor(0.0), torch.tensor(1.0), 0.1)
    assert not swapped.isclose(rk4(torch.tensor(1.0), torch.tensor(0.0), 0.1))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for y_0 in (0.0, 2.0):
        faded = torch.tensor([-2.0, -6.0]).exp()
        shown = torch.tensor([*readout(y_0).values()])
        torch.testing.assert_close(shown, (y_0 + 2) * faded, atol=1e-6, rtol=0)


def readout(y_0: float) -> dict[str, float]:
    """initial value y₀"""
    ends = exact(torch.tensor([2.0, 6.0]), y_0) - exact(torch.tensor([2.0, 6.0]), -2.0)
    return {"above the lowest at t = 2": float(ends[0]), "at 6": float(ends[1])}


def figure(y_0: float = 0.0) -> Figure:  # -2 to 2 by 0.25
    """Wherever a solution starts, it ends close to the others."""
    fig, axes = plt.subplots()
    t, y = torch.linspace(0.2, 5.8, 13), torch.linspace(-2.1, 2.1, 9)
    angle = torch.atan(f(y[:, None], t))
    axes.quiver(
        t,
        y,
        torch.cos(angle),
        torch.sin(angle),
        angles="xy",
        pivot="mid",
        units="inches",
        scale=5.5,
        width=0.013,
        color="C4",
        alpha=0.7,
        headwidth=1,
        headlength=0,
        headaxislength=0,
    )
    times = torch.linspace(0, 6, 80)
    for start in (-2.0, y_0, 2.0):
        axes.plot(times, exact(times, start), color="C0")
        axes.plot(0, start, "o", color="C0", clip_on=False, zorder=3)
    axes.set(xlim=(0, 6), ylim=(-2.3, 2.3))
    axes.set_yticks([-2, -1, 0, 1, 2], ["−2", "−1", "0", "1", "2"])
    axes.set_xlabel("$t$")
    axes.set_ylabel("$y$", rotation=0)
    axes.set_title(r"$dy/dt = \cos t - y$, three initial values", loc="left")
    return fig
