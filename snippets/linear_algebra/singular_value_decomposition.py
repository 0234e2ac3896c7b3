"""Singular value decomposition: rotate, stretch along the axes, rotate."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def svd(A: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Thin factors U, S and Vh, k the smaller of m and n:
    (..., m, n) -> (..., m, k), (..., k), (..., k, n)."""
    return torch.linalg.svd(A, full_matrices=False)


def low_rank(A: Tensor, k: int) -> Tensor:
    """A matrix of rank at most k closest to A, (m, n) -> (m, n)."""
    U, S, Vh = svd(A)
    return (U[:, :k] * S[:k]) @ Vh[:k]
    # --8<-- [end:pytorch]


def call(A: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """A (..., m, n) -> U (..., m, m), S (..., min(m, n)), Vh (..., n, n)"""
    return torch.linalg.svd(A)


def given(A: Tensor) -> dict[str, Tensor]:
    U, S, Vh = call(A)
    Sigma = torch.zeros_like(A)
    Sigma.diagonal().copy_(S)
    return {"U": U, "Sigma": Sigma, "V": Vh.mT}


def check() -> None:
    A = torch.randn(4, 3)
    U, S, Vh = svd(A)
    torch.testing.assert_close(U @ torch.diag(S) @ Vh, A)
    torch.testing.assert_close(sum(S[i] * torch.outer(U[:, i], Vh[i]) for i in range(3)), A)
    torch.testing.assert_close(U.T @ U, torch.eye(3))
    torch.testing.assert_close(Vh @ Vh.T, torch.eye(3))
    torch.testing.assert_close(A @ Vh.T, U * S)  # A v_i = sigma_i u_i
    torch.testing.assert_close(S.square(), torch.linalg.eigvalsh(A.T @ A).flip(0))

    # The gains lie between the smallest and the largest singular value.
    gains = (A @ torch.nn.functional.normalize(torch.randn(3, 1000), dim=0)).norm(dim=0)
    assert S[-1] <= gains.min() and gains.max() <= S[0]
    torch.testing.assert_close(S[0], torch.linalg.matrix_norm(A, 2))
    torch.testing.assert_close(S.square().sum().sqrt(), torch.linalg.matrix_norm(A))
    torch.testing.assert_close(S[0] / S[-1], torch.linalg.cond(A))
    Q = torch.linalg.qr(torch.randn(4, 4)).Q
    torch.testing.assert_close(torch.linalg.svdvals(Q @ A), S)

    # The sphere is filled where a direction is dropped: short images of unit vectors exist.
    sphere = torch.nn.functional.normalize(torch.randn(3, 10_000), dim=0)
    for M, filled in ((A, False), (A[:2], True), (low_rank(A, 2), True)):
        P, values, _ = svd(M)
        kept = values > 1e-4
        radius = ((P[:, kept].T @ M @ sphere) / values[kept, None]).norm(dim=0)
        assert radius.max() < 1 + 1e-4 and bool(radius.min() < 0.1) is filled

    # Signs change in pairs, equal values turn in pairs.
    flip = torch.tensor([-1.0, 1.0, -1.0])
    torch.testing.assert_close((U * flip * S) @ (flip[:, None] * Vh), A)
    assert torch.linalg.matrix_norm((U * flip * S) @ Vh - A) > S[0]
    turn = torch.linalg.qr(torch.randn(3, 3)).Q
    torch.testing.assert_close((U @ turn) @ (turn.T @ Vh), U @ Vh)
    assert not torch.allclose((U @ turn) @ Vh, U @ Vh, atol=0.1)

    # The pseudoinverse, of full rank and below it; PCA from the centered data.
    for M in (A, A.T, low_rank(A, 2), torch.zeros(4, 3)):
        P, values, Wh = torch.linalg.svd(M)
        plus = torch.zeros_like(M.T)
        plus.diagonal().copy_(torch.where(values > 1e-4, 1 / values, 0))
        torch.testing.assert_close(Wh.T @ plus @ P.T, torch.linalg.pinv(M, atol=1e-4))
    data = torch.randn(50, 3) @ torch.randn(3, 3) + 5
    _, values, directions = svd(data - data.mean(dim=0))
    variances = torch.linalg.eigvalsh(data.T.cov()).flip(0)
    torch.testing.assert_close(values.square() / 49, variances, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(
        ((data - data.mean(dim=0)) @ directions.T).var(dim=0), variances, rtol=1e-3, atol=1e-4
    )

    # The matrix of the figure.
    drawn = svd(torch.tensor([[1.0, 1.0], [0.5, 1.5]]))[1]
    torch.testing.assert_close(drawn, torch.tensor([2.07, 0.48]), atol=5e-3, rtol=0)

    # The picture: the error of the approximation, and the numbers that it takes.
    face = picture()
    for k in (0, 1, 4, 16):
        told = readout(k)
        error = torch.linalg.matrix_norm(low_rank(face, k) - face) / torch.linalg.matrix_norm(face)
        torch.testing.assert_close(error, error.new_tensor(told["relative error"]))
        factors = svd(face)[0][:, :k], svd(face)[1][:k], svd(face)[2][:k]
        assert told["numbers, of 256"] == sum(M.numel() for M in factors)
    assert face.numel() == 256

    # The effective rank of a rank-one matrix is 1, of an orthogonal one n.
    for M, expected in ((low_rank(A, 1), torch.tensor(1.0)), (Q, torch.tensor(4.0))):
        p = torch.linalg.svdvals(M) / torch.linalg.svdvals(M).sum()
        entropy = torch.special.entr(p).sum()
        torch.testing.assert_close(entropy.exp(), expected, atol=1e-4, rtol=0)
    angle = torch.linspace(0, 6, 100)
    assert torch.linalg.matrix_rank(torch.stack([angle.cos(), angle.sin()])) == 2

    # Truncation: the error is what was cut off, and others of that rank are no closer.
    cut = low_rank(A, 2)
    torch.testing.assert_close(low_rank(A, 3), A)
    torch.testing.assert_close(torch.linalg.matrix_norm(low_rank(A, 1) - A), S[1:].norm())
    torch.testing.assert_close(torch.linalg.matrix_norm(cut - A), S[2])
    torch.testing.assert_close(torch.linalg.matrix_norm(low_rank(A, 1) - A, 2), S[1])
    assert torch.linalg.matrix_rank(cut) == 2
    for _ in range(20):
        other = torch.randn(4, 2) @ torch.randn(2, 3)
        assert torch.linalg.matrix_norm(other - A) > S[2]
        assert torch.linalg.matrix_norm(other - A, 2) > S[2]
    # A cut between equal values leaves a choice: both are at the distance 1 from I.
    for ones_kept in ([1.0, 1.0, 0.0], [1.0, 0.0, 1.0]):
        error = torch.linalg.matrix_norm(torch.diag(torch.tensor(ones_kept)) - torch.eye(3))
        assert error == torch.linalg.matrix_norm(low_rank(torch.eye(3), 2) - torch.eye(3)) == 1

    # The conventions of PyTorch.
    P, values, Wh = call(A)
    torch.testing.assert_close((P[:, :3] * values) @ Wh, A)
    assert [tuple(M.shape) for M in call(A)] == [(4, 4), (3,), (3, 3)]
    assert [tuple(M.shape) for M in (U, S, Vh)] == [(4, 3), (3,), (3, 3)]
    assert not torch.allclose(U @ torch.diag(S) @ Vh.T, A, atol=0.1)
    assert (S.diff() < 0).all() and (S > 0).all()
    torch.testing.assert_close(torch.svd(A).V, Vh.T)
    Z = torch.randn(4, 3, dtype=torch.complex64)
    P, values, Wh = torch.linalg.svd(Z, full_matrices=False)
    torch.testing.assert_close((P * values) @ Wh, Z)
    torch.testing.assert_close(Wh @ Wh.mH, torch.eye(3) + 0j)
    eps = torch.finfo(torch.float32).eps
    assert torch.linalg.matrix_rank(torch.diag(torch.tensor([1.0, 2.9 * eps, 1.9 * eps]))) == 1
    assert torch.linalg.matrix_rank(torch.diag(torch.tensor([1.0, 3.1 * eps, 1.9 * eps]))) == 2

    # Gradients: of the sum of the values U V^T, of the vectors none where values coincide.
    torch.testing.assert_close(gradients(A)[0], U @ Vh)
    torch.testing.assert_close(gradients(torch.eye(2))[0], torch.eye(2))
    for equal in (torch.eye(2), 2 * torch.eye(4, 3), torch.eye(2, 3), torch.eye(3).flip(0)):
        at_values, at_U, at_Vh = gradients(equal)
        assert at_values.isfinite().all() and at_U.isnan().any() and at_Vh.isnan().any()
    # I + (1 everywhere) has n - 1 values 1: gradients are finite where rounding splits them.
    ones = [torch.ones(n, n, dtype=d) for n in range(3, 9) for d in (torch.float, torch.double)]
    rounded = [gradients(one + torch.eye(len(one), dtype=one.dtype)) for one in ones]
    assert all(at_values.isfinite().all() for at_values, _, _ in rounded)
    for side in (1, 2):
        sizes = torch.tensor([each[side].abs().max() for each in rounded])
        assert sizes.isfinite().any() and sizes[sizes.isfinite()].max() > 1e5
    # A value 0: the longer side has none either, equal values or not.
    for shape in ((3, 2), (4, 3), (2, 3), (3, 4), (2, 2), (3, 3)):
        rows, columns = shape
        diagonal = torch.zeros(shape)
        diagonal.diagonal().copy_(torch.arange(min(shape)))
        at_values, at_U, at_Vh = gradients(diagonal)
        assert at_values.isfinite().all()
        assert at_U.isfinite().all() == (rows <= columns)
        assert at_Vh.isfinite().all() == (columns <= rows)

    # Orthogonal initialization is the Q of a random matrix.
    W = torch.nn.init.orthogonal_(torch.empty(4, 3), generator=torch.Generator().manual_seed(1))
    Q, R = torch.linalg.qr(torch.empty(4, 3).normal_(generator=torch.Generator().manual_seed(1)))
    torch.testing.assert_close(W, Q * R.diagonal().sign())
    torch.testing.assert_close(torch.linalg.svdvals(W), torch.ones(3))
    # It keeps norms unless the layer narrows: from 256 to 64, half is left.
    for rows, columns, kept_part in ((64, 64, 1.0), (256, 64, 1.0), (64, 256, 0.5)):
        W, x = torch.nn.init.orthogonal_(torch.empty(rows, columns)), torch.randn(columns, 1000)
        torch.testing.assert_close(torch.linalg.svdvals(W), torch.ones(64))
        mean = ((W @ x).norm(dim=0) / x.norm(dim=0)).mean()
        torch.testing.assert_close(mean, torch.tensor(kept_part), atol=0.01, rtol=0)


def gradients(A: Tensor) -> list[Tensor]:
    """At A, of the sum of the singular values and of random sums over U and over Vh."""
    A = A.clone().requires_grad_()
    U, _, Vh = svd(A)
    sums = [torch.linalg.svdvals(A).sum(), *((M * torch.randn_like(M)).sum() for M in (U, Vh))]
    return [torch.autograd.grad(sum_, A, retain_graph=True)[0] for sum_ in sums]


def picture() -> Tensor:
    """A face that looks up from the side, 16 x 16 shades from 0 to 1."""
    across = torch.linspace(-1, 1, 16, dtype=torch.float64)
    y, x = torch.meshgrid(-across, across, indexing="ij")
    x, y = 0.9 * x - 0.45 * y, 0.45 * x + 0.9 * y
    radius = torch.hypot(x, y)

    def inside(distance: Tensor) -> Tensor:
        return torch.sigmoid(14 * distance)

    mouth = inside(0.1 - (torch.hypot(x, y) - 0.55).abs()) * inside(-0.15 - y)
    eyes = inside(0.19 - torch.hypot(x.abs() - 0.33, y - 0.28))
    return inside(0.92 - radius) * (1 - 0.85 * torch.maximum(mouth, eyes))


def readout(k: int) -> dict[str, float]:
    """rank k"""
    face = picture()
    S = torch.linalg.svdvals(face)
    error = S[k:].norm() / S.norm()
    return {"relative error": float(error), "numbers, of 256": k * (16 + 16 + 1)}


def figure(k: int = 4) -> Figure:  # 0 to 16 by 1
    """A few singular values draw the picture; what was cut off is the error."""
    fig = plt.figure(figsize=(5.2, 3.9))
    rows = fig.add_gridspec(2, 3, height_ratios=[1, 1.05], width_ratios=[1, 1, 1.5])
    _draw_steps(fig.add_subplot(rows[0, :]))
    face, (_, S, _) = picture(), svd(picture())
    for column, (shown, title) in enumerate(((face, "picture"), (low_rank(face, k), f"rank {k}"))):
        axes = fig.add_subplot(rows[1, column])
        shades = (shown.clamp(0, 1) * 15).round() / 15  # few, that the frames are small
        axes.imshow(shades, cmap="gray", vmin=0, vmax=1, interpolation="none")
        axes.set_title(title)
        axes.axis("off")
    axes = fig.add_subplot(rows[1, 2])
    number = torch.arange(1, 17)
    axes.vlines(number, 0, S, color=["C0" if n <= k else "C4" for n in number], linewidth=3)
    axes.set(ylim=(0, 9.5), xticks=[1, 8, 16], yticks=[0, 4, 8])
    axes.set_title(r"singular values $\sigma_i$", loc="left")
    return fig


def _draw_steps(axes: Axes) -> None:
    """Rotate, stretch and rotate a circle."""
    A = torch.tensor([[1.0, 1.0], [0.5, 1.5]])
    _, S, Vh = svd(A)
    Vh = torch.stack([Vh[0].abs(), Vh[0].abs().flip(0) * torch.tensor([-1, 1])])  # a rotation
    angle = torch.linspace(0, 2 * torch.pi, 121)
    circle = torch.stack([angle.cos(), angle.sin()])

    def arrow(start: float, x: float, y: float, color: str) -> None:
        style = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (start + x, y), (start, 0), arrowprops=style)

    steps = (
        (0.0, torch.eye(2), r"\mathbf{x}", "unit circle"),
        (3.3, Vh, r"\mathbf{V}^{\!\top}\!\mathbf{x}", "rotated"),
        (7.7, torch.diag(S) @ Vh, r"\mathbf{\Sigma V}^{\!\top}\!\mathbf{x}", "stretched"),
        (12.2, A, r"\mathbf{U\Sigma V}^{\!\top}\!\mathbf{x}", "rotated"),
    )
    for center, M, name, verb in steps:
        x, y = M @ circle
        axes.plot(x + center, y, color="C0")
        for (right, up), color in zip((M @ Vh.T).T.tolist(), ("C1", "C2"), strict=True):
            arrow(center, right, up, color)
        axes.text(center, -2.25, f"${name}$", ha="center", fontsize=11)
        axes.text(center, -2.95, verb, ha="center", fontsize=9.5)
    for start, name in (
        (1.25, r"\mathbf{V}^{\!\top}"),
        (4.5, r"\mathbf{\Sigma}"),
        (10.0, r"\mathbf{U}"),
    ):
        arrow(start, 0.85, 0, plt.rcParams["axes.edgecolor"])
        axes.text(start + 0.4, 0.25, f"${name}$", ha="center", fontsize=11)
    axes.text(7.7, 1.4, rf"$\sigma_1 = {S[0]:.2f}$", color="C1", ha="center", fontsize=11)
    axes.text(7.7, 0.75, rf"$\sigma_2 = {S[1]:.2f}$", color="C2", ha="center", fontsize=11)
    axes.set(xlim=(-1.05, 13.7), ylim=(-3, 1.9), aspect="equal")
    axes.axis("off")
