"""Momentum: step along a decaying sum of past gradients."""

from collections.abc import Sequence

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def momentum_step(
    theta: Tensor,
    b: Tensor,
    g: Tensor,
    alpha: float,
    mu: float = 0.9,
) -> tuple[Tensor, Tensor]:
    """One step: theta (n,), b (n,), g (n,) -> (n,), (n,)."""
    b = mu * b + g
    return theta - alpha * b, b
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = torch.nn.ParameterList([theta])
    return torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def stepped(
    theta: Tensor, b: Tensor, g: Tensor, alpha: Tensor, mu: Tensor
) -> tuple[Tensor, Tensor]:
    """The parameters and the buffer after a step of PyTorch's optimizer."""
    theta, b = theta.clone(), b.clone()
    optimizer = torch.optim.SGD([theta], lr=float(alpha), momentum=float(mu))
    optimizer.state[theta]["momentum_buffer"] = b
    theta.grad = g.clone()
    optimizer.step()
    return theta, b


def given(b_tm1: Tensor, alpha: Tensor) -> dict[str, Tensor]:
    """While alpha is constant, the velocity belongs to the running sum."""
    return {"v_tm1": -alpha * b_tm1}


def reference(
    *, theta_tm1: Tensor, b_tm1: Tensor, g_t: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:
    return stepped(theta_tm1, b_tm1, g_t, alpha, mu)[1]


def reference_theta_t(
    *, theta_tm1: Tensor, b_tm1: Tensor, g_t: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:
    return stepped(theta_tm1, b_tm1, g_t, alpha, mu)[0]


def reference_v_t(*, b_tm1: Tensor, g_t: Tensor, alpha: Tensor, mu: Tensor) -> Tensor:
    return stepped(0 * g_t, b_tm1, g_t, alpha, mu)[0]


def moves(gradients: Sequence[float], **options: float) -> Tensor:
    """Where PyTorch's SGD takes a parameter from 0, given its gradients, (T,)."""
    theta = torch.zeros((), dtype=torch.float64)
    optimizer = torch.optim.SGD([theta], **options)  # type: ignore[arg-type]
    positions = []
    for g in gradients:
        theta.grad = torch.tensor(g, dtype=torch.float64)
        optimizer.step()
        positions.append(theta.clone())
    return torch.stack(positions)


def descent(alpha: float, mu: float, steps: int, curvature: Sequence[float]) -> Tensor:
    """Momentum on a quadratic loss from (1, …, 1), (steps + 1, n)."""
    hessian = torch.tensor(curvature, dtype=torch.float64)
    theta, b = torch.ones_like(hessian), torch.zeros_like(hessian)
    points = [theta]
    for _ in range(steps):
        theta, b = momentum_step(theta, b, hessian * theta, alpha, mu)
        points.append(theta)
    return torch.stack(points)


def check() -> None:
    close = torch.testing.assert_close

    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    # The function shown is PyTorch's step; it starts with the gradient.
    theta, b = torch.randn(5), torch.zeros(5)
    parameter = theta.clone()
    optimizer = call(parameter)
    for g in torch.randn(6, 5):
        theta, b = momentum_step(theta, b, g, alpha=0.1)
        optimizer.param_groups[0]["params"][0].grad = g
        optimizer.step()
    close(optimizer.param_groups[0]["params"][0].detach(), theta)
    default = torch.optim.SGD([parameter]).defaults
    assert default["momentum"] == 0 and default["dampening"] == 0
    (state,) = optimizer.state.values()
    assert state["momentum_buffer"].shape == theta.shape and len(state) == 1

    # A constant gradient: up to 10 times the step, 6.5 times in the tenth; alternating: 1 / 1.9.
    steps = -torch.diff(moves([1.0] * 300, lr=1.0, momentum=0.9), prepend=number(0.0)[None])
    close(steps[-1], number(10.0))
    close(steps[9], number(6.5), atol=0.05, rtol=0)
    close(steps[:50], (1 - 0.9 ** torch.arange(1, 51).double()) / 0.1)
    swings = torch.diff(moves([(-1.0) ** t for t in range(300)], lr=1.0, momentum=0.9))
    close(swings[-1].abs(), number(1 / 1.9))
    close(swings[-1].abs(), number(0.53), atol=5e-3, rtol=0)

    # A gradient counts mu^k in the step k later.
    once = torch.diff(moves([1.0] + [0.0] * 20, lr=1.0, momentum=0.9))
    close(-once, 0.9 ** torch.arange(1, 21).double())
    close(steps[9] / steps[-1], number(0.65), atol=5e-3, rtol=0)  # of the weight: the last ten

    # On a quadratic loss: the limit of the rate, and the best constants.
    for part, converges in ((0.99, True), (1.01, False)):
        far = descent(part * 2 * 1.9 / 4, 0.9, 4000, [4.0, 0.5])
        assert (far[-1].norm() < 1) == converges
    kappa = 100.0
    root = kappa**0.5
    rate, factor = (2 / (1 + 1 / root)) ** 2, ((root - 1) / (root + 1)) ** 2
    error = descent(rate, factor, 400, [1.0, 1 / kappa]).norm(dim=1)
    close((error[400] / error[300]) ** 0.01, number((root - 1) / (root + 1)), atol=5e-3, rtol=0)
    close(number((root - 1) / (root + 1)), number(0.82), atol=5e-3, rtol=0)
    close(number((kappa - 1) / (kappa + 1)), number(0.98), atol=5e-3, rtol=0)

    # It overshoots.
    close(descent(0.1, 0.9, 100, [1.0]).min(), number(-0.60), atol=5e-3, rtol=0)

    # Dampening: the first gradient whole, then a running average whose steps stay.
    damped = -torch.diff(
        moves([1.0] * 9, lr=1.0, momentum=0.9, dampening=0.9), prepend=number(0.0)[None]
    )
    close(damped, torch.ones_like(damped))
    halved = -torch.diff(
        moves([1.0, 3.0], lr=1.0, momentum=0.9, dampening=0.5), prepend=number(0.0)[None]
    )
    close(halved, torch.tensor([1.0, 0.9 + 0.5 * 3], dtype=torch.float64))

    # weight_decay is summed, too: without gradients the second step is larger than the decay.
    shrunk = torch.ones(())
    sgd = torch.optim.SGD([shrunk], lr=0.1, momentum=0.9, weight_decay=0.1)
    for expected in (0.99, 0.99 - 0.1 * (0.9 * 0.1 + 0.1 * 0.99)):
        shrunk.grad = torch.zeros(())
        sgd.step()
        close(shrunk, torch.tensor(expected))

    # The other forms: the same steps for a constant rate; not after a change of it.
    gradients, alpha = torch.randn(8, dtype=torch.float64).tolist(), 0.3
    positions = [number(0.0), *moves(gradients, lr=alpha, momentum=0.8)]
    velocity, place = number(0.0), number(0.0)
    for t, g in enumerate(gradients):
        velocity = 0.8 * velocity - alpha * g
        place = place + velocity
        close(place, positions[t + 1])
        if t:
            ball = positions[t] - alpha * g + 0.8 * (positions[t] - positions[t - 1])
            close(ball, positions[t + 1])
    changed = torch.zeros((), dtype=torch.float64)
    sgd = torch.optim.SGD([changed], lr=1.0, momentum=0.8)
    for rate in (1.0, 0.1):
        sgd.param_groups[0]["lr"] = rate
        changed.grad = number(1.0)
        sgd.step()
    close(changed, number(-1 - 0.1 * 1.8))  # the second form: -1 - (0.8 + 0.1)

    # Independent noise in the gradients grows by 1 / sqrt(1 - mu^2).
    noise = torch.randn(20000, generator=torch.Generator().manual_seed(0)).tolist()
    spread = torch.diff(moves(noise, lr=1.0, momentum=0.9)).std()
    close(spread, number(2.3), atol=0.1, rtol=0)
    close(number((1 - 0.81) ** -0.5), number(2.3), atol=0.01, rtol=0)

    # The paths of the figure.
    for mu, end in ((0.0, 0.44), (0.8, 0.01)):
        losses = valley(mu)[1]
        close(losses[0], number(2.9))
        close(losses[-1], number(end), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for mu in (0.0, 0.8):
        theta = torch.tensor([0.3, -2.0], dtype=torch.float64, requires_grad=True)
        sgd = torch.optim.SGD([theta], lr=0.03, momentum=mu)
        for _ in range(25):
            sgd.zero_grad()
            (10 * theta[0] ** 2 + theta[1] ** 2 / 2).backward()
            sgd.step()
        end = theta.detach()
        shown = torch.tensor([*readout(mu).values()], dtype=torch.float64)
        torch.testing.assert_close(shown[0], end.norm())
        torch.testing.assert_close(shown[1], 10 * end[0] ** 2 + end[1] ** 2 / 2)


def valley(mu: float) -> tuple[Tensor, Tensor]:
    """The path of the figure, (26, 2), and its losses, (26,)."""
    curvature = torch.tensor([20.0, 1.0], dtype=torch.float64)
    theta = torch.tensor([0.3, -2.0], dtype=torch.float64)
    b = torch.zeros_like(theta)
    points = [theta]
    for _ in range(25):
        theta, b = momentum_step(theta, b, curvature * theta, 0.03, mu)
        points.append(theta)
    path = torch.stack(points)
    return path, (curvature * path**2).sum(dim=1) / 2


def readout(mu: float) -> dict[str, float]:
    """momentum μ"""
    points, losses = valley(mu)
    return {"distance to the minimum": float(points[-1].norm()), "loss": float(losses[-1])}


def figure(mu: float = 0.8) -> Figure:  # 0 to 0.95 by 0.05
    """Momentum goes along the floor of the valley faster; too much of it overshoots."""
    x, y = torch.linspace(-0.5, 0.5, 28), torch.linspace(-2.4, 1.9, 34)
    loss = (20 * x**2 + y[:, None] ** 2) / 2
    fig, panels = plt.subplots(1, 2, sharey=True, figsize=(5.2, 2.9))
    for axes, factor, color in zip(panels, (0.0, mu), ("C4", "C0"), strict=True):
        axes.contour(x, y, loss, [0.1, 0.5, 1.3, 2.9], colors=plt.rcParams["grid.color"])
        points, _ = valley(factor)
        axes.plot(points[:, 0], points[:, 1], "o-", color=color, linewidth=1.4, markersize=3.5)
        axes.plot(0, 0, "+", color=plt.rcParams["text.color"], markersize=9)
        axes.set_title("gradient descent" if factor == 0 else rf"momentum {factor:g}")
        axes.set_xlabel(r"$\theta_1$")
        axes.set(xlim=(-0.55, 0.55), ylim=(-2.4, 1.9))
        axes.set_xticks([-0.4, 0, 0.4], ["−0.4", "0", "0.4"])
    panels[0].set_yticks([-2, -1, 0, 1], ["−2", "−1", "0", "1"])
    panels[0].set_ylabel(r"$\theta_2$", rotation=0, va="center", labelpad=9)
    return fig
