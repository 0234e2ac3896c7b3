"""Entropy: the mean surprise of a distribution."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def entropy(p: Tensor) -> Tensor:
    """The formula, with 0 log 0 = 0: p (..., K) -> (...)."""
    return torch.special.entr(p).sum(dim=-1)


def entropy_of_logits(z: Tensor) -> Tensor:
    """The entropy of softmax(z), for finite z; its gradient is
    finite where a weight underflows: z (..., K) -> (...)."""
    log_p = torch.log_softmax(z, dim=-1)
    return -(log_p.exp() * log_p).sum(dim=-1)
    # --8<-- [end:pytorch]


def call(p: Tensor) -> Tensor:
    """p (..., K) in [0, 1] -> (...)"""
    return torch.distributions.Categorical(probs=p).entropy()


def reference(p: Tensor) -> Tensor:
    return call(p)


def reference_f(x: Tensor, *, mu: Tensor, sigma: Tensor) -> Tensor:
    return torch.distributions.Normal(mu, sigma).log_prob(x).exp()


def check() -> None:
    close = torch.testing.assert_close

    p = torch.softmax(torch.randn(6, 5), dim=-1)
    close(entropy(p), call(p))
    close(entropy_of_logits(p.log()), entropy(p))
    logits = torch.distributions.Categorical(logits=3 * torch.randn(6, 5))
    close(entropy_of_logits(logits.logits), logits.entropy())
    close(entropy_of_logits(torch.tensor([0.0, -200.0])), torch.tensor(0.0))

    # Surprise, and the number of equally likely choices.
    close(-torch.tensor(0.1).log(), torch.tensor(2.3), atol=0.01, rtol=0)
    three = torch.tensor([0.5, 0.25, 0.25])
    close(entropy(three).exp(), torch.tensor(2.83), atol=5e-3, rtol=0)
    # In bits: 1.5, which the code 0, 10, 11 reaches.
    close(entropy(three) / torch.tensor(2.0).log(), (three * torch.tensor([1.0, 2.0, 2.0])).sum())

    # From 0 to log K.
    for size, most in ((2, 0.69), (1000, 6.91)):
        even = torch.full((size,), 1 / size)
        close(entropy(even), torch.tensor(most), atol=5e-3, rtol=0)
        random = torch.softmax(torch.randn(50, size), dim=-1)
        assert (entropy(random) < entropy(even)).all() and (entropy(random) > 0).all()
    close(entropy(torch.eye(3)), torch.zeros(3))

    # Order does not matter; mixing raises, independence adds, dependence lowers.
    close(entropy(p[:, [3, 1, 4, 0, 2]]), entropy(p))
    q = torch.softmax(torch.randn(6, 5), dim=-1)
    for share in (0.1, 0.5, 0.8):
        mixed = entropy(share * p + (1 - share) * q)
        assert (mixed >= share * entropy(p) + (1 - share) * entropy(q) - 1e-6).all()
    product = (p[:, :, None] * q[:, None]).flatten(1)
    close(entropy(product), entropy(p) + entropy(q))
    joint = torch.softmax(2 * torch.randn(20, 12), dim=-1).reshape(20, 3, 4)
    parts = entropy(joint.sum(dim=1)) + entropy(joint.sum(dim=2))
    assert (entropy(joint.flatten(1)) <= parts + 1e-6).all()

    # The gradient with respect to logits.
    z = torch.randn(5)
    weights = torch.softmax(z, dim=0)
    slope = torch.func.grad(entropy_of_logits)(z)
    close(slope, -weights * (weights.log() + entropy(weights)))
    # It lowers the logit of what surprises a little less than average, whose weight still grows.
    odd = torch.tensor([0.5, 0.32, 0.09, 0.09])
    slope = torch.func.grad(entropy_of_logits)(odd.log())
    assert -odd[1].log() < entropy(odd) and slope[1] < 0
    assert torch.softmax(odd.log() + 0.01 * slope, dim=0)[1] > odd[1]

    # Conventions: unit, normalization, zeros.
    close(torch.tensor(2.0).log(), torch.tensor(0.693), atol=5e-4, rtol=0)
    close(call(3 * p), call(p))
    zero = torch.tensor([1.0, 0.0])
    assert (-zero * zero.log()).isnan()[1] and torch.special.entr(zero).equal(torch.zeros(2))
    assert torch.special.entr(torch.tensor(-0.1)) == -torch.inf
    assert torch.func.grad(entropy)(zero)[1] == torch.inf
    far = torch.tensor([0.0, -1e4], requires_grad=True)
    assert torch.autograd.grad(entropy(torch.softmax(far, dim=-1)), far)[0].isnan().all()
    masked = torch.tensor([0.0, 1.0, -torch.inf], requires_grad=True)
    spread = torch.distributions.Categorical(logits=masked).entropy()
    assert torch.autograd.grad(spread, masked)[0].isfinite().all()
    finite = torch.func.grad(entropy_of_logits)(torch.tensor([0.0, -200.0]))
    assert finite.isfinite().all()
    assert entropy_of_logits(torch.tensor([0.0, -torch.inf])).isnan()

    # A density: negative below 0.242; another unit adds its logarithm.
    normal = torch.distributions.Normal(0.0, torch.tensor([0.241, 0.243]))
    assert normal.entropy()[0] < 0 < normal.entropy()[1]
    wide = torch.distributions.Normal(0.0, 10 * torch.tensor([0.241, 0.243]))
    close(wide.entropy() - normal.entropy(), torch.tensor(10.0).log().expand(2))

    # Cross-entropy is never less, and equal only for q = p.
    cross = -(p * q.log()).sum(dim=-1)
    assert (cross > entropy(p)).all()
    close(-(p * p.log()).sum(dim=-1), entropy(p))

    # The entropy of frequencies is too low on average.
    generator = torch.Generator().manual_seed(0)
    source = torch.full((4000, 6), 1 / 6)
    draws = torch.multinomial(source, 12, replacement=True, generator=generator)
    counts = torch.nn.functional.one_hot(draws, 6).sum(dim=1)
    estimate = entropy(counts / 12).mean()
    assert estimate < entropy(source[0]) - 0.1

    # The figure.
    for heads, nats in ((0.1, 0.33), (0.5, 0.69)):
        coin = torch.tensor([heads, 1 - heads])
        close(entropy(coin), torch.tensor(nats), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for heads in (0.1, 0.5):
        coin = torch.distributions.Bernoulli(torch.tensor(heads, dtype=torch.float64))
        nats, bits = readout(heads).values()
        torch.testing.assert_close(nats, float(coin.entropy()))
        torch.testing.assert_close(bits, float(coin.entropy() / torch.tensor(2.0).log()))


def readout(heads: float) -> dict[str, float]:
    """probability of heads"""
    nats = entropy(torch.tensor([heads, 1 - heads], dtype=torch.float64))
    return {"entropy in nats": float(nats), "in bits": float(nats / torch.tensor(2.0).log())}


def figure(heads: float = 0.1) -> Figure:  # 0.05 to 0.95 by 0.05
    """The nearer the probability of heads to 0.5, the more uncertain the coin."""
    p = torch.linspace(0, 1, 401, dtype=torch.float64)
    coins = torch.stack([p, 1 - p], dim=-1)
    marked = torch.tensor([heads, 0.5], dtype=torch.float64)
    heights = entropy(torch.stack([marked, 1 - marked], dim=-1))

    fig, axes = plt.subplots()
    axes.plot(p, entropy(coins), color="C0")
    axes.plot(marked, heights, "o", color="C0")
    axes.annotate(
        f"{float(heights[0]):.2f}",
        (heads, float(heights[0])),
        xytext=(9, -5),
        textcoords="offset points",
    )
    axes.annotate(
        "0.69 nats = 1 bit",
        (0.5, float(heights[1])),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
    )
    axes.set_ylim(0, 0.82)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes.set_yticks([0, 0.2, 0.4, 0.6])
    axes.set_xlabel("probability of heads")
    axes.set_title("entropy of a coin, in nats", loc="left")
    return fig
