"""Least squares: the weights of a linear model with the smallest sum of squared errors."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def fit(X: Tensor, Y: Tensor) -> Tensor:
    """By QR, independent columns: X (..., N, d), Y (..., N, k)
    -> (..., d, k)."""
    Q, R = torch.linalg.qr(X)
    return torch.linalg.solve_triangular(R, Q.mT @ Y, upper=True)


def with_intercept(X: Tensor) -> Tensor:
    """A column of ones, last: X (..., N, d) -> (..., N, d + 1)."""
    return torch.cat([X, torch.ones_like(X[..., :1])], dim=-1)
    # --8<-- [end:pytorch]


def call(X: Tensor, Y: Tensor) -> Tensor:
    """X (..., N, d), Y (..., N, k) -> (..., d, k)"""
    return torch.linalg.lstsq(X, Y).solution


def given(X: Tensor) -> dict[str, Tensor]:
    """Noise makes the columns independent."""
    return {"X": X + torch.randn_like(X)}


def reference_w_hat(*, X: Tensor, y: Tensor) -> Tensor:
    return call(X, y[:, None])[:, 0]


def reference_H(*, X: Tensor) -> Tensor:
    Q = torch.linalg.qr(X).Q
    return Q @ Q.mT


def check() -> None:
    close, lstsq = torch.testing.assert_close, torch.linalg.lstsq
    generator = torch.Generator().manual_seed(0)

    def noise(*shape: int) -> Tensor:
        return torch.randn(*shape, dtype=torch.float64, generator=generator)

    # The functions shown, for batches, too; a vector of targets.
    X, Y = noise(2, 9, 3), noise(2, 9, 4)
    close(fit(X, Y), call(X, Y))
    X, y = X[0], Y[0, :, 0]
    w = fit(X, y[:, None])[:, 0]
    close(lstsq(X, y).solution, w)
    close(torch.linalg.pinv(X) @ y, w)
    close(torch.linalg.solve(X.T @ X, X.T @ y), w)

    # The smallest sum, where the gradient is zero; residuals at right angles to the columns.
    def loss(w: Tensor) -> Tensor:
        return (X @ w - y).square().sum()

    close(torch.func.grad(loss)(w), torch.zeros(3).double())
    close(X.T @ (y - X @ w), torch.zeros(3).double())
    for _ in range(20):
        assert loss(w + 0.1 * noise(3)) > loss(w)

    # Linear in the targets: each pulls its own fit by h, far away or near, and all h sum to d.
    close(fit(X, 2 * y[:, None])[:, 0], 2 * w)
    h = reference_H(X=X).diagonal()
    assert (h > 0).all() and (h < 1).all()
    close(h.sum(), torch.tensor(3.0).double())
    for size in (1.0, 1000.0):
        moved = y.clone()
        moved[4] += size
        close((X @ fit(X, moved[:, None])[:, 0] - X @ w)[4], size * h[4])

    # With a column of ones: residuals sum to 0, and the means lie on the fit.
    ones = with_intercept(X[:, :1])
    close(ones, torch.stack([X[:, 0], torch.ones(9).double()], dim=1))
    line = fit(ones, y[:, None])[:, 0]
    close((y - ones @ line).sum(), torch.zeros(()).double())
    close(ones.mean(dim=0) @ line, y.mean())

    # Gauss: another linear unbiased estimate has variances that are no smaller.
    best = torch.linalg.pinv(X)
    for _ in range(20):
        other = best + noise(3, 9) @ (torch.eye(9).double() - reference_H(X=X))
        close(other @ X, torch.eye(3).double())  # unbiased
        assert (other.square().sum(dim=1) >= best.square().sum(dim=1)).all()

    # Normal errors: the log-likelihood is the loss, halved and negated, and a constant.
    other_w = w + noise(3)
    gap = [torch.distributions.Normal(X @ v, 1.0).log_prob(y).sum() for v in (w, other_w)]
    close(gap[0] - gap[1], (loss(other_w) - loss(w)) / 2)

    # Dependent columns: many minimizers, the shortest by drivers with an SVD and gradient descent.
    dependent = torch.cat([X, X.sum(dim=1, keepdim=True)], dim=1)
    wide = noise(3, 9)
    for A, b in ((dependent, y), (wide, y[:3])):
        shortest = torch.linalg.pinv(A) @ b
        for driver in ("gelsy", "gelsd", "gelss"):
            close(lstsq(A, b[:, None], driver=driver).solution[:, 0], shortest)
        v, rate = torch.zeros_like(shortest), torch.linalg.matrix_norm(A, 2) ** -2
        for _ in range(3000):
            v = v - rate * (A.T @ (A @ v - b))
        close(v, shortest)
        null = torch.linalg.svd(A).Vh[-1]
        close(A @ (shortest + null), A @ shortest)
        assert (shortest + null).norm() > shortest.norm()
    # The matrix before it in a batch leaves an order of columns: gelsy keeps zeros in front.
    # A column that depends on one before it, with an independent one behind it.
    twice = torch.stack([X, torch.stack([X[:, 0], 2 * X[:, 0], X[:, 2]], dim=1)])
    found = lstsq(twice, torch.stack([y, y])[..., None], driver="gelsy").solution[1, :, 0]
    assert not torch.allclose(found, torch.linalg.pinv(twice[1]) @ y), "not as in PyTorch 2.13"
    # Of wide matrices of full rank gels gives the shortest minimizer, too.
    close(lstsq(wide, y[:3, None], driver="gels").solution[:, 0], torch.linalg.pinv(wide) @ y[:3])
    # With many examples the default cuts a small singular value off.
    U, V = torch.linalg.qr(noise(2000, 3))[0], torch.linalg.qr(noise(3, 3))[0]
    steep = (U * torch.tensor([1.0, 0.1, 1e-4])) @ V.T
    right = (steep @ torch.ones(3).double()).float()[:, None]
    for cut, near in ((None, False), (1e-6, True)):
        error = (lstsq(steep.float(), right, rcond=cut).solution[:, 0] - 1).norm()
        assert (error < 0.01) == near and (error > 0.1) == (not near)
    pair = torch.stack([X, X * torch.tensor([0.0, 1.0, 1.0])])
    for name, rank in ((None, 0), ("gelsy", 0), ("gelsd", 2), ("gelss", 2)):
        result = lstsq(pair, torch.stack([y, y])[..., None], driver=name)
        right = torch.allclose(result.solution[1, :, 0], torch.linalg.pinv(pair[1]) @ y)
        assert result.rank.tolist() == [3, rank], "not as in PyTorch 2.13"
        assert right == (rank == 2)
        assert result.residuals.numel() == 0
    try:
        blind = lstsq(dependent, y[:, None], driver="gels").solution
        assert not blind.isfinite().all() or blind.norm() > 1e3 * w.norm()
    except RuntimeError as error:  # where rounding ends in an exact 0
        assert "full rank" in str(error)
    try:
        lstsq(torch.cat([X, 0 * X[:, :1]], dim=1), y[:, None], driver="gels")
    except RuntimeError as error:
        assert "full rank" in str(error)
    else:
        raise AssertionError("gels took a column of zeros")
    assert "For CUDA input, the only valid driver is `'gels'`" in str(lstsq.__doc__)

    # Residuals and rank.
    for driver in ("gels", "gelsd", "gelss"):
        result = lstsq(X, y[:, None], driver=driver)
        close(result.residuals, loss(w)[None])
        assert (result.rank.numel() == 0) == (driver == "gels")
        assert lstsq(wide, y[:3, None], driver=driver).residuals.numel() == 0
        assert lstsq(X[:3], y[:3, None], driver=driver).residuals.numel() == 0
        if driver != "gels":
            assert lstsq(dependent, y[:, None], driver=driver).residuals.numel() == 0
            assert lstsq(dependent, y[:, None], driver=driver).rank == 3
    assert lstsq(X, y[:, None]).residuals.numel() == 0
    assert lstsq(dependent, y[:, None]).rank == 3
    for driver in ("gelsy", "gelsd", "gelss"):
        for factor, rank in ((0.9, 1), (1.1, 2)):
            thin = torch.zeros(10, 2).double()
            thin[0, 0], thin[1, 1] = 1, factor * 10 * torch.finfo(torch.float64).eps
            assert lstsq(thin, torch.ones(10, 1).double(), driver=driver).rank == rank

    # Types.
    assert call(X.to(torch.complex64), Y[0].to(torch.complex64)).dtype == torch.complex64
    assert call(X.float(), Y[0].float()).dtype == torch.float32
    for dtype in (torch.bfloat16, torch.float16, torch.int64):
        try:
            call(X.to(dtype), Y[0].to(dtype))
        except RuntimeError as error:
            assert "float and double" in str(error)
        else:
            raise AssertionError(f"lstsq took {dtype}")

    # The condition number squared: float32 is 10 % off, against 0.1 %.
    close(torch.linalg.cond(X.T @ X), torch.linalg.cond(X) ** 2)
    errors = []
    for _ in range(20):
        U, V = torch.linalg.qr(noise(50, 5)).Q, torch.linalg.qr(noise(5, 5)).Q
        hard = U * torch.logspace(0, -4, 5, dtype=torch.float64) @ V.T
        y_hard = hard @ noise(5) + 0.01 * noise(50)
        exact = call(hard, y_hard[:, None])
        A, b = hard.float(), y_hard[:, None].float()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = call(A, b), torch.linalg.solve(A.T @ A, A.T @ b)
        errors.append([float((each - exact).norm() / exact.norm()) for each in found])
    direct, normal = torch.tensor(errors).median(dim=0).values
    assert direct < 1e-3 and normal > 0.1

    # Ridge: the penalty as d more examples, with targets 0; the mean of squares.
    rows = torch.cat([wide, 0.5 * torch.eye(9).double()])
    targets = torch.cat([y[:3], torch.zeros(9).double()])
    ridge = torch.linalg.solve(wide.T @ wide + 0.25 * torch.eye(9).double(), wide.T @ y[:3])
    close(call(rows, targets[:, None])[:, 0], ridge)

    def mean(w: Tensor) -> Tensor:
        return (wide @ w - y[:3]).square().mean() + 0.25 / 3 * w.square().sum()

    close(torch.func.grad(mean)(ridge), torch.zeros(9).double())

    # The figure.
    x, heights, line = points(8.0)
    close(line[0], torch.tensor(0.78).double(), atol=5e-3, rtol=0)
    residuals = heights - with_intercept(x[:, None]) @ line
    close(residuals.square().sum(), torch.tensor(7.7).double(), atol=0.05, rtol=0)
    steps = heights[:7].diff().mean()
    close(steps, torch.tensor(0.5).double(), atol=0.1, rtol=0)


def points(last: float) -> tuple[Tensor, Tensor, Tensor]:
    """Of the figure: x (8,), y (8,), slope and intercept (2,)."""
    x = torch.arange(8, dtype=torch.float64)
    y = torch.tensor([1.2, 1.3, 2.3, 2.2, 3.2, 3.3, 4.1, last], dtype=torch.float64)
    return x, y, fit(with_intercept(x[:, None]), y[:, None])[:, 0]


def figure(last: float = 8.0) -> Figure:  # 2 to 10 by 1
    """The line follows the last point, the further the more: its pull has no bound."""
    x, y, line = points(last)
    fitted = with_intercept(x[:, None]) @ line
    total = float((y - fitted).square().sum())
    fig, axes = plt.subplots()
    axes.vlines(x, fitted, y, color="C1", linewidth=2)
    axes.plot(x, fitted, color="C0")
    axes.plot(x[:-1], y[:-1], "o", color="C4")
    axes.plot(x[-1:], y[-1:], "o", color="C1")
    axes.annotate(
        f"slope {float(line[0]):.2f}",
        (3.4, float(line[0] * 3.4 + line[1])),
        xytext=(-8, 10),
        textcoords="offset points",
        ha="right",
        color="C0",
    )
    axes.set_xlim(-0.4, 7.6)
    axes.set_ylim(0, max(9.0, last + 1))
    axes.set_xticks(range(8), [str(i) for i in range(8)])
    axes.set_yticks([0, 2, 4, 6, 8], ["0", "2", "4", "6", "8"])
    axes.set_title(f"squared residuals sum to {total:.1f}", loc="left")
    return fig
