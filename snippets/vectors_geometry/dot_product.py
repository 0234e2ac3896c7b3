"""Dot product: multiply two vectors entry by entry and add up."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def dot_product(a: Tensor, b: Tensor) -> Tensor:
    """Along the last dimension, (..., n), (..., n) -> (...)."""
    return torch.linalg.vecdot(a, b, dim=-1)


def projection(a: Tensor, b: Tensor) -> Tensor:
    """Signed length of the shadow of a on the line of b:
    (..., n), (..., n) -> (...)."""
    return dot_product(a, b) / torch.linalg.vector_norm(b, dim=-1)
    # --8<-- [end:pytorch]


def call(a: Tensor, b: Tensor) -> Tensor:
    """a (..., n), b (..., n) -> (...)"""
    return torch.linalg.vecdot(a, b)


def given(a: Tensor, b: Tensor) -> dict[str, Tensor]:
    # The angle from the two diagonals of the rhombus of unit vectors: no dot product involved.
    u, v = a / torch.linalg.vector_norm(a), b / torch.linalg.vector_norm(b)
    return {
        "theta": 2 * torch.atan2(torch.linalg.vector_norm(u - v), torch.linalg.vector_norm(u + v))
    }


def check() -> None:
    a, b = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([4.0, -5.0, 6.0])
    torch.testing.assert_close(dot_product(a, b), torch.tensor(12.0))  # 4 - 10 + 18
    torch.testing.assert_close(call(a, b), torch.dot(a, b))
    torch.testing.assert_close(dot_product(a, b), a @ b)
    torch.testing.assert_close(dot_product(2 * a, b), 2 * dot_product(a, b))
    torch.testing.assert_close(torch.func.grad(dot_product)(a, b), b)
    torch.testing.assert_close(dot_product(b, a), dot_product(a, b))
    c = torch.randn(3)
    torch.testing.assert_close(dot_product(a + c, b), dot_product(a, b) + dot_product(c, b))
    torch.testing.assert_close(dot_product(a, a), torch.linalg.vector_norm(a) ** 2)
    # The shadow as a vector: what is left of a is orthogonal to b.
    shadow = dot_product(a, b) / dot_product(b, b) * b
    torch.testing.assert_close(dot_product(a - shadow, b), torch.tensor(0.0), atol=1e-5, rtol=0)
    torch.testing.assert_close(torch.linalg.vector_norm(shadow), projection(a, b).abs())

    # Cauchy-Schwarz; equality for parallel vectors.
    limit = torch.linalg.vector_norm(a) * torch.linalg.vector_norm(b)
    assert dot_product(a, b).abs() < limit
    torch.testing.assert_close(
        dot_product(a, -2 * a), -torch.linalg.vector_norm(a) * torch.linalg.vector_norm(2 * a)
    )

    # Whole numbers: not in a batch.
    whole = torch.arange(3)
    assert torch.dot(whole, whole) == whole @ whole == 5
    try:
        torch.linalg.vecdot(whole, whole)
    except RuntimeError as error:
        assert "floating point" in str(error)
    else:
        raise AssertionError("vecdot takes whole numbers")

    # The figure: two vectors of length 2 at 60, 90 and 120 degrees.
    turned, fixed = _turned(torch.tensor([60.0, 90.0, 120.0])), torch.tensor([2.0, 0.0])
    torch.testing.assert_close(dot_product(turned, fixed), torch.tensor([2.0, 0.0, -2.0]))
    torch.testing.assert_close(projection(turned, fixed), torch.tensor([1.0, 0.0, -1.0]))

    # Orthogonal to the weights, no bias: sigmoid(0) = 0.5, but relu(0) = tanh(0) = 0.
    w, x = torch.tensor([1.0, 1.0]), torch.tensor([1.0, -1.0])
    assert torch.sigmoid(dot_product(w, x)) == 0.5
    assert torch.relu(dot_product(w, x)) == torch.tanh(dot_product(w, x)) == 0

    # Every pair of sign vectors with n = 4: entries of mean 0 and variance 1, sum of variance n.
    signs = torch.cartesian_prod(*[torch.tensor([-1.0, 1.0])] * 8)
    products = dot_product(signs[:, :4], signs[:, 4:])
    torch.testing.assert_close(products.var(correction=0), torch.tensor(4.0))

    batch = torch.arange(6.0).reshape(2, 3)
    torch.testing.assert_close(dot_product(batch, batch), (batch @ batch.T).diagonal())
    for bad in ((batch, batch), (a[:1], b)):
        try:
            torch.dot(*bad)
        except RuntimeError:
            continue
        raise AssertionError("torch.dot takes two vectors of one length")

    z, one = torch.tensor([1j]), torch.tensor([1 + 0j])
    assert torch.dot(z, one) == 1j  # no conjugation
    assert torch.vdot(z, one) == torch.linalg.vecdot(z, one) == -1j

    half = torch.tensor([300.0], dtype=torch.float16)
    assert torch.dot(half, half).isinf()
    assert torch.finfo(half.dtype).max == 65_504
    assert torch.dot(half.float(), half.float()) == 90_000

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for theta in (60, 90, 120):
        product, shadow = readout(theta).values()
        torch.testing.assert_close(product, 4 * float(torch.deg2rad(torch.tensor(theta)).cos()))
        torch.testing.assert_close(shadow, product / 2)


def _turned(degrees: Tensor) -> Tensor:
    angle = torch.deg2rad(degrees)
    return 2 * torch.stack([torch.cos(angle), torch.sin(angle)], dim=-1)


def readout(theta: int) -> dict[str, float]:
    """angle θ = {}°"""
    a, b = _turned(torch.tensor(float(theta))), torch.tensor([2.0, 0.0])
    return {"a · b": float(dot_product(a, b)), "shadow": float(projection(a, b))}


def figure(theta: int = 60) -> Figure:  # 0 to 120 by 5
    """As the angle theta on the left grows, the product falls: 0 at 90°, negative above."""
    b = torch.tensor([2.0, 0.0])
    arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 12}
    fig, panels = plt.subplots(1, 3, figsize=(5.2, 2.1))
    for axes, degrees in zip(panels, (theta, 90, 120), strict=True):
        a = _turned(torch.tensor(float(degrees)))
        x, y = a.tolist()
        muted = plt.rcParams["axes.edgecolor"]
        axes.plot([x, x], [0, y], color=muted, linewidth=1, linestyle=(0, (3, 2)))
        for tip, color in (((2, 0), "C4"), ((x, y), "C0")):
            axes.annotate("", tip, (0, 0), arrowprops={**arrow, "color": color, "linewidth": 2})
        shadow, product = (round(float(v), 2) + 0.0 for v in (projection(a, b), dot_product(a, b)))
        axes.plot([0, shadow], [0, 0], color="C1", linewidth=4, solid_capstyle="butt", zorder=3)
        axes.plot([0], [0], "o", color="C1", markersize=6, zorder=5)
        side = -1 if degrees < 100 else 1
        axes.text(
            x / 2 + 0.25 * side, y / 2 + 0.1, r"$\mathbf{a}$", color="C0", size=12, ha="center"
        )
        free = 1.5 if abs(x - 1.5) > 0.3 else 1.1
        axes.text(free, 0.14, r"$\mathbf{b}$", color="C4", size=12, ha="center")
        label = f"shadow {shadow:g}".replace("-", "−")
        axes.text(shadow / 2, -0.2, label, color="C1", ha="center", va="top")
        product_of_both = rf"$\mathbf{{a}} \cdot \mathbf{{b}}$ = {product:g}".replace("-", "−")
        axes.set_title(f"{degrees}°:  {product_of_both}")
        axes.set(xlim=(-1.1, 2.1), ylim=(-0.55, 2.05), aspect="equal")
        axes.axis("off")
    return fig
