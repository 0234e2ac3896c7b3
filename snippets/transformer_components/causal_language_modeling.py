"""Causal language modeling: the mean loss of each next token."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def next_token_loss(z: Tensor, x: Tensor, real: Tensor) -> Tensor:
    """Mean over the targets that are real tokens, not padding:
    logits z (N, T, V), tokens x (N, T), real (N, T) -> ()."""
    targets = x.masked_fill(~real, -100)[:, 1:]
    return F.cross_entropy(z[:, :-1].flatten(0, 1), targets.flatten())
    # --8<-- [end:pytorch]


def call(z: Tensor, x: Tensor) -> Tensor:
    """z (N, T, V), x (N, T) in 0..V-1 -> ()"""
    return F.cross_entropy(z[:, :-1].flatten(0, 1), x[:, 1:].flatten())


def reference(*, x: Tensor, z: Tensor) -> Tensor:
    return F.cross_entropy(z, x[1:].long() - 1)


def padded(ell: Tensor, m: Tensor) -> tuple[Tensor, Tensor]:
    """Losses of all places, (N, longest), and which of them are real."""
    real = torch.arange(int(m.max())) < m[:, None]
    return ell[:, None].expand(real.shape), real


def reference_L_token(*, ell: Tensor, m: Tensor) -> Tensor:
    losses, real = padded(ell, m)
    return losses[real].mean()


def reference_L_seq(*, ell: Tensor, m: Tensor) -> Tensor:
    losses, real = padded(ell, m)
    return torch.stack([row[keep].mean() for row, keep in zip(losses, real, strict=True)]).mean()


def check() -> None:
    close = torch.testing.assert_close
    N, T, V = 3, 6, 11
    x, z = torch.randint(V, (N, T)), torch.randn(N, T, V)
    every = torch.ones(N, T, dtype=torch.bool)

    # The function shown, the call, and the sum written out.
    log_p = torch.log_softmax(z, dim=-1)
    terms = torch.stack([log_p[n, t, x[n, t + 1]] for n in range(N) for t in range(T - 1)])
    close(call(z, x), -terms.mean())
    close(next_token_loss(z, x, every), call(z, x))

    # Later tokens: a row of logits does not see them; without a mask it does.
    layer = torch.nn.MultiheadAttention(8, 2, batch_first=True)
    tokens = torch.randn(1, T, 8)
    changed = tokens.clone()
    changed[:, -1] += 1
    hidden = torch.ones(T, T).triu(1).bool()
    for mask, same in ((hidden, True), (None, False)):
        before, after = (layer(u, u, u, attn_mask=mask)[0][:, :-1] for u in (tokens, changed))
        assert torch.allclose(before, after, atol=1e-6) == same

    # Equal logits: log V; single tokens; the gradient.
    close(call(0 * z, x), torch.tensor(float(V)).log())
    close(torch.tensor(50_257.0).log(), torch.tensor(10.82), atol=5e-3, rtol=0)
    for p, loss in ((0.02, 3.91), (0.8, 0.22)):
        close(-torch.tensor(p).log(), torch.tensor(loss), atol=5e-3, rtol=0)
    slope = torch.func.grad(call)(z, x)
    expected = (torch.softmax(z, dim=-1)[:, :-1] - F.one_hot(x[:, 1:], V)) / (N * (T - 1))
    close(slope[:, :-1], expected)
    assert (slope[:, -1] == 0).all()

    # Layouts: moved, flattened, an error, and T = V, where nothing warns.
    close(F.cross_entropy(z[:, :-1].movedim(-1, 1), x[:, 1:]), call(z, x))
    try:
        F.cross_entropy(z, x)
    except RuntimeError as error:
        assert "Expected target size" in str(error)
    else:
        raise AssertionError("cross_entropy took the classes last")
    square, few = torch.randn(N, T, T), torch.randint(T, (N, T))
    wrong, right = F.cross_entropy(square, few), F.cross_entropy(square.mT, few)
    assert wrong.isfinite() and not torch.allclose(wrong, right)

    # Padding counts neither in the sum nor in T; nothing but padding: nan.
    real = every.clone()
    real[0, 4:] = False
    kept = torch.cat([log_p[n, :-1].gather(1, x[n, 1:, None])[:, 0] for n in range(N)])
    close(next_token_loss(z, x, real), -kept[real[:, 1:].flatten()].mean())
    for dtype in (torch.float32, torch.bfloat16):
        assert next_token_loss(z.to(dtype), x, ~every).isnan()

    # From hidden states and the output weights.
    h, W = torch.randn(20, 8), torch.randn(V, 8)
    y = torch.randint(V, (20,))
    close(F.linear_cross_entropy(h, W, y), F.cross_entropy(h @ W.T, y))

    # Memory of the logits; bits.
    assert 128_000 + 256 == 128_256
    assert round(torch.empty(8192, 128_256, device="meta").nbytes / 1e9, 1) == 4.2

    # Two means: over tokens, as over the sums of accumulated batches, and over sequences.
    ell, sizes = torch.tensor([1.0, 3.0]), torch.tensor([10, 90])
    close(reference_L_token(ell=ell, m=sizes), torch.tensor(2.8))
    close(reference_L_seq(ell=ell, m=sizes), torch.tensor(2.0))
    even = torch.tensor([7, 7])
    close(reference_L_token(ell=ell, m=even), reference_L_seq(ell=ell, m=even))
    parts = [(z[n : n + 1], x[n : n + 1], real[n : n + 1]) for n in range(N)]
    counts = torch.stack([keep[:, 1:].sum() for _, _, keep in parts])
    losses = torch.stack([next_token_loss(*part) for part in parts])
    close((losses * counts).sum() / counts.sum(), next_token_loss(z, x, real))
    assert not torch.allclose(losses.mean(), next_token_loss(z, x, real))

    # The figure.
    heights = -torch.tensor([0.25, 0.05, 0.1, 0.5, 0.8, 0.02]).log()
    close(heights, torch.tensor([1.39, 3.00, 2.30, 0.69, 0.22, 3.91]), atol=5e-3, rtol=0)
    close(heights.mean(), torch.tensor(1.92), atol=5e-3, rtol=0)


def figure(last: float = 0.02) -> Figure:  # 0.02 to 0.98 by 0.12
    """The loss of one token moves the mean by a sixth of its own change."""
    words = ["the", "cat", "sat", "on", "the", "mat", "."]
    losses = -torch.tensor([0.25, 0.05, 0.1, 0.5, 0.8, last]).log()
    mean = float(losses.mean())
    fig, axes = plt.subplots()
    bars = axes.bar(range(6), losses, color="C4", width=0.62)
    axes.bar_label(bars, [f"{v:.2f}" for v in losses.tolist()], padding=2)
    axes.axhline(mean, color="C0", linewidth=1.8)
    axes.annotate(
        f"mean {mean:.2f}",
        (4, mean),
        xytext=(0, 5),
        textcoords="offset points",
        ha="center",
        color="C0",
    )
    labels = [f"{words[t]}\n→ {words[t + 1]}" for t in range(6)]
    axes.set_xticks(range(6), labels)
    axes.tick_params(bottom=False)
    axes.set_ylim(0, 4.6)
    axes.set_yticks([0, 1, 2, 3, 4])
    axes.set_title("loss of each next token, −log p", loc="left")
    return fig
