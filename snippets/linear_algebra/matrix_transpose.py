"""Matrix transpose: turn rows into columns."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def transpose(A: Tensor) -> Tensor:
    """Swap the last two dimensions, (..., m, n) -> (..., n, m)."""
    return torch.transpose(A, -2, -1)  # A.mT is short for it


def backward(G: Tensor, X: Tensor, W: Tensor) -> tuple[Tensor, Tensor]:
    """Gradients at X and W of Y = X @ W.T, from the gradient G at Y:
    G (N, p), X (N, n), W (p, n) -> (N, n), (p, n)."""
    return G @ W, G.T @ X
    # --8<-- [end:pytorch]


def call(A: Tensor) -> Tensor:
    """A (..., m, n) -> (..., n, m)"""
    return A.mT


def check() -> None:
    A, B = torch.randn(2, 3), torch.randn(3, 4)
    torch.testing.assert_close(transpose(A)[2, 1], A[1, 2])
    torch.testing.assert_close(transpose(A), torch.einsum("ij->ji", A))
    torch.testing.assert_close(transpose(transpose(A)), A)
    torch.testing.assert_close(call(A), transpose(A))
    torch.testing.assert_close(transpose(A @ B), transpose(B) @ transpose(A))
    x, y = torch.randn(3), torch.randn(2)
    torch.testing.assert_close((A @ x).dot(y), x.dot(transpose(A) @ y))

    # Same norm, same singular values; the adjoint, not the inverse.
    torch.testing.assert_close(torch.linalg.svdvals(transpose(A)), torch.linalg.svdvals(A))
    assert not torch.allclose(A.T @ A, torch.eye(3))
    Q = torch.linalg.qr(torch.randn(4, 2)).Q
    torch.testing.assert_close(Q.T @ Q, torch.eye(2))
    gram = A.T @ A
    torch.testing.assert_close(gram, gram.T)
    assert torch.linalg.eigvalsh(gram).min() > -1e-5
    square = torch.eye(3) + torch.rand(3, 3) / 4
    torch.testing.assert_close(torch.linalg.inv(square.T), torch.linalg.inv(square).T)

    # Gradients of a linear layer: in columns with a transpose, in rows without.
    W, column, g = torch.randn(4, 3), torch.randn(3, requires_grad=True), torch.randn(4)
    (at_column,) = torch.autograd.grad(W @ column, column, g)
    torch.testing.assert_close(at_column, W.T @ g)
    X, G = torch.randn(5, 3, requires_grad=True), torch.randn(5, 4)
    weight = W.clone().requires_grad_()
    expected = torch.autograd.grad(X @ weight.T, (X, weight), G)
    torch.testing.assert_close(backward(G, X, W), expected)

    # An elementwise nonlinearity adds its own factor.
    (at_column,) = torch.autograd.grad(torch.tanh(W @ column), column, g)
    slope = 1 - torch.tanh(W @ column) ** 2
    torch.testing.assert_close(at_column, W.T @ (slope * g))

    # The conventions of PyTorch.
    torch.testing.assert_close(A.T, transpose(A))
    assert torch.ones(7, 2, 3).mT.shape == (7, 3, 2)
    assert torch.ones(7, 2, 3).transpose(0, 2).shape == (3, 2, 7)
    always = torch.is_warn_always_enabled()
    torch.set_warn_always(True)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert torch.ones(7, 2, 3).T.shape == (3, 2, 7)  # reverses all dimensions
            assert torch.equal(x.T, x)
    finally:
        torch.set_warn_always(always)
    assert ["deprecated" in str(warning.message) for warning in caught] == [True, True]
    assert x[:, None].shape == (3, 1)
    for vector in (x, x.double(), x.long(), x + 0j):
        try:
            vector.mT  # noqa: B018
            raise AssertionError("a vector was transposed")
        except RuntimeError as error:
            assert "1-D" in str(error)
    z = torch.randn(2, dtype=torch.complex64, requires_grad=True)
    M, G = torch.randn(3, 2, dtype=torch.complex64), torch.randn(3, dtype=torch.complex64)
    (at_z,) = torch.autograd.grad(M @ z, z, G)
    torch.testing.assert_close(at_z, M.mH @ G)
    # JAX has the conjugate at both ends: the gradient of the conjugates is that of A^T.
    torch.testing.assert_close((M.mH @ G.conj()).conj(), M.mT @ G)
    H = torch.tensor([[1 + 2j, 3j]])
    torch.testing.assert_close(H.mH, H.mT.conj())
    assert not torch.equal(H.mH, H.mT)
    assert A.mT.data_ptr() == A.data_ptr() and not A.mT.is_contiguous()
    view = A.clone()
    view.mT[0, 1] = 9
    assert view[1, 0] == 9  # writing into the view writes into the matrix
    for shape in ((2, 3), (3, 3), (1, 4), (4, 1), (1, 1)):
        M = torch.randn(shape)
        try:
            M.mT.view(-1)
            assert 1 in shape and M.mT.is_contiguous()
        except RuntimeError:
            assert 1 not in shape and not M.mT.is_contiguous()
            assert M.mT.reshape(-1).data_ptr() != M.data_ptr()  # a copy


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
            label = axes.text(*at, f"{M[i, j]}", color=color, ha="center", va="center")
            cell = mesh.to_rgba(M.numpy())[i, j]
            label.set_bbox({"facecolor": cell, "edgecolor": "none", "pad": 2.5})


def figure() -> Figure:
    A = torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    row, right = 1, 6.2
    fig, axes = plt.subplots(figsize=(5.2, 2.6))
    _heatmap(axes, A, 0, 0)
    _heatmap(axes, transpose(A), right, 0)
    for left, top, width, height in ((0, row, 4, 1), (right + row, 0, 1, 4)):
        box = Rectangle((left, top), width, height, fill=False, edgecolor="C1", linewidth=2.2)
        axes.add_patch(box)
    for left in (0, right):  # the mirror
        ends = [left - 0.3, left + 3.3], [-0.3, 3.3]
        axes.plot(*ends, color="C4", linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
    axes.text(3.4, 3.6, "the diagonal stays", color="C4", ha="center", va="center")
    axes.text(4.15, row + 0.53, "row 2", color="C1", va="center")
    axes.text(right + row + 0.5, 4.5, "column 2", color="C1", ha="center")
    axes.text(2, -0.3, "A", fontweight=600, ha="center")
    axes.text(right + 1.5, -0.3, "A transposed", fontweight=600, ha="center")
    axes.set(xlim=(-0.4, right + 3.4), ylim=(4.6, -0.7))
    axes.axis("off")
    return fig
