"""Perplexity: the mean loss per token as a number of choices."""

import math

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def perplexity(logits: Tensor, tokens: Tensor) -> Tensor:
    """Of each token but the first, padding at the end is -100:
    logits (B, T, K), tokens (B, T) -> ()."""
    z, y = logits[:, :-1], tokens[:, 1:]
    return F.cross_entropy(z.flatten(0, 1), y.flatten()).exp()


def of_batches(losses: Tensor, tokens: Tensor) -> Tensor:
    """From the mean loss of each batch and its tokens scored:
    losses (M,), tokens (M,) -> ()."""
    return ((losses * tokens).sum() / tokens.sum()).exp()
    # --8<-- [end:pytorch]


def call(z: Tensor, y: Tensor) -> Tensor:
    """z (N, K), y (N,) in 0..K-1 -> ()"""
    return F.cross_entropy(z, y).exp()


def reference(p: Tensor) -> Tensor:
    """Two classes, the first of which comes each time."""
    return call(torch.stack([p.logit(), 0 * p], dim=-1), torch.zeros(len(p), dtype=torch.long))


def check() -> None:
    close = torch.testing.assert_close

    # The functions shown: shifted, without padding, batches weighted by their tokens.
    logits, tokens = torch.randn(2, 7, 5), torch.randint(5, (2, 7))
    tokens[0, 4:] = -100
    p = torch.softmax(logits, dim=-1)
    came = torch.stack(
        [p[i, t, tokens[i, t + 1]] for i in (0, 1) for t in range(3 if i == 0 else 6)]
    )
    close(perplexity(logits, tokens), came.prod() ** (-1 / 9))
    close(perplexity(logits, tokens), (-came.log()).mean().exp())
    each = torch.stack([perplexity(logits[i : i + 1], tokens[i : i + 1]).log() for i in (0, 1)])
    close(of_batches(each, torch.tensor([3, 6])), perplexity(logits, tokens))
    chosen = F.nll_loss(logits[1, :-1].log_softmax(dim=-1), tokens[1, 1:])
    close(chosen.exp(), call(logits[1, :-1], tokens[1, 1:]))

    # Equal choices: 10, or the whole vocabulary; certain ones 1; an impossible one.
    for size in (10, 50_257):
        even = call(torch.zeros(3, size, dtype=torch.float64), torch.tensor([0, 1, 2]))
        close(even, torch.tensor(float(size)).double())
    untrained = call(0.02 * torch.randn(64, 50_257), torch.randint(50_257, (64,)))
    close(untrained, torch.tensor(50_257.0), rtol=0.02, atol=0)
    certain = torch.tensor([[0.0, -torch.inf]])
    assert call(certain, torch.tensor([0])) == 1
    assert call(certain, torch.tensor([1])) == torch.inf

    # From the loss; a step of 0.1; one unlikely token among 100.
    close(torch.tensor(3.0).exp(), torch.tensor(20.1), atol=0.05, rtol=0)
    close(torch.tensor(0.1).exp(), torch.tensor(1.105), atol=5e-4, rtol=0)
    close(torch.tensor(1e6) ** (1 / 100), torch.tensor(1.15), atol=5e-3, rtol=0)

    # Batches of different size.
    losses, counts = torch.tensor([1.0, 3.0]), torch.tensor([10, 90])
    close(of_batches(losses, counts), torch.tensor(16.4), atol=0.05, rtol=0)
    close(losses.exp().mean(), torch.tensor(11.4), atol=0.05, rtol=0)
    # Overflow.
    for precision, most in ((torch.float32, 88.72), (torch.float16, 11.09)):
        assert torch.tensor(most + 0.005, dtype=precision).exp() == torch.inf
        assert torch.tensor(most - 0.005, dtype=precision).exp() < torch.inf
    # Label smoothing.
    z, y = logits[1, :-1], tokens[1, 1:]
    assert F.cross_entropy(z, y, label_smoothing=0.1).exp() != call(z, y)
    # Never below the entropy of the source, on average.
    source = torch.softmax(torch.randn(6), dim=0)
    for guess in (torch.softmax(torch.randn(6), dim=0), torch.full((6,), 1 / 6), source):
        assert -(source * guess.log()).sum() >= torch.special.entr(source).sum() - 1e-6

    # The figure.
    chances = torch.tensor([0.25, 0.05, 0.1, 0.5, 0.8, 0.02], dtype=torch.float64)
    close(1 / chances, torch.tensor([4, 20, 10, 2, 1.25, 50]).double())
    close(reference(chances), torch.tensor(6.8).double(), atol=0.05, rtol=0)
    close(reference(chances), torch.tensor(math.prod([4, 20, 10, 2, 1.25, 50])).double() ** (1 / 6))

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for last in (0.02, 0.5):
        p = torch.tensor([0.25, 0.05, 0.1, 0.5, 0.8, last])
        root = (1 / p).prod() ** (1 / 6)
        torch.testing.assert_close(
            torch.tensor([*readout(last).values()]), torch.stack([root, root.log()])
        )


def readout(last: float) -> dict[str, float]:
    """probability of the last token"""
    p = torch.tensor([0.25, 0.05, 0.1, 0.5, 0.8, last])
    return {"perplexity": float(reference(p)), "loss in nats": float(reference(p).log())}


def figure(last: float = 0.02) -> Figure:  # 0.02 to 0.5 by 0.02
    """The likelier the last token, the lower the line: by the sixth root of the factor."""
    p = torch.tensor([0.25, 0.05, 0.1, 0.5, 0.8, last])
    value = float(reference(p))
    fig, axes = plt.subplots()
    bars = axes.bar(range(6), 1 / p, color="C4", width=0.62)
    axes.bar_label(bars, [f"{1 / v:.3g}" for v in p.tolist()], padding=2)
    axes.axhline(value, color="C0", linewidth=1.8)
    axes.annotate(
        f"perplexity {value:.1f}",
        (4.45, value),
        xytext=(0, 5),
        textcoords="offset points",
        ha="right",
        color="C0",
    )
    axes.set_yscale("log")
    axes.set_ylim(1, 90)
    axes.set_yticks([1, 10], ["1", "10"])
    axes.minorticks_off()
    axes.set_xticks(range(6), ["the", "cat", "sat", "on", "the", "mat"])
    axes.tick_params(bottom=False)
    axes.set_title("1 / probability of each token", loc="left")
    return fig
