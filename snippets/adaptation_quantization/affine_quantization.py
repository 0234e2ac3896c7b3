"""Affine quantization: numbers as integers, with a scale and a zero point."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def quantize(x: Tensor, s: Tensor, z: Tensor) -> Tensor:
    """To 8 bits: x (...), s (), z () -> (...)."""
    return (torch.round(x / s) + z).clamp(-128, 127).to(torch.int8)


def dequantize(q: Tensor, s: Tensor, z: Tensor) -> Tensor:
    """Back, in floats: q (...), s (), z () -> (...)."""
    return s * (q.to(s.dtype) - z)


def scale_of(x: Tensor) -> tuple[Tensor, Tensor]:
    """Scale and zero point of numbers not all 0: x (...) -> (), ()."""
    low, high = x.amin().clamp(max=0), x.amax().clamp(min=0)
    s = (high - low) / 255
    return s, torch.round(-128 - low / s)
    # --8<-- [end:pytorch]


def call(x: Tensor, s: float = 0.1, z: int = 0) -> Tensor:
    """x (...) -> (...)"""
    return torch.fake_quantize_per_tensor_affine(x, s, z, quant_min=-128, quant_max=127)


def reference(*, x: Tensor, s: Tensor, z: Tensor, a: Tensor, b: Tensor) -> dict[str, Tensor]:
    # PyTorch rounds s itself to float32: count in steps of s.
    steps = torch.fake_quantize_per_tensor_affine(x / s, 1.0, int(z), int(a), int(b))
    return {"q": steps + z, "x_hat": s * steps}


def reference_s(*, a: Tensor, b: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:
    return torch.linspace(0, 1, int(b - a) + 1, dtype=alpha.dtype).diff()[0] * (beta - alpha)


def reference_z(*, a: Tensor, b: Tensor, alpha: Tensor, beta: Tensor) -> Tensor:
    # The middle of the integers stands for the middle of the range.
    step = reference_s(a=a, b=b, alpha=alpha, beta=beta)
    return torch.round((a + b) / 2 - (alpha + beta) / (2 * step))


def check() -> None:
    close = torch.testing.assert_close
    fake = torch.fake_quantize_per_tensor_affine

    # The functions shown are PyTorch's: inside the range within s / 2, outside clipped.
    x = 3 * torch.randn(1000)
    s, z = scale_of(x)
    stored = quantize(x, s, z)
    back = dequantize(stored, s, z)
    assert stored.dtype == torch.int8 and stored.min() == -128 and stored.max() == 127
    close(back, fake(x, float(s), int(z), -128, 127))
    assert ((back - x).abs() <= s / 2 * 1.01).all()
    assert dequantize(quantize(torch.zeros(3), s, z), s, z).equal(torch.zeros(3))
    close(dequantize(quantize(10 * x.abs().max()[None], s, z), s, z), s * (127 - z)[None])
    close(
        call(x),
        dequantize(
            quantize(x, torch.tensor(0.1), torch.tensor(0)), torch.tensor(0.1), torch.tensor(0)
        ),
    )
    wide = dequantize(quantize(2 + x.abs(), *scale_of(2 + x.abs())), *scale_of(2 + x.abs()))
    assert ((wide - 2 - x.abs()).abs() <= scale_of(2 + x.abs())[0]).all()

    # Mean squares; a quarter of the memory.
    even = torch.rand(100_000, generator=torch.Generator().manual_seed(0)) * 10 - 5
    error = call(even) - even
    close(error.square().mean(), torch.tensor(0.1**2 / 12), rtol=0.02, atol=0)
    assert x.element_size() == 4 * stored.element_size()

    # An outlier of 60: 19 % of standard normal numbers become 0.
    step = torch.tensor(60 / 127)
    share = torch.special.erf(step / 2 / torch.tensor(2.0).sqrt())
    close(share, torch.tensor(0.19), atol=5e-3, rtol=0)
    normal = torch.randn(100_000, generator=torch.Generator().manual_seed(1))
    close((fake(normal, float(step), 0, -127, 127) == 0).float().mean(), share, atol=5e-3, rtol=0)

    # Conventions: the gradient, rounding, the division, nan, channels.
    inputs = torch.tensor([-20.0, -0.3, 0.0, 5.0, 20.0], requires_grad=True)
    call(inputs).sum().backward()
    assert inputs.grad is not None and inputs.grad.tolist() == [0, 1, 1, 1, 0]
    for dtype in (torch.float32, torch.float64):
        ends = torch.tensor([-12.86, -12.84, 12.74, 12.76], dtype=dtype, requires_grad=True)
        call(ends).sum().backward()  # from -12.8 to 12.7
        assert ends.grad is not None and ends.grad.tolist() == [0, 1, 1, 0]
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        ties = torch.tensor([0.5, 1.5, 2.5, -0.5], dtype=dtype)
        assert fake(ties, 1.0, 0, -8, 7).tolist() == [0, 2, 2, 0]
        assert torch.round(ties).tolist() == [0, 2, 2, 0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecated
        early = torch.quantize_per_tensor(torch.tensor([0.5, 2.5]), 1.0, 1, torch.qint8)
    engines = torch.backends.quantized.supported_engines
    assert early.dequantize().tolist() == ([1, 3] if "fbgemm" in engines else [0, 2])
    assert fake(torch.tensor([0.5, 2.5]), 1.0, 1, -8, 7).tolist() == [0, 2]
    for dtype in (torch.float32, torch.float64):
        grid = torch.arange(-4000, 4000, dtype=dtype) / 20  # many ties for s = 0.1
        steps = fake(grid, 0.1, 0, -10_000, 10_000) / 0.1
        beside = (steps - torch.round(grid / 0.1)).round().abs()
        assert beside.max() == 1 and 0 < (beside == 1).float().mean() < 0.5
    assert fake(torch.tensor([torch.nan]), 0.1, 0, -8, 7) == torch.tensor(-8 * 0.1)
    weights = torch.randn(3, 4)
    scales = weights.abs().amax(dim=1) / 7
    rows = torch.fake_quantize_per_channel_affine(
        weights, scales, torch.zeros(3, dtype=torch.int32), 0, -8, 7
    )
    for row, weight, scale in zip(rows, weights, scales, strict=True):
        close(row, fake(weight, float(scale), 0, -8, 7))

    # Symmetric and asymmetric agree for a symmetric range; half the marks for positive numbers.
    low, high = torch.tensor(-7.0), torch.tensor(7.0)
    close(reference_z(a=low, b=high, alpha=low / 2, beta=high / 2), torch.tensor(0.0))
    close(reference_s(a=low, b=high, alpha=low / 2, beta=high / 2), torch.tensor(3.5 / 7))
    positive = quantize(x.abs(), x.abs().max() / 127, torch.tensor(0))
    assert positive.min() >= 0

    # Two products of -128 by -128 exceed 16 bits.
    assert torch.iinfo(torch.int16).max < 2 * 128**2

    # The figure.
    given = torch.linspace(-3, 3.5, 1301)
    stairs = fake(given, 0.5, -1, -4, 3)
    inside = (given >= -1.5) & (given <= 2)
    assert stairs.min() == -1.5 and stairs.max() == 2
    assert (stairs - given)[inside].abs().max() <= 0.25 + 1e-6

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for s in (0.1, 0.5):
        error, largest = readout(s).values()
        x = torch.linspace(-3 * s, 4 * s, 7001)
        stored = torch.fake_quantize_per_tensor_affine(x, s, -1, -4, 3)
        torch.testing.assert_close(error, float((stored - x).abs().max()), atol=1e-3, rtol=0)
        torch.testing.assert_close(largest, float(stored.max()), atol=1e-5, rtol=0)


def readout(s: float) -> dict[str, float]:
    """step s"""
    return {"largest error in the range": s / 2, "largest number": 4 * s}


def figure(s: float = 0.5) -> Figure:  # 0.1 to 0.8 by 0.05
    """A smaller step is more exact, in a smaller range."""
    x = torch.linspace(-3, 3.5, 651)
    stored = torch.fake_quantize_per_tensor_affine(x, s, -1, -4, 3)
    fig, axes = plt.subplots()
    axes.plot(x, x, color="C4", linestyle="--", linewidth=1.2)
    axes.plot(x, stored, color="C0")
    ends = torch.tensor([s * -3, s * 4])
    axes.plot(ends, ends, "o", color="C0")
    axes.text(2.15, 2.75, "exact", color="C4", ha="right")
    axes.text(-0.2, -1.35, f"8 numbers, {s:g} apart", color="C0")
    axes.set_xlim(-3, 3.5)
    axes.set_ylim(-3, 3.5)
    axes.set_xticks([-3, -2, -1, 0, 1, 2, 3])
    axes.set_yticks([-2, 0, 2])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_xlabel("number given, $x$")
    axes.set_title(r"number stored, $\hat{x}$", loc="left")
    return fig
