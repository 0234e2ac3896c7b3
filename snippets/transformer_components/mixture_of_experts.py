"""Mixture of experts: each token passes the few networks that a router chooses."""

from collections.abc import Callable

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor, nn


def moe(x: Tensor, W: Tensor, k: int, nets: nn.ModuleList) -> Tensor:
    """E networks (n, d) -> (n, d): x (N, d), W (E, d) -> (N, d)."""
    logits, chosen = (x @ W.T).topk(k, dim=-1)
    weights = logits.softmax(dim=-1)
    y = torch.zeros_like(x)
    for i, net in enumerate(nets):
        token, rank = torch.where(chosen == i)
        out = weights[token, rank, None] * net(x[token])
        y.index_add_(0, token, out)
    return y
    # --8<-- [end:pytorch]


def call(z: Tensor, k: int = 2) -> Tensor:
    """z (..., E) -> (..., E)"""
    return torch.softmax(z.masked_fill(z < z.topk(k).values[..., -1:], -torch.inf), dim=-1)


def reference(*, x: Tensor, W: Tensor, e: Tensor, k: Tensor) -> Tensor:
    return call(nn.functional.linear(x, W), int(k)) @ e


def reference_g(*, z: Tensor, k: Tensor) -> Tensor:
    return call(z, int(k))


def reference_z(*, x: Tensor, W: Tensor) -> Tensor:
    return nn.functional.linear(x, W)


def reference_y_all(*, z: Tensor, e: Tensor, k: Tensor) -> Tensor:
    last = z.topk(int(k)).values[-1]
    return torch.distributions.Categorical(logits=z).probs.where(z >= last, 0) @ e


def gates(z: Tensor, k: int) -> Tensor:
    """Weights of all experts, 0 where not chosen: (..., E) -> (..., E)."""
    best = z.topk(k, dim=-1)
    weights = best.values.softmax(dim=-1)
    return torch.zeros_like(z).scatter(-1, best.indices, weights)


def kept(z: Tensor, k: int) -> Tensor:
    """The same by the other convention, softmax first: (..., E) -> (..., E)."""
    best = z.softmax(dim=-1).topk(k, dim=-1)
    return torch.zeros_like(z).scatter(-1, best.indices, best.values)


def check() -> None:
    close = torch.testing.assert_close
    N, d, E, k = 7, 8, 6, 2
    x, W = torch.randn(N, d), torch.randn(E, d)
    experts = nn.ModuleList(
        nn.Sequential(nn.Linear(d, 5), nn.ReLU(), nn.Linear(5, d)) for _ in range(E)
    ).requires_grad_(False)

    # The function shown is the sum over all experts, of which it computes k for each token.
    e = torch.stack([expert(x) for expert in experts], dim=1)
    z = x @ W.T
    y = moe(x, W, k, experts)
    close(y, torch.einsum("be,bem->bm", gates(z, k), e))
    close(call(z), gates(z, k))
    close(call(z[None], 3), gates(z, 3)[None])
    passed = []
    for expert in experts:
        expert.register_forward_hook(lambda _, args, out: passed.append(len(out)))
    moe(x, W, k, experts)
    assert sum(passed) == N * k < N * E

    # Weights sum to 1; a shift of all logits changes neither convention.
    close(gates(z, k).sum(dim=-1), torch.ones(N))
    for weights in (gates, kept):
        close(weights(z + 3, k), weights(z, k))

    # Mixtral: 32 layers, 8 experts of three matrices, two for each token.
    one = 3 * 4096 * 14336 * 32
    assert round(8 * one / 1e9, 1) == 45.1 and round(2 * one / 1e9, 1) == 11.3

    # Gradients: none with one expert; to the chosen logits only; to all with the softmax first.
    row, outputs = z[0], e[0]

    def slope(weights: Callable[[Tensor, int], Tensor], k: int) -> Tensor:
        return torch.func.grad(lambda z: (weights(z, k) @ outputs).sum())(row)

    close(slope(gates, 1), torch.zeros(E))
    assert ((slope(gates, 3) != 0) == (gates(row, 3) > 0)).all()
    assert (slope(kept, 1) != 0).all() and (slope(kept, 3) != 0).all()

    # At rank k the output jumps.
    near = torch.tensor([2.0, 1.0, 1.0, -1.0, 0.0, 0.5])
    above, below = near.clone(), near.clone()
    above[1] += 1e-4
    below[1] -= 1e-4
    jump = gates(above, 2) @ outputs - gates(below, 2) @ outputs
    close(jump, gates(near, 2)[1:3].sum() * (outputs[1] - outputs[2]), atol=1e-2, rtol=1e-2)
    assert jump.abs().max() > 0.01

    # Both conventions: the same experts, divided by the sum; a quarter for nearly equal logits.
    assert ((kept(z, k) > 0) == (gates(z, k) > 0)).all()
    close(kept(z, k) / kept(z, k).sum(dim=-1, keepdim=True), gates(z, k))
    close(kept(z, E), gates(z, E))
    close(kept(torch.arange(8) * 1e-6, 2).sum(), torch.tensor(0.25), atol=1e-4, rtol=0)
    far = torch.tensor([0.0, 1.0, 200.0])  # both small probabilities are 0, so rank 2 is lost
    assert far.topk(2).indices.tolist() == [2, 1] and far.softmax(dim=0)[:2].tolist() == [0, 0]

    # Ties, in bfloat16 for example: exactly k.
    tied = torch.tensor([1.0, 1.001, 1.002, 0.0]).bfloat16()
    assert (tied >= tied.topk(2).values[-1]).sum() == 3 and tied.topk(2).indices.numel() == 2

    # All experts at once, for a matrix each.
    best, chosen = z.topk(k, dim=-1)
    order = chosen.flatten().argsort(stable=True)
    ends = torch.bincount(chosen.flatten(), minlength=E).cumsum(0).to(torch.int32)
    square = torch.randn(E, d, d)
    tokens = x.repeat_interleave(k, dim=0)[order]
    for dtype in (torch.float32, torch.bfloat16):
        out = nn.functional.grouped_mm(tokens.to(dtype), square.to(dtype), offs=ends).float()
        scaled = best.softmax(dim=-1).flatten()[order, None] * out
        together = torch.zeros(N, d).index_add(0, order // k, scaled)
        apart = torch.einsum("be,bi,eio->bo", gates(z, k), x, square)
        tolerance = 1e-5 if dtype == torch.float32 else 0.2
        close(together, apart, atol=tolerance, rtol=tolerance)
    view = torch.zeros(len(tokens), 8).bfloat16()[:, :4]  # rows of 8 bytes, 16 apart
    turned = torch.zeros(len(square), 8, 4).bfloat16().mT.contiguous().mT
    assert nn.functional.grouped_mm(view, turned[:, :4], offs=ends).shape == (len(tokens), 4)
    short = tokens[:, :4].bfloat16().contiguous(), square[:, :4].bfloat16().contiguous()
    assert short[0].shape[1] * 2 < 16 == tokens.shape[1] * 2
    for wrong, told in (((tokens.double(), square.double()), "Double"), (short, "16 bytes")):
        try:
            nn.functional.grouped_mm(*wrong, offs=ends)
        except RuntimeError as error:
            assert told in str(error)
        else:
            raise AssertionError(f"grouped_mm took {told}")

    # The figure.
    first = gates(routed(), 2)[0]
    assert first.topk(2).indices.tolist() == [1, 3]
    close(first.topk(2).values, torch.tensor([0.75, 0.25]), atol=5e-3, rtol=0)


def routed() -> Tensor:
    """Logits of five tokens for six experts, (5, 6)."""
    return torch.randn(5, 6, generator=torch.Generator().manual_seed(4))


def figure(k: int = 2) -> Figure:  # 1 to 6 by 1
    """The larger k, the more experts each token passes; every row sums to 1."""
    weights = gates(routed(), k)
    fig, axes = plt.subplots(figsize=(4.8, 3.1))
    axes.set_xlim(0.5, 6.5)
    axes.set_ylim(5.5, 0.5)
    for token in range(5):
        for expert in range(6):
            g = float(weights[token, expert])
            color = "C0" if g > 0 else "C4"
            axes.bar(expert + 1, 0.92, 0.92, token + 0.54, color=color, alpha=0.15 + 0.6 * g)
            if g > 0:
                axes.text(expert + 1, token + 1, f"{g:.2f}", ha="center", va="center")
    axes.set_xticks(range(1, 7), [str(i) for i in range(1, 7)])
    axes.set_yticks(range(1, 6), [str(i) for i in range(1, 6)])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel("expert")
    axes.set_ylabel("token")
    axes.set_title(f"weights of each token's best experts, k = {k}", loc="left")
    return fig
