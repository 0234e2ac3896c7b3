"""Lp norm: the size of a vector, with one number to say which entries count."""

import inspect

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def lp_norm(x: Tensor, p: float = 2) -> Tensor:
    """Norm along the last dimension, (..., n) -> (...)."""
    return torch.linalg.vector_norm(x, ord=p, dim=-1)
    # --8<-- [end:pytorch]


def call(x: Tensor, p: float = 2) -> Tensor:
    """x (..., n) -> (...)"""
    return torch.linalg.vector_norm(x, ord=p, dim=-1)


def check() -> None:
    # The epsilon of F.normalize is 0 in float16.
    for dtype, entry in ((torch.float32, 0.0), (torch.float16, torch.nan)):
        unit = torch.nn.functional.normalize(torch.zeros(2, dtype=dtype), dim=0)
        torch.testing.assert_close(unit, torch.full_like(unit, entry), equal_nan=True)

    inf = float("inf")
    x = torch.tensor([3.0, 4.0])
    for p, value in ((1, 7.0), (2, 5.0), (4, 4.2846), (inf, 4.0), (0, 2.0), (-inf, 3.0)):
        torch.testing.assert_close(lp_norm(x, p), torch.tensor(value), atol=1e-4, rtol=0)
    torch.testing.assert_close(call(x), torch.tensor(5.0))
    torch.testing.assert_close(lp_norm(-3 * x, 4), 3 * lp_norm(x, 4))

    # Below p = 1 the triangle inequality fails.
    e1, e2 = torch.eye(2)
    torch.testing.assert_close(lp_norm(e1 + e2, 0.5), torch.tensor(4.0))
    torch.testing.assert_close(lp_norm(e1, 0.5) + lp_norm(e2, 0.5), torch.tensor(2.0))

    # Between L1 and L2: the bounds, reached by (1, 0) and by (1, 1).
    assert lp_norm(x, 2) <= lp_norm(x, 1) <= 2**0.5 * lp_norm(x, 2)
    torch.testing.assert_close(lp_norm(e1, 1), lp_norm(e1, 2))
    torch.testing.assert_close(lp_norm(e1 + e2, 1), 2**0.5 * lp_norm(e1 + e2, 2))

    # Gradients: L1 ignores the size of an entry, the squared L2 norm is proportional to it.
    small = torch.tensor([3.0, -0.01])
    torch.testing.assert_close(torch.func.grad(lp_norm)(small, 1), torch.tensor([1.0, -1.0]))
    squared = torch.func.grad(lambda v: lp_norm(v, 2) ** 2)
    torch.testing.assert_close(squared(small), torch.tensor([6.0, -0.02]))
    assert (torch.func.grad(lp_norm)(torch.zeros(2), 2) == 0).all()
    for zeros in (torch.tensor([0.0, 2.0]), torch.tensor([-3.0, 0.0]), torch.zeros(3)):
        torch.testing.assert_close(torch.func.grad(lp_norm)(zeros, 1), zeros.sign())
    # From p = 1 the inequality holds.
    for p in (1, 1.5, 2, 4, inf):
        a, b = torch.randn(2, 1000, 5)
        assert (lp_norm(a + b, p) <= lp_norm(a, p) + lp_norm(b, p) + 1e-5).all()

    # min (w - 0.3)^2 / 2 + |w|: the proximal step lands on zero, the subgradient steps around it.
    w = torch.tensor(0.3)
    assert torch.nn.functional.softshrink(w, 1.0) == 0
    step, seen = torch.tensor(0.3), []
    for _ in range(200):
        step = step - 0.07 * (step - 0.3 + step.sign())
        seen.append(float(step))
    assert 0 not in seen and max(map(abs, seen[50:])) < 0.1
    torch.testing.assert_close(w / (1 + 1.0), torch.tensor(0.15))  # with w^2 / 2 instead of |w|

    # One step with a squared penalty, and with decay: the same for SGD, another for Adam.
    def moved(optimizer: type[torch.optim.Optimizer], penalty: float, decay: float) -> Tensor:
        weight = torch.tensor([2.0, -3.0], requires_grad=True)
        (weight.prod() + penalty / 2 * weight.square().sum()).backward()
        optimizer([weight], lr=0.1, weight_decay=decay).step()  # type: ignore[call-arg]
        return weight.detach()

    torch.testing.assert_close(moved(torch.optim.SGD, 0.5, 0.0), moved(torch.optim.SGD, 0.0, 0.5))
    penalized, decayed = moved(torch.optim.Adam, 0.5, 0.0), moved(torch.optim.AdamW, 0.0, 0.5)
    assert not torch.allclose(penalized, decayed, atol=1e-2)

    W = torch.tensor([[1.0, 1.0], [0.0, 1.0]])
    torch.testing.assert_close(torch.linalg.vector_norm(W), torch.tensor(1.73), atol=0.01, rtol=0)
    torch.testing.assert_close(torch.linalg.norm(W, 2), torch.tensor(1.62), atol=0.01, rtol=0)
    torch.testing.assert_close(torch.linalg.matrix_norm(W), torch.linalg.vector_norm(W))
    assert "deprecated" in str(torch.norm.__doc__)

    normalize = torch.nn.functional.normalize
    assert inspect.signature(normalize).parameters["eps"].default == 1e-12
    torch.testing.assert_close(normalize(x, dim=-1), x / 5)
    assert (normalize(torch.zeros(2), dim=-1) == 0).all()
    torch.testing.assert_close(normalize(torch.full((1,), 1e-13), dim=-1), torch.full((1,), 0.1))

    # Large entries: the sum overflows, in PyTorch too. Small ones: it underflows.
    large = torch.tensor([3e19, 4e19])
    assert (large.abs() ** 2).sum().sqrt().isinf() and lp_norm(large).isinf()
    assert (normalize(large, dim=-1) == 0).all()
    assert lp_norm(torch.tensor([3e-30, 4e-30])) == 0
    scale = lp_norm(large, inf)
    torch.testing.assert_close(scale * lp_norm(large / scale), torch.tensor(5e19))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for p, diagonal in ((0.5, 4.0), (1.0, 2.0), (2.0, 2.0**0.5)):
        shown = torch.tensor([*readout(p).values()])
        torch.testing.assert_close(shown, torch.tensor([diagonal, 1.0]))


def readout(p: float) -> dict[str, float]:
    """p ="""
    ones = torch.ones(2)
    return {"size of (1, 1)": float(lp_norm(ones, p)), "of (1, 0)": float(lp_norm(ones[:1], p))}


def figure(p: float = 0.5) -> Figure:  # 0.5 to 4 by 0.1
    """From p = 1 on, the points of norm 1 bound a convex set; below, they bend inward."""
    fig, axes = plt.subplots(figsize=(5.2, 3.4))
    muted = plt.rcParams["grid.color"]
    axes.plot([-1.2, 1.2], [0, 0], color=muted, linewidth=1)
    axes.plot([0, 0], [-1.2, 1.2], color=muted, linewidth=1)
    # One turn, with more points near the axes, where the balls have their corners.
    turn = torch.linspace(0, 2 * torch.pi, 193)
    angle = turn - torch.sin(4 * turn) / 4.2
    directions = torch.stack([torch.cos(angle), torch.sin(angle)], dim=-1)
    for order, color, label in (
        (float("inf"), "C4", "p = ∞"),
        (4.0, "C3", "4"),
        (2.0, "C0", "2"),
        (1.0, "C2", "1"),
        (p, "C1", f"{p:g}"),
    ):
        ball = directions / lp_norm(directions, order)[:, None]  # the points of norm 1
        axes.plot(*ball.T.numpy(), color=color)
        x, y = (ball[24] - 0.075).tolist()  # just inside, on the diagonal
        if order == float("inf"):
            axes.text(1.1, y, label, color=color, weight=600, va="center")
        else:
            seen = color != "C1" or p < 0.85  # else too close to another
            axes.text(
                x, y, label, color=color, weight=600, ha="center", va="center", alpha=float(seen)
            )
    axes.text(
        1.1,
        -0.8,
        f"p = {p:g} bends\ninward: not\na norm" if p < 1 else f"p = {p:g} is\nconvex:\na norm",
        color="C1",
        va="center",
    )
    axes.set(xlim=(-1.95, 1.95), ylim=(-1.2, 1.2), aspect="equal")
    axes.axis("off")
    return fig
