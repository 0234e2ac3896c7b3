"""Jacobian: all first derivatives of a function with several outputs."""

from collections.abc import Callable
from itertools import pairwise

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def f(x: Tensor) -> Tensor:
    """The example, (2,) -> (2,)."""
    return torch.stack([x[0] + x[0] * x[1] / 4, x[1] - x[0] ** 2 / 8])


def jacobian(x: Tensor) -> Tensor:
    """All first derivatives, f: (n,) -> (m,), x (n,) -> (m, n)."""
    return torch.func.jacrev(f)(x)  # row: output, column: input
    # --8<-- [end:pytorch]


def call(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """f: (n,) -> (m,), x (n,) -> (m, n)"""
    return torch.func.jacrev(f)(x)


def reference(*, f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return call(f, x)


def check() -> None:
    x, v = torch.tensor([2.0, 2.0]), torch.tensor([1.0, -2.0])
    J = jacobian(x)
    torch.testing.assert_close(f(x), torch.tensor([3.0, 1.5]))
    torch.testing.assert_close(J, torch.tensor([[1.5, 0.5], [-0.5, 1.0]]))
    torch.testing.assert_close(call(f, x), J)
    leaf = x.clone().requires_grad_()
    torch.testing.assert_close(torch.autograd.grad(f(leaf), leaf, v)[0], v @ J)
    torch.testing.assert_close(torch.func.vjp(f, x)[1](v)[0], v @ J)
    torch.testing.assert_close(torch.func.jvp(f, (x,), (v,))[1], J @ v)
    torch.testing.assert_close(torch.func.jacfwd(f)(x), J)
    older = torch.autograd.functional.jacobian(f, x)
    torch.testing.assert_close(older, J)
    torch.testing.assert_close(torch.linalg.det(J), torch.tensor(1.75))

    # A small square: its image has 1.75 times its area, the shoelace formula says.
    side, (a, b) = 1e-3, torch.eye(2, dtype=torch.float64)
    start = x.double()
    corners = [f(start + side * d) - f(start) for d in (a, a + b, b)]
    crosses = [p[0] * q[1] - p[1] * q[0] for p, q in pairwise(corners)]
    torch.testing.assert_close(float(sum(crosses)) / 2 / side**2, 1.75, rtol=1e-3, atol=0)

    # No perturbation is stretched by more than the largest singular value, forward or backward.
    directions = torch.nn.functional.normalize(torch.randn(2, 100), dim=0)
    singular = torch.linalg.svdvals(J)
    for lengths in ((J @ directions).norm(dim=0), (J.T @ directions).norm(dim=0)):
        assert (lengths <= singular[0] + 1e-5).all() and (lengths >= singular[1] - 1e-5).all()

    def miss(h: float) -> Tensor:
        d = h * v.double()
        error: Tensor = f(start + d) - f(start) - J.double() @ d
        return error.abs().max()

    torch.testing.assert_close(float(miss(1e-3) / miss(5e-4)), 4.0, rtol=0.01, atol=0)

    layer = torch.nn.Linear(3, 2)
    z = torch.randn(3)
    torch.testing.assert_close(torch.func.jacrev(layer)(z), layer.weight)
    torch.testing.assert_close(torch.func.jacrev(torch.tanh)(z), torch.diag(1 - torch.tanh(z) ** 2))
    scalar = torch.func.jacrev(lambda x: f(x).sum().unsqueeze(0))(x)
    torch.testing.assert_close(scalar[0], torch.func.grad(lambda x: f(x).sum())(x))

    p = torch.softmax(z, dim=0)
    softmax = torch.func.jacrev(torch.softmax)(z, 0)
    torch.testing.assert_close(softmax, torch.diag(p) - torch.outer(p, p))

    # Densities: the change of variables of PyTorch, with a linear map and with exp.
    families = torch.distributions

    def density(distribution: torch.distributions.Distribution, at: Tensor) -> Tensor:
        log: Tensor = distribution.log_prob(at)
        return log.sum().exp()

    before = density(families.Normal(torch.zeros(2), torch.ones(2)), x)
    stretched = families.MultivariateNormal(torch.zeros(2), J @ J.T)
    torch.testing.assert_close(density(stretched, J @ x), before / torch.det(J).abs())
    lognormal = families.LogNormal(torch.zeros(2), torch.ones(2))
    at_exp = torch.func.jacrev(torch.exp)(x)
    torch.testing.assert_close(density(lognormal, x.exp()), before / torch.det(at_exp).abs())

    weights = torch.randn(2, 3, 3)
    assert torch.func.jacrev(lambda x: weights @ x)(z).shape == (2, 3, 3)
    batch = torch.randn(5, 3)
    assert torch.func.vmap(torch.func.jacrev(layer))(batch).shape == (5, 2, 3)
    every = torch.func.jacrev(layer)(batch)
    assert every.shape == (5, 2, 5, 3)
    assert (every[0, :, 1:] == 0).all()  # one example does not act on another


def figure(x_1: float = 2.0) -> Figure:  # 1 to 3 by 0.5
    """The Jacobian at (x_1, 2), and with it the image of the square, changes with the point."""
    fig, (before, after) = plt.subplots(1, 2, figsize=(5.2, 2.6), width_ratios=(1, 1.4))
    fine = torch.linspace(1, 4, 31)
    for line in torch.arange(1, 5):
        for points in (torch.stack([fine, 0 * fine + line]), torch.stack([0 * fine + line, fine])):
            before.plot(*points, color="C4", linewidth=0.8, alpha=0.7)
            after.plot(*f(points), color="C4", linewidth=0.8, alpha=0.7)

    # The unit square at (x_1, 2) and the parallelogram that the Jacobian makes of it.
    corner, square = torch.tensor([x_1, 2.0]), torch.eye(2)
    image = jacobian(corner) @ square

    def point(vector: Tensor) -> str:
        x, y = vector.tolist()
        return f"({x:.3g}, {y:.3g})".replace("-", "−")

    patch = {"facecolor": plt.rcParams["axes.facecolor"], "edgecolor": "none", "pad": 1}
    panels = ((before, corner, square), (after, f(corner), image))
    for axes, start, sides in panels:
        a, b = sides.T
        outline = torch.stack([start, start + a, start + a + b, start + b])
        axes.fill(outline[:, 0], outline[:, 1], color="C0", alpha=0.3, linewidth=0)
        axes.text(
            *(start + (a + b) / 2),
            f"area\n{torch.linalg.det(sides):.3g}",
            color="C0",
            ha="center",
            va="center",
        )
        arrow = {"arrowstyle": "-|>", "color": "C1", "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        for side in (a, b):
            axes.annotate("", (start + side).tolist(), start.tolist(), arrowprops=arrow)
        label = {"color": "C1", "bbox": patch, "size": 9.5}
        axes.text(*(start + a / 2 - 0.48 * b), point(a), ha="center", va="center", **label)
        axes.text(*(start + b / 2 - 0.1 * a), point(b), ha="right", va="center", **label)
        axes.plot(*start, "o", color="C1")
        axes.set_aspect("equal")
        axes.axis("off")
    before.set_title("inputs")
    after.set_title("outputs")
    return fig
