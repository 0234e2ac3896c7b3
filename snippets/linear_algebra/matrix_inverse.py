"""Matrix inverse: undo a square matrix."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def inverse(A: Tensor) -> Tensor:
    """Inverse of every matrix, (..., n, n) -> (..., n, n)."""
    return torch.linalg.inv(A)


def solve(A: Tensor, b: Tensor) -> Tensor:
    """The x with A @ x = b, found without forming the inverse:
    A (n, n), b (n,) -> (n,)."""
    return torch.linalg.solve(A, b)
    # --8<-- [end:pytorch]


def call(A: Tensor) -> Tensor:
    """A (..., n, n) -> (..., n, n)"""
    return torch.linalg.inv(A)


def _conditioned(n: int, condition: float) -> Tensor:
    """A random matrix with singular values from 1 down to 1 / condition."""
    U = torch.linalg.qr(torch.randn(n, n, dtype=torch.float64)).Q
    V = torch.linalg.qr(torch.randn(n, n, dtype=torch.float64)).Q
    S = condition ** -torch.linspace(0, 1, n, dtype=torch.float64)
    A: Tensor = (U * S) @ V.T
    return A


def _residual(A: Tensor, b: Tensor, x: Tensor) -> Tensor:
    relative: Tensor = (A @ x - b).norm() / (A.norm() * x.norm())
    return relative


def _is_refused(A: Tensor) -> bool:
    try:
        inverse(A)
    except RuntimeError as error:
        return "LinAlgError" in type(error).__name__
    return False


def check() -> None:
    eye = torch.eye(4, dtype=torch.float64)
    A, B = _conditioned(4, 10), _conditioned(4, 10)
    torch.testing.assert_close(inverse(A) @ A, eye)
    torch.testing.assert_close(A @ inverse(A), eye)
    torch.testing.assert_close(call(A) @ A, eye)
    x = torch.randn(4, dtype=torch.float64)
    torch.testing.assert_close(solve(A, A @ x), x)
    torch.testing.assert_close(inverse(A @ B), inverse(B) @ inverse(A))
    torch.testing.assert_close(torch.linalg.det(inverse(A)), 1 / torch.linalg.det(A))
    torch.testing.assert_close(
        torch.linalg.svdvals(inverse(A)), 1 / torch.linalg.svdvals(A).flip(0)
    )
    small = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    torch.testing.assert_close(inverse(small), torch.tensor([[4.0, -2.0], [-3.0, 1.0]]) / -2)

    # The differential, seen through a random linear function of the inverse.
    change, G = torch.randn(2, 4, 4, dtype=torch.float64)
    variable = A.clone().requires_grad_()
    (at_A,) = torch.autograd.grad(inverse(variable), variable, G)
    differential = -inverse(A) @ change @ inverse(A)
    torch.testing.assert_close((at_A * change).sum(), (G * differential).sum())

    # The condition number bounds how much a relative change of b can grow.
    hard = _conditioned(32, 1e10)
    U, S, _ = torch.linalg.svd(hard)
    torch.testing.assert_close(S[0] / S[-1], torch.tensor(1e10).double(), rtol=1e-4, atol=0)
    grown = solve(hard, U[:, 0] + 1e-12 * U[:, -1]) - solve(hard, U[:, 0])
    assert 0.9e-2 < grown.norm() / solve(hard, U[:, 0]).norm() < 1.1e-2

    # Not so for a random b: the largest possible growth is |b| / (sigma_min |x|).
    growth, residuals = [], []
    for _ in range(25):
        A_, b = _conditioned(32, 1e10), torch.randn(32, dtype=torch.float64)
        x = solve(A_, b)
        growth.append(b.norm() / (torch.linalg.svdvals(A_)[-1] * x.norm()))
        residuals += [_residual(A_, b, x), _residual(A_, b, inverse(A_) @ b)]
    assert torch.stack(growth).median() < 10 and max(residuals) < 1e-15

    # For b = A x with a random x the residual tells the two routes apart.
    x = torch.randn(32, dtype=torch.float64)
    b = hard @ x
    assert _residual(hard, b, solve(hard, b)) < 1e-15
    assert _residual(hard, b, inverse(hard) @ b) > 1e-11
    harder = _conditioned(32, 1e14)
    b = harder @ x
    assert _residual(harder, b, solve(harder, b)) < 1e-15
    assert 1e-6 < _residual(harder, b, inverse(harder) @ b) < 1e-2

    # The conventions of PyTorch.
    assert _is_refused(torch.tensor([[1.0, 2.0], [2.0, 4.0]]))
    nearly = inverse(torch.tensor([[1.0, 2.0], [2.0, 4.000001]]))
    assert 4.1e6 < nearly.abs().max() < 4.3e6
    assert inverse(torch.stack([eye, 2 * eye])).shape == (2, 4, 4)
    stack, vectors = torch.stack([eye, 2 * eye, 4 * eye]), torch.randn(3, 4).double()
    each = torch.stack([solve(one, b) for one, b in zip(stack, vectors, strict=True)])
    torch.testing.assert_close(solve(stack, vectors), each)
    assert solve(stack, vectors.T).shape == (3, 4, 3)  # one matrix for all
    assert solve(stack[:2], torch.ones(4, 2).double()).shape == (2, 4, 2)
    right = torch.randn(4, 3, dtype=torch.float64)
    torch.testing.assert_close(A @ solve(A, right), right)
    torch.testing.assert_close(torch.linalg.solve(A, right.T, left=False) @ A, right.T)
    spd = A @ A.T
    L = torch.linalg.cholesky(spd)
    torch.testing.assert_close(torch.cholesky_solve(right, L), solve(spd, right))
    cut = 2 * torch.finfo(torch.float64).eps  # max(m, n) * eps, relative to the largest
    for value, kept in ((0.9 * cut, False), (1.1 * cut, True)):
        diagonal = torch.diag(torch.tensor([1.0, value], dtype=torch.float64))
        assert bool(torch.linalg.pinv(diagonal)[1, 1] != 0) == kept


def figure(n: int = 32) -> Figure:  # 4 to 64 by 4
    """The error follows the condition number of A; its size n changes it little."""
    powers, tries = range(0, 15), 5
    error, residual = torch.empty(2, len(powers)), torch.empty(2, len(powers))
    for p in powers:
        samples = []
        for _ in range(tries):
            A, x = _conditioned(n, 10.0**p), torch.randn(n, dtype=torch.float64)
            b = A @ x
            for found in (inverse(A) @ b, solve(A, b)):
                samples += [(found - x).norm() / x.norm(), _residual(A, b, found)]
        middle = torch.stack(samples).reshape(tries, 2, 2).median(dim=0).values
        error[:, p], residual[:, p] = middle[:, 0], middle[:, 1]

    fig, panels = plt.subplots(1, 2, figsize=(5.2, 2.8), sharey=True)
    for axes, values, title in zip(
        panels, (error, residual), ("relative error of x", "relative residual"), strict=True
    ):
        for line, color in zip(values, ("C1", "C0"), strict=True):
            axes.loglog([10.0**p for p in powers], line, color=color)
        axes.set(
            title=title, xlabel="condition number of A", xticks=[1, 1e5, 1e10], ylim=(1e-17, 1)
        )
        axes.minorticks_off()
    panels[0].text(1e8, 1e-4, "inv(A) @ b", color="C1", ha="right")
    panels[0].text(1e8, 1e-12, "solve(A, b)", color="C0")
    panels[1].text(1e8, 1e-7, "inv(A) @ b", color="C1", ha="right")
    panels[1].text(1e8, 1e-15, "solve(A, b)", color="C0", ha="center")
    return fig
