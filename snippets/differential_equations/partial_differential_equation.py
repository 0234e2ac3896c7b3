"""Partial differential equation: how a field changes in time, given how it varies in space."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def residual(u: Tensor, x: Tensor, t: Tensor, kappa: float) -> Tensor:
    """u_t - kappa u_xx, 0 where u solves the heat equation:
    u (N,), x (N,), t (N,) -> (N,). The graph must lead from u to x
    and t, and from its slope u_x to x: 1 - x, a solution, fails."""
    ones = torch.ones_like(u)
    u_x, u_t = torch.autograd.grad(u, (x, t), ones, create_graph=True)
    (u_xx,) = torch.autograd.grad(u_x, x, ones, create_graph=True)
    return u_t - kappa * u_xx
    # --8<-- [end:pytorch]


def call(u: Callable[[Tensor, Tensor], Tensor], x: Tensor, t: Tensor, kappa: float) -> Tensor:
    """u: (N,), (N,) -> (N,), x (N,), t (N,), kappa () -> (N,)"""
    x, t = x.requires_grad_(), t.requires_grad_()
    return residual(u(x, t), x, t, kappa)


def given() -> dict[str, Callable[..., Tensor]]:
    """A law with every term, solved by u = e^-t sin(2x): its source s makes up for the rest."""

    def u(x: Tensor, t: Tensor) -> Tensor:
        return torch.exp(-t) * torch.sin(2 * x)

    def f(x: Tensor, t: Tensor, u: Tensor, u_x: Tensor, u_xx: Tensor) -> Tensor:
        s = torch.exp(-t) * (4 * torch.sin(2 * x) - 2 * torch.cos(2 * x))
        return u_xx / 2 + u_x - 3 * u + s

    return {"u": u, "f": f, "u_0": lambda x: torch.sin(2 * x)}


def averaged(x: Tensor, t: Tensor, k: int, kappa: float = 1.0) -> Tensor:
    """The start sin(k pi x), averaged with the heat kernel: a normal of variance 2 kappa t."""
    step = 0.01
    z = torch.arange(-9, 9, step, dtype=x.dtype)
    weights = step * torch.exp(-(z**2) / 2) / (2 * torch.pi) ** 0.5
    return torch.sum(weights * torch.sin(k * torch.pi * (x + (2 * kappa * t) ** 0.5 * z)))


def wave(x: Tensor, t: Tensor, k: int, kappa: float = 1.0) -> Tensor:
    """Solution of the heat equation with k half-waves on [0, 1]."""
    return torch.exp(-kappa * (k * torch.pi) ** 2 * t) * torch.sin(k * torch.pi * x)


def two_waves(x: Tensor, t: Tensor) -> Tensor:
    return wave(x, t, 1) + wave(x, t, 3) / 2


def grow(ratio: float, steps: int) -> float:
    """Largest value after forward Euler, central differences, kappa dt / dx^2 = ratio."""
    u = torch.rand(21, dtype=torch.float64)
    u[0] = u[-1] = 0
    for _ in range(steps):
        u = torch.nn.functional.pad(u[1:-1] + ratio * u.diff(n=2), (1, 1))
    return float(u.abs().max())


def check() -> None:
    def leaf(n: int) -> Tensor:
        return torch.rand(n, dtype=torch.float64).requires_grad_()

    # Solutions have the residual 0, other functions have not: u = x^2 t gives x^2 - 2 kappa t.
    x, t = leaf(50), leaf(50)
    zero = torch.zeros(50, dtype=torch.float64)
    torch.testing.assert_close(residual(wave(x, t, 3, 0.2), x, t, 0.2), zero)
    torch.testing.assert_close(residual(two_waves(x, t), x, t, 1.0), zero)
    torch.testing.assert_close(residual(x**2 * t, x, t, 0.2), x**2 - 0.4 * t)
    alone = call(lambda x, t: x**2 * t, x.detach(), t.detach(), 0.2)
    torch.testing.assert_close(alone, x**2 - 0.4 * t)
    torch.testing.assert_close(residual(0 * x**2 * t, x, t, 0.2), zero)  # 0 solves it too
    ends = torch.tensor([0.0, 1.0], dtype=torch.float64)
    torch.testing.assert_close(two_waves(ends, ends), zero[:2])

    # The solution is the start, averaged with the heat kernel.
    for k, when in ((1, 0.3), (2, 0.1), (3, 0.05)):
        place, moment = torch.tensor([0.3, when], dtype=torch.float64)
        torch.testing.assert_close(wave(place, moment, k), averaged(place, moment, k))

    # Three half-waves die nine times as fast as one; backward in time they grow so.
    rates = [torch.log(wave(torch.tensor(0.5), torch.tensor(0.1), k).abs()) for k in (1, 3)]
    torch.testing.assert_close(rates[1] / rates[0], torch.tensor(9.0))
    backward = wave(torch.tensor(0.5), torch.tensor(0.1), 3, kappa=-1)
    torch.testing.assert_close(backward.abs(), torch.tensor(7200.0), atol=0, rtol=5e-3)

    # Heat flows downhill: the maximum over x never rises.
    grid = torch.linspace(0, 1, 101)
    tops = torch.stack([two_waves(grid, torch.tensor(s)).max() for s in (0.0, 0.02, 0.05, 0.1)])
    assert (tops.diff() < 0).all()

    # Forward Euler with central differences: a ratio of 1/2 is the limit.
    assert grow(0.5, 500) < 1 < 1000 < grow(0.55, 500)
    # Backward Euler has none: its matrix shrinks every vector.
    second = torch.eye(19).roll(1, 0) + torch.eye(19).roll(-1, 0) - 2 * torch.eye(19)
    second[0, -1] = second[-1, 0] = 0
    for ratio in (0.1, 0.55, 50.0):
        backward_step = torch.linalg.inv(torch.eye(19) - ratio * second)
        assert torch.linalg.matrix_norm(backward_step, 2) < 1

    # A form that satisfies the data, whatever its network is.
    hard = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))

    def built(x: Tensor, t: Tensor) -> Tensor:
        N: Tensor = hard(torch.stack([x, t], dim=-1)).squeeze(-1)
        return two_waves(x, torch.zeros(())) + t * x * (1 - x) * N

    space = torch.rand(9)
    torch.testing.assert_close(built(space, torch.zeros(9)), two_waves(space, torch.zeros(9)))
    torch.testing.assert_close(built(torch.tensor([0.0, 1.0]), torch.rand(2)), torch.zeros(2))

    # No path from u to t or x, or from u_x to x: an error, for the solution 1 - x, too.
    for u in (x + t, 1 - x, x * t, x**2):
        try:
            residual(u, x, t, 1.0)
        except RuntimeError as error:
            assert "graph" in str(error) or "does not require grad" in str(error)
        else:
            raise AssertionError("a derivative without a path")

    # Conventions: a point's derivatives come from its own inputs, unless a layer mixes points.
    net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    a, b = torch.rand(2, 6).requires_grad_().unbind()
    u = net(torch.stack([a, b], dim=-1)).squeeze(-1)
    (u_a,) = torch.autograd.grad(u, a, torch.ones_like(u), create_graph=True)
    for i in range(6):
        (alone,) = torch.autograd.grad(u[i], a, retain_graph=True)
        torch.testing.assert_close(alone[i], u_a[i].detach())
    # Without create_graph there is no second derivative.
    (first,) = torch.autograd.grad(u, a, torch.ones_like(u), retain_graph=True)
    assert u_a.requires_grad and not first.requires_grad
    # ReLU networks have none to give.
    for activation, flat in ((torch.nn.ReLU(), True), (torch.nn.Tanh(), False)):
        net[1] = activation
        u = net(torch.stack([a, b], dim=-1)).squeeze(-1)
        (u_a,) = torch.autograd.grad(u, a, torch.ones_like(u), create_graph=True)
        (u_aa,) = torch.autograd.grad(u_a, a, torch.ones_like(u), create_graph=True)
        assert bool((u_aa == 0).all()) is flat
    # An input that requires no gradient has no derivative.
    plain = torch.rand(6)
    try:
        residual(net(torch.stack([plain, b], dim=-1)).squeeze(-1), plain, b, 1.0)
        raise AssertionError("a derivative with respect to a plain tensor")
    except RuntimeError as error:
        assert "does not require grad" in str(error)
    # The loss of a network trains it: the residual carries gradients to the weights.
    residual(u, a, b, 1.0).square().mean().backward()
    assert all(p.grad is not None for p in list(net.parameters())[:3])

    # The figure's numbers: the highest point of each slice.
    for s, top in ((0.0, 1.08), (0.02, 0.74), (0.1, 0.37)):
        value = two_waves(torch.linspace(0, 1, 1001), torch.tensor(s)).max()
        torch.testing.assert_close(value, torch.tensor(top), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    middle = torch.tensor(0.5, dtype=torch.float64)
    for t in (0.02, 0.07):
        highest, there = readout(t).values()
        at = torch.tensor(t, dtype=torch.float64)
        kernel = averaged(middle, at, 1) + averaged(middle, at, 3) / 2
        torch.testing.assert_close(there, float(kernel), atol=1e-4, rtol=0)
        x = torch.linspace(0, 1, 401)
        torch.testing.assert_close(highest, float(two_waves(x, torch.tensor(t)).max()))


def readout(t: float) -> dict[str, float]:
    """time t"""
    x = torch.linspace(0, 1, 401)
    u = two_waves(x, torch.tensor(t))
    return {"highest point": float(u.max()), "in the middle": float(u[200])}


def figure(t: float = 0.02) -> Figure:  # 0.01 to 0.07 by 0.0025
    """The later the time t, the flatter and the smoother the solution."""
    x, times = torch.linspace(0, 1, 80), torch.linspace(0, 0.15, 60)
    fig, (field, slices) = plt.subplots(1, 2, figsize=(5.2, 2.9))
    image = field.imshow(
        two_waves(x, times[:, None]),
        origin="lower",
        extent=(0, 1, 0, 0.15),
        aspect="auto",
        interpolation="nearest",
    )
    bar = fig.colorbar(image, ax=field, pad=0.03)
    bar.set_ticks([0, 0.5, 1], labels=["0", "0.5", "1"])
    bar.outline.set_visible(False)
    field.set_title("$u(x, t)$")
    field.set_ylabel("$t$", rotation=0)
    field.set_yticks([0, t, 0.1, 0.15], ["0", f"{t:g}", "0.1", "0.15"])
    top = float(two_waves(x, torch.tensor(t)).max())
    for s, color, (place, height) in (
        (0.0, "C4", (0.22, 1.11)),
        (t, "C1", (0.5, round(top + 0.18, 2))),
        (0.1, "C2", (0.5, 0.4)),
    ):
        field.axhline(s, color=color, linewidth=2.5, clip_on=False)
        slices.plot(x, two_waves(x, torch.tensor(s)), color=color)
        slices.text(place, height, f"$t$ = {s:g}", color=color, ha="center")
    slices.set_title("$u$ at three times")
    slices.set_ylim(0, 1.25)
    slices.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    for axes in (field, slices):
        axes.set_xlabel("$x$")
        axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    return fig
