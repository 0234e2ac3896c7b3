"""Cosine similarity: compare the directions of two vectors, not their lengths."""

import inspect
from math import cos, radians, sin

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def cosine_similarity(a: Tensor, b: Tensor) -> Tensor:
    """Along the last dimension, (..., n), (..., n) -> (...)."""
    return F.cosine_similarity(a, b, dim=-1)


def all_similarities(A: Tensor, B: Tensor) -> Tensor:
    """Every row of A with every row of B, (k, n), (m, n) -> (k, m)."""
    return F.normalize(A, dim=-1) @ F.normalize(B, dim=-1).T
    # --8<-- [end:pytorch]


def call(a: Tensor, b: Tensor) -> Tensor:
    """a (..., n), b (..., n) -> (...)"""
    return F.cosine_similarity(a, b, dim=-1)


def given(a: Tensor, b: Tensor) -> dict[str, Tensor]:
    # The angle from the two diagonals of the rhombus of unit vectors: no dot product involved.
    u, v = a / torch.linalg.vector_norm(a), b / torch.linalg.vector_norm(b)
    return {
        "theta": 2 * torch.atan2(torch.linalg.vector_norm(u - v), torch.linalg.vector_norm(u + v))
    }


def check() -> None:
    half = torch.zeros(2, dtype=torch.float16)
    assert torch.nn.functional.cosine_similarity(half, half, dim=0).isnan()
    a, b = torch.tensor([3.0, 4.0]), torch.tensor([4.0, 3.0])
    torch.testing.assert_close(cosine_similarity(a, b), torch.tensor(0.96))  # 24 / 25
    torch.testing.assert_close(call(a, b), torch.tensor(0.96))
    torch.testing.assert_close(cosine_similarity(7 * a, b), cosine_similarity(a, b))
    torch.testing.assert_close(cosine_similarity(-7 * a, b), -cosine_similarity(a, b))
    torch.testing.assert_close(cosine_similarity(a, -a), torch.tensor(-1.0))
    positive, other = torch.rand(100, 5), torch.rand(100, 5)
    assert (cosine_similarity(positive, other) >= 0).all()

    # The gradient turns a without lengthening it, and halves when a is twice as long.
    slope = torch.func.grad(cosine_similarity)
    torch.testing.assert_close(slope(a, b) @ a, torch.tensor(0.0), atol=1e-6, rtol=0)
    torch.testing.assert_close(slope(2 * a, b), slope(a, b) / 2)

    # One sign vector with all of them, n = 16: mean 0, standard deviation 1 / sqrt(n).
    signs = torch.cartesian_prod(*[torch.tensor([-1.0, 1.0])] * 16)
    values = cosine_similarity(signs, signs[:1])
    torch.testing.assert_close(values.mean(), torch.tensor(0.0), atol=1e-5, rtol=0)
    torch.testing.assert_close(values.std(correction=0), torch.tensor(0.25))
    for n, deviation, tolerance in ((2, 0.71, 0.03), (768, 0.036, 0.004)):
        spread = cosine_similarity(torch.randn(5000, n), torch.randn(5000, n)).std()
        torch.testing.assert_close(spread, torch.tensor(deviation), atol=tolerance, rtol=0)
    beside = cosine_similarity(torch.rand(100, 5000), torch.rand(100, 5000))  # no uniform direction
    torch.testing.assert_close(beside.mean(), torch.tensor(0.75), atol=0.01, rtol=0)

    rows = torch.tensor([[3.0, 4.0], [4.0, 3.0], [-3.0, -4.0]])
    torch.testing.assert_close(all_similarities(rows[:1], rows), torch.tensor([[1.0, 0.96, -1.0]]))
    torch.testing.assert_close(
        all_similarities(rows, rows), F.cosine_similarity(rows[:, None], rows[None], dim=-1)
    )

    # Conventions: dim=1 by default, one clamp for each norm, zero for a zero vector.
    assert F.cosine_similarity(rows, rows).shape == (3,)
    assert F.cosine_similarity(rows[None], rows[None]).shape == (1, 2)
    short, long = torch.tensor([1e-9, 0.0]), torch.tensor([1e9, 0.0])
    torch.testing.assert_close(cosine_similarity(short, long), torch.tensor(0.1))
    torch.testing.assert_close(all_similarities(short[None], long[None]), torch.ones(1, 1))
    assert inspect.signature(F.normalize).parameters["eps"].default == 1e-12
    assert "cdot \\Vert x_2" in str(torch.nn.CosineSimilarity.__doc__)  # prints the product
    assert torch.nn.CosineSimilarity().eps == 1e-8
    assert cosine_similarity(torch.zeros(2), a) == 0

    # The square of the distance between unit vectors; three angles refute a triangle inequality.
    u, v = F.normalize(a, dim=0), F.normalize(b, dim=0)
    torch.testing.assert_close(((u - v) ** 2).sum(), 2 * (1 - cosine_similarity(a, b)))
    east, north_east, north = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    detour = 2 - cosine_similarity(east, north_east) - cosine_similarity(north_east, north)
    assert 1 - cosine_similarity(east, north) > detour + 0.4

    # The angles of the figure.
    for degrees, value in ((60, 0.5), (90, 0.0), (120, -0.5)):
        direction = torch.tensor([cos(radians(degrees)), sin(radians(degrees))])
        torch.testing.assert_close(cosine_similarity(east, direction), torch.tensor(value))

    # Rounding: some of these vectors come out more than fully similar to themselves.
    for dtype in (torch.float32, torch.float64):
        x = torch.randn(1000, 768, dtype=dtype)
        assert (cosine_similarity(x, x) > 1).any()

    # Unit vectors: one order for cosine, dot product and distance; three lengths, three orders.
    pool = F.normalize(torch.randn(50, 3), dim=-1)
    order = cosine_similarity(pool[1:], pool[:1]).argsort(descending=True)
    assert (order == (pool[1:] @ pool[0]).argsort(descending=True)).all()
    assert (order == torch.linalg.vector_norm(pool[1:] - pool[0], dim=-1).argsort()).all()
    found = torch.tensor([[0.1, 0.0], [1.0, 0.5], [9.0, 9.0]])
    assert cosine_similarity(found, east[None]).argmax() == 0
    assert torch.linalg.vector_norm(found - east, dim=-1).argmin() == 1
    assert (found @ east).argmax() == 2

    # Centered, it is the correlation.
    pair = torch.randn(2, 9)
    centered = pair - pair.mean(dim=1, keepdim=True)
    torch.testing.assert_close(cosine_similarity(*centered), pair.corrcoef()[0, 1])

    # acos: blind to a small angle in float32, and without a usable gradient at 1.
    tilted = torch.tensor([1.0, 1e-4])
    assert torch.acos(cosine_similarity(east, tilted).clamp(-1, 1)) == 0
    torch.testing.assert_close(given(east, tilted)["theta"], torch.tensor(1e-4))
    gradient = torch.func.grad(lambda x: torch.acos(cosine_similarity(x, east)))(east)
    assert not gradient.isfinite().all()

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for theta in (0, 60, 180):
        (similarity,) = readout(theta).values()
        torch.testing.assert_close(similarity, cos(radians(theta)), atol=1e-6, rtol=0)


def readout(theta: int) -> dict[str, float]:
    """angle θ = {}°"""
    b = torch.tensor([cos(radians(theta)), sin(radians(theta))])
    return {"cosine similarity": float(cosine_similarity(torch.tensor([1.0, 0.0]), b))}


def figure(theta: int = 60) -> Figure:  # 0 to 180 by 5
    """The similarity is the cosine of the angle theta: that of b and that of 2b are the same."""
    fig, axes = plt.subplots(figsize=(5.2, 3.0))
    # A ring of wedges, colored by the similarity of their direction with that of a.
    edges = torch.linspace(0, 360, 145)
    middles = torch.deg2rad((edges[:-1] + edges[1:]) / 2)
    directions = torch.stack([torch.cos(middles), torch.sin(middles)], dim=-1)
    values = cosine_similarity(directions, torch.tensor([1.0, 0.0]))
    rim = torch.deg2rad(edges)
    radii = torch.tensor([[0.84], [1.0]])
    axes.pcolormesh(
        (radii * torch.cos(rim)).numpy(),
        (radii * torch.sin(rim)).numpy(),
        values[None].numpy(),
        cmap="RdBu_r",
        edgecolors="face",  # no seams between the cells
        vmin=-1.15,
        vmax=1.15,
    )
    right, up = cos(radians(theta)), sin(radians(theta))
    value = f"{round(right, 2) + 0.0:g}".replace("-", "−")
    side = "center" if abs(theta - 90) < 20 else "left" if theta < 90 else "right"
    fixed = (
        (0, "1\nsame direction", "left", "center"),
        (90, "0  orthogonal", "center", "bottom"),
        (120, "−0.5", "right", "bottom"),
        (180, "−1\nopposite", "right", "center"),
        (270, "0", "center", "top"),
    )
    for degrees, label, ha, va in (*fixed, (theta, value, side, "bottom")):
        x, y = cos(radians(degrees)), sin(radians(degrees))
        apart = label is value or abs(degrees - theta) >= 25
        axes.text(1.06 * x, 1.06 * y, label, ha=ha, va=va, alpha=float(apart))
    muted = plt.rcParams["axes.edgecolor"]
    arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 12}
    for degrees, length, color, name, offset in (
        (0, 0.8, "C4", r"\mathbf{a}", (0.55, -0.14)),
        (
            theta,
            0.8,
            "C0",
            r"2\mathbf{b}",
            (0.637 * right - 0.137 * up, 0.637 * up + 0.137 * right),
        ),
        (theta, 0.4, "C0", r"\mathbf{b}", (0.249 * right - 0.109 * up, 0.249 * up + 0.109 * right)),
    ):
        tip = (length * cos(radians(degrees)), length * sin(radians(degrees)))
        axes.annotate("", tip, (0, 0), arrowprops={**arrow, "color": color, "linewidth": 2})
        axes.text(*offset, f"${name}$", color=color, size=12, ha="center", va="center")
    axes.plot([0], [0], "o", color=muted, markersize=3)
    axes.set(xlim=(-2.1, 2.1), ylim=(-1.2, 1.22), aspect="equal")
    axes.axis("off")
    return fig
