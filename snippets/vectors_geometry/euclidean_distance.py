"""Euclidean distance: the straight-line distance between two points."""

from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def euclidean_distance(a: Tensor, b: Tensor) -> Tensor:
    """Along the last dimension, (..., n), (..., n) -> (...)."""
    return torch.linalg.vector_norm(a - b, dim=-1)


def all_distances(A: Tensor, B: Tensor) -> Tensor:
    """Every row of A to every row of B, (k, n), (m, n) -> (k, m)."""
    return torch.cdist(A, B)
    # --8<-- [end:pytorch]


def call(a: Tensor, b: Tensor) -> Tensor:
    """a (..., n), b (..., n) -> (...)"""
    return torch.linalg.vector_norm(a - b, dim=-1)


def reference(a: Tensor, b: Tensor) -> Tensor:
    return call(a, b)


def check() -> None:
    a, b = torch.tensor([4.0, 3.0]), torch.tensor([0.0, 0.0])
    torch.testing.assert_close(euclidean_distance(a, b), torch.tensor(5.0))
    torch.testing.assert_close(euclidean_distance(-2 * a, b), torch.tensor(10.0))
    torch.testing.assert_close(euclidean_distance(a + 7, b + 7), torch.tensor(5.0))
    turn = torch.tensor([[0.6, -0.8], [0.8, 0.6]])
    torch.testing.assert_close(euclidean_distance(turn @ a, turn @ b), torch.tensor(5.0))

    # The gradient has length 1 at every distance; that of the square grows with it.
    slope = torch.func.grad(euclidean_distance)
    torch.testing.assert_close(slope(a, b), (a - b) / 5)
    torch.testing.assert_close(torch.linalg.vector_norm(slope(100 * a, b)), torch.tensor(1.0))
    squared = torch.func.grad(lambda x: euclidean_distance(x, b) ** 2)
    torch.testing.assert_close(squared(a), 2 * (a - b))
    torch.testing.assert_close(
        torch.nn.functional.mse_loss(a, b), euclidean_distance(a, b) ** 2 / 2
    )

    # Rescaling one coordinate changes the nearest neighbor.
    points = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
    assert euclidean_distance(points, b).argmin() == 0
    assert euclidean_distance(points * torch.tensor([10.0, 1.0]), b).argmin() == 1

    # Distances of 1,000 uniform points from one more: farthest over nearest.
    for n, low, high in ((2, 10, torch.inf), (1000, 1.05, 1.2)):
        cloud = torch.rand(1001, n)
        distances = euclidean_distance(cloud[1:], cloud[:1])
        assert low < distances.max() / distances.min() < high
    heavy = torch.distributions.Cauchy(0.0, 1.0).sample((1001, 1000))  # no finite moments
    distances = euclidean_distance(heavy[1:], heavy[:1])
    assert distances.max() / distances.min() > 100

    # The triangle inequality; the squares break it.
    p, q, r = torch.randn(3, 1000, 4)
    detour = euclidean_distance(p, q) + euclidean_distance(q, r)
    assert (euclidean_distance(p, r) <= detour + 1e-5).all()
    line = torch.tensor([[0.0], [1.0], [2.0]])
    near, far_off = euclidean_distance(line[0], line[1]), euclidean_distance(line[0], line[2])
    assert 2 * near**2 == 2 and far_off**2 == 4
    # Unit vectors: cosine ranks as the distance does; with other lengths it need not.
    units = torch.nn.functional.normalize(torch.randn(50, 3), dim=-1)
    by_distance = euclidean_distance(units[1:], units[0]).argsort()
    by_cosine = (units[1:] @ units[0]).argsort(descending=True)
    assert (by_distance == by_cosine).all()
    one, others = torch.tensor([1.0, 0.0]), torch.tensor([[9.0, 0.0], [1.0, 1.0]])
    assert euclidean_distance(others, one).argmin() == 1
    assert torch.nn.functional.cosine_similarity(others, one, dim=-1).argmax() == 0

    torch.testing.assert_close(all_distances(points, points), 5**0.5 * (1 - torch.eye(2)))

    # At a = b: PyTorch's norm has gradient 0, the written-out root has nan.
    assert (slope(a, a) == 0).all()
    root = torch.func.grad(lambda x: ((x - a) ** 2).sum().sqrt())
    assert root(a).isnan().all()

    x = torch.tensor([[1.0, 2.0, 3.0]])
    assert torch.nn.PairwiseDistance().eps == 1e-6
    torch.testing.assert_close(
        torch.nn.PairwiseDistance()(x, x), torch.tensor([1.73e-6]), atol=1e-8, rtol=0
    )

    # cdist by matrix products: for more than 25 rows, and inexact far from the origin.
    far = 1000 + torch.rand(30, 3)
    assert all_distances(far, far).diagonal().max() > 0.1
    assert (all_distances(far[:25], far[:25]).diagonal() == 0).all()
    exact = torch.cdist(far, far, compute_mode="donot_use_mm_for_euclid_dist")
    assert (exact.diagonal() == 0).all()

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for a_2 in (0.5, 3.0):
        a = torch.tensor([4.0, a_2])
        torch.testing.assert_close(
            torch.tensor([*readout(a_2).values()]), torch.stack([a.norm(), a.norm(p=1)])
        )


def readout(a_2: float) -> dict[str, float]:
    """difference a₂"""
    d = euclidean_distance(torch.tensor([4.0, a_2]), torch.tensor([0.0, 0.0]))
    return {"distance": float(d), "sum of both differences": 4 + a_2}


def figure(a_2: float = 3.0) -> Figure:  # 0.5 to 3.5 by 0.1
    """The distance grows with the difference a_2, and stays below the sum of both differences."""
    fig, axes = plt.subplots(figsize=(5.2, 3.2))
    x, y = torch.linspace(-4.2, 6.2, 53), torch.linspace(-2.2, 4.2, 33)
    grid = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1)
    field = euclidean_distance(grid, torch.tensor([0.0, 0.0])).numpy()
    levels = list(range(9))
    bands = [to_rgba("C0", 0.34 * (1 - k / 8)) for k in range(8)]
    axes.contourf(x.numpy(), y.numpy(), field, levels=levels, colors=bands)
    axes.contour(x.numpy(), y.numpy(), field, levels=levels[1:], colors="C0", linewidths=0.7)
    d = float(euclidean_distance(torch.tensor([4.0, a_2]), torch.tensor([0.0, 0.0])))
    for r in (1, 2, 3, 4):
        axes.text(-r + 0.08, 0, f"{r}", color="C0", ha="left", va="center", fontsize=9)
    axes.plot([0, 4, 4], [0, 0, a_2], color="C4", linewidth=1.6)
    axes.plot([0, 4], [0, a_2], color="C1", linewidth=2.2)
    axes.plot([0, 4], [0, a_2], "o", color="C1", markersize=6)
    axes.text(0, -0.22, r"$\mathbf{b}$", size=12, ha="center", va="top")
    axes.text(4.12, a_2 + 0.1, r"$\mathbf{a}$", size=12, ha="left", va="bottom")
    axes.text(2.5, -0.14, "4", ha="center", va="top")
    axes.text(4.14, a_2 / 2, f"{a_2:g}", ha="left", va="center")
    axes.text(1.9, a_2 / 2 + 0.16, f"d = {d:.3g}", color="C1", weight=600, ha="right", va="bottom")
    axes.set(aspect="equal")
    axes.axis("off")
    return fig
