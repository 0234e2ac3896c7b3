"""Linear layer: weighted sums of the features, plus a bias."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn
import torch.nn.functional as F


def linear(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """The formula for every row of x:
    x (..., n), W (m, n), b (m,) -> (..., m)."""
    return x @ W.mT + b


def from_keras(x: Tensor, kernel: Tensor, b: Tensor) -> Tensor:
    """The same layer with Keras' kernel, the transpose of W:
    x (..., n), kernel (n, m), b (m,) -> (..., m)."""
    return F.linear(x, kernel.mT, b)
    # --8<-- [end:pytorch]


def call(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """x (..., n), W (m, n), b (m,) -> (..., m)"""
    return F.linear(x, W, b)


def reference(*, x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return F.linear(x, W, b)


def reference_Y(*, X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    return F.linear(X, W, b)


def check() -> None:
    from torch.utils.flop_counter import FlopCounterMode

    close = torch.testing.assert_close
    n, m = 5, 3
    x, W, b = torch.randn(4, 7, n), torch.randn(m, n), torch.randn(m)
    close(linear(x, W, b), call(x, W, b))
    close(call(x, W, b)[2, 6], W @ x[2, 6] + b)  # each token on its own
    kernel = torch.randn(n, m)
    close(from_keras(x, kernel, b), x @ kernel + b)
    assert linear(torch.zeros(n), W, b).equal(b)  # affine, not linear

    # Two layers with nothing between them are one.
    V, c = torch.randn(2, m), torch.randn(2)
    close(linear(linear(x, W, b), V, c), linear(x, V @ W, V @ b + c), atol=1e-5, rtol=1e-5)

    # The gradients of one example; a zero input moves no weight of its column.
    one, g = x[0, 0].clone(), torch.randn(m)
    one[1] = 0
    by_W, by_b, by_x = torch.func.grad(lambda W, b, x: g @ call(x, W, b), (0, 1, 2))(W, b, one)
    close(by_W, torch.outer(g, one))
    close(by_b, g)
    close(by_x, W.T @ g)
    assert by_W[:, 1].equal(torch.zeros(m)) and torch.linalg.matrix_rank(by_W) == 1
    wide = torch.func.grad(lambda W: call(x[0, :2], W, b).square().sum())(W)
    assert torch.linalg.matrix_rank(wide) == 2
    # The first step of Adam has entries of one size, with the signs of the gradient.
    for optimizer, rank in ((torch.optim.SGD, 1), (torch.optim.Adam, 2)):
        stepped = torch.zeros(2, 2, requires_grad=True)
        stepped.grad = torch.outer(torch.tensor([1.0, -2.0]), torch.tensor([3.0, 0.0]))
        stepped.grad += torch.tensor([[0.0, 0.0], [0.0, 1.0]]) * (rank - 1)
        optimizer([stepped], lr=0.1).step()
        assert torch.linalg.matrix_rank(stepped.detach()) == rank

    # A change of the input is stretched by at most the largest singular value.
    most = torch.linalg.matrix_norm(W, 2)
    change = torch.randn(1000, n)
    stretched = (linear(change, W, b) - b).norm(dim=1) / change.norm(dim=1)
    assert stretched.max() <= most * (1 + 1e-5)

    # Parameters and operations of 4096 inputs and outputs, forward and backward.
    big = nn.Linear(4096, 4096, device="meta")
    assert sum(p.numel() for p in big.parameters()) == 4096 * 4096 + 4096
    assert round(big.weight.numel() / 1e6, 1) == 16.8
    layer, batch = nn.Linear(n, m), torch.randn(4, n, requires_grad=True)
    with FlopCounterMode(display=False) as forward:
        out = layer(batch)
    with FlopCounterMode(display=False) as backward:
        out.sum().backward()
    assert forward.get_total_flops() == 2 * m * n * 4
    assert backward.get_total_flops() == 2 * forward.get_total_flops()
    assert round(2 * 4096**2 / 1e6, 1) == 33.6

    # Initialization: uniform between -1 / sqrt(n) and 1 / sqrt(n), weights and bias.
    layer = nn.Linear(400, 300)
    for parameter in layer.parameters():
        assert 0.95 / 20 < parameter.abs().max() <= 1 / 20
    close(layer.weight.var(), torch.tensor(1 / (3 * 400)), rtol=0.03, atol=0)
    assert abs((1 / 3) / 2 - 1 / 6) < 1e-12
    assert nn.Linear(n, m, bias=False).bias is None
    # Normalization over the batch takes the bias away, over the features it does not.
    rows, shift = x.flatten(0, 1), torch.tensor([0.0, 1.0, 2.0])
    of_batch, of_features = nn.BatchNorm1d(m), nn.LayerNorm(m)
    close(of_batch(call(rows, W, shift)), of_batch(call(rows, W, 0 * shift)), rtol=1e-4, atol=1e-5)
    moved = of_features(call(rows, W, shift)) - of_features(call(rows, W, 0 * shift))
    assert moved.abs().max() > 0.1
    bilinear = nn.Bilinear(n, 2, m)
    left, right = torch.randn(n), torch.randn(2)
    products = torch.einsum("i,kij,j->k", left, bilinear.weight, right)
    close(bilinear(left, right), products + bilinear.bias)

    # The figure: 0 on the line through (1, 0) and (0, 2).
    for point in ((1.0, 0.0), (0.0, 2.0)):
        close(score(torch.tensor(point)), torch.tensor(0.0))


def score(x: Tensor, b: float = -2.0) -> Tensor:
    """The output of the figure's layer, x (..., 2) -> (...)."""
    return linear(x, torch.tensor([[2.0, 1.0]]), torch.tensor([b])).squeeze(-1)


def figure(b: float = -2.0) -> Figure:  # -4 to 4 by 1
    """The bias b moves the line on which the output is 0; the weights point across it."""
    axis = torch.linspace(-3, 3, 61)
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), dim=-1)
    fig, axes = plt.subplots(figsize=(5.2, 3.4))
    values = score(grid, b)
    axes.contourf(axis, axis, values, levels=[-14, -6, -3, 0, 3, 6, 14], alpha=0.45)
    lines = axes.contour(axis, axis, values, [-6, -3, 0, 3, 6], colors=plt.rcParams["text.color"])
    lines.set_linewidth([0.7, 0.7, 2, 0.7, 0.7])
    axes.clabel(lines, fmt=lambda v: f"{v:g}".replace("-", "−"), fontsize=9)
    foot = (-2 * b / 5, -b / 5)  # the point of the line next to the origin
    tip = (foot[0] + 1, foot[1] + 0.5)
    arrow = {"arrowstyle": "-|>", "color": "C1", "linewidth": 2, "shrinkA": 0}
    axes.annotate("", tip, xytext=foot, arrowprops=arrow)
    axes.annotate("(2, 1)", tip, xytext=(5, 0), textcoords="offset points")
    axes.set_aspect("equal")
    axes.set_xticks([-2, 0, 1, 2], ["−2", "0", "1", "2"])
    axes.set_yticks([-2, 0, 2], ["−2", "0", "2"])
    axes.set_xlabel("$x_1$")
    axes.set_ylabel("$x_2$", rotation=0, labelpad=9)
    axes.set_title(f"output $2 x_1 + x_2 {'+' if b >= 0 else '−'} {abs(b):g}$", loc="left")
    return fig
