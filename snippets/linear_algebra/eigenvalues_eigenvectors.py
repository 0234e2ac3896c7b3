"""Eigenvalues and eigenvectors: the directions a matrix only stretches."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def eigenpairs(A: Tensor) -> tuple[Tensor, Tensor]:
    """Eigenvalues and eigenvectors (columns), always complex:
    (..., n, n) -> (..., n), (..., n, n)."""
    return torch.linalg.eig(A)


def symmetric_eigenpairs(A: Tensor) -> tuple[Tensor, Tensor]:
    """The same for a symmetric A, real, eigenvalues ascending:
    (..., n, n) -> (..., n), (..., n, n)."""
    return torch.linalg.eigh(A)
    # --8<-- [end:pytorch]


def call(A: Tensor) -> tuple[Tensor, Tensor]:
    """A (..., n, n) -> L (..., n), V (..., n, n)"""
    return torch.linalg.eig(A)


def given(A: Tensor) -> dict[str, Tensor]:
    values, vectors = call(A)
    return {"A": A.to(values.dtype), "lambda_": values[0], "v": vectors[:, 0]}


def check() -> None:
    A, eye = torch.randn(5, 5, dtype=torch.float64), torch.eye(5, dtype=torch.float64)
    values, vectors = eigenpairs(A)
    torch.testing.assert_close(tuple(call(A)), (values, vectors))
    torch.testing.assert_close(A.to(values.dtype) @ vectors, values * vectors)  # columns
    torch.testing.assert_close(vectors.norm(dim=0), torch.ones(5, dtype=torch.float64))
    torch.testing.assert_close(values.sum().real, A.trace())
    torch.testing.assert_close(values.prod().real, torch.linalg.det(A))
    for value in values:  # roots of the characteristic polynomial
        assert torch.linalg.det(A - value * eye).abs() < 1e-9
    shifted = eigenpairs(A + 2 * eye)[0]
    assert all((shifted - value - 2).abs().min() < 1e-9 for value in values)

    # Applied k times, an eigenvector is multiplied by the k-th power.
    v = vectors[:, 0]
    torch.testing.assert_close(torch.linalg.matrix_power(A + 0j, 7) @ v, values[0] ** 7 * v)

    # Complex ones come in pairs, and n independent eigenvectors give the matrix back.
    for M in (A, torch.tensor([[1.0, -2.0], [3.0, 1.0]]).double(), torch.randn(8, 8).double()):
        values, vectors = eigenpairs(M)
        distances = (values[:, None] - values.conj()).abs()
        assert distances.min(dim=0).values.max() < 1e-9
        back = vectors @ torch.diag(values) @ torch.linalg.inv(vectors)
        torch.testing.assert_close(back, M + 0j)
    # The plane of a complex pair: no vector in it stays on its line.
    turning = torch.tensor([[1.0, -2.0], [3.0, 1.0]])
    real = torch.nn.functional.normalize(torch.randn(2, 1000), dim=0)
    image = turning @ real
    assert (real[0] * image[1] - real[1] * image[0]).abs().min() > 1

    # Symmetric: real, ascending, orthonormal.
    S = A + A.T
    values, Q = symmetric_eigenpairs(S)
    torch.testing.assert_close(S @ Q, values * Q)
    torch.testing.assert_close(Q.T @ Q, eye)
    torch.testing.assert_close(Q @ torch.diag(values) @ Q.T, S)
    assert values.dtype == torch.float64 and (values.diff() > 0).all()
    torch.testing.assert_close(torch.linalg.eigvalsh(torch.tril(S)), values)  # lower triangle
    assert not torch.allclose(torch.linalg.eigvalsh(torch.triu(S)), values)
    torch.testing.assert_close(
        symmetric_eigenpairs(torch.tril(S) + torch.rand(5, 5).triu(1))[0], values
    )
    gram = torch.linalg.eigvalsh(A.T @ A)
    assert (gram >= -1e-12).all()
    torch.testing.assert_close(values.abs().max(), torch.linalg.matrix_norm(S, 2))

    # The matrix of the figure.
    drawn = torch.linalg.eigvals(torch.tensor([[1.0, 1.0], [0.5, 1.5]])).real
    torch.testing.assert_close(drawn.sort().values, torch.tensor([0.5, 2.0]))

    # Not symmetric: a rotation has ±i, a shear has one direction only.
    rotation = eigenpairs(torch.tensor([[0.0, -1.0], [1.0, 0.0]]))[0]
    torch.testing.assert_close(rotation, torch.tensor([1j, -1j]))
    shear = eigenpairs(torch.tensor([[1.0, 1.0], [0.0, 1.0]]))[1]
    torch.testing.assert_close(shear[:, 0].abs(), shear[:, 1].abs())
    twice = torch.linalg.eigvals(torch.tensor([[0.5, 10.0], [0.0, 0.5]]))  # counted twice
    torch.testing.assert_close(
        (twice.sum(), twice.prod()), (torch.tensor(1 + 0j), torch.tensor(0.25 + 0j))
    )
    unsorted = eigenpairs(torch.diag(torch.tensor([1.0, 3.0, 2.0])))[0]
    assert unsorted.is_complex()
    torch.testing.assert_close(unsorted, torch.tensor([1.0 + 0j, 3.0, 2.0]))

    # Eigenvalues do not bound the growth of other vectors.
    N = torch.tensor([[0.5, 10.0], [0.0, 0.5]])
    torch.testing.assert_close(eigenpairs(N)[0].abs(), torch.tensor([0.5, 0.5]))
    assert abs(torch.linalg.matrix_norm(N, 2) - 10.02) < 0.01
    assert abs(torch.linalg.matrix_power(N, 3)[:, 1].norm() - 7.5) < 0.01
    assert torch.linalg.matrix_power(N, 100).norm() < 1e-20

    # Equal eigenvalues: nan where they are equal to the last bit.
    def gradient_through_vectors(A: Tensor) -> Tensor:
        A = A.clone().requires_grad_()
        vectors = symmetric_eigenpairs(A)[1]
        return torch.autograd.grad((vectors * torch.randn_like(A)).sum(), A)[0]

    for n in (2, 3, 4):
        assert gradient_through_vectors(2 * torch.eye(n)).isnan().all()
    # Then so are those through the eigenvector of another eigenvalue, which exist.
    A = torch.diag(torch.tensor([1.0, 2.0, 2.0])).requires_grad_()
    squares = symmetric_eigenpairs(A)[1][:, 0].square() @ torch.randn(3, dtype=A.dtype)
    assert torch.autograd.grad(squares, A)[0].isnan().all()
    # A ring of n nodes has pairs of them, 2 cos(2 pi k / n): finite where rounding splits one.
    steps = [torch.eye(n, dtype=d).roll(1, 0) for n in range(3, 13) for d in (A.dtype, torch.float)]
    rings = [step + step.T for step in steps]
    sizes = torch.tensor([gradient_through_vectors(ring).abs().max() for ring in rings])
    assert sizes.isfinite().any() and sizes[sizes.isfinite()].max() > 1e5
    # The eigenvalues have finite gradients; their sum is the trace.
    for ring in rings:
        leaf = ring.clone().requires_grad_()
        values = torch.linalg.eigvalsh(leaf)
        for value in values:
            assert torch.autograd.grad(value, leaf, retain_graph=True)[0].isfinite().all()
        (at_values,) = torch.autograd.grad(values.sum(), leaf)
        torch.testing.assert_close(at_values, torch.eye(len(ring), dtype=ring.dtype))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for lambda_2 in (-0.25, 0.5):
        rest = (2 - lambda_2) / 3
        A = torch.tensor([[lambda_2 + rest, 2 * rest], [rest, lambda_2 + 2 * rest]])
        shown = torch.tensor([*readout(lambda_2).values()])
        torch.testing.assert_close(shown, torch.stack([torch.linalg.det(A), A.trace()]))


def readout(lambda_2: float) -> dict[str, float]:
    """second eigenvalue λ₂"""
    return {"determinant": 2 * lambda_2, "trace": 2 + lambda_2}


def figure(lambda_2: float = 0.5) -> Figure:  # -0.25 to 0.75 by 0.05
    """The second eigenvector is stretched by lambda_2; the first, by 2, stays as it is."""
    rest = (2 - lambda_2) / 3
    A = torch.tensor([[lambda_2 + rest, 2 * rest], [rest, lambda_2 + 2 * rest]])
    v1, v2, x = torch.tensor([1.0, 1.0]), torch.tensor([-2.0, 1.0]), torch.tensor([0.0, -1.0])
    v1, v2 = v1 / v1.norm(), v2 / v2.norm()
    angle = torch.linspace(0, 2 * torch.pi, 121)
    circle = torch.stack([angle.cos(), angle.sin()])

    fig, axes = plt.subplots(figsize=(5.2, 3.4))
    axes.plot(*circle, color="C4", linewidth=1.2)
    axes.plot(*(A @ circle), color="C0")
    for v in (v1, v2):
        ends = torch.stack([-2.3 * v, 2.3 * v]).T
        axes.plot(*ends, color="C1", linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    arrows = (
        (A @ v1, "C0"),
        (v1, "C4"),
        (v2, "C4"),
        ((lambda_2 or 0.01) * v2, "C0"),
        (x, "C4"),
        (A @ x, "C0"),
    )
    for vector, color in arrows:
        tip = (vector[0].item(), vector[1].item())
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", tip, (0, 0), arrowprops=arrow)
    labels = (
        (r"$\mathbf{v}_1$", 1.1, 0.5, "left", "C4"),
        (r"$\mathbf{Av}_1 = 2\,\mathbf{v}_1$", 1.56, 1.25, "left", "C0"),
        (r"$\mathbf{v}_2$", -0.9, 0.7, "right", "C4"),
        (rf"$\mathbf{{Av}}_2 = {lambda_2:g}\,\mathbf{{v}}_2$", -1.15, -0.05, "right", "C0"),
        (r"$\mathbf{x}$", 0.08, -1.17, "left", "C4"),
        (
            r"$\mathbf{Ax}$",
            round((2 * lambda_2 - 4) / 3, 2) + 0.24,
            round(-(4 + lambda_2) / 3, 2) - 0.03,
            "left",
            "C0",
        ),
    )
    for text, left, bottom, side, color in labels:
        axes.text(left, bottom, text, color=color, ha=side, va="center", fontsize=12)
    axes.set(xlim=(-2.65, 2.65), ylim=(-1.72, 1.72), aspect="equal")
    axes.axis("off")
    return fig
