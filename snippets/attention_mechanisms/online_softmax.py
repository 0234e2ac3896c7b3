"""Online softmax: attention block by block, with a running maximum and sum."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def attention(q: Tensor, k: Tensor, v: Tensor, c: int) -> Tensor:
    """Blocks of c keys: q (n, d), k (m, d), v (m, d_v) -> (n, d_v)."""
    top = q.new_full((len(q), 1), -torch.inf)
    total, out = q.new_zeros(len(q), 1), q.new_zeros(1)
    for keys, values in zip(k.split(c), v.split(c), strict=True):
        s = q @ keys.mT / q.size(-1) ** 0.5
        top, old = top.maximum(s.amax(dim=-1, keepdim=True)), top
        old, w = torch.exp(old - top), torch.exp(s - top)
        total = old * total + w.sum(dim=-1, keepdim=True)
        out = old * out + w @ values
    return out / total
    # --8<-- [end:pytorch]


def call(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """q (..., n, d), k (..., m, d), v (..., m, d_v) -> (..., n, d_v)"""
    return torch.nn.functional.scaled_dot_product_attention(q, k, v)


def reference(
    *, m_1: Tensor, m_2: Tensor, ell_1: Tensor, ell_2: Tensor, o_1: Tensor, o_2: Tensor
) -> dict[str, Tensor]:
    tops, totals = torch.stack([m_1, m_2]), torch.stack([ell_1, ell_2])
    logs = tops + totals.log()
    out = torch.softmax(logs, dim=0) @ torch.stack([o_1, o_2])
    ell = (torch.logsumexp(logs, dim=0) - tops.amax()).exp()
    return {"m": tops.amax(), "ell": ell, "o": out}


def reference_o_tilde(
    *, m_1: Tensor, m_2: Tensor, o_tilde_1: Tensor, o_tilde_2: Tensor
) -> dict[str, Tensor]:
    tops = torch.stack([m_1, m_2])
    weights = torch.softmax(tops, dim=0)
    scaled = weights / weights.amax()
    return {"o_tilde": scaled @ torch.stack([o_tilde_1, o_tilde_2]), "m": tops.amax()}


def reference_lambda_(*, lambda_1: Tensor, lambda_2: Tensor) -> Tensor:
    return torch.logaddexp(lambda_1, lambda_2)


def reference_y(*, lambda_1: Tensor, lambda_2: Tensor, y_1: Tensor, y_2: Tensor) -> Tensor:
    return torch.softmax(torch.stack([lambda_1, lambda_2]), dim=0) @ torch.stack([y_1, y_2])


def check() -> None:
    close = torch.testing.assert_close
    q, k, v = torch.randn(5, 8), 3 * torch.randn(12, 8), torch.randn(12, 6)

    # Exact for any blocks, in any order, also where exponentials of scores would overflow.
    whole = call(q, k, v)
    for size in (1, 4, 5, 12):
        close(attention(q, k, v, size), whole)
    for dtype, accuracy in ((torch.float64, 1e-12), (torch.float16, 0.02), (torch.bfloat16, 0.1)):
        a, b, c = (x.to(dtype) for x in (q, k, v))
        close(attention(a, b, c, 4), call(a, b, c), rtol=accuracy, atol=accuracy)
    order = torch.randperm(12)
    close(attention(q, k[order], v[order], 4), whole)
    large = 100 * k
    assert (q @ large.mT).exp().isinf().any()
    close(attention(q, large, v, 4), call(q, large, v), rtol=1e-4, atol=1e-4)

    # The sum is at most the number of keys, which float16 may not hold.
    ones = torch.zeros(70_000, dtype=torch.float16).exp()
    assert ones.sum().isinf() and ones.float().sum() == 70_000
    assert torch.finfo(torch.float16).max == 65_504

    # The sizes: 4 MiB instead of 256.
    assert 8192 * 128 * 4 == 4 * 2**20 and 8192 * 8192 * 4 == 256 * 2**20

    # The log-sum-exp that a kernel returns joins finished results, here of three parts.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not compiled, as in production
        parts = [flex(q, keys, values) for keys, values in zip(k.split(4), v.split(4), strict=True)]
        _, together = flex(q, k, v)
    logs = torch.stack([log for _, log in parts])
    close(torch.logsumexp(logs, dim=0), together)
    outs = torch.stack([out for out, _ in parts])
    close((torch.softmax(logs, dim=0)[..., None] * outs).sum(dim=0), whole)
    scores = q @ k.mT / 8**0.5
    close(together, torch.logsumexp(scores, dim=-1))
    top = scores.amax(dim=-1, keepdim=True)
    close(together, top[:, 0] + (scores - top).exp().sum(dim=-1).log())

    # A masked block: infinity minus infinity.
    hidden = torch.full((3,), -torch.inf)
    assert (hidden - hidden.amax()).exp().isnan().all()
    assert (hidden - 0).exp().equal(torch.zeros(3))

    # The figure.
    tops, totals = running(4)
    close(torch.tensor(tops), torch.tensor([1.2, 2.0, 3.1, 3.1]))
    close(torch.tensor(totals), torch.tensor([2.0, 2.4, 2.0, 2.7]), atol=0.05, rtol=0)


def flex(q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """PyTorch's result and log-sum-exp: q (n, d), k (m, d), v (m, d_v) -> (n, d_v), (n,)."""
    # Here, for it takes seconds to load what could compile it.
    from torch.nn.attention.flex_attention import AuxRequest, flex_attention

    out, more = flex_attention(
        q[None, None], k[None, None], v[None, None], return_aux=AuxRequest(lse=True)
    )
    assert more.lse is not None
    return out[0, 0], more.lse[0, 0]


def example() -> Tensor:
    """The scores of the figure, (16,)."""
    first, second = [0.5, -1.0, 1.2, 0.3, 0.1, 2.0, -0.5, 0.8], [3.1, 0.2, -0.3, 1.0]
    return torch.tensor([*first, *second, 0.4, 1.5, -1.2, 2.2])


def running(size: int) -> tuple[list[float], list[float]]:
    """Maximum and sum behind each block."""
    scores = example()
    tops, totals = [], []
    for end in range(size, len(scores) + 1, size):
        seen = scores[:end]
        tops.append(float(seen.amax()))
        totals.append(float((seen - seen.amax()).exp().sum()))
    return tops, totals


def figure(size: int = 4) -> Figure:  # 2 to 8 by 2
    """Blocks of another size have other running maxima, and the same last one and last sum."""
    scores = example()
    tops, totals = running(size)
    fig, axes = plt.subplots()
    axes.plot(range(16), scores, "o", color="C4")
    for number, (top, total) in enumerate(zip(tops, totals, strict=True)):
        start, end = number * size - 0.5, (number + 1) * size - 0.5
        axes.plot([start, end], [top, top], color="C0")
        axes.axvline(end, color=plt.rcParams["grid.color"], linewidth=0.8)
        axes.annotate(
            rf"$\ell = {total:.1f}$" if size > 2 else f"{total:.1f}",
            ((start + end) / 2, top),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center",
            color="C0",
        )
    axes.text(15.4, 2.45, "score", color="C4", ha="right")
    axes.set_xlim(-0.6, 15.6)
    axes.set_ylim(-1.6, 3.9)
    axes.set_xticks([])
    axes.set_yticks([-1, 0, 1, 2, 3], ["−1", "0", "1", "2", "3"])
    axes.set_xlabel(f"keys, in blocks of {size}")
    axes.set_title("running maximum $m$", loc="left", color="C0")
    return fig
