"""Top-k sampling: draw from the k most probable tokens."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def top_k(z: Tensor, k: int) -> Tensor:
    """Logits, -inf where cut off: z (..., V) -> (..., V)."""
    last = z.topk(k, dim=-1).values[..., -1:]
    return z.masked_fill(z < last, -torch.inf)


def draw(z: Tensor, k: int, tau: float = 1.0) -> Tensor:
    """A token of each row, of exactly k: z (N, V) -> (N,)."""
    values, tokens = z.topk(k, dim=-1)
    p = torch.softmax(values / tau, dim=-1)
    return tokens.gather(-1, torch.multinomial(p, 1)).squeeze(-1)
    # --8<-- [end:pytorch]


def call(z: Tensor, k: int = 3) -> Tensor:
    """z (..., V) -> (..., V)"""
    return z.masked_fill(z < z.topk(k, dim=-1).values[..., -1:], -torch.inf)


def reference(*, p: Tensor, k: Tensor) -> Tensor:
    last = torch.topk(p, int(k)).values[-1]
    return torch.distributions.Categorical(probs=p.where(p >= last, 0)).probs


def reference_r(*, z: Tensor, k: Tensor) -> Tensor:
    return torch.softmax(call(z, int(k)), dim=-1)


def check() -> None:
    close = torch.testing.assert_close
    z = torch.randn(6, 9)

    # Logits and probabilities, with the numbers of the page.
    p = torch.softmax(z, dim=-1)
    for k in (1, 4, 9):
        kept = torch.softmax(top_k(z, k), dim=-1)
        close(kept, torch.stack([reference(p=row, k=torch.tensor(k)) for row in p]))
        close(call(z, k), top_k(z, k))
        assert ((kept > 0).sum(dim=-1) == k).all()
    close(torch.softmax(top_k(z, 9), dim=-1), p)
    five = torch.tensor([0.50, 0.25, 0.15, 0.06, 0.04])
    q = reference(p=five, k=torch.tensor(3))
    close(q, torch.tensor([0.56, 0.28, 0.17, 0, 0]), atol=5e-3, rtol=0)
    close(q[0] / q[1], five[0] / five[1])

    # Greedy for k = 1; drawn as often as the probabilities say.
    assert draw(z, 1).equal(z.argmax(dim=-1))
    torch.manual_seed(0)
    drawn = draw(five.log().expand(50_000, 5), 3)
    assert drawn.shape == (50_000,) and drawn.max() == 2
    share = torch.bincount(drawn, minlength=5) / 50_000
    close(share, q, atol=0.012, rtol=0)

    # A temperature before or behind.
    for tau in (0.5, 2.0):
        before, behind = torch.softmax(top_k(z / tau, 4), -1), torch.softmax(top_k(z, 4) / tau, -1)
        close(before, behind)
    short = (3 * torch.randn(500, 500, generator=torch.Generator().manual_seed(0))).bfloat16()
    sets = [top_k(x, 20).isfinite() for x in (short, short / 1.3)]
    assert (sets[0] != sets[1]).any() and (sets[0] <= sets[1]).all()  # ties by rounding

    # Ties; too large a k; what multinomial takes.
    tied = torch.tensor([2.0, 1.0, 1.0, 0.0])
    assert top_k(tied, 2).isfinite().sum() == 3 and tied.topk(2).values.numel() == 2
    for wrong in (lambda: tied.topk(5), lambda: torch.multinomial(torch.rand(2, 3, 4), 1)):
        try:
            wrong()
        except RuntimeError as error:
            assert "range" in str(error) or "dim" in str(error)
        else:
            raise AssertionError("no error was raised")
    assert torch.multinomial(torch.tensor([0.0, 7.0]), 1) == 1
    assert torch.multinomial(torch.tensor([[0.0, 7.0], [3.0, 0.0]]), 1).tolist() == [[1], [0]]

    # KL divergences: minus the logarithm of what is kept, and infinite.
    support = q > 0
    divergence = (q[support] * (q[support] / five[support]).log()).sum()
    close(divergence, -torch.tensor(0.9).log())
    close(divergence, torch.tensor(0.105), atol=5e-4, rtol=0)
    assert (five * (five / q).log()).sum() == torch.inf
    two = torch.tensor([0.6, 0.4, 0.0])
    assert torch.equal(reference(p=two, k=torch.tensor(2)), two)  # cut off, but impossible


def figure(k: int = 3) -> Figure:  # 1 to 5 by 1
    """With a larger k more tokens are kept, and the likeliest one grows less."""
    p = torch.tensor([0.50, 0.25, 0.15, 0.06, 0.04])
    q = torch.softmax(top_k(p.log(), k), dim=-1)
    fig, panels = plt.subplots(1, 2, sharey=True)
    for axes, values, title in zip(
        panels, (p, q), ("probabilities", f"top-k, k = {k}"), strict=True
    ):
        colors = ["C0" if i < k else "C4" for i in range(5)]
        bars = axes.bar(range(5), values, color=colors, width=0.62)
        axes.bar_label(bars, [f"{v:.2f}" if v > 0 else "0" for v in values.tolist()], padding=2)
        axes.set_title(title)
        axes.set_xticks(range(5), ["1", "2", "3", "4", "5"])
        axes.set_xlabel("token")
        axes.spines["left"].set_visible(False)
        axes.tick_params(left=False, labelleft=False, bottom=False)
        axes.margins(y=0.12)
    return fig
