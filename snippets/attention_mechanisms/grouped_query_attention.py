"""Grouped-query attention: query heads share heads of keys and values."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def grouped(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Any G that divides H: q (N, H, n, d_k), k (N, G, m, d_k),
    v (N, G, m, d_v) -> (N, H, n, d_v)."""
    r = q.size(1) // k.size(1)
    keys = k.repeat_interleave(r, dim=1)
    values = v.repeat_interleave(r, dim=1)
    return F.scaled_dot_product_attention(q, keys, values)


def pooled(w: Tensor, heads: int, groups: int) -> Tensor:
    """Heads of a key or value projection, their mean in each group:
    w (heads d_k, d) -> (groups d_k, d)."""
    parts = w.unflatten(0, (groups, heads // groups, -1))
    return parts.mean(dim=1).flatten(0, 1)
    # --8<-- [end:pytorch]


def call(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """q (..., G * r, n, d_k), k (..., G, m, d_k), v (..., G, m, d_v) -> (..., G * r, n, d_v)"""
    return F.scaled_dot_product_attention(q, k, v, enable_gqa=True)


def given(Q: Tensor, K: Tensor, V: Tensor) -> dict[str, Tensor]:
    """The outputs of all heads."""
    return {"O": call(Q, K, V)}


def weights_of(d: int, d_h: int, heads: int, groups: int) -> int:
    """How many weights the four projections of PyTorch's layers hold."""
    sizes = [(d, heads * d_h), (d, groups * d_h), (d, groups * d_h), (heads * d_h, d)]
    layers = [torch.nn.Linear(*size, bias=False, device="meta") for size in sizes]
    return sum(layer.weight.numel() for layer in layers)


def reference_N(*, d: Tensor, d_h: Tensor, H: Tensor, G: Tensor) -> Tensor:
    return torch.tensor(weights_of(int(d), int(d_h), int(H), int(G)))


def refused(q: Tensor, k: Tensor, v: Tensor, *, enable_gqa: bool) -> str:
    """The error that attention raises; nothing where it raises none."""
    try:
        F.scaled_dot_product_attention(q, k, v, enable_gqa=enable_gqa)
    except RuntimeError as error:
        return str(error)
    return ""


def check() -> None:
    close = torch.testing.assert_close
    H, G, n, m, d_k = 8, 2, 5, 6, 4
    q, k, v = torch.randn(2, H, n, d_k), torch.randn(2, G, m, d_k), torch.randn(2, G, m, 3)

    # The function shown is PyTorch's; with one or all heads it is MQA and multi-head attention.
    out = call(q, k, v)
    close(grouped(q, k, v), out)
    close(call(q, k[:, :1], v[:, :1]), F.scaled_dot_product_attention(q, k[:, :1], v[:, :1]))
    close(call(q, q, q), F.scaled_dot_product_attention(q, q, q))
    for h in range(H):
        g = -(-(h + 1) * G // H) - 1  # counted from 0
        close(F.scaled_dot_product_attention(q[:, h], k[:, g], v[:, g]), out[:, h])

    # Other numbers of heads.
    assert "must match" in refused(q, k, v, enable_gqa=False)
    three = torch.randn(2, 3, m, d_k)
    assert "must divide" in refused(q, three, three, enable_gqa=True)
    four = torch.randn(2, 4, m, 3)
    close(call(q, k, four), grouped(q, k.repeat_interleave(2, dim=1), four))
    repeated = F.scaled_dot_product_attention(q, k.repeat(1, 4, 1, 1), v.repeat(1, 4, 1, 1))
    assert not torch.allclose(repeated, out, atol=1e-2)

    # Within a group heads differ, and may change places; not across groups.
    assert not torch.allclose(out[:, 0], out[:, 1], atol=1e-2)
    order = [1, 3, 0, 2, 4, 5, 6, 7]
    close(call(q[:, order], k, v), out[:, order])
    order = [4, 1, 2, 3, 0, 5, 6, 7]
    assert not torch.allclose(call(q[:, order], k, v), out[:, order], atol=1e-2)

    # The cache: G / H of that of all heads.
    assert H * k.numel() == G * grouped_keys(k, H).numel()

    # Pooling: equal heads stay; the mean of each group otherwise.
    w = torch.randn(H * d_k, 7)
    means = pooled(w, H, G).unflatten(0, (G, d_k))
    for g in range(G):
        close(means[g], sum(w[d_k * h : d_k * (h + 1)] for h in range(4 * g, 4 * g + 4)) / 4)
    x = torch.randn(m, 7)
    tied = means.repeat_interleave(H // G, dim=0)  # multi-head attention, equal within groups
    queries = torch.randn(H, n, d_k)
    whole = F.scaled_dot_product_attention(queries, x @ tied.mT, x @ tied.mT)
    close(call(queries, x @ means.mT, x @ means.mT), whole)

    # Llama 3 8B: 41.9 instead of 67.1 million; nn.MultiheadAttention has all heads.
    assert round(weights_of(4096, 128, 32, 8) / 1e6, 1) == 41.9
    assert round(weights_of(4096, 128, 32, 32) / 1e6, 1) == 67.1
    module = torch.nn.MultiheadAttention(12, 3, bias=False)
    assert sum(p.numel() for p in module.parameters()) == weights_of(12, 4, 3, 3)


def grouped_keys(k: Tensor, heads: int) -> Tensor:
    """The keys that attention with all heads keeps."""
    return k.repeat_interleave(heads // k.size(1), dim=1)


def figure(groups: int = 2) -> Figure:  # 2 to 4 by 2
    """The fewer groups, the more query heads share one head of keys and values."""
    heads = 8
    names = ("multi-head", "grouped-query", "multi-query")
    fig, panels = plt.subplots(1, 3, figsize=(5.2, 2.2), sharey=True)
    for axes, name, count in zip(panels, names, (heads, groups, 1), strict=True):
        size = heads / count
        for h in range(heads):
            g = h // int(size)
            below = (g + 0.5) * size - 0.5
            axes.plot([h, below], [1, 0], color="C4", linewidth=1)
        middles = [(g + 0.5) * size - 0.5 for g in range(count)]
        axes.plot(range(heads), [1] * heads, "o", color="C0", markersize=7)
        axes.plot(middles, [0] * count, "s", color="C1", markersize=7)
        axes.set_title(f"{name}: {count}")
        axes.set_xlim(-0.7, heads - 0.3)
        axes.set_ylim(-0.3, 1.3)
        axes.set_xticks([])
        axes.set_yticks([0, 1], ["keys,\nvalues", "queries"])
        axes.tick_params(left=False)
        axes.spines[["left", "bottom"]].set_visible(False)
    return fig
