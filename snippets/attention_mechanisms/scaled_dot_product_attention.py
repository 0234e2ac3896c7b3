"""Scaled dot-product attention: average values by how well keys match a query."""

from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.typing import ColorType

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def attention_weights(q: Tensor, k: Tensor) -> Tensor:
    """One row for each query, it sums to 1:
    q (..., n, d_k), k (..., m, d_k) -> (..., n, m)."""
    return torch.softmax(q @ k.mT / k.size(-1) ** 0.5, dim=-1)


def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """The formula: q (..., n, d_k), k (..., m, d_k),
    v (..., m, d_v) -> (..., n, d_v)."""
    return attention_weights(q, k) @ v
    # --8<-- [end:pytorch]


def call(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """q (..., n, d_k), k (..., m, d_k), v (..., m, d_v) -> (..., n, d_v)

    attention_weights(q, k) -> (..., n, m)
    """
    return F.scaled_dot_product_attention(q, k, v)


def reference(Q: Tensor, K: Tensor, V: Tensor) -> Tensor:
    return call(Q, K, V)


def reference_CausalAttention(Q: Tensor, K: Tensor, V: Tensor, *, s: Tensor | int) -> Tensor:
    allowed = torch.ones(len(Q), len(K), dtype=torch.bool).tril(int(s))
    return F.scaled_dot_product_attention(Q, K, V, attn_mask=allowed)


def reference_M(*, n: Tensor, m: Tensor, s: Tensor) -> Tensor:
    return torch.full((int(n), int(m)), -torch.inf).triu(int(s) + 1)


def toy_sequence() -> tuple[list[str], Tensor, Tensor]:
    """Words with queries and keys (5, 4) set by hand: article, noun, verb, pronoun."""
    words = ["the", "cat", "slept", "it", "purred"]
    k = torch.tensor(
        [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 0]],
        dtype=torch.float32,
    )
    q = torch.tensor(
        [[1, 2, 0, 0], [4, 2, 1, 0], [1, 4, 1, 2], [0, 5, 1, 2], [0, 2, 1, 5]],
        dtype=torch.float32,
    )
    return words, q, k


def check() -> None:
    from torch.nn.attention.bias import causal_lower_right  # torch alone does not load it

    q, k, v = torch.randn(2, 3, 8), torch.randn(2, 5, 8), torch.randn(2, 5, 4)
    out, weights = attention(q, k, v), attention_weights(q, k)
    assert out.shape == (2, 3, 4)
    torch.testing.assert_close(out, weights @ v)
    torch.testing.assert_close(call(q, k, v), out)
    torch.testing.assert_close(weights.sum(dim=-1), torch.ones(2, 3))
    assert (weights > 0).all()
    assert (out <= v.amax(dim=-2, keepdim=True)).all()
    assert (out >= v.amin(dim=-2, keepdim=True)).all()
    torch.testing.assert_close(F.scaled_dot_product_attention(q, k, v, scale=8**-0.5), out)

    # Without the scale it is dot-product attention, another function.
    unscaled = F.scaled_dot_product_attention(q, k, v, scale=1.0)
    torch.testing.assert_close(unscaled, torch.softmax(q @ k.mT, dim=-1) @ v)
    assert not torch.allclose(unscaled, out, atol=1e-2)

    heads = torch.stack([q, 2 * q], dim=1), torch.stack([k, k], dim=1), torch.stack([v, v], dim=1)
    torch.testing.assert_close(attention(*heads)[:, 1], attention(2 * q, k, v))

    order = torch.tensor([3, 1, 4, 0, 2])
    torch.testing.assert_close(attention(q, k[:, order], v[:, order]), out)
    torch.testing.assert_close(attention(q.flip(-2), k, v), out.flip(-2))

    # Large scores pick the value of the best key; equal scores give the mean of the values.
    sharp = F.scaled_dot_product_attention(q, k, v, scale=1e4)
    best = (q @ k.mT).argmax(dim=-1, keepdim=True)
    torch.testing.assert_close(sharp, v.gather(-2, best.expand(-1, -1, 4)))
    torch.testing.assert_close(attention(0 * q, k, v), v.mean(-2, keepdim=True).expand_as(out))

    # Independent components with mean 0 and variance 1: q·k has variance d_k.
    for d_k in (4, 8):
        signs = torch.cartesian_prod(*[torch.tensor([-1.0, 1.0])] * d_k)
        assert (signs @ signs.T).var(correction=0) == d_k

    # True means attend here, and not allowed in nn.MultiheadAttention.
    first = torch.tensor([True, False, False, False, False])
    masked = F.scaled_dot_product_attention(q, k, v, attn_mask=first.expand(3, 5))
    torch.testing.assert_close(masked, v[:, :1].expand_as(out))
    module = torch.nn.MultiheadAttention(8, 1, batch_first=True)
    _, average = module(q, k, k, key_padding_mask=first.expand(2, 5))
    assert (average[..., 0] == 0).all()
    assert (average[..., 1:] > 0).all()

    # The causal mask starts at the top left: query 0 sees key 0, query 2 keys 0 to 2 of 5.
    causal = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    lower = torch.ones(3, 5, dtype=torch.bool).tril()
    torch.testing.assert_close(causal, F.scaled_dot_product_attention(q, k, v, attn_mask=lower))
    added = torch.zeros(3, 5).masked_fill(~lower, float("-inf"))
    literal = torch.softmax(q @ k.mT / 8**0.5 + added, dim=-1) @ v
    torch.testing.assert_close(causal, literal)

    torch.testing.assert_close(causal[0], reference_CausalAttention(q[0], k[0], v[0], s=0))
    # One query after a cache of five keys sees the first only; the bottom right corner sees all.
    last = q[:, -1:]
    decoded = F.scaled_dot_product_attention(last, k, v, is_causal=True)
    torch.testing.assert_close(decoded, v[:, :1])
    for n in (1, 3, 5):
        corner = causal_lower_right(n, 5)
        some = torch.randn(n, 8)
        ended = F.scaled_dot_product_attention(some, k[0], v[0], attn_mask=corner)
        torch.testing.assert_close(ended, reference_CausalAttention(some, k[0], v[0], s=5 - n))
    squared = F.scaled_dot_product_attention(some, k[0], v[0], is_causal=True)
    torch.testing.assert_close(squared, ended)

    # Initial weights on inputs of variance 1: the scaled scores vary less than 1.
    width, d_k = 512, 64
    x, y = torch.randn(2, 400, width)
    for_query, for_key = torch.nn.Linear(width, d_k), torch.nn.Linear(width, d_k)
    spread = (for_query(x) @ for_key(y).T / d_k**0.5).var()
    torch.testing.assert_close(spread, torch.tensor(0.11), atol=0.02, rtol=0)
    weight = torch.nn.MultiheadAttention(width, width // d_k).in_proj_weight
    projected = x @ weight[:d_k].T, y @ weight[width : width + d_k].T
    spread = (projected[0] @ projected[1].T / d_k**0.5).var()
    torch.testing.assert_close(spread, torch.tensor(0.25), atol=0.04, rtol=0)
    apart = torch.nn.MultiheadAttention(width, width // d_k, vdim=width // 2)
    assert apart.in_proj_weight is None  # each has a matrix, and an initialization, of its own

    # Grouped queries: four heads of queries, two of keys and values.
    few = torch.randn(1, 2, 5, 8), torch.randn(1, 2, 5, 4)
    many = few[0].repeat_interleave(2, dim=1), few[1].repeat_interleave(2, dim=1)
    grouped = torch.randn(1, 4, 3, 8)
    torch.testing.assert_close(
        F.scaled_dot_product_attention(grouped, *few, enable_gqa=True), attention(grouped, *many)
    )

    # dropout_p knows no train or eval mode.
    dropped = F.scaled_dot_product_attention(q, k, v, dropout_p=0.9)
    assert not torch.allclose(dropped, out)

    none = torch.zeros(3, 5, dtype=torch.bool)
    assert (F.scaled_dot_product_attention(q, k, v, attn_mask=none) == 0).all()
    assert torch.softmax(torch.full((5,), float("-inf")), dim=-1).isnan().all()
    for training in (True, False):
        module.train(training)
        empty, _ = module(q, k, k, key_padding_mask=torch.ones(2, 5, dtype=torch.bool))
        assert empty.isnan().all()
    module, every = torch.nn.MultiheadAttention(8, 2, batch_first=True), torch.ones(2, 5).bool()
    for training, gradients in ((True, True), (True, False), (False, True), (False, False)):
        module.train(training)
        with torch.set_grad_enabled(gradients):
            empty, _ = module(k, k, k, key_padding_mask=every, need_weights=False)
        assert bool(empty.isnan().all()) == (not training and not gradients)
        assert empty.isnan().all() or torch.allclose(empty, module.out_proj.bias)

    _, toy_q, toy_k = toy_sequence()
    toy = attention_weights(toy_q, toy_k)
    assert toy.argmax(dim=-1).tolist() == [1, 0, 1, 1, 3]
    torch.testing.assert_close(toy[3, 1], torch.tensor(0.63), atol=5e-3, rtol=0)

    # The numbers beside the slider.
    _, q, k = toy_sequence()
    values = torch.eye(5)
    for scale in (0.0, 1.0, 4.0):
        weights = F.scaled_dot_product_attention(q, k, values, scale=scale / 2)
        shown = torch.tensor([*readout(scale).values()])
        torch.testing.assert_close(shown, torch.stack([weights[3, 1], weights.max()]))


def readout(scale: float) -> dict[str, float]:
    """scores multiplied by {}"""
    _, q, k = toy_sequence()
    weights = torch.softmax(scale * (q @ k.mT) / k.size(-1) ** 0.5, dim=-1)
    return {"weight of “it” on “cat”": float(weights[3, 1]), "largest weight": float(weights.max())}


def figure(scale: float = 1.0) -> Figure:  # 0 to 7 by 0.25
    """Larger scores, as those without the root of d_k, leave each query with one key."""
    words, q, k = toy_sequence()
    weights = torch.softmax(scale * attention_weights(q, k).log(), dim=-1)
    fig, axes = plt.subplots(figsize=(5.2, 3.4))
    edges = torch.arange(6) - 0.5
    axes.pcolormesh(edges, edges, weights, vmin=0, vmax=1, edgecolors="face", linewidth=0.5)
    axes.invert_yaxis()

    def brightness(color: ColorType) -> float:
        red, green, blue = to_rgb(color)
        return 0.3 * red + 0.6 * green + 0.1 * blue

    cell = plt.get_cmap()
    inks = sorted((plt.rcParams["text.color"], plt.rcParams["axes.facecolor"]), key=brightness)
    for i, row in enumerate(weights.tolist()):
        for j, weight in enumerate(row):
            ink = inks[0] if brightness(cell(weight)) > 0.45 else inks[1]
            axes.text(j, i, f"{weight:.2f}", ha="center", va="center", color=ink)
        axes.text(4.7, i, "sum 1", va="center", color="C4")
    axes.set_xticks(range(5), words)
    axes.set_yticks(range(5), words)
    axes.set_xlabel("keys", color="C4", labelpad=9)
    axes.set_ylabel("queries", color="C4", labelpad=9)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return fig
