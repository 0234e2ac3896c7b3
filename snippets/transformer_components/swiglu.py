"""SwiGLU: a feed-forward network whose hidden units have a gate."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def ffn(x: Tensor, W_1: Tensor, W_2: Tensor, W_3: Tensor) -> Tensor:
    """x (..., d), W_1 (m, d), W_2 (d, m), W_3 (m, d) -> (..., d)."""
    return (F.silu(x @ W_1.T) * (x @ W_3.T)) @ W_2.T


def ffn_packed(x: Tensor, W_13: Tensor, W_2: Tensor) -> Tensor:
    """W_1 on top of W_3, one product instead of two:
    x (..., d), W_13 (2m, d), W_2 (d, m) -> (..., d)."""
    gate, values = (x @ W_13.T).chunk(2, dim=-1)
    return (F.silu(gate) * values) @ W_2.T
    # --8<-- [end:pytorch]


def call(x: Tensor, W_1: Tensor, W_2: Tensor, W_3: Tensor) -> Tensor:
    """x (..., d), W_1 (m, d), W_2 (d, m), W_3 (m, d) -> (..., d)"""
    return F.linear(F.silu(F.linear(x, W_1)) * F.linear(x, W_3), W_2)


def reference(x: Tensor, *, W_1: Tensor, W_2: Tensor, W_3: Tensor) -> Tensor:
    return call(x, W_1, W_2, W_3)


def reference_SwiGLU(x: Tensor, *, W_1: Tensor, W_3: Tensor) -> Tensor:
    return F.silu(F.linear(x, W_1)) * F.linear(x, W_3)


def reference_SiLU(z: Tensor) -> Tensor:
    return F.silu(z)


def reference_GLU(a: Tensor, b: Tensor) -> Tensor:
    return F.glu(torch.cat([a, b], dim=-1))


def reference_GEGLU(a: Tensor, b: Tensor) -> Tensor:
    return a * F.gelu(b)


def unit(a: Tensor, b: float | Tensor) -> Tensor:
    """A hidden unit with the product a in its gate and the value b: (...) -> (...)."""
    return F.silu(a) * b


def check() -> None:
    close = torch.testing.assert_close
    d, m = 6, 16
    x = torch.randn(2, 5, d)
    W_1, W_2, W_3 = torch.randn(m, d), torch.randn(d, m), torch.randn(m, d)
    out = call(x, W_1, W_2, W_3)
    close(ffn(x, W_1, W_2, W_3), out)
    close(ffn_packed(x, torch.cat([W_1, W_3]), W_2), out)
    assert not torch.allclose(ffn_packed(x, torch.cat([W_3, W_1]), W_2), out, atol=0.1)

    # The square, and float16.
    three, thirty = torch.tensor(3.0), torch.tensor(30.0)
    close(unit(three, three), torch.tensor(8.57), atol=5e-3, rtol=0)
    close(unit(thirty, thirty), torch.tensor(900.0))
    for product, finite in ((256.0, False), (255.0, True)):
        half = torch.tensor(product, dtype=torch.float16)
        assert unit(half, half).isfinite() == finite
        assert unit(half.bfloat16(), half.bfloat16()).isfinite()

    # Slopes: the gate for the values; a silent unit teaches its gate only.
    a, b = torch.randn(m), torch.randn(m)
    close(torch.func.grad(lambda values: unit(a, values).sum())(b), F.silu(a))
    zero = torch.zeros(())
    assert unit(zero, three) == 0
    assert torch.func.grad(lambda value: unit(zero, value))(three) == 0
    assert torch.func.grad(lambda gate: unit(gate, three))(zero) == 1.5

    # Signs.
    close(call(x, W_1, -W_2, -W_3), out)
    assert not torch.allclose(call(x, -W_1, -W_2, W_3), out, atol=0.1)

    # Weights and multiply-adds, two operations each; 8d² with m = 8d/3.
    from torch.utils.flop_counter import FlopCounterMode  # loads much

    with FlopCounterMode(display=False) as counter:
        call(x, W_1, W_2, W_3)
    assert counter.get_total_flops() == 2 * 3 * d * m * 10
    assert W_1.numel() + W_2.numel() + W_3.numel() == 3 * d * m == 8 * d**2
    assert not any("swiglu" in name.lower() for name in dir(torch.nn) + dir(F))

    # F.glu has the gate second, and a sigmoid.
    both = torch.cat([a, b])
    close(F.glu(both), a * torch.sigmoid(b))
    for order in (both, torch.cat([b, a])):
        assert not torch.allclose(F.glu(order), unit(a, b), atol=0.1)
    close(torch.nn.GLU()(both), F.glu(both))

    # Widths: two thirds of 4d, up to a multiple of 256.
    assert -(-(2 * 4 * 4096 // 3) // 256) * 256 == 11_008
    assert 3.5 * 4096 == 14_336

    # The figure.
    for value, height in ((1.0, 2.86), (2.0, 5.72), (-1.0, -2.86)):
        close(unit(three, value), torch.tensor(height), atol=5e-3, rtol=0)
    close(unit(a, 1.0), F.silu(a))


def figure(b: float = 2.0) -> Figure:  # -2 to 3 by 0.5
    """The value b scales the gate, and turns it over where it is negative."""
    a = torch.linspace(-4, 3, 141)
    fig, axes = plt.subplots()
    axes.axhline(0, color=plt.rcParams["grid.color"], linewidth=1)
    for value, color in ((1.0, "C4"), (-1.0, "C1"), (b, "C0")):
        axes.plot(a, unit(a, value), color=color)
        height = float(unit(torch.tensor(3.0), value))
        axes.plot(3, height, "o", color=color)
        told = f"{height:.2f} with value {value:g}".replace("-", "−")
        axes.annotate(
            told, (3, height), (7, 0), textcoords="offset points", va="center", color=color
        )
    axes.set_xlim(-4, 5.4)
    axes.set_xticks([-4, -2, 0, 2])
    axes.set_ylim(min(-3.5, 3 * b), max(6.5, 3 * b))
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.yaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_xlabel("product in the gate")
    axes.set_title("hidden unit", loc="left")
    return fig
