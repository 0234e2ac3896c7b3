"""Causal mask: minus infinity on the scores of later keys."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def causal_weights(scores: Tensor, s: int = 0) -> Tensor:
    """Query i sees keys 1 to i + s: (..., n, m) -> (..., n, m).
    s = 0 is the top left corner, s = m - n the bottom right."""
    shown = torch.ones_like(scores, dtype=torch.bool).tril(s)
    hidden = scores.masked_fill(~shown, -torch.inf)
    return torch.softmax(hidden, dim=-1)
    # --8<-- [end:pytorch]


def call(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """q (..., n, d_k), k (..., m, d_k), v (..., m, d_v) -> (..., n, d_v)"""
    return F.scaled_dot_product_attention(q, k, v, is_causal=True)


def weights_of(scores: Tensor, attn_mask: Tensor | None) -> Tensor:
    """PyTorch's weights: with the identity as keys and values, queries are scores."""
    eye = torch.eye(scores.size(-1), dtype=scores.dtype)
    causal = attn_mask is None
    return F.scaled_dot_product_attention(
        scores, eye, eye, attn_mask=attn_mask, is_causal=causal, scale=1.0
    )


def reference(*, S: Tensor) -> dict[str, Tensor]:
    n, m = S.shape
    square = torch.nn.Transformer.generate_square_subsequent_mask(max(n, m), dtype=S.dtype)
    return {"P": weights_of(S, None), "M": square[:n, :m]}


def reference_R(*, Z: Tensor) -> Tensor:
    from torch.nn.attention.bias import causal_lower_right  # torch alone does not load it

    return weights_of(Z, causal_lower_right(*Z.shape))


def reference_L(*, Z: Tensor) -> Tensor:
    n, m = Z.shape
    square = torch.nn.Transformer.generate_square_subsequent_mask(m, dtype=Z.dtype)
    return square[m - n :]


def check() -> None:
    close = torch.testing.assert_close

    # The function shown gives PyTorch's weights, with more keys or more queries.
    for n, m in ((4, 4), (3, 5), (5, 3)):
        scores = torch.randn(2, n, m)
        close(causal_weights(scores), weights_of(scores, None))
        q, k, v = torch.randn(2, n, 8), torch.randn(2, m, 8), torch.randn(2, m, 6)
        out = call(q, k, v)
        close(out, causal_weights(q @ k.mT / 8**0.5) @ v)
        close(out[:, 0], v[:, 0])
    late = torch.randn(3, 5)
    close(causal_weights(late, 2), reference_R(Z=late))
    close(causal_weights(late, 2).count_nonzero(dim=-1), torch.tensor([3, 4, 5]))
    close(causal_weights(late).count_nonzero(dim=-1), torch.tensor([1, 2, 3]))

    # Later tokens change nothing before them, unless they are nan or infinite.
    x = torch.randn(1, 6, 8)
    out = call(x, x, x)
    other = torch.cat([x[:, :4], torch.randn(1, 2, 8)], dim=1)
    close(call(other, other, other)[:, :4], out[:, :4])
    assert not torch.allclose(call(other, other, other)[:, 4:], out[:, 4:])
    for broken in (torch.nan, torch.inf):
        values = x.clone()
        values[:, 5] = broken
        assert call(x, x, values)[:, :5].isnan().all()
    n = 6
    assert int(torch.ones(n, n).tril().sum()) == n * (n + 1) / 2

    # Zeros after the softmax: less than 1, by what the future would have got.
    scores = torch.randn(n, n)
    weights = torch.softmax(scores, dim=-1)
    after = weights.tril()
    close(after.sum(dim=-1), 1 - weights.triu(1).sum(dim=-1))
    assert (after.sum(dim=-1)[:-1] < 1).all()
    close(after / after.sum(dim=-1, keepdim=True), causal_weights(scores))

    # True: to be seen in the function, hidden in the module.
    seen = torch.ones(n, n, dtype=torch.bool).tril()
    close(F.scaled_dot_product_attention(x, x, x, attn_mask=seen), out)
    added = torch.nn.Transformer.generate_square_subsequent_mask(n)
    assert added[0, 1] == -torch.inf and added[1, 0] == added[0, 0] == 0
    close(F.scaled_dot_product_attention(x, x, x, attn_mask=added), out)
    module = torch.nn.MultiheadAttention(8, 2, batch_first=True)
    right, by_head = module(x, x, x, attn_mask=~seen, average_attn_weights=False)
    assert (by_head.triu(1) == 0).all()
    close(module(x, x, x, attn_mask=added)[0], right)
    wrong, by_head = module(x, x, x, attn_mask=seen, average_attn_weights=False)
    assert wrong[:, -1].isnan().all() and wrong[:, :-1].isfinite().all()
    assert (by_head[..., :-1, :].tril() == 0).all()

    torch.nn.init.ones_(module.out_proj.bias)
    without, _ = module(x, x, x, attn_mask=seen, need_weights=False)
    assert (without[:, -1] == 1).all()
    module.eval()
    assert (module(x, x, x, attn_mask=seen, need_weights=False)[0][:, -1] == 1).all()
    with torch.no_grad():
        fast, _ = module(x, x, x, attn_mask=seen, need_weights=False)
        assert fast[:, -1].isnan().all()

        # is_causal alone on the fast path: no error, and the future is seen.
        free, by_head = module(x, x, x, is_causal=True, average_attn_weights=False)
        assert (by_head > 0).all()
        close(free, module(x, x, x)[0])
    module.train()
    right, free = module(x, x, x, attn_mask=added)[0], module(x, x, x)[0]

    # A mask and is_causal: an error or both; a hint without a mask; which of both counts.
    odd = torch.ones(n, n, dtype=torch.bool)
    odd[:, 1] = False
    images = x[:, None]
    two = F.scaled_dot_product_attention(images, images, images, odd, is_causal=True)
    close(two, F.scaled_dot_product_attention(images, images, images, odd & seen))
    tries = (
        (
            lambda: F.scaled_dot_product_attention(x, x, x, seen, is_causal=True),
            "should not be set",
        ),
        (
            lambda: F.scaled_dot_product_attention(
                images, images, images, seen, dropout_p=0.1, is_causal=True
            ),
            "should not be set",
        ),
        (lambda: module(x, x, x, is_causal=True), "Need attn_mask"),
        (lambda: module(x, x, x, is_causal=True, need_weights=False), "Need attn_mask"),
    )
    for attempt, words in tries:
        try:
            attempt()
        except RuntimeError as error:
            assert words in str(error)
        else:
            raise AssertionError("is_causal was taken")
    open_mask, padding = torch.zeros(n, n), torch.zeros(1, n)
    for need_weights, padded, expected in (
        (False, None, right),
        (False, padding, free),
        (True, None, free),
    ):
        hinted, _ = module(
            *(x, x, x, padded),
            attn_mask=open_mask,
            is_causal=True,
            need_weights=need_weights,
        )
        close(hinted, expected)

    # A large number in place of infinity, and a product in place of masked_fill.
    try:
        torch.zeros(2, dtype=torch.float16).masked_fill(torch.tensor([True, False]), -1e9)
    except RuntimeError as error:
        assert "overflow" in str(error)
    else:
        raise AssertionError("float16 holds -1e9")
    logits = torch.randn(4)
    close(torch.softmax(logits - 1e9, dim=-1), torch.full((4,), 0.25))
    exact = logits.double()
    close(torch.softmax(exact - 1e9, dim=-1), torch.softmax(exact, dim=-1), rtol=1e-5, atol=0)
    assert torch.softmax(logits - torch.inf, dim=-1).isnan().all()
    assert not F.scaled_dot_product_attention(x, x, x, torch.full((n, n), -torch.inf)).any()
    assert (torch.ones(2, 2).triu(1) * -torch.inf)[1, 0].isnan()

    # One query after a cache.
    q, k = torch.randn(1, 1, 8), torch.randn(1, 5, 8)
    close(call(q, k, k), k[:, :1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        close(weights_of(late[:1], None), F.one_hot(torch.tensor([0]), 5).float())
    close(reference_R(Z=late[:1]), torch.softmax(late[:1], dim=-1))


def figure(s: int = 2) -> Figure:  # 0 to 5 by 1
    """The more keys s lie before the queries, the further the two masks are apart."""
    n = 3
    fig, panels = plt.subplots(1, 2, figsize=(5.2, 2.3), sharey=True)
    corners = ((0, "top left, is_causal"), (s, "bottom right, with a cache"))
    for axes, (offset, title) in zip(panels, corners, strict=True):
        shown = torch.ones(n, n + s).tril(offset)
        axes.imshow(0.75 * shown.numpy(), vmin=0, vmax=1, interpolation="nearest")
        for i, row in enumerate(shown.tolist()):
            for j, seen in enumerate(row):
                told, color = ("0", "white") if seen else ("−∞", plt.rcParams["text.color"])
                axes.text(j, i, told, ha="center", va="center", color=color)
        axes.set_title(title)
        axes.set_xticks(range(n + s), [f"{j + 1}" for j in range(n + s)])
        axes.set_yticks(range(n), [f"query {i + 1}" for i in range(n)])
        axes.set_xlabel("keys", color="C4")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
    return fig
