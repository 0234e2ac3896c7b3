"""AdamW: Adam with a weight decay that does not go through the gradient."""

from collections.abc import Iterable
import inspect
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def adamw_step(
    theta: Tensor, g: Tensor, m: Tensor, v: Tensor, t: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Step t = 1, 2, … with the gradient g; m and v start at 0:
    theta (...), g (...), m (...), v (...) -> (...), (...), (...)."""
    alpha, decay, beta_1, beta_2 = 1e-3, 0.01, 0.9, 0.999
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g**2
    m_hat = m / (1 - beta_1**t)
    v_hat = v / (1 - beta_2**t)
    theta = (1 - alpha * decay) * theta
    theta = theta - alpha * m_hat / (torch.sqrt(v_hat) + 1e-8)
    return theta, m, v
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = nn.ParameterList([theta])
    return torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)


def reference(
    *,
    theta_tm1: Tensor,
    g_t: Tensor,
    m_tm1: Tensor,
    v_tm1: Tensor,
    t: Tensor | int,
    alpha: Tensor,
    lambda_: Tensor,
    beta_1: Tensor,
    beta_2: Tensor,
    epsilon: Tensor,
) -> dict[str, Tensor]:
    """One step of torch.optim.AdamW, resumed with the averages m_tm1 and v_tm1."""
    betas = float(beta_1), float(beta_2)
    theta, m, v = theta_tm1.clone(), m_tm1.clone(), v_tm1.clone()
    optimizer = torch.optim.AdamW(
        [theta], lr=float(alpha), betas=betas, eps=float(epsilon), weight_decay=float(lambda_)
    )
    optimizer.state[theta] = {"step": torch.tensor(int(t) - 1.0), "exp_avg": m, "exp_avg_sq": v}
    theta.grad = g_t.clone()
    optimizer.step()
    # PyTorch keeps no corrected averages: divide by the sum of the weights that each has seen.
    weights = [sum((1 - beta) * beta**k for k in range(int(t))) for beta in betas]
    return {
        "m_t": m,
        "v_t": v,
        "m_hat_t": m / weights[0],
        "v_hat_t": v / weights[1],
        "theta_t": theta,
    }


def positions(
    optimizer: type[torch.optim.Optimizer],
    gradients: Iterable[float | None],
    *,
    dtype: torch.dtype = torch.float64,
    **options: Any,
) -> Tensor:
    """Where the optimizer takes a parameter from 1, given its gradients, (T + 1,)."""
    theta = torch.ones((), dtype=dtype)
    stepper = optimizer([theta], **options)
    places = [theta.clone()]
    for g in gradients:
        theta.grad = None if g is None else torch.tensor(g, dtype=dtype)
        stepper.step()
        places.append(theta.clone())
    return torch.stack(places)


def alternating(size: float, decoupled: bool, steps: int = 1000) -> Tensor:
    """The curves of the figure, (steps + 1,)."""
    optimizer = torch.optim.AdamW if decoupled else torch.optim.Adam
    gradients = (size * (-1) ** k for k in range(steps))
    return positions(optimizer, gradients, lr=0.01, weight_decay=0.1)


def check() -> None:
    close = torch.testing.assert_close
    Adam, AdamW = torch.optim.Adam, torch.optim.AdamW

    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    # By hand and by the call of the page: the same steps, from gradients of any size.
    theta = torch.randn(3)
    by_hand, m, v = theta.clone(), torch.zeros(3), torch.zeros(3)
    taught = call(theta)
    (parameter,) = taught.param_groups[0]["params"]
    for t, g in enumerate(torch.randn(20, 3) * torch.tensor([1e-3, 1.0, 1e3]), start=1):
        parameter.grad = g
        taught.step()
        by_hand, m, v = adamw_step(by_hand, g, m, v, t)
        close(by_hand, theta, atol=1e-6, rtol=0)
        close(m, taught.state[parameter]["exp_avg"])
        close(v, taught.state[parameter]["exp_avg_sq"])
    zero = torch.zeros(())
    close(adamw_step(zero + 1000, zero, zero, zero, 1)[0], torch.tensor(999.99))

    # All that it is given is decayed, biases, too, unless they have a group of their own.
    for bias_decay, factor in ((0.1, 0.95), (0.0, 1.0)):
        layer = nn.Linear(4, 3)
        weight, bias = layer.weight.detach().clone(), layer.bias.detach().clone()
        groups: list[dict[str, Any]] = [
            {"params": [layer.weight]},
            {"params": [layer.bias], "weight_decay": bias_decay},
        ]
        layer.weight.grad, layer.bias.grad = 0 * weight, 0 * bias
        AdamW(groups, lr=0.5, weight_decay=0.1).step()
        close(layer.weight.detach(), 0.95 * weight)
        close(layer.bias.detach(), factor * bias)

    # Without gradients: a factor per step; Adam with a penalty steps by alpha, whatever lambda is.
    zeros = [0.0] * 5
    close(positions(AdamW, zeros, lr=0.1, weight_decay=0.2), 0.98 ** torch.arange(6).double())
    for decay in (0.01, 1.0):
        close(positions(Adam, zeros[:1], lr=0.1, weight_decay=decay)[1], number(0.9))

    # A loss times c: nothing changes but through epsilon; with a penalty, lambda is divided by c.
    noise = torch.randn(300, dtype=torch.float64)
    plain, scaled = noise.tolist(), (100 * noise).tolist()
    options: dict[str, Any] = {"lr": 0.01, "weight_decay": 0.1}
    close(
        positions(AdamW, plain, **options), positions(AdamW, scaled, **options), atol=1e-6, rtol=0
    )
    penalty = positions(Adam, plain, **options)
    assert (penalty - positions(Adam, scaled, **options)).abs().max() > 0.05
    close(penalty, positions(Adam, scaled, lr=0.01, weight_decay=10.0), atol=1e-6, rtol=0)

    # A parameter with large gradients is decayed less by the penalty.
    for size, left in ((0.1, 0.00), (10.0, 0.89)):
        close(alternating(size, decoupled=True)[-1], number(0.36), atol=5e-3, rtol=0)
        close(alternating(size, decoupled=False)[-1], number(left), atol=5e-3, rtol=0)

    # A constant gradient: -1 / lambda against its sign, whatever alpha is.
    for rate, g in ((0.01, 0.3), (0.02, 0.3), (0.02, -5.0), (9.0, 2.0)):
        end = positions(AdamW, [g] * 5000, lr=rate, weight_decay=0.2)[-1]
        close(end, number(-5.0 if g > 0 else 5.0), atol=1e-2, rtol=0)

    assert positions(AdamW, [2.0] * 300, lr=11.0, weight_decay=0.2)[-1].abs() > 1e6

    # Defaults; how far the decay looks back.
    parameters = inspect.signature(AdamW).parameters
    assert parameters["lr"].default == 1e-3 and parameters["weight_decay"].default == 0.01
    assert parameters["betas"].default == (0.9, 0.999) and parameters["eps"].default == 1e-8
    assert inspect.signature(Adam).parameters["weight_decay"].default == 0
    close(number(1 - 1e-3 * 0.01) ** 100_000, number(0.37), atol=5e-3, rtol=0)

    # The learning rate of the moment enters the decay.
    theta = torch.ones((), dtype=torch.float64)
    optimizer = AdamW([theta], lr=0.1, weight_decay=0.5)
    for rate, expected in ((0.1, 0.95), (0.02, 0.95 * 0.99)):
        optimizer.param_groups[0]["lr"] = rate
        theta.grad = number(0.0)
        optimizer.step()
        close(theta, number(expected))
    # The decay of the paper that is PyTorch's with its defaults.
    assert abs(1e-3 * 0.01 - 0.00001) < 1e-12

    # Relatives and conventions.
    gradients = noise[:50].tolist()
    same = positions(Adam, gradients, lr=0.1, weight_decay=0.5, decoupled_weight_decay=True)
    assert same.equal(positions(AdamW, gradients, lr=0.1, weight_decay=0.5))
    for dtype in (torch.float32, torch.float64):
        kept = positions(AdamW, [None] * 3, dtype=dtype, lr=0.1, weight_decay=0.5)
        assert kept.equal(torch.ones(4, dtype=dtype))
    # After a gradient the average moves a parameter on, further than the decay.
    moved = positions(AdamW, [-1.0, 0.0])
    assert moved[0] < moved[1] < moved[2]
    up = positions(AdamW, [1.0], lr=0.1, weight_decay=0.5, maximize=True)
    close(up[1], number(0.95 + 0.1))
    for fused in (False, True):
        half = positions(AdamW, [0.0] * 50, dtype=torch.bfloat16, fused=fused)
        assert (half == 1).all()
        assert positions(AdamW, [0.0] * 50, dtype=torch.float32, fused=fused)[-1] < 1
    numbers = torch.randn(1000).bfloat16()
    assert (0.99999 * numbers).equal(numbers)
    # Decayed or not, after steps with gradients, too; fused rounds once.
    for fused, share in ((False, 0.0), (True, 0.1)):
        ends = []
        for decay in (0.0, 0.01):
            theta = numbers.clone()
            optimizer = AdamW([theta], weight_decay=decay, fused=fused)
            for gradient in torch.randn(50, 1000, generator=torch.Generator().manual_seed(0)):
                theta.grad = gradient.bfloat16()
                optimizer.step()
            ends.append(theta)
        changed = (ends[0] != ends[1]).float().mean()
        assert (changed > 0) == fused and changed <= share


def figure(size: float = 10.0) -> Figure:  # 1 to 10 by 1
    """The larger the gradients, the less an L2 penalty in Adam decays; AdamW does not mind."""
    fig, axes = plt.subplots()
    t = torch.arange(0, 1001, 20)
    curves = (
        (size, False, "C1", f"Adam with L2, gradients ±{size:g}", (520, 7)),
        (0.1, True, "C0", "AdamW with either", (560, 7)),
        (0.1, False, "C4", "Adam with L2, gradients ±0.1", (230, 7)),
    )
    for gradient, decoupled, color, label, (at, above) in curves:
        theta = alternating(gradient, decoupled)
        axes.plot(t, theta[t], color=color)
        place = (at, float(theta[at]))
        axes.annotate(
            f"{float(theta[-1]):.2f}",
            (1000, float(theta[-1])),
            xytext=(4, -4),
            textcoords="offset points",
            color=color,
        )
        axes.annotate(label, place, xytext=(0, above), textcoords="offset points", color=color)
    axes.set_xlim(0, 1000)
    axes.set_ylim(-0.05, 1.1)
    axes.set_xticks([0, 250, 500, 750, 1000])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("step $t$")
    axes.set_title(r"parameter $\theta_t$", loc="left")
    return fig
