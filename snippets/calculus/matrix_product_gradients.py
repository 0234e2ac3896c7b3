"""Gradients of a matrix product: back to both of its factors."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def matmul_backward(
    A: Tensor,
    B: Tensor,
    G: Tensor,
) -> tuple[Tensor, Tensor]:
    """Gradients of both factors:
    A (m, n), B (n, p), G (m, p) -> (m, n), (n, p)."""
    return G @ B.mT, A.mT @ G
    # --8<-- [end:pytorch]


def call(A: Tensor, B: Tensor, G: Tensor) -> tuple[Tensor, ...]:
    """A (m, n), B (n, p), G (m, p) -> (m, n), (n, p)"""
    A, B = A.requires_grad_(), B.requires_grad_()
    return torch.autograd.grad(A @ B, (A, B), grad_outputs=G)


def reference_C(*, A: Tensor, B: Tensor) -> Tensor:
    return torch.nn.functional.linear(A, B.mT)


def check() -> None:
    from torch.utils.flop_counter import FlopCounterMode

    close = torch.testing.assert_close
    m, n, p = 3, 5, 2
    A, B, G = torch.randn(m, n), torch.randn(n, p), torch.randn(m, p)
    for ours, autograd in zip(matmul_backward(A, B, G), call(A.clone(), B.clone(), G), strict=True):
        close(ours, autograd)
    # Through a loss whose gradient is not given.
    by_A, by_B = torch.func.grad(lambda A, B: torch.sin(A @ B).sum(), (0, 1))(A, B)
    close(by_A, torch.cos(A @ B) @ B.T)
    close(by_B, A.T @ torch.cos(A @ B))

    # Entry by entry: row i of G with row k of B.
    close(by_A[1, 4], torch.cos(A @ B)[1] @ B[4])
    shapes = [(x @ y).shape for x in (G, G.T) for y in (B, B.T) if x.shape[1] == y.shape[0]]
    shapes += [(x @ y).shape for x in (B, B.T) for y in (G, G.T) if x.shape[1] == y.shape[0]]
    assert shapes.count(A.shape) == 1

    # Zeros of the one leave none to the other.
    assert matmul_backward(A, 0 * B, G)[0].equal(torch.zeros(m, n))
    assert matmul_backward(0 * A, B, G)[1].equal(torch.zeros(n, p))

    # Twice the operations of the forward pass; only one product where one factor is constant.
    for needed, products in (((True, True), 2), ((True, False), 1)):
        left, right = (x.clone().requires_grad_(r) for x, r in zip((A, B), needed, strict=True))
        with FlopCounterMode(display=False) as forward:
            out = left @ right
        with FlopCounterMode(display=False) as backward:
            out.backward(G)
        assert forward.get_total_flops() == 2 * m * n * p
        assert backward.get_total_flops() == products * 2 * m * n * p

    # Its size.
    most = torch.linalg.matrix_norm(B, 2)
    for _ in range(20):
        random = torch.randn(m, p)
        assert (random @ B.T).norm() <= most * random.norm() * (1 + 1e-5)

    # Batches, a linear layer, vectors, complex numbers.
    many = torch.randn(4, m, n)
    shared = torch.func.grad(lambda B: (G * (many @ B)).sum())(B)
    close(shared, sum(x.T @ G for x in many))
    W, X, g = torch.randn(p, n), torch.randn(m, n), torch.randn(m, p)
    by_W = torch.func.grad(lambda W: (g * torch.nn.functional.linear(X, W)).sum())(W)
    close(by_W, g.T @ X)
    x, v = torch.randn(n), torch.randn(m)
    close(torch.func.grad(lambda A: v @ (A @ x))(A), torch.outer(v, x))
    c_A, c_B = (torch.randn(s, dtype=torch.complex128) for s in ((m, n), (n, p)))
    c_G = torch.randn(m, p, dtype=torch.complex128)
    close(call(c_A, c_B, c_G)[0], c_G @ c_B.detach().mH)


def product(axes: Axes, top: float, shapes: list[tuple[str, int, int, str]]) -> None:
    """Draw rectangles with rows and columns to scale, signs between them."""
    left = 0.0
    for place, (name, rows, columns, color) in enumerate(shapes):
        box = Rectangle((left, top - rows / 2), columns, rows, color=color, alpha=0.35, linewidth=0)
        axes.add_patch(box)
        axes.text(left + columns / 2, top, name, ha="center", va="center", fontsize=11)
        size = f"{rows} × {columns}"
        axes.text(
            left + columns / 2, top - rows / 2 - 0.2, size, ha="center", va="bottom", fontsize=9
        )
        left += columns
        if place < 2:
            axes.text(left + 0.6, top, "·="[place], ha="center", va="center", fontsize=12)
            left += 1.2


def figure(n: int = 5) -> Figure:  # 2 to 7 by 1
    """Whatever n, each gradient has the shape of its factor."""
    fig, axes = plt.subplots(figsize=(5.2, 3.4))
    axes.invert_yaxis()
    upper = [
        ("$\\mathbf{G}$", 3, 2, "C1"),
        ("$\\mathbf{B}^\\top$", 2, n, "C0"),
        (r"$\partial\mathcal{L} / \partial\mathbf{A}$", 3, n, "C2"),
    ]
    lower = [
        ("$\\mathbf{A}^\\top$", n, 3, "C0"),
        ("$\\mathbf{G}$", 3, 2, "C1"),
        (r"$\partial\mathcal{L} / \partial\mathbf{B}$", n, 2, "C2"),
    ]
    product(axes, 1.5, upper)
    product(axes, 4.4 + n / 2, lower)
    axes.set_aspect("equal")
    axes.autoscale_view()
    axes.set_ylim(5 + n, -0.9)
    axes.axis("off")
    return fig
