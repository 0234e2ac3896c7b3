"""Matrix multiplication: combine every row of A with every column of B."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def matmul(A: Tensor, B: Tensor) -> Tensor:
    """Matrix product, (..., m, n) @ (..., n, p) -> (..., m, p)."""
    return A @ B


def linear(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """One layer, examples as rows: (N, n), (p, n), (p,) -> (N, p)."""
    return torch.nn.functional.linear(X, W, b)
    # --8<-- [end:pytorch]


def call(A: Tensor, B: Tensor) -> Tensor:
    """A (..., m, n), B (..., n, p) -> (..., m, p)"""
    return A @ B


def reference(*, A: Tensor, B: Tensor) -> Tensor:
    return torch.mm(A, B)


def _raises(product: Callable[[Tensor, Tensor], Tensor], A: Tensor, B: Tensor) -> bool:
    try:
        product(A, B)
    except RuntimeError:
        return True
    return False


def check() -> None:
    A, B = torch.randn(2, 3), torch.randn(3, 4)
    C = matmul(A, B)
    torch.testing.assert_close(call(A, B), reference(A=A, B=B))
    torch.testing.assert_close(C, torch.einsum("ik,kj->ij", A, B))
    assert torch.einsum("ik,kj->ij", torch.ones(2, 3), torch.ones(1, 2)).eq(3).all()
    assert torch.tensordot(torch.ones(2, 3), torch.ones(1, 2), dims=1).eq(3).all()
    torch.testing.assert_close(C[1, 2], A[1].dot(B[:, 2]))  # an entry: row times column
    torch.testing.assert_close(C[:, 2], A @ B[:, 2])  # a column: A applied to a column of B
    combined = B[0, 2] * A[:, 0] + B[1, 2] * A[:, 1] + B[2, 2] * A[:, 2]
    torch.testing.assert_close(C[:, 2], combined)  # a combination of the columns of A
    torch.testing.assert_close(C, sum(torch.outer(A[:, k], B[k]) for k in range(3)))

    # Linear in A for fixed B, exactly and for a change of any size.
    change = 100 * torch.randn(2, 3)
    torch.testing.assert_close(matmul(A + change, B) - C, change @ B, atol=1e-4, rtol=1e-4)
    assert torch.linalg.matrix_rank(matmul(torch.randn(5, 2), torch.randn(2, 5))) == 2

    a, b, G = A.clone().requires_grad_(), B.clone().requires_grad_(), torch.randn(2, 4)
    at_A, at_B = torch.autograd.grad(matmul(a, b), (a, b), G)
    torch.testing.assert_close(at_A, G @ B.T)
    torch.testing.assert_close(at_B, A.T @ G)

    # Associative up to rounding, not commutative.
    D = torch.randn(4, 5)
    torch.testing.assert_close((A @ B) @ D, A @ (B @ D))
    S, T = torch.tensor([[0.0, 1.0], [0.0, 0.0]]), torch.tensor([[0.0, 0.0], [1.0, 0.0]])
    torch.testing.assert_close(matmul(S, T), torch.diag(torch.tensor([1.0, 0.0])))
    torch.testing.assert_close(matmul(T, S), torch.diag(torch.tensor([0.0, 1.0])))

    # The conventions of PyTorch.
    assert _raises(matmul, torch.ones(2, 3), torch.ones(2, 3))
    torch.testing.assert_close((A * A)[1, 2], A[1, 2] ** 2)
    assert matmul(torch.ones(5, 1, 2, 3), torch.ones(4, 3, 6)).shape == (5, 4, 2, 6)
    assert _raises(torch.mm, torch.ones(5, 2, 3), torch.ones(5, 3, 4))
    assert _raises(torch.bmm, torch.ones(5, 2, 3), torch.ones(1, 3, 4))
    assert _raises(torch.bmm, A, B)
    torch.testing.assert_close(torch.bmm(A[None], B[None])[0], C)
    assert matmul(torch.ones(2, 3), torch.ones(3)).shape == (2,)
    X, W, bias = torch.randn(5, 3), torch.randn(4, 3), torch.randn(4)
    torch.testing.assert_close(linear(X, W, bias), X @ W.T + bias)
    assert torch.nn.Linear(3, 4).weight.shape == (4, 3)
    assert torch.get_float32_matmul_precision() == "highest"
    assert not torch.backends.cuda.matmul.allow_tf32 and torch.backends.cudnn.allow_tf32

    # Two layers without a nonlinearity are one.
    V, none = torch.randn(6, 4), torch.zeros(6)
    stacked = linear(linear(X, W, torch.zeros(4)), V, none)
    torch.testing.assert_close(stacked, linear(X, V @ W, none))

    # The entry outlined in the figure.
    assert matmul(torch.tensor([[2, 1, 0, 3]]), torch.tensor([[0], [1], [3], [2]])) == 7


def _heatmap(axes: Axes, M: Tensor, left: float, top: float) -> None:
    """Draw M as labeled cells of size 1, each label in the color that reads best on its cell."""
    rows, columns = M.shape
    x, y = [left + j for j in range(columns + 1)], [top + i for i in range(rows + 1)]
    mesh = axes.pcolormesh(x, y, M.numpy(), edgecolors=plt.rcParams["grid.color"], linewidth=0.6)
    mesh.set_clim(0, 1.25 * M.max().item())
    weights = torch.tensor([0.3, 0.59, 0.11], dtype=torch.float64)
    shades = torch.from_numpy(mesh.to_rgba(M.numpy()))[..., :3] @ weights
    inks = [plt.rcParams["text.color"], plt.rcParams["axes.facecolor"]]
    levels = torch.tensor([to_rgb(ink) for ink in inks], dtype=torch.float64) @ weights
    best = (shades[..., None] - levels).abs().argmax(dim=-1)
    for i in range(rows):
        for j in range(columns):
            at, color = (x[j] + 0.5, y[i] + 0.53), inks[int(best[i, j])]
            axes.text(*at, f"{M[i, j]}", color=color, ha="center", va="center")


def figure(j: int = 3) -> Figure:  # 1 to 5 by 1
    """Row 2 of A with column j of B makes one entry of C, in row 2 and column j."""
    A = torch.tensor([[1, 0, 2, 3], [2, 1, 0, 3], [0, 3, 1, 1]])
    B = torch.tensor([[1, 3, 0, 2, 1], [2, 0, 1, 3, 0], [0, 1, 3, 2, 2], [1, 2, 2, 0, 3]])
    row, column = 1, j - 1
    fig, axes = plt.subplots(figsize=(5.2, 3.5))
    _heatmap(axes, A, 0, 5)
    _heatmap(axes, B, 5, 0)
    _heatmap(axes, matmul(A, B), 5, 5)
    outlines = ((0, 5 + row, 4, 1), (5 + column, 0, 1, 4), (5 + column, 5 + row, 1, 1))
    for left, top, width, height in outlines:
        box = Rectangle((left, top), width, height, fill=False, edgecolor="C1", linewidth=2.2)
        axes.add_patch(box)
    terms = [f"{a} · {b}" for a, b in zip(A[row].tolist(), B[:, column].tolist(), strict=True)]
    total = int(A[row] @ B[:, column])
    axes.text(0, 1.4, f"row 2 of A with column {j} of B:", fontsize=9.5)
    axes.text(0, 2.1, f"{' + '.join(terms)} = {total}", color="C1", fontsize=9.5)
    for name, left, top in (("A", 0, 5), ("B", 5, 0), ("C = AB", 5, 5)):
        axes.text(left, top - 0.2, name, fontweight=600)
    axes.set(xlim=(-0.1, 10.1), ylim=(8.1, -0.7))
    axes.axis("off")
    return fig
