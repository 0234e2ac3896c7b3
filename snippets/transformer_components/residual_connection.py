"""Residual connection: add a block's input to its output."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def residual(h: Tensor, f: nn.Module) -> Tensor:
    """One block, f: (..., d) -> (..., d), h (..., d) -> (..., d)."""
    h = h + f(h)  # not h += f(h)
    return h


def pre_norm(h: Tensor, f: nn.Module, norm: nn.Module) -> Tensor:
    """As in a pre-norm transformer, only f sees the normalized input:
    h (..., d) -> (..., d)."""
    h = h + f(norm(h))
    return h
    # --8<-- [end:pytorch]


def call(h: Tensor, f: Callable[[Tensor], Tensor]) -> Tensor:
    """h (..., d), f: (..., d) -> (..., d) -> (..., d)"""
    return h + f(h)


def check() -> None:
    plain, skip = gradient_norms()  # first, as in the figure: the same random numbers
    assert 1e-8 < plain[-1] < 1e-7, plain[-1]
    assert abs(skip[-1] - 6.4) < 0.05, skip[-1]

    h, f, norm = torch.randn(4, 8), nn.Linear(8, 8), nn.LayerNorm(8)
    torch.testing.assert_close(residual(h, f), f(h) + h)
    torch.testing.assert_close(call(h, f), f(h) + h)
    torch.testing.assert_close(pre_norm(h, f, norm), f(norm(h)) + h)
    derivative = jacobian(h[0], f)
    torch.testing.assert_close(derivative, torch.eye(8) + f.weight)

    # With F = 0 a block is the identity, unless something follows the sum.
    off = nn.Linear(8, 8)
    nn.init.zeros_(off.weight)
    nn.init.zeros_(off.bias)
    assert residual(h, off).equal(h)
    assert pre_norm(h, off, norm).equal(h)
    assert not torch.allclose(norm(residual(h, off)), h)
    assert not torch.allclose(torch.relu(residual(h, off)), h)

    # F = -0.9 h almost cancels the input.
    against = nn.Linear(8, 8, bias=False)
    against.weight.data = -0.9 * torch.eye(8)
    gain = jacobian(h[0], against)
    torch.testing.assert_close(gain, 0.1 * torch.eye(8))

    # Three blocks unrolled: the input plus the contribution of every block.
    blocks = [nn.Linear(8, 8) for _ in range(3)]
    states = [h]
    for block in blocks:
        states.append(residual(states[-1], block))
    outputs = [block(state) for block, state in zip(blocks, states[:-1], strict=True)]
    torch.testing.assert_close(states[-1], torch.stack([h, *outputs]).sum(dim=0))

    # All signs as independent outputs of variance 1: after n blocks the variance is 1 + n.
    signs = torch.cartesian_prod(*[torch.tensor([-1.0, 1.0])] * 7)
    assert signs.sum(dim=-1).var(correction=0) == 7
    # A block that keeps the variance of its input, uncorrelated with it: double per block.
    swap = nn.Linear(2, 2, bias=False)
    swap.weight.data = torch.tensor([[0.0, 1.0], [-1.0, 0.0]])
    doubled = residual(signs[:, :2], swap).var(dim=0, correction=0)
    torch.testing.assert_close(doubled, torch.tensor([2.0, 2.0]))
    # Scaled by 1/√L, L such blocks multiply it by (1 + 1/L)^L, less than e.
    for count in (1, 4, 100):
        swap.weight.data = torch.tensor([[0.0, 1.0], [-1.0, 0.0]]) / count**0.5
        h_l = signs[:, :2]
        for _ in range(count):
            h_l = residual(h_l, swap)
        growth = h_l.var(dim=0, correction=0)
        torch.testing.assert_close(growth, torch.full((2,), (1 + 1 / count) ** count))
        assert (growth < torch.e).all()

    # Broadcasting accepts an output of width 1. Else a linear map or, to widen, zeros adapt h.
    assert residual(h, nn.Linear(8, 1)).shape == (4, 8)
    assert (nn.Linear(8, 3, bias=False)(h) + nn.Linear(8, 3)(h)).shape == (4, 3)
    wider = nn.Linear(8, 12)
    widened = nn.functional.pad(h, (0, 4)) + wider(h)
    torch.testing.assert_close(widened[:, :8] - wider(h)[:, :8], h)
    torch.testing.assert_close(widened[:, 8:], wider(h)[:, 8:])

    assert not hasattr(nn, "Residual")

    # h += f(h) overwrites the h that f saved for its backward pass.
    overwritten = h.clone().requires_grad_() * 1
    overwritten += f(overwritten)
    try:
        torch.autograd.grad(overwritten.sum(), f.weight)
    except RuntimeError as error:
        assert "inplace operation" in str(error)
    else:
        raise AssertionError("the backward pass should fail")

    # nn.TransformerEncoderLayer is post-norm unless norm_first is set.
    layer = nn.TransformerEncoderLayer(8, 2, 16, norm_first=True, batch_first=True, dropout=0.0)
    assert not nn.TransformerEncoderLayer(8, 2).norm_first
    x = torch.randn(2, 5, 8)
    attended = layer.self_attn(layer.norm1(x), layer.norm1(x), layer.norm1(x))[0]
    mlp = nn.Sequential(layer.linear1, nn.ReLU(), layer.linear2)
    torch.testing.assert_close(layer(x), pre_norm(x + attended, mlp, layer.norm2))
    layer.norm_first = False
    joined = layer.norm1(x + layer.self_attn(x, x, x)[0])
    torch.testing.assert_close(layer(x), layer.norm2(residual(joined, mlp)))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    random = torch.get_rng_state()
    shown = readout(1.0)
    torch.set_rng_state(random)
    plain, skip = gradient_norms()
    assert shown == {"with": skip[-1], "without": plain[-1]}


def jacobian(h: Tensor, f: nn.Module) -> Tensor:
    leaf = h.clone().requires_grad_()
    return torch.stack(
        [torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in residual(leaf, f)]
    )


def gradient_norms(gain: float = 1.0) -> tuple[list[float], list[float]]:
    """Norm of the gradient, by blocks it passed back through, without and with the skip path."""
    depth, d = 30, 64
    layers = [nn.Linear(d, d) for _ in range(depth)]
    for layer in layers:
        layer.weight.data *= gain
    start, direction = torch.randn(d), torch.randn(d)
    norms = []
    for skip in (False, True):
        states = [start.clone().requires_grad_()]
        for layer in layers:
            f = nn.Sequential(layer, nn.Tanh())
            states.append(residual(states[-1], f) if skip else f(states[-1]))
        gradients = torch.autograd.grad(states[-1] @ direction / direction.norm(), states)
        norms.append([float(g.norm()) for g in reversed(gradients)])
    return norms[0], norms[1]


def readout(gain: float) -> dict[str, float]:
    """size of the weights"""
    plain, skip = gradient_norms(gain)
    return {"with": skip[-1], "without": plain[-1]}


def figure(gain: float = 1.0) -> Figure:  # 0.75 to 1.5 by 0.05
    """Without the skip path, the size of the weights decides how fast the gradient vanishes."""
    plain, skip = gradient_norms(gain)
    blocks = range(len(plain))
    fig, axes = plt.subplots(figsize=(5.2, 2.9))
    axes.semilogy(blocks, skip, color="C0")
    axes.semilogy(blocks, plain, color="C1")
    axes.text(30, skip[-1] * 4, r"with: $h + F(h)$", color="C0", ha="right", va="bottom")
    axes.text(16.5, plain[16] * 3, r"without: $F(h)$", color="C1", ha="left", va="bottom")
    axes.set_xlim(0, 30.3)
    axes.set_ylim(1e-9, 1e3)
    axes.set_xticks([0, 10, 20, 30])
    axes.set_yticks([1, 1e-3, 1e-6, 1e-9], ["1", "10⁻³", "10⁻⁶", "10⁻⁹"])
    axes.minorticks_off()
    axes.set_xlabel("blocks the gradient has passed back through")
    axes.set_ylabel("gradient norm")
    return fig
