"""LoRA: adapt frozen weights by the product of two thin matrices."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def update(x: Tensor, A: Tensor, B: Tensor, alpha: float) -> Tensor:
    """What is added to the output of the frozen layer:
    x (..., k), A (r, k), B (d, r) -> (..., d)."""
    return alpha / len(A) * F.linear(F.linear(x, A), B)


def merged(W: Tensor, A: Tensor, B: Tensor, alpha: float) -> Tensor:
    """One matrix: W (d, k), A (r, k), B (d, r) -> (d, k)."""
    return torch.addmm(W, B, A, alpha=alpha / len(A))
    # --8<-- [end:pytorch]


def call(x: Tensor, W: Tensor, A: Tensor, B: Tensor, alpha: float = 16.0) -> Tensor:
    """x (..., k), W (d, k), A (r, k), B (d, r) -> (..., d)"""
    r = len(A)
    return F.linear(x, W) + alpha / r * F.linear(F.linear(x, A), B)


def lora(x: Tensor, W: Tensor, A: Tensor, B: Tensor, alpha: float) -> Tensor:
    """The layer with its adapter beside it."""
    return F.linear(x, W) + update(x, A, B, alpha)


def reference(*, x: Tensor, W: Tensor, A: Tensor, B: Tensor, alpha: Tensor) -> Tensor:
    return F.linear(x, torch.addmm(W, B, A, alpha=float(alpha) / len(A)))


def reference_W_prime(*, W: Tensor, A: Tensor, B: Tensor, alpha: Tensor) -> Tensor:
    return merged(W, A, B, float(alpha))


def reference_H(*, X: Tensor, W: Tensor, A: Tensor, B: Tensor, alpha: Tensor) -> Tensor:
    return F.linear(X, torch.addmm(W, B, A, alpha=float(alpha) / len(A)))


def reference_h_tilde(*, x: Tensor, W: Tensor, A: Tensor, B: Tensor, alpha: Tensor) -> Tensor:
    return F.linear(x, torch.addmm(W, B, A, alpha=float(alpha) / math.sqrt(len(A))))


def trained(rank: int, d: int, k: int) -> int:
    """How many numbers A and B hold."""
    A, B = torch.empty(rank, k, device="meta"), torch.empty(d, rank, device="meta")
    return A.numel() + B.numel()


def check() -> None:
    close = torch.testing.assert_close
    d, k, r, alpha = 6, 5, 2, 3.0
    x, W, A, B = torch.randn(7, k), torch.randn(d, k), torch.randn(r, k), torch.randn(d, r)

    # Merged or beside: the same outputs; taken away again, the same weights.
    close(F.linear(x, merged(W, A, B, alpha)), lora(x, W, A, B, alpha))
    close(call(x, W, A, B, alpha), lora(x, W, A, B, alpha))
    close(merged(merged(W, A, B, alpha), A, -B, alpha), W)

    # Sizes: 65,536 of 16.8 million, 0.4 %; break-even at half the width of a square matrix.
    assert trained(8, 4096, 4096) == 65_536 and round(4096**2 / 1e6, 1) == 16.8
    assert round(100 * trained(8, 4096, 4096) / 4096**2, 1) == 0.4
    assert trained(64, 4096, 4096) == 524_288 and trained(2048, 4096, 4096) == 4096**2
    for rows, columns in ((6, 5), (40, 10)):
        even = rows * columns / (rows + columns)
        assert trained(math.ceil(even) - 1, rows, columns) < rows * columns
        assert trained(math.floor(even) + 1, rows, columns) > rows * columns

    # The start: nothing is changed, and the first gradient is that of B.
    close(lora(x, W, A, 0 * B, alpha), F.linear(x, W))
    slopes = torch.func.grad(lambda a, b: lora(x, W, a, b, alpha).pow(2).sum(), argnums=(0, 1))
    to_a, to_b = slopes(A, 0 * B)
    assert (to_a == 0).all() and (to_b != 0).all()

    # The rank of the update; what A maps to 0 is left alone.
    assert torch.linalg.matrix_rank(merged(W, A, B, alpha).double() - W.double(), rtol=1e-5) == r
    unseen = torch.linalg.svd(A).Vh[r:]
    close(lora(unseen, W, A, B, alpha), F.linear(unseen, W), atol=1e-5, rtol=1e-5)

    # The factor: doubled rank, half the update; only the product counts.
    wide = lora(x, W, torch.cat([A, 0 * A]), torch.cat([B, 0 * B], dim=1), alpha)
    close(
        wide - F.linear(x, W), (lora(x, W, A, B, alpha) - F.linear(x, W)) / 2, atol=1e-5, rtol=1e-4
    )
    close(lora(x, W, A / 3, 3 * B, alpha), lora(x, W, A, B, alpha), atol=1e-5, rtol=1e-4)

    scaled_a, scaled_b = slopes(A / 3, 3 * B)
    close(
        (scaled_a, scaled_b),
        tuple(c * g for c, g in zip((3, 1 / 3), slopes(A, B), strict=True)),
        rtol=1e-3,
        atol=1e-3,
    )

    # rsLoRA is the first form with alpha sqrt(r), and the same for r = 1.
    stabilized = F.linear(x, W) + alpha / math.sqrt(r) * x @ A.T @ B.T
    close(lora(x, W, A, B, alpha * math.sqrt(r)), stabilized, atol=1e-5, rtol=1e-4)

    # PEFT's start of A is that of nn.Linear: uniform within 1 / sqrt(k).
    start = torch.empty(300, 16)
    torch.nn.init.kaiming_uniform_(start, a=math.sqrt(5))
    linear = torch.nn.Linear(16, 300).weight
    for weights in (start, linear):
        assert 0.99 / 4 < weights.abs().max() <= 1 / 4

    # Merging in bfloat16: a change below 1 / 512 of the weight is rounded away.
    weights = torch.cat([torch.linspace(1, 2, 129)[:-1], -torch.linspace(4, 8, 129)[:-1]])
    weights = weights.bfloat16()
    for part, kept in ((0.99 / 512, True), (2.01 / 256, False)):
        for sign in (-1, 1):
            changed = (weights.double() * (1 + sign * part)).bfloat16()
            assert (changed == weights).all() == kept

    # Multiply-adds: B (A x) against (B A) x for one token.
    assert r * (d + k) < r * d * k

    # The misprint: other shapes, or another value.
    X = torch.randn(4, 5)
    square, thin, tall = torch.randn(5, 5), torch.randn(2, 5), torch.randn(5, 2)
    right = X @ square.T + alpha / 2 * X @ thin.T @ tall.T
    close(lora(X, square, thin, tall, alpha), right, atol=1e-5, rtol=1e-4)
    assert not torch.allclose(X @ square.T + alpha / 2 * X @ tall @ thin, right, atol=1e-2)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for r in (8, 48):
        count = sum(p.numel() for p in (torch.empty(r, 4096), torch.empty(4096, r)))
        assert [*readout(r).values()] == [count, 100 * count / torch.empty(4096, 4096).numel()]


def readout(r: int) -> dict[str, float]:
    """rank r"""
    count = trained(r, 4096, 4096)
    return {"trained numbers": count, "in % of the matrix": 100 * count / 4096**2}


def figure(r: int = 8) -> Figure:  # 2 to 48 by 2
    """The trained numbers grow in proportion to the rank; at half the width nothing is saved."""
    width = 4096
    ranks = [2**n for n in range(12)]
    counts = [trained(rank, width, width) for rank in ranks]
    full = width * width
    fig, axes = plt.subplots()
    axes.axhline(full, color="C4", linestyle="--", linewidth=1.4)
    axes.plot(ranks, counts, color="C0")
    for rank, place, side in ((r, (-8, 4), "right"), (64, (8, -9), "left")):
        count = trained(rank, width, width)
        axes.plot(rank, count, "o", color="C0")
        axes.annotate(
            f"{count:,}",
            (rank, count),
            xytext=place,
            textcoords="offset points",
            ha=side,
            color="C0",
        )
    axes.plot(width / 2, full, "o", color="C0")
    axes.annotate(
        f"the whole matrix: {full:,}",
        (1, full),
        xytext=(0, 5),
        textcoords="offset points",
        color="C4",
    )
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_ylim(3e3, 3e8)
    axes.set_xticks([1, 8, 64, 512, 2048], ["1", "8", "64", "512", "2,048"])
    axes.minorticks_off()
    axes.set_xlabel("rank $r$")
    axes.set_title(f"trained numbers of a {width} × {width} matrix", loc="left")
    return fig
