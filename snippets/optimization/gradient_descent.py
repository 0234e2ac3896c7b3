"""Gradient descent: step against the gradient of a loss, again and again."""

from collections.abc import Callable
import inspect

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def fit(x: Tensor, y: Tensor, alpha: float, steps: int) -> Tensor:
    """Weights theta so that x @ theta is close to y:
    x (N, n), y (N,) -> (n,)."""
    theta = x.new_zeros(x.shape[1], requires_grad=True)
    for _ in range(steps):
        loss = torch.mean((x @ theta - y) ** 2)
        (gradient,) = torch.autograd.grad(loss, theta)
        with torch.no_grad():
            theta -= alpha * gradient
    return theta.detach()
    # --8<-- [end:pytorch]


def call(theta: Tensor) -> torch.optim.Optimizer:
    """theta (...) -> theta (...)"""
    model = torch.nn.ParameterList([theta])
    return torch.optim.SGD(model.parameters(), lr=1e-3)


def reference(*, theta_tm1: Tensor, alpha: Tensor, L: Callable[[Tensor], Tensor]) -> Tensor:
    theta = theta_tm1.detach().clone().requires_grad_()
    optimizer = torch.optim.SGD([theta], lr=float(alpha))
    L(theta).backward()
    optimizer.step()
    return theta.detach()


def path(start: Tensor, alpha: float, curvature: Tensor, steps: int) -> Tensor:
    """Gradient descent on the quadratic loss with the Hessian diag(curvature)."""
    points = [start]
    for _ in range(steps):
        points.append(
            reference(
                theta_tm1=points[-1],
                alpha=torch.tensor(alpha),
                L=lambda theta: (curvature * theta**2).sum() / 2,
            )
        )
    return torch.stack(points)


def moves(gradients: list[float], **options: float | bool) -> Tensor:
    """Where SGD takes a parameter from 0, given its gradients."""
    theta = torch.zeros(())
    optimizer = torch.optim.SGD([theta], **options)  # type: ignore[arg-type]
    positions = []
    for g in gradients:
        theta.grad = torch.tensor(g)
        optimizer.step()
        positions.append(theta.clone())
    return torch.stack(positions)


def check() -> None:
    # A least-squares loss with the Hessian diag(4, 1): errors shrink by 1 - alpha * lambda.
    x = torch.tensor([[2.0, 0.0], [0.0, 1.0]])
    target = torch.tensor([1.0, -1.0])
    y = x @ target
    hessian = torch.func.hessian(lambda theta: torch.nn.functional.mse_loss(x @ theta, y))(target)
    torch.testing.assert_close(hessian, torch.diag(torch.tensor([4.0, 1.0])))
    expected = target * (1 - (1 - 0.1 * hessian.diag()) ** 3)
    torch.testing.assert_close(fit(x, y, alpha=0.1, steps=3), expected)
    # The call of the page takes the same steps.
    theta = torch.zeros(2)
    optimizer = call(theta)
    (parameter,) = optimizer.param_groups[0]["params"]
    for _ in range(3):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(x @ parameter, y).backward()
        optimizer.step()
    torch.testing.assert_close(theta, fit(x, y, alpha=1e-3, steps=3))
    assert (fit(x, y, alpha=0.4975, steps=600) - target).norm() < 0.01
    assert (fit(x, y, alpha=0.5025, steps=600) - target).norm() > 100
    # From a start without an error along the steepest direction it converges all the same.
    lucky = path(torch.tensor([0.0, 1.0]), 0.6, hessian.diag(), 100)[-1]
    assert lucky.norm() < 1e-6
    # With K = 4 for the Lipschitz constant, 2 / K is the same bound.
    assert 2 / hessian.diag().max() == 0.5

    # The best constant learning rate and its factor per step.
    for small, large, factor in ((1.0, 4.0, 0.6), (1.0, 100.0, 0.98)):
        curvature = torch.tensor([small, large])
        alphas = torch.linspace(0.001, 2 / large, 4001)
        worst = (1 - alphas[:, None] * curvature).abs().amax(1)
        torch.testing.assert_close(worst.min(), torch.tensor(factor), atol=1e-3, rtol=0)
        best = torch.tensor(2 / (small + large))
        torch.testing.assert_close(alphas[worst.argmin()], best, atol=1e-3, rtol=0)
        kappa = large / small
        assert abs((kappa - 1) / (kappa + 1) - factor) < 1e-3

    # softplus has a 1/4-Lipschitz gradient: every step with alpha < 8 lowers it.
    theta = torch.linspace(-10, 10, 201)
    for alpha in (0.5, 4.0, 7.9):
        gradient = torch.sigmoid(theta)
        after = torch.nn.functional.softplus(theta - alpha * gradient)
        assert (after < torch.nn.functional.softplus(theta)).all()

    # On a saddle, descent from the ridge stops at the saddle point.
    stuck = path(torch.tensor([1.0, 0.0]), 0.1, torch.tensor([1.0, -1.0]), 200)[-1]
    assert stuck.norm() < 1e-6

    # A loss times 10 is a learning rate times 10.
    start = torch.tensor([0.8, -3.0])
    scaled = path(start, 0.01, 10 * hessian.diag(), 5)
    torch.testing.assert_close(scaled, path(start, 0.1, hessian.diag(), 5))

    # The figure's numbers: the loss after 10 steps.
    curvature = torch.tensor([4.0, 0.5])
    start = torch.tensor([0.6, -3.0])
    for alpha, loss in ((0.0, 2.97), (0.05, 1.36), (0.4, 0.03), (0.52, 3.36)):
        end = path(start, alpha, curvature, 10)[-1]
        value = (curvature * end**2).sum() / 2
        torch.testing.assert_close(value, torch.tensor(loss), atol=5e-3, rtol=0)

    # A minibatch's step is one with the mean of its gradients; clipping bounds its norm.
    rows = torch.tensor([0, 0, 1])
    each = torch.stack([2 * (x[i] @ start - y[i]) * x[i] for i in rows])
    leaf = start.clone().requires_grad_()
    torch.nn.functional.mse_loss(x[rows] @ leaf, y[rows]).backward()
    torch.testing.assert_close(leaf.grad, each.mean(dim=0))
    torch.nn.utils.clip_grad_norm_(leaf, 0.5)
    torch.testing.assert_close(leaf.grad.norm(), torch.tensor(0.5))  # type: ignore[union-attr]

    # Conventions.
    sgd = inspect.signature(torch.optim.SGD).parameters
    assert sgd["lr"].default == 1e-3 and sgd["momentum"].default == 0
    weight = torch.ones((), requires_grad=True)
    for _ in range(2):
        (3 * weight).backward()
    assert weight.grad == 6
    torch.testing.assert_close(moves([1.0], lr=0.1, maximize=True), torch.tensor([0.1]))
    decayed = torch.ones(())
    decayed.grad = torch.tensor(1.0)
    torch.optim.SGD([decayed], lr=0.1, weight_decay=0.5).step()
    torch.testing.assert_close(decayed, torch.tensor(1 - 0.1 * (1 + 0.5)))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for alpha in (0.04, 0.4, 0.56):
        theta = torch.tensor([0.6, -3.0], requires_grad=True)
        sgd = torch.optim.SGD([theta], lr=alpha)
        for _ in range(10):
            sgd.zero_grad()
            loss = 2 * theta[0] ** 2 + theta[1] ** 2 / 4
            loss.backward()
            sgd.step()
        factor, last = readout(alpha).values()
        torch.testing.assert_close(0.6 * factor**10, theta[0].item(), atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(last, (2 * theta[0] ** 2 + theta[1] ** 2 / 4).item())


def readout(alpha: float) -> dict[str, float]:
    """learning rate α"""
    curvature = torch.tensor([4.0, 0.5])
    last = path(torch.tensor([0.6, -3.0]), alpha, curvature, 10)[-1]
    return {
        "θ₁ is multiplied by": 1 - 4 * alpha,
        "loss after 10 steps": float((curvature * last**2).sum() / 2),
    }


def figure(alpha: float = 0.4) -> Figure:  # 0.04 to 0.56 by 0.02
    """Below alpha = 0.5, 2 over the largest curvature, the steps converge; above, they diverge."""
    curvature = torch.tensor([4.0, 0.5])
    start = torch.tensor([0.6, -3.0])
    grid_x, grid_y = torch.linspace(-1.7, 1.7, 28), torch.linspace(-3.5, 1.5, 28)
    loss = (curvature[0] * grid_x**2 + curvature[1] * grid_y[:, None] ** 2) / 2
    fig, panels = plt.subplots(1, 3, sharey=True, figsize=(5.2, 2.9))
    fate = "converges" if alpha < 0.5 else "swings" if alpha == 0.5 else "diverges"
    rates = ((0.05, "C4", "slow"), (alpha, "C0", fate), (0.52, "C1", "diverges"))
    for axes, (rate, color, verdict) in zip(panels, rates, strict=True):
        levels = [0.1, 0.5, 1.3, 2.97, 5.0]
        axes.contour(grid_x, grid_y, loss, levels, colors=plt.rcParams["grid.color"])
        points = path(start, rate, curvature, 10)
        axes.plot(points[:, 0], points[:, 1], "o-", color=color, linewidth=1.4, markersize=3.5)
        axes.plot(0, 0, "+", color=plt.rcParams["text.color"], markersize=9)
        axes.set_title(rf"$\alpha$ = {rate:g}: {verdict}")
        axes.set_xlabel(r"$\theta_1$")
        axes.set_xlim(-1.7, 1.7)
        axes.set_xticks([-1, 0, 1], ["−1", "0", "1"])
    panels[0].set_yticks([-3, -2, -1, 0, 1], ["−3", "−2", "−1", "0", "1"])
    panels[0].set_ylabel(r"$\theta_2$", rotation=0, va="center", labelpad=9)
    return fig
