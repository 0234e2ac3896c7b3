"""Rotary position embedding: turn pairs of features by the position of the token."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def angles(n: int, d: int, base: float = 10_000) -> Tensor:
    """m theta_i, for positions from 0 on: () -> (n, d / 2)."""
    theta = base ** (-torch.arange(0, d, 2) / d)
    return torch.outer(torch.arange(n), theta)


def rotate_pairs(x: Tensor, angle: Tensor) -> Tensor:
    """Pairs: x (..., n, d), angle (n, d / 2) -> (..., n, d)."""
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * torch.exp(1j * angle)).flatten(-2)


def rotate_halves(x: Tensor, angle: Tensor) -> Tensor:
    """Halves: x (..., n, d), angle (n, d / 2) -> (..., n, d)."""
    a, b = x.chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)
    # --8<-- [end:pytorch]


def call(x: Tensor, theta: Tensor) -> Tensor:
    """x (..., n, 2 * p), theta (p,) -> (..., n, 2 * p)"""
    angle = torch.outer(torch.arange(x.size(-2)), theta)
    turn = torch.polar(torch.ones_like(angle), angle)
    return torch.view_as_real(torch.view_as_complex(x.unflatten(-1, (-1, 2))) * turn).flatten(-2)


def onnx(x: Tensor, angle: Tensor, *, interleaved: bool) -> Tensor:
    """What PyTorch has for export: x (n, d), angle (n, d / 2) -> (n, d)."""
    cos, sin = angle.cos()[None], angle.sin()[None]
    return torch.onnx.ops.rotary_embedding(x[None, None], cos, sin, interleaved=interleaved)[0, 0]


def reference(*, x: Tensor, m: Tensor, b: Tensor) -> dict[str, Tensor]:
    d = len(x)
    theta = torch.logspace(0, -1, d // 2 + 1, base=float(b), dtype=x.dtype)[:-1]
    angle = (m * theta)[None]
    return {"y": onnx(x[None], angle, interleaved=True)[0], "theta": theta}


def reference_u(*, x: Tensor, m: Tensor, theta: Tensor) -> Tensor:
    return onnx(x[None], (m * theta)[None], interleaved=False)[0].chunk(2)[0]


def reference_v(*, x: Tensor, m: Tensor, theta: Tensor) -> Tensor:
    return onnx(x[None], (m * theta)[None], interleaved=False)[0].chunk(2)[1]


def check() -> None:
    close = torch.testing.assert_close
    n, d = 7, 8
    x, angle = torch.randn(2, 3, n, d), angles(n, d)

    # Both functions shown are PyTorch's, and the call is the first.
    for part in (x[0, 0], x[1, 2]):
        close(rotate_pairs(part, angle), onnx(part, angle, interleaved=True))
        close(rotate_halves(part, angle), onnx(part, angle, interleaved=False))
    close(call(x, angle[1]), rotate_pairs(x, angle))
    plain = torch.onnx.ops.rotary_embedding(
        x, *(f(angle).expand(2, n, 4) for f in (torch.cos, torch.sin))
    )
    close(plain, rotate_halves(x, angle))  # halves are the default

    # The first pair turns by 1, the last by about 1 / b.
    theta = angles(2, 128)[1].double()
    assert theta[0] == 1 and 1e-4 < theta[-1] < 1.2e-4
    turns = 2 * torch.pi / theta
    close(turns[0], torch.tensor(6.3).double(), atol=0.05, rtol=0)
    close(turns[-1], torch.tensor(54_410.0).double(), atol=1, rtol=0)
    slow = 2 * torch.pi / angles(2, 128, base=500_000)[1]
    assert (turns > 4096).sum() == 18 and (slow > 4096).sum() == 32 and slow[0] == turns[0].float()
    assert (slow[1:] > turns[1:]).all()

    # Norms stay, position 0 is not turned, and a shift of all positions changes no score.
    for rotate in (rotate_pairs, rotate_halves):
        y = rotate(x, angle)
        close(y.norm(dim=-1), x.norm(dim=-1))
        close(y[..., 0, :], x[..., 0, :])
        late = angles(n + 50, d)[50:]
        q, k = torch.randn(2, n, d)
        scores = rotate(q, angle) @ rotate(k, angle).mT
        close(rotate(q, late) @ rotate(k, late).mT, scores, atol=1e-4, rtol=1e-4)
        assert not torch.allclose(scores, q @ k.mT, atol=1e-2)
    close(
        rotate_pairs(x, angle).unflatten(-1, (-1, 2)).norm(dim=-1),
        x.unflatten(-1, (-1, 2)).norm(dim=-1),
    )

    # The layouts agree up to the order of features; mixed up, the scores are others.
    order = torch.cat([torch.arange(0, d, 2), torch.arange(1, d, 2)])
    close(rotate_halves(x[..., order], angle), rotate_pairs(x, angle)[..., order])
    inputs, w_q, w_k = torch.randn(n, 5), torch.randn(d, 5), torch.randn(d, 5)

    def scores_of(rotate: object, w_q: Tensor, w_k: Tensor) -> Tensor:
        assert callable(rotate)
        turned: Tensor = rotate(inputs @ w_q.T, angle) @ rotate(inputs @ w_k.T, angle).mT
        return turned

    trained = scores_of(rotate_pairs, w_q, w_k)
    close(scores_of(rotate_halves, w_q[order], w_k[order]), trained, atol=1e-4, rtol=1e-4)
    assert not torch.allclose(scores_of(rotate_halves, w_q, w_k), trained, atol=1e-1)

    # Precision: bfloat16 cannot count beyond 256; a cached token keeps its position.
    counted = torch.arange(258).bfloat16()
    assert (
        counted[256] == 256 and counted[257] == 256 and (counted[:257] == torch.arange(257)).all()
    )
    try:
        torch.view_as_complex(torch.ones(2, 2).bfloat16())
    except RuntimeError as error:
        assert "only supported for" in str(error)
    else:
        raise AssertionError("view_as_complex takes bfloat16 now")
    close(rotate_pairs(x[..., -1:, :], angle[-1:]), rotate_pairs(x, angle)[..., -1:, :])

    # Partly: the features behind the turned ones stay.
    half = [f(angles(n, d // 2)).expand(2, n, 2) for f in (torch.cos, torch.sin)]
    part = torch.onnx.ops.rotary_embedding(x, *half, rotary_embedding_dim=d // 2)
    close(part[..., d // 2 :], x[..., d // 2 :])
    close(part[..., : d // 2], rotate_halves(x[..., : d // 2], angles(n, d // 2)))

    # What is left of the score of equal vectors: the numbers of the figure; it can be negative.
    for base, kept in ((10_000, (0.67, 0.16)), (500_000, (0.76, 0.49))):
        for distance, share in zip((10, 1000), kept, strict=True):
            close(left(base)[distance], torch.tensor(share), atol=5e-3, rtol=0)
    ones = torch.ones(1001, 128)
    y = rotate_pairs(ones, angles(1001, 128))
    close(y[0] @ y[1000] / 128, left(10_000)[1000], atol=1e-4, rtol=0)
    curve = left(10_000)
    ranges = [curve[10**n : 10 ** (n + 1)].mean() for n in range(4)]
    assert ranges == sorted(ranges, reverse=True)
    assert left(10_000, 2)[44] > 0.99  # a single pair comes back
    assert curve.min() < 0 and (curve.diff() > 0).any() and (curve.diff() < 0).any()

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for base in (10_000, 490_000):
        vector = torch.ones(1001, 128)
        rotated = rotate_pairs(vector, angles(1001, 128, base))
        scores = rotated[[100, 1000]] @ rotated[0] / 128
        shown = torch.tensor([*readout(base).values()])
        torch.testing.assert_close(shown, scores, atol=1e-3, rtol=0)


def left(base: float, d: int = 128) -> Tensor:
    """The score of two equal vectors at the distances from 0 on, in parts of that at 0."""
    return angles(10_001, d, base).cos().mean(dim=-1)


def readout(base: float) -> dict[str, float]:
    """base"""
    scores = left(base)
    return {"score at distance 100": float(scores[100]), "at 1,000": float(scores[1000])}


def figure(base: float = 10_000) -> Figure:  # 10000 to 490000 by 20000
    """The larger the base, the farther two equal vectors keep a large score."""
    distance = torch.unique(torch.logspace(0, 4, 240).round().int())
    fig, axes = plt.subplots()
    for b, color, height in ((500_000.0, "C4", 0.56), (base, "C0", 0.05)):
        values = left(b)
        axes.plot(distance, values[distance], color=color, linewidth=1)
        marks = torch.tensor([10, 1000])
        axes.plot(marks, values[marks], "o", color=color)
        axes.text(1300 if b == 500_000 else 55, height, f"base {b:,.0f}", color=color)
    axes.axhline(0, color=plt.rcParams["grid.color"], linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1,000", "10,000"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_ylim(-0.15, 1.05)
    axes.set_xlabel("distance in tokens")
    axes.set_title("score of equal vectors, relative to distance 0", loc="left")
    return fig
