"""Training compute: six operations for each weight and token."""

from collections.abc import Callable
from functools import partial

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn
import torch.nn.functional as F
from torch.utils.flop_counter import FlopCounterMode


def step_flops(model: nn.Module, x: Tensor) -> int:
    """Of a step, forward and back, counted: x (...) -> ()."""
    with FlopCounterMode(display=False) as counter:
        model(x).sum().backward()
    return counter.get_total_flops()


def estimate(N: float, D: float, L: int, n: int, d: int) -> float:
    """With attention over n tokens, without a mask: () -> ()."""
    return (6 * N + 12 * L * n * d) * D
    # --8<-- [end:pytorch]


def call(x: Tensor, W: Tensor) -> int:
    """x (D, n), W (m, n) -> ()"""
    x, W = x.requires_grad_(), W.requires_grad_()
    with FlopCounterMode(display=False) as counter:
        F.linear(x, W).sum().backward()
    return counter.get_total_flops()


def counted(run: Callable[[], object]) -> int:
    """The operations that PyTorch counts."""
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops()


def tokens_of(count: int, width: int) -> Tensor:
    """Tokens that need a gradient, as behind a first layer."""
    return torch.zeros(count, width, requires_grad=True)


def layer_of(weights: int) -> nn.Linear:
    """A layer with this many weights."""
    return nn.Linear(weights, 1, bias=False)


def attention_flops(B: int, L: int, n: int, d: int) -> int:
    """Of the attention of L layers, which one head has alone, forward and back."""
    q, k, v = (torch.zeros(B, 1, n, d, device="meta", requires_grad=True) for _ in range(3))
    return L * counted(lambda: F.scaled_dot_product_attention(q, k, v).sum().backward())


def reference(*, N: Tensor, D: Tensor) -> Tensor:
    flops = step_flops(layer_of(int(N)), tokens_of(int(D), int(N)))
    return torch.tensor(flops, dtype=torch.float64)


def reference_C_all(*, N: Tensor, B: Tensor, L: Tensor, n: Tensor, d: Tensor) -> Tensor:
    weights = step_flops(layer_of(int(N)), tokens_of(int(B * n), int(N)))
    flops = weights + attention_flops(int(B), int(L), int(n), int(d))
    return torch.tensor(flops, dtype=torch.float64)


def reference_C_hw(*, N: Tensor, D: Tensor) -> Tensor:
    layer = nn.Sequential(layer_of(int(N)), nn.Tanh())
    tokens = tokens_of(int(D), int(N))

    def run() -> None:
        torch.utils.checkpoint.checkpoint(layer, tokens, use_reentrant=False).sum().backward()

    return torch.tensor(counted(run), dtype=torch.float64)


def check() -> None:
    # A layer: 2 forward, 6 with the backward pass, 4 where the input needs no gradient.
    layer, x = nn.Linear(8, 4), torch.randn(10, 8)
    N, D = 32, 10
    assert counted(lambda: layer(x)) == 2 * N * D
    assert step_flops(layer, x.clone().requires_grad_()) == 6 * N * D
    assert step_flops(layer, x) == 4 * N * D
    assert call(x.clone(), torch.randn(4, 8)) == 6 * N * D
    layer.requires_grad_(False)
    assert step_flops(layer, x.clone().requires_grad_()) == 4 * N * D  # frozen
    head = nn.Linear(4, 3)
    assert step_flops(nn.Sequential(layer, head), x) == 2 * N * D + 4 * 12 * D  # nothing before it
    assert (
        step_flops(nn.Sequential(nn.Linear(8, 8), layer, head), x)
        == 4 * 64 * D + (4 * N + 6 * 12) * D
    )

    # A block of a transformer, with its attention; what counts 0; recomputed.
    d, n, B = 32, 16, 2
    with torch.device("meta"):
        block = nn.TransformerEncoderLayer(d, 4, 4 * d, 0.0, batch_first=True)
        tokens = torch.zeros(B, n, d, requires_grad=True)
    weights = 12 * d**2
    assert step_flops(block, tokens) == estimate(weights, B * n, 1, n, d)
    assert step_flops(block, tokens) == 6 * weights * B * n * (1 + n / (6 * d))
    ids = torch.tensor([1, 2, 3])
    assert step_flops(nn.Embedding(10, 8), ids) == 0
    assert step_flops(nn.Sequential(nn.LayerNorm(8), nn.GELU()), x) == 0
    assert counted(lambda: layer.weight @ x[0]) == 0 < counted(lambda: layer.weight @ x[:1].mT)

    assert counted(lambda: layer.weight @ x[0]) == 0 < counted(lambda: layer.weight @ x[:1].T)
    assert counted(lambda: layer(x[0])) > 0
    assert counted(lambda: nn.LSTM(8, 4)(x)) == 0
    assert counted(lambda: nn.LSTM(8, 4).double()(x.double())) > 0

    # Attention: counted on the meta device, with and without a mask; not on the CPU.
    for device, share in (("meta", 1), ("cpu", 0)):
        for causal in (False, True):
            heads = torch.zeros(2, 4, n, 8, device=device)
            attention = partial(F.scaled_dot_product_attention, heads, heads, heads)
            flops = counted(partial(attention, is_causal=causal))
            assert flops == share * 4 * n * (4 * 8) * (2 * n)

    heads = torch.zeros(2, 4, n, 8)
    attention = partial(F.scaled_dot_product_attention, heads, heads, heads)
    assert counted(partial(attention, dropout_p=0.1)) == 4 * n * (4 * 8) * (2 * n)
    assert counted(partial(F.scaled_dot_product_attention, *heads[:1].expand(3, 4, n, 8))) > 0

    assert counted(partial(attention, attn_mask=torch.zeros(n, n))) == 0
    assert counted(partial(attention, attn_mask=torch.zeros(n, n, requires_grad=True))) > 0
    for device, fused in (("cpu", True), ("meta", False)):
        layers = nn.TransformerEncoderLayer(d, 4, 4 * d, batch_first=True, device=device).eval()
        with torch.no_grad():
            flops = counted(partial(layers, torch.zeros(B, n, d, device=device)))
        assert (flops == 0) is fused
    rows_last = nn.TransformerEncoderLayer(d, 4, 4 * d).eval()
    with torch.no_grad():
        assert counted(partial(rows_last, torch.zeros(n, B, d))) > 0

    # Recomputed: PyTorch stops before the last layer, unless it is told to run all.
    wide = nn.Sequential(nn.Linear(8, 32), nn.GELU(), nn.Linear(32, 8))
    for reentrant, factor in ((False, 7), (True, 8)):
        again = nn.Module()
        again.forward = partial(torch.utils.checkpoint.checkpoint, wide, use_reentrant=reentrant)
        assert step_flops(again, tokens_of(D, 8)) == factor * 2 * 8 * 32 * D

    # Llama 3 405B: 3.8e25 operations, 69 days on 16,000 GPUs at 400 TFLOP/s.
    compute = 6 * 405e9 * 15.6e12
    assert round(compute / 1e25, 1) == 3.8
    assert round(3.8e25 / (16_000 * 400e12) / 86_400) == 69

    # The figure: attention's share, and where it is as much as the weights.
    for context, percent in ((8192, 25), (24_576, 50)):
        whole, alone = (estimate(12 * 4096**2, 1, 1, tokens, 4096) for tokens in (context, 0))
        assert round(100 * (1 - alone / whole)) == percent
    assert 6 * 4096 == 24_576  # as much at n = 6d, more beyond
    assert estimate(12 * 4096**2, 1, 1, 30_000, 4096) > 2 * 6 * 12 * 4096**2


def figure(d: int = 4096) -> Figure:  # 1024 to 8192 by 1024
    """The wider the model, the longer the context at which attention costs as much as weights."""
    context = torch.linspace(0, 65_536, 400)
    share = context / (context + 6 * d)
    fig, axes = plt.subplots()
    axes.plot(context, share, color="C0")
    for tokens in (8192, 6 * d):
        part = tokens / (tokens + 6 * d)
        axes.plot(tokens, part, "o", color="C0")
        axes.annotate(
            f"{100 * part:.0f} % at {tokens:,} tokens",
            (tokens, part),
            xytext=(10, -9),
            textcoords="offset points",
        )
    axes.set_xlim(0, 65_536)
    axes.set_ylim(0, 1)
    axes.set_xticks([0, 16_384, 32_768, 49_152, 65_536], ["0", "16k", "32k", "48k", "64k"])
    axes.set_yticks([0, 0.5, 1], ["0", "50 %", "100 %"])
    axes.set_xlabel("tokens of context")
    axes.set_title(f"share of attention in the compute, width {d}", loc="left")
    return fig
