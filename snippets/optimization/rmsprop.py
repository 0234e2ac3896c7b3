"""RMSprop: divide the gradient by its running root mean square."""

from collections.abc import Iterable
import inspect
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def rmsprop_step(
    theta: Tensor,
    g: Tensor,
    v: Tensor,
) -> tuple[Tensor, Tensor]:
    """One step; v starts at 0:
    theta (...), g (...), v (...) -> (...), (...)."""
    alpha, rho, epsilon = 0.01, 0.99, 1e-8
    v = rho * v + (1 - rho) * g**2
    theta = theta - alpha * g / (torch.sqrt(v) + epsilon)
    return theta, v
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = torch.nn.ParameterList([theta])
    return torch.optim.RMSprop(model.parameters(), lr=0.01, alpha=0.99, eps=1e-8)


def reference(
    *,
    theta_tm1: Tensor,
    v_tm1: Tensor,
    g_t: Tensor,
    alpha: Tensor,
    rho: Tensor,
    epsilon: Tensor,
) -> dict[str, Tensor]:
    """One step of torch.optim.RMSprop, resumed with the average v_tm1."""
    theta, v = theta_tm1.clone(), v_tm1.clone()
    optimizer = torch.optim.RMSprop([theta], lr=float(alpha), alpha=float(rho), eps=float(epsilon))
    optimizer.state[theta] = {"step": torch.tensor(1.0), "square_avg": v}
    theta.grad = g_t.clone()
    optimizer.step()
    return {"v_t": v, "theta_t": theta}


def moves(
    gradients: Iterable[float],
    optimizer: type[torch.optim.Optimizer] = torch.optim.RMSprop,
    **options: Any,
) -> Tensor:
    """The steps downhill of a parameter, given its gradients, (T,)."""
    theta = torch.zeros((), dtype=torch.float64)
    stepper = optimizer([theta], **options)
    places = [theta.clone()]
    for g in gradients:
        theta.grad = torch.tensor(g, dtype=torch.float64)
        stepper.step()
        places.append(theta.clone())
    return -torch.stack(places).diff()


def check() -> None:
    close = torch.testing.assert_close

    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    # By hand and by the call of the page: the same steps, from gradients of any size.
    theta = torch.randn(3)
    by_hand, v = theta.clone(), torch.zeros(3)
    taught = call(theta)
    (parameter,) = taught.param_groups[0]["params"]
    for g in torch.randn(20, 3) * torch.tensor([1e-3, 1.0, 1e3]):
        parameter.grad = g
        taught.step()
        by_hand, v = rmsprop_step(by_hand, g, v)
        close(by_hand, theta, atol=1e-6, rtol=0)
        close(v, taught.state[parameter]["square_avg"])

    # A gradient of 0.9 against nine of -0.1: signs do not cancel, quotients do.
    cycle = [0.9] + [-0.1] * 9
    assert sum(1 if g > 0 else -1 for g in cycle) == -8
    settled = moves(cycle * 400, lr=1.0, alpha=0.999)[-10:]
    assert settled.sum().abs() < 0.02 * settled.abs().sum()
    left = moves(cycle * 400, lr=1.0, alpha=0.99)[-10:].sum()
    close(left, torch.full_like(left, -0.07), atol=5e-3, rtol=0)

    # The scale of the loss; gradients of constant size; the first step.
    noise = torch.randn(300, dtype=torch.float64)
    close(moves((100 * noise).tolist()), moves(noise.tolist()), atol=1e-6, rtol=0)
    signs = torch.randn(3000).sign()
    close(moves((0.3 * signs).tolist(), lr=0.1)[-1].abs(), number(0.1))
    for rho, first in ((0.99, 10.0), (0.9, 3.16)):
        close(moves([0.3], lr=1.0, alpha=rho)[0], number(first), atol=5e-3, rtol=0)

    # Adam without its first average, up to the correction.
    gradients = noise[:50].tolist()
    corrected = moves(gradients, torch.optim.Adam, lr=0.1, betas=(0.0, 0.99), eps=0.0)
    factor = torch.sqrt(1 - 0.99 ** torch.arange(1, 51).double())
    close(corrected, factor * moves(gradients, lr=0.1, alpha=0.99, eps=0.0))

    # Defaults, and the options.
    rmsprop = inspect.signature(torch.optim.RMSprop).parameters
    assert rmsprop["lr"].default == 1e-2 and rmsprop["alpha"].default == 0.99
    assert rmsprop["eps"].default == 1e-8 and rmsprop["momentum"].default == 0
    steps = moves(gradients, lr=1.0, momentum=0.8)
    quotients, b = moves(gradients, lr=1.0), number(0.0)
    for step, quotient in zip(steps, quotients, strict=True):
        b = 0.8 * b + quotient
        close(step, b)
    v, mean = number(0.0), number(0.0)
    for g, step in zip(gradients, moves(gradients, lr=1.0, centered=True), strict=True):
        v, mean = 0.99 * v + 0.01 * g**2, 0.99 * mean + 0.01 * g
        close(step, g / (torch.sqrt(v - mean**2) + 1e-8))
    decayed = torch.tensor(2.0)
    optimizer = torch.optim.RMSprop([decayed], weight_decay=0.5)
    decayed.grad = torch.tensor(1.0)
    optimizer.step()
    close(optimizer.state[decayed]["square_avg"], torch.tensor(0.01 * (1 + 0.5 * 2) ** 2))
    sizes = ((0.0, False, 1), (0.5, False, 2), (0.0, True, 2), (0.5, True, 3))
    for momentum, centered, count in sizes:
        theta = torch.zeros(4, 5)
        optimizer = torch.optim.RMSprop([theta], momentum=momentum, centered=centered)
        theta.grad = torch.ones(4, 5)
        optimizer.step()
        kept = optimizer.state[theta].values()
        assert sum(value.shape == theta.shape for value in kept) == count

    # Epsilon: 1e-8 beside the root, and its root 10,000 times larger.
    tiny = moves([1e-12], lr=1.0)[0] / 1e-12
    close(tiny, number(1e8), rtol=1e-4, atol=0)
    close(number(1e-8).sqrt() / 1e-8, number(10_000.0))

    # Centered, a constant gradient makes the steps grow.
    close(moves([0.3] * 1000, lr=1.0, centered=True)[-1], number(150.0), atol=3.0, rtol=0)
    for dtype in (torch.float32, torch.float64):
        many = torch.zeros(256, dtype=dtype)
        optimizer = torch.optim.RMSprop([many], alpha=0.9, centered=True)
        for _ in range(500):
            many.grad = torch.linspace(0.1, 1, 256, dtype=dtype)
            optimizer.step()
        assert many.isnan().any()  # the root of a variance that is rounded below 0

    # The curves of the figure.
    for curve, at_201, at_1200 in ((falling("C0"), 0.0107, 0.85), (falling("C4"), 7e-4, 7e-4)):
        close(curve[200], number(at_201), rtol=0.04, atol=0)
        close(curve[1199], number(at_1200), rtol=0.04, atol=0)


def falling(color: str, rho: float = 0.99) -> Tensor:
    """The curves of the figure, (1200,): RMSprop in C0, AdaGrad in C4."""
    gradients = [1.0] * 200 + [0.01] * 1000
    if color == "C0":
        return moves(gradients, lr=1.0, alpha=rho)
    return moves(gradients, torch.optim.Adagrad, lr=1.0)


def figure(rho: float = 0.99) -> Figure:  # 0.9 to 0.99 by 0.01
    """The smaller rho is, the sooner the large gradients are forgotten."""
    fig, axes = plt.subplots()
    shown = torch.cat([torch.arange(0, 12), torch.arange(12, 1200, 6), torch.tensor([199, 200])])
    shown = shown.unique()
    for color, label, at, above in (("C0", "RMSprop", 500, 8), ("C4", "AdaGrad", 500, 8)):
        sizes = falling(color, rho)
        axes.plot(shown + 1, sizes[shown], color=color)
        axes.annotate(
            label,
            (at, float(sizes[at])),
            xytext=(-8, above) if color == "C0" else (0, above),
            textcoords="offset points",
            color=color,
            ha="right" if color == "C0" else "left",
        )
        axes.annotate(
            f"{float(sizes[-1]):.{2 if color == 'C0' else 1}g}",
            (1200, float(sizes[-1])),
            xytext=(4, -4),
            textcoords="offset points",
            color=color,
        )
    axes.set_yscale("log")
    axes.set_xlim(0, 1200)
    axes.set_ylim(3e-4, 30)
    axes.set_xticks([0, 200, 600, 1000])
    axes.set_yticks([1e-3, 1e-2, 1e-1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    axes.minorticks_off()
    axes.set_xlabel("step $t$; the gradient is 1 up to step 200, then 0.01")
    axes.set_title(r"step size in units of $\alpha$", loc="left")
    return fig
