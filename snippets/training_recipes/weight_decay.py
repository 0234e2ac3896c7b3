"""Weight decay: shrink the parameters a little in every step."""

from collections.abc import Callable
import inspect
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def step(theta: Tensor, u: Tensor, alpha: float, wd: float) -> Tensor:
    """The formula: theta (n,), u (n,) -> (n,)."""
    return (1 - alpha * wd) * theta - alpha * u


def split(
    model: nn.Module,
) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Weights (m, n), (n,) -> (m, n), which decay, and (n,), not."""
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    vectors = [p for p in model.parameters() if p.ndim < 2]
    return matrices, vectors
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = nn.ParameterList([theta])
    return torch.optim.SGD(model.parameters(), lr=0.1, weight_decay=0.01)


def reference(*, theta_tm1: Tensor, u_t: Tensor, alpha: Tensor, lambda_: Tensor) -> Tensor:
    theta = theta_tm1.clone()
    theta.grad = u_t.clone()
    torch.optim.SGD([theta], lr=float(alpha), weight_decay=float(lambda_)).step()
    return theta


def places(optimizer: type[torch.optim.Optimizer], gradients: Tensor, **options: Any) -> Tensor:
    """Where the optimizer takes a parameter from 1, given its gradients, (T,) -> (T + 1,)."""
    theta = torch.ones((), dtype=torch.float64)
    stepper = optimizer([theta], **options)
    path = [theta.clone()]
    for g in gradients.double():
        theta.grad = g
        stepper.step()
        path.append(theta.clone())
    return torch.stack(path)


def share_kept(curvature: Tensor, decay: float) -> Tensor:
    """Where gradient descent ends on h (θ - 1)²/2, found by running it, (...) -> (...)."""
    theta = torch.zeros_like(curvature)
    for _ in range(20000):
        theta = step(theta, curvature * (theta - 1), 0.1, decay)
    return theta


def check() -> None:
    close, optim = torch.testing.assert_close, torch.optim

    def number(value: float) -> Tensor:
        return torch.tensor(value, dtype=torch.float64)

    # The function shown, the call, and the running average.
    theta, u = torch.randn(6), torch.randn(6)
    by_call = theta.clone()
    taught = call(by_call)
    taught.param_groups[0]["params"][0].grad = u
    taught.step()
    close(by_call, step(theta, u, 0.1, 0.01))
    close(step(theta, u, 0.1, 0.5), 0.95 * theta + 0.05 * (-u / 0.5))
    assert round(1 / (0.001 * 0.1)) == 10_000

    # Without a gradient: a power; under a schedule the sum of the rates.
    zeros = torch.zeros(100)
    path = places(optim.SGD, zeros, lr=0.1, weight_decay=0.1)
    close(path, 0.99 ** torch.arange(101).double())
    close(path[-1], number(-0.1 * 0.1 * 100).exp(), rtol=0.01, atol=0)
    theta = number(1.0)
    for rate in torch.linspace(0.1, 0, 100, dtype=torch.float64):
        theta = step(theta, 0 * theta, float(rate), 0.1)
    close(theta, number(-0.1 * 0.05 * 100).exp(), rtol=0.01, atol=0)

    # A quadratic loss: the share h / (h + lambda) of the minimum.
    h = torch.tensor([0.01, 0.1, 10.0], dtype=torch.float64)
    close(share_kept(h, 0.1), h / (h + 0.1))
    close(share_kept(h, 0.1), torch.tensor([0.09, 0.5, 0.99]).double(), atol=2e-3, rtol=0)

    # Before a batch normalization: the same outputs, a gradient as much larger.
    x, pull, w = torch.randn(16, 5), torch.randn(16, 3), torch.randn(5, 3)

    def through(w: Tensor) -> Tensor:
        return (pull * nn.functional.batch_norm(x @ w, None, None, training=True)).sum()

    close(through(0.5 * w), through(w), rtol=1e-3, atol=1e-3)
    slope: Callable[[Tensor], Tensor] = torch.func.grad(through)
    close(slope(0.5 * w), 2 * slope(w), rtol=1e-2, atol=1e-3)
    for shrunk in (w.clone(), 0.5 * w):  # Adam divides by the size of the gradient
        before, shrunk.grad = shrunk.clone(), slope(shrunk)
        torch.optim.Adam([shrunk], lr=0.1).step()
        close((shrunk - before).abs(), torch.full_like(w, 0.1), rtol=1e-2, atol=0)

    # Not with stored averages, nor where the epsilon counts.
    norm = nn.BatchNorm1d(3)
    for _ in range(100):
        norm(x @ w)
    norm.eval()
    assert not torch.allclose(norm(x @ (0.5 * w)), norm(x @ w), atol=0.1)
    norm.train()
    assert not torch.allclose(norm(x @ (1e-3 * w)), norm(x @ w), atol=0.1)

    # Which optimizers shrink, with large gradients, and which add to the gradient.
    large = 50 * torch.randn(20)
    plain: dict[str, Any] = {"lr": 0.1, "weight_decay": 0.5}
    zero = torch.zeros(1)
    kind: Any
    for kind in (optim.AdamW, optim.Adafactor):
        close(places(kind, zero, **plain)[1], number(0.95))
    matrix = torch.ones(3, 2)
    matrix.grad = torch.zeros(3, 2)
    optim.Muon([matrix], **plain).step()
    close(matrix, torch.full((3, 2), 0.95))
    for kind in (optim.Adam, optim.NAdam, optim.RAdam):
        first = places(kind, large, lr=0.1)
        both = places(kind, large, decoupled_weight_decay=True, **plain)
        rebuilt = [number(1.0)]
        for move in first.diff():
            rebuilt.append(0.95 * rebuilt[-1] + move)
        close(both, torch.stack(rebuilt))
        coupled = places(kind, large, **plain)
        assert (coupled - both).abs().max() > 1e-3
    for kind in (
        optim.SGD,
        optim.Adam,
        optim.RMSprop,
        optim.Adagrad,
        optim.Adamax,
        optim.ASGD,
        optim.Adadelta,
    ):
        theta, path = number(1.0), places(kind, large[:8], **plain)
        penalized = kind([theta], lr=0.1)
        for g in large[:8].double():
            theta.grad = g + 0.5 * theta
            penalized.step()
        close(theta, path[-1])
    defaults = {
        name: inspect.signature(kind).parameters["weight_decay"].default
        for name, kind in vars(optim).items()
        if inspect.isclass(kind) and "weight_decay" in inspect.signature(kind).parameters
    }
    assert len(defaults) > 10
    assert {name: d for name, d in defaults.items() if d} == {"AdamW": 0.01, "Muon": 0.1}

    # In groups: of a linear layer and a normalization only the matrix shrinks.
    model = nn.Sequential(nn.Linear(4, 3), nn.LayerNorm(3))
    old = [p.detach().clone() for p in model.parameters()]
    for p in model.parameters():
        p.grad = torch.zeros_like(p)
    matrices, vectors = split(model)
    first, *others = model.parameters()
    assert [id(p) for p in matrices] == [id(first)]
    assert [id(p) for p in vectors] == [id(p) for p in others]
    apart: list[dict[str, Any]] = [{"params": matrices}, {"params": vectors, "weight_decay": 0}]
    optim.SGD(apart, **plain).step()
    for p, before, factor in zip(model.parameters(), old, (0.95, 1, 1, 1), strict=True):
        close(p.detach(), factor * before)
    optim.SGD(model.parameters(), **plain).step()  # without groups: all of them
    close(list(model.parameters())[2].detach(), torch.full((3,), 0.95))
    untouched = torch.ones(3)
    optim.SGD([untouched], **plain).step()  # no gradient
    assert untouched.equal(torch.ones(3))

    # Without the half in the penalty, the decay is twice as strong.
    theta = torch.randn(4)
    close(torch.func.grad(lambda t: 0.1 * t.square().sum())(theta), 2 * 0.1 * theta)

    # With momentum a penalty is summed.
    summed = places(optim.SGD, zeros[:3], momentum=0.9, **plain)[-1]
    close(summed, number(0.73), atol=5e-3, rtol=0)
    close(number(0.95**3), number(0.86), atol=5e-3, rtol=0)


def figure(decay: float = 0.1) -> Figure:  # 0.05 to 0.5 by 0.05
    """The larger the decay, the more curvature it takes to hold a parameter up."""
    h = torch.logspace(-3, 2, 201, dtype=torch.float64)
    marked = torch.tensor([0.01, decay, 10.0], dtype=torch.float64)
    fig, axes = plt.subplots()
    axes.plot(h, h / (h + decay), color="C0")
    kept = marked / (marked + decay)
    axes.plot(marked, kept, "o", color="C0")
    offsets = ((-28, 5), (9, -5), (0, -15))
    for x, y, offset in zip(marked.tolist(), kept.tolist(), offsets, strict=True):
        axes.annotate(f"{y:.2f}", (x, y), xytext=offset, textcoords="offset points", ha="left")
    axes.axvline(decay, color=plt.rcParams["grid.color"], linewidth=1, zorder=0)
    axes.annotate(
        rf"$h = \lambda = {decay:g}$", (decay, 0.03), xytext=(5, 0), textcoords="offset points"
    )
    axes.set_xscale("log")
    axes.set_xticks([0.001, 0.01, 0.1, 1, 10, 100], ["0.001", "0.01", "0.1", "1", "10", "100"])
    axes.minorticks_off()
    axes.set_ylim(0, 1.08)
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("curvature $h$ of the loss")
    axes.set_title("share of the minimum that is kept", loc="left")
    return fig
