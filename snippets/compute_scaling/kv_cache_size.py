"""KV cache size: the bytes of the keys and values of past tokens."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def kv_cache_bytes(k: Tensor, layers: int) -> int:
    """Of all layers, from the keys of one: k (B, H, T, d) -> ()."""
    return 2 * layers * k.numel() * k.element_size()
    # --8<-- [end:pytorch]


def call(k: Tensor, layers: int = 32) -> int:
    """k (B, H, T, d) -> ()"""
    return 2 * layers * k.nbytes


def cache(
    layers: int, heads: int, features: int, tokens: int, batch: int, dtype: torch.dtype
) -> list[Tensor]:
    """Keys and values of every layer, without memory for their entries."""
    shape = (batch, heads, tokens, features)
    return [torch.empty(shape, dtype=dtype, device="meta") for _ in range(2 * layers)]


def reference(*, L: Tensor, H_kv: Tensor, d_h: Tensor, T: Tensor, B: Tensor, s: Tensor) -> Tensor:
    dtype = {1: torch.int8, 2: torch.bfloat16, 4: torch.float32, 8: torch.float64}[int(s)]
    parts = cache(int(L), int(H_kv), int(d_h), int(T), int(B), dtype)
    return torch.tensor(sum(part.nbytes for part in parts))


def check() -> None:
    # Counted and computed: 4 layers, 3 heads of 8 features, 5 tokens, 2 sequences.
    for dtype, size in ((torch.bfloat16, 2), (torch.float8_e4m3fn, 1), (torch.int8, 1)):
        parts = cache(4, 3, 8, 5, 2, dtype)
        assert sum(part.nbytes for part in parts) == kv_cache_bytes(parts[0], 4)
        assert call(parts[0], 4) == kv_cache_bytes(parts[0], 4)
        assert parts[0].element_size() == size

    # Llama 3 8B: 128 KiB a token, 1 GiB for 8,192; eight of them half of 16 GB of weights.
    def llama(tokens: int, heads: int = 8) -> int:
        return kv_cache_bytes(cache(1, heads, 128, tokens, 1, torch.bfloat16)[0], 32)

    assert llama(1) == 128 * 2**10
    assert llama(8192) == 2**30
    assert abs(8 * llama(8192) / 16e9 - 0.5) < 0.04
    assert llama(1, heads=32) == 4 * llama(1)

    # Attention takes these shapes, and gives the last token what it gives without a cache.
    q, k, v = torch.randn(3, 2, 4, 6, 8)
    attention = torch.nn.functional.scaled_dot_product_attention
    whole = attention(q, k, v, is_causal=True)
    torch.testing.assert_close(attention(q[:, :, -1:], k, v), whole[:, :, -1:])
    grouped = attention(q, k[:, :2], v[:, :2], enable_gqa=True)
    assert grouped.shape == q.shape

    # Units; a scale of 16 bits for 32 numbers of 8.
    assert round(100 * (2**30 / 1e9 - 1)) == 7
    assert 8 + 16 / 32 == 8.5
    old, new = torch.zeros(2, 3, 5, 8), torch.zeros(2, 3, 1, 8)
    assert torch.cat([old, new], dim=2).data_ptr() != old.data_ptr()

    # The figure.
    for heads, gibibytes in ((32, 64), (8, 16), (1, 2)):
        assert llama(131_072, heads) == gibibytes * 2**30

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for heads in (8, 26):
        held = cache(32, heads, 128, 131_072, 1, torch.bfloat16)
        total = sum(t.numel() * t.element_size() for t in held)
        assert [*readout(heads).values()] == [total / 2**30, total / 131_072 / 2**10]


def readout(heads: int) -> dict[str, float]:
    """key-value heads"""
    gibibytes = 2 * 32 * heads * 128 * 131_072 * 2 / 2**30
    return {"GiB at 128k tokens": gibibytes, "KiB for each token": 2 * 32 * heads * 128 * 2 / 2**10}


def figure(heads: int = 8) -> Figure:  # 6 to 26 by 1
    """The cache grows in proportion to the key-value heads, however many queries read them."""
    context = torch.tensor([0.0, 131_072.0])
    fig, axes = plt.subplots()
    for count, color, name in (
        (32, "C1", "32 key-value heads"),
        (heads, "C0", f"{heads}"),
        (1, "C2", "1"),
    ):
        gibibytes = 2 * 32 * count * 128 * context * 2 / 2**30
        axes.plot(context, gibibytes, color=color)
        top = float(gibibytes[-1])
        axes.annotate(
            f"{name}: {top:g} GiB",
            (float(context[-1]), top),
            xytext=(-4, 5),
            textcoords="offset points",
            ha="right",
            color=color,
        )
    axes.set_xlim(0, 131_072)
    axes.set_ylim(0, 80)
    axes.set_xticks([0, 32_768, 65_536, 98_304, 131_072], ["0", "32k", "64k", "96k", "128k"])
    axes.set_xlabel("tokens of context")
    axes.set_title("KV cache in GiB", loc="left")
    return fig
