"""Sinusoidal positional encoding: sines and cosines of the position, from fast to slow."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def positional_encoding(n: int, d: int) -> Tensor:
    """The formula, for positions from 0 on: () -> (n, d)."""
    omega = 10_000 ** (-torch.arange(0, d, 2) / d)
    angle = torch.outer(torch.arange(n), omega)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(-2)


def timestep_embedding(t: Tensor, d: int) -> Tensor:
    """The second form: t (N,) -> (N, d)."""
    angle = torch.outer(t, torch.logspace(0, -4, d // 2))
    return torch.cat([angle.sin(), angle.cos()], dim=-1)
    # --8<-- [end:pytorch]


def call(t: Tensor, omega: Tensor) -> Tensor:
    """t (n,), omega (p,) -> (n, 2 * p)"""
    angle = torch.outer(t, omega)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(-2)


def turned(t: Tensor, rate: Tensor) -> Tensor:
    """Real and imaginary part of a number on the unit circle, turned: () -> (p, 2)."""
    return torch.view_as_real(torch.polar(torch.ones_like(rate), t * rate))


def reference(*, t: Tensor, d: Tensor) -> dict[str, Tensor]:
    pairs = int(d) // 2
    omega = torch.logspace(0, -4, pairs + 1, dtype=torch.float64)[:-1]
    return {"p": turned(t, omega).flip(-1).flatten(), "omega": omega}


def halves(t: Tensor, h: Tensor) -> Tensor:
    """The second form, cosines and sines in two columns: (h, 2)."""
    return turned(t, torch.logspace(0, -4, int(h), dtype=torch.float64))


def reference_u(*, t: Tensor, h: Tensor) -> Tensor:
    return halves(t, h)[:, 1]


def reference_v(*, t: Tensor, h: Tensor) -> Tensor:
    return halves(t, h)[:, 0]


def check() -> None:
    close = torch.testing.assert_close
    n, d = 50, 32
    p = positional_encoding(n, d)

    # The call is the function; positions may be any integers, or real numbers.
    omega = 10_000 ** (-torch.arange(0, d, 2) / d)
    close(call(torch.arange(n), omega), p)
    close(call(torch.tensor([7.0, 3.0]), omega), p[[7, 3]])
    close(p[0], torch.tensor([0.0, 1.0]).repeat(d // 2))
    close(p.norm(dim=-1), torch.full((n,), (d / 2) ** 0.5))

    # Waves from 2 pi to nearly 10,000 times that.
    slowest = 10_000 ** (510 / 512) * 2 * torch.pi
    assert round(slowest) == 60_611 and slowest < 10_000 * 2 * torch.pi
    rates = 10_000 ** (-torch.arange(0, 512, 2).double() / 512)
    close(2 * torch.pi / rates[-1], torch.tensor(slowest).double())

    # Products: of the distance only, both ways, largest for the same position.
    q = positional_encoding(200, 128)
    products = q @ q.T
    for k in (0, 1, 10, 60):
        diagonal = products.diagonal(k)
        close(diagonal, diagonal[:1].expand_as(diagonal), atol=1e-3, rtol=0)
        close(diagonal, products.diagonal(-k), atol=1e-3, rtol=0)
        assert k == 0 or (diagonal < 64 - 1).all()
    close(products.diagonal(), torch.full((200,), 64.0))
    close(products[0, 10] / 64, torch.tensor(0.67), atol=5e-3, rtol=0)

    projected = (p @ torch.randn(d, d)) @ (p @ torch.randn(d, d)).T
    assert not torch.allclose(projected, projected.T, atol=1)

    # A buffer is part of the state, moves and is not trained.
    module = torch.nn.Module()
    module.register_buffer("p", p)
    assert "p" in module.state_dict() and not [*module.parameters()]
    assert module.double().p.dtype == torch.float64
    counted = torch.arange(258).bfloat16()
    assert counted[257] == 256 and (counted[:257] == torch.arange(257)).all()

    # The second form: halves, the same first frequency, the last one 1 / 10,000.
    t = torch.arange(n)
    second = timestep_embedding(t, d)
    close(second[:, 0], p[:, 0])
    close(second[:, d // 2], p[:, 1])
    assert not torch.allclose(second[:, 1], p[:, 2], atol=0.1)
    close(second[1, -1], torch.tensor(1e-4).cos())
    close(second[1, d // 2 - 1], torch.tensor(1e-4).sin())

    # The figure.
    close(torch.tensor(2 * torch.pi), torch.tensor(6.3), atol=0.02, rtol=0)
    close(p[49, -2], torch.tensor(0.009), atol=5e-4, rtol=0)
    assert p[49, -1] > 0.999


def figure(d: int = 32) -> Figure:  # 16 to 64 by 16
    """More features add frequencies; the fastest stays, the slowest comes nearer to 1/10000."""
    p = positional_encoding(50, d)
    fig, axes = plt.subplots(figsize=(5.2, 3.0))
    image = axes.imshow(p.T, aspect="auto", cmap="RdBu_r", vmin=-1, vmax=1, interpolation="nearest")
    axes.set_yticks([0, d // 2 - 1, d - 1], ["1", f"{d // 2}", f"{d}"])
    axes.set_xticks([0, 10, 20, 30, 40, 49])
    axes.set_xlabel("position $t$")
    axes.set_ylabel("feature")
    bar = fig.colorbar(image, ax=axes, ticks=[-1, 0, 1], fraction=0.05, pad=0.02)
    bar.ax.set_yticklabels(["−1", "0", "1"])
    bar.outline.set_visible(False)
    axes.set_title("encoding of each position", loc="left")
    return fig
