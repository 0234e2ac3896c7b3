"""Nesterov momentum: take the gradient where the velocity leads."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def nesterov_step(
    theta: Tensor,
    b: Tensor,
    g: Tensor,
    alpha: float,
    mu: float = 0.9,
) -> tuple[Tensor, Tensor]:
    """One step: theta (n,), b (n,), g (n,) -> (n,), (n,)."""
    b = mu * b + g
    return theta - alpha * (g + mu * b), b
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = torch.nn.ParameterList([theta])
    return torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True)


def stepped(
    theta: Tensor, b: Tensor, g: Tensor, alpha: Tensor, mu: Tensor
) -> tuple[Tensor, Tensor]:
    """The parameters and the buffer after a step of PyTorch's optimizer."""
    theta, b = theta.clone(), b.clone()
    optimizer = torch.optim.SGD([theta], lr=float(alpha), momentum=float(mu), nesterov=True)
    optimizer.state[theta]["momentum_buffer"] = b
    theta.grad = g.clone()
    optimizer.step()
    return theta, b


def given(theta_tm1: Tensor, b_tm1: Tensor, alpha: Tensor, mu: Tensor) -> dict[str, Tensor]:
    """The velocity and the parameters of the second form that belong to PyTorch's."""
    return {"v_tm1": -alpha * b_tm1, "phi_tm1": theta_tm1 + alpha * mu * b_tm1}


def reference(
    *, theta_tm1: Tensor, b_tm1: Tensor, g_t: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:
    return stepped(theta_tm1, b_tm1, g_t, alpha, mu)[1]


def reference_theta_t(
    *, theta_tm1: Tensor, b_tm1: Tensor, g_t: Tensor, alpha: Tensor, mu: Tensor
) -> Tensor:
    return stepped(theta_tm1, b_tm1, g_t, alpha, mu)[0]


def on_the_loss(
    theta: Tensor, b: Tensor, alpha: Tensor, mu: Tensor, loss: Callable[[Tensor], Tensor]
) -> tuple[Tensor, Tensor]:
    """The same with the gradient of the loss at PyTorch's parameters."""
    return stepped(theta, b, torch.func.grad(loss)(theta), alpha, mu)


def reference_v_t(
    *,
    theta_tm1: Tensor,
    b_tm1: Tensor,
    alpha: Tensor,
    mu: Tensor,
    L: Callable[[Tensor], Tensor],
) -> Tensor:
    return -alpha * on_the_loss(theta_tm1, b_tm1, alpha, mu, L)[1]


def reference_phi_t(
    *,
    theta_tm1: Tensor,
    b_tm1: Tensor,
    alpha: Tensor,
    mu: Tensor,
    L: Callable[[Tensor], Tensor],
) -> Tensor:
    theta, b = on_the_loss(theta_tm1, b_tm1, alpha, mu, L)
    return theta + alpha * mu * b


def descent(
    alpha: float, mu: float, steps: int, curvature: list[float], *, nesterov: bool = True
) -> Tensor:
    """PyTorch's SGD on a quadratic loss from (1, …, 1), (steps + 1, n)."""
    hessian = torch.tensor(curvature, dtype=torch.float64)
    theta = torch.ones_like(hessian)
    optimizer = torch.optim.SGD([theta], lr=alpha, momentum=mu, nesterov=nesterov)
    points = [theta.clone()]
    for _ in range(steps):
        theta.grad = hessian * theta
        optimizer.step()
        points.append(theta.clone())
    return torch.stack(points)


def check() -> None:
    close = torch.testing.assert_close

    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    # The function shown and the call are PyTorch's step; one buffer is all that it keeps.
    theta, b = torch.randn(5), torch.zeros(5)
    parameter = theta.clone()
    optimizer = call(parameter)
    for t, g in enumerate(torch.randn(6, 5)):
        before = theta
        theta, b = nesterov_step(theta, b, g, alpha=0.1)
        optimizer.param_groups[0]["params"][0].grad = g
        optimizer.step()
        if t == 0:
            close(theta - before, -0.1 * 1.9 * g)
    close(optimizer.param_groups[0]["params"][0].detach(), theta)
    (state,) = optimizer.state.values()
    assert state["momentum_buffer"].shape == theta.shape and len(state) == 1

    # The look-ahead form, on a loss that is no quadratic: PyTorch's points are where it looks.
    alpha, mu = 0.2, 0.8
    slope = torch.func.grad(lambda x: torch.logsumexp(x, 0) + (x**4).sum() / 8)
    phi, v = torch.randn(4).double(), torch.zeros(4).double()
    theta, b = phi.clone(), torch.zeros(4).double()
    for step in range(12):
        v = mu * v - alpha * slope(phi + mu * v)
        before, phi = phi, phi + v
        theta, b = nesterov_step(theta, b, slope(theta), alpha, mu)
        close(theta, phi + mu * v)
        close(phi, theta + alpha * mu * b)
        close(v, -alpha * b)
        if step == 0:
            close(phi - before, -alpha * slope(before))

    # On a quadratic loss it is momentum with mu (1 - alpha lambda), in the second form.
    rate, curvature = 0.1, 2.0
    place, speed, other, pace = (number(x) for x in (1.0, 0.0, 1.0, 0.0))
    for _ in range(10):
        speed = 0.9 * speed - rate * curvature * (place + 0.9 * speed)
        place = place + speed
        pace = 0.9 * (1 - rate * curvature) * pace - rate * curvature * other
        other = other + pace
        close(place, other)

    # It overshoots less, and needs a smaller rate.
    for nesterov, rate, least in (
        (True, 0.1, -0.39),
        (False, 0.1, -0.60),
        (True, 0.2, -0.42),
        (False, 0.2, -0.71),
    ):
        lowest = descent(rate, 0.9, 100, [1.0], nesterov=nesterov).min()
        close(lowest, number(least), atol=5e-3, rtol=0)
    # From a rate of 1 / lambda on the points where it looks ahead lie farther out.
    for mu in (0.5, 0.9):
        for rate in (0.2, 0.5, 0.9, 1.1, 1.3):
            ours, classical = (
                descent(rate, mu, 20, [1.0], nesterov=n).min() for n in (True, False)
            )
            assert bool(ours > classical) == (rate < 1)
    for nesterov, bound in ((True, 2 * 1.9 / 2.8), (False, 3.8)):
        for part, converges in ((0.99, True), (1.01, False)):
            far = descent(part * bound / 4, 0.9, 4000, [4.0, 0.5], nesterov=nesterov)
            assert (far[-1].norm() < 1) == converges
    close(number(2 * 1.9 / 2.8), number(1.36), atol=5e-3, rtol=0)

    # Under a constant gradient: from 1 + mu to 1 / (1 - mu).
    theta = torch.zeros(1, dtype=torch.float64)
    sgd = torch.optim.SGD([theta], lr=1.0, momentum=0.9, nesterov=True)
    places = [0.0]
    for _ in range(300):
        theta.grad = torch.ones_like(theta)
        sgd.step()
        places.append(-float(theta))
    steps = torch.tensor(places, dtype=torch.float64).diff()
    close(steps[0], number(1.9))
    close(steps[-1], number(10.0))

    # With the constants for strong convexity: 1 - 1 / sqrt(kappa) per step.
    kappa = 100.0
    mu = (kappa**0.5 - 1) / (kappa**0.5 + 1)
    error = descent(1.0, mu, 800, [1.0, 1 / kappa]).norm(dim=1)
    close((error[800] / error[700]) ** 0.01, number(1 - kappa**-0.5), atol=5e-3, rtol=0)

    # What it needs.
    for momentum, dampening in ((0.0, 0.0), (0.9, 0.1)):
        try:
            torch.optim.SGD([theta], 0.1, momentum, dampening, nesterov=True)
        except ValueError as message:
            assert "requires a momentum and zero dampening" in str(message)
        else:
            raise AssertionError(f"nesterov took {momentum} and {dampening}")

    # A new rate acts on all of the sum.
    theta, b = torch.zeros(1), torch.zeros(1)
    parameter = theta.clone()
    sgd = torch.optim.SGD([parameter], lr=1.0, momentum=0.8, nesterov=True)
    for rate in (1.0, 0.1):
        sgd.param_groups[0]["lr"] = rate
        parameter.grad = torch.ones(1)
        sgd.step()
        theta, b = nesterov_step(theta, b, torch.ones(1), rate, 0.8)
    close(parameter, theta)
    close(parameter, torch.tensor([-1.8 - 0.1 * (1 + 0.8 * 1.8)]))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for nesterov, shown in zip((False, True), readout(0.9).values(), strict=True):
        theta, b, lowest = 1.0, 0.0, 1.0
        for _ in range(40):
            b = 0.9 * b + theta
            theta -= 0.2 * (theta + 0.9 * b if nesterov else b)
            lowest = min(lowest, theta)
        torch.testing.assert_close(shown, lowest)


def readout(mu: float) -> dict[str, float]:
    """momentum μ"""
    lowest = [
        float(descent(0.2, mu, 40, [1.0], nesterov=nesterov).min()) for nesterov in (False, True)
    ]
    return {"classical swings to": lowest[0], "Nesterov's to": lowest[1]}


def figure(mu: float = 0.9) -> Figure:  # 0.6 to 0.96 by 0.02
    """The larger the momentum, the more classical momentum swings beyond Nesterov's."""
    fig, axes = plt.subplots()
    axes.axhline(0, color=plt.rcParams["grid.color"], linewidth=1)
    for nesterov, color in ((False, "C1"), (True, "C0")):
        theta = descent(0.2, mu, 40, [1.0], nesterov=nesterov)[:, 0]
        axes.plot(range(41), theta, "o-", color=color, linewidth=1.4, markersize=3)
        low, high = int(theta.argmin()), 4 + int(theta[4:].argmax())
        axes.annotate(
            f"{float(theta[low]):.2f}".replace("-", "−"),
            (low, float(theta[low])),
            xytext=(-6, -8),
            textcoords="offset points",
            color=color,
            ha="right",
        )
        name = "Nesterov" if nesterov else "momentum"
        place = (40, 0) if nesterov else (high, float(theta[high]))
        axes.annotate(
            name,
            place,
            xytext=(6, -4) if nesterov else (8, 2),
            textcoords="offset points",
            color=color,
        )
    axes.set_xlim(-0.5, 40.5)
    axes.set_ylim(-1.0, 1.1)
    axes.set_xticks([0, 10, 20, 30, 40])
    axes.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    axes.set_xlabel("step $t$")
    axes.set_title(r"parameter $\theta_t$", loc="left")
    return fig
