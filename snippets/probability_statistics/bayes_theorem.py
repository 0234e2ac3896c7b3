"""Bayes' theorem: from the likelihood of the data to the probability of each hypothesis."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def posterior(pi: Tensor, ell: Tensor) -> Tensor:
    """The formula: pi (K,), ell (..., K) -> (..., K)."""
    joint = pi * ell
    return joint / joint.sum(dim=-1, keepdim=True)


def of_many(log_pi: Tensor, log_ell: Tensor) -> Tensor:
    """After N observations, independent given the hypothesis:
    log_pi (K,), log_ell (N, K) -> (K,)."""
    return torch.softmax(log_pi + log_ell.sum(dim=0), dim=-1)
    # --8<-- [end:pytorch]


def call(pi: Tensor, ell: Tensor) -> Tensor:
    """pi (K,) in [0, 1], ell (..., K) in [0, 1] -> (..., K)"""
    return torch.softmax(pi.log() + ell.log(), dim=-1)


def given(pi: Tensor, ell: Tensor) -> dict[str, Tensor]:
    return {"p": call(pi, ell)}


def reference_p(*, pi: Tensor, ell: Tensor) -> Tensor:
    return call(pi, ell)


def check() -> None:
    close = torch.testing.assert_close
    Categorical, Beta = torch.distributions.Categorical, torch.distributions.Beta

    def number(value: float) -> Tensor:
        return torch.tensor(value)

    # The functions shown are softmaxes; a common factor cancels.
    pi, ell = torch.softmax(torch.randn(5), dim=0), torch.rand(7, 5)
    close(posterior(pi, ell), call(pi, ell))
    close(posterior(pi, 1000 * ell), call(pi, ell))
    close(posterior(pi, ell).sum(dim=-1), torch.ones(7))
    close(posterior(pi, torch.full((5,), 0.3)), pi)

    # The test: 8 % after one alarm, 45 % after two; the two misreadings.
    rare, alarm = torch.tensor([0.01, 0.99]), torch.tensor([0.9, 0.1])
    once = posterior(rare, alarm)
    close(once[0], number(0.08), atol=5e-3, rtol=0)
    close(1000 * rare * alarm, torch.tensor([9.0, 99.0]))
    close(posterior(once, alarm)[0], number(0.45), atol=5e-3, rtol=0)
    close(once[0] / once[1], number(9 / 99))
    close(alarm[0] / alarm.sum(), number(0.9))

    # Together or one by one, in any order; not if the observations depend on each other.
    step = pi
    for likelihood in ell:
        step = posterior(step, likelihood)
    close(step, of_many(pi.log(), ell.log()))
    close(of_many(pi.log(), ell.flip(0).log()), step)
    twice = of_many(rare.log(), alarm.log().expand(2, 2))
    assert twice[0] > 5 * once[0]  # one observation, counted as two

    # A prior of 0 stays 0.
    zero = torch.tensor([0.0, 0.5, 0.5])
    for likelihood in torch.rand(4, 3):
        assert posterior(zero, likelihood)[0] == 0 and call(zero, likelihood)[0] == 0

    # A product underflows, a sum of logarithms does not.
    small = torch.tensor([[0.1, 0.09]]).expand(100, 2)
    even = torch.tensor([0.5, 0.5])
    assert small.prod(dim=0)[0] == 0 and posterior(even, small.prod(dim=0)).isnan().all()
    assert of_many(even.log(), small.log())[0] > 0.99
    assert number(0.1).double() ** 100 > 0

    # Categorical divides by the sum, or takes the softmax.
    close(Categorical(probs=pi * ell).probs, posterior(pi, ell))
    close(Categorical(logits=pi.log() + ell.log()).probs, posterior(pi, ell))

    # A rate with a Beta prior: the posterior on a grid is the Beta of the counts.
    grid = torch.linspace(0.0005, 0.9995, 1000, dtype=torch.float64)
    a, b = number(2.0).double(), number(3.0).double()
    prior = Beta(a, b).log_prob(grid).exp()
    seen = posterior(prior, grid**7 * (1 - grid) ** 4) * 1000
    close(seen, Beta(a + 7, b + 4).log_prob(grid).exp(), atol=1e-4, rtol=1e-4)

    # Two hypotheses: the sigmoid of the log odds.
    odds = (alarm[0] / alarm[1]).log() + (rare[0] / rare[1]).log()
    close(torch.sigmoid(odds), once[0])

    # Other class frequencies: the posterior of the new prior, from that of the old one.
    new = torch.softmax(torch.randn(5), dim=0)
    close(posterior(new / pi, posterior(pi, ell)), posterior(new, ell))

    # The figure.
    for before, after in ((0.01, 0.08), (0.1, 0.5), (0.5, 0.9)):
        close(updated(number(before), 9.0), number(after), atol=5e-3, rtol=0)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for ratio in (1.0, 9.0):
        odds = ratio * torch.tensor([1 / 99, 1], dtype=torch.float64)
        shown = torch.tensor([*readout(ratio).values()], dtype=torch.float64)
        torch.testing.assert_close(shown, odds / (1 + odds))


def updated(prior: Tensor, ratio: float) -> Tensor:
    """The posterior of one of two hypotheses, (...) -> (...)."""
    both = torch.stack([prior, 1 - prior], dim=-1)
    return posterior(both[..., :], torch.tensor([ratio, 1.0], dtype=prior.dtype))[..., 0]


def readout(ratio: float) -> dict[str, float]:
    """likelihood ratio"""
    after = updated(torch.tensor([0.01, 0.5], dtype=torch.float64), ratio)
    return {"a prior of 0.01 becomes": float(after[0]), "of 0.5": float(after[1])}


def figure(ratio: float = 9.0) -> Figure:  # 1 to 20 by 1
    """The larger the likelihood ratio, the further a prior is moved; at 1 it stays."""
    prior = torch.linspace(0, 1, 401, dtype=torch.float64)
    marked = torch.tensor([0.01, 0.1, 0.5], dtype=torch.float64)
    fig, axes = plt.subplots()
    axes.plot([0.38, 1], [0.38, 1], color="C4", linestyle="--", linewidth=1.2)
    axes.plot(prior, updated(prior, ratio), color="C0")
    axes.plot(marked, updated(marked, ratio), "o", color="C0")
    for x, y in zip(marked.tolist(), updated(marked, ratio).tolist(), strict=True):
        axes.annotate(f"{x:g} becomes {y:.2f}", (x, y), xytext=(9, -8), textcoords="offset points")
    axes.text(0.78, 0.68, "as before", color="C4")
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xticks([0, 0.1, 0.5, 1], ["0", "0.1", "0.5", "1"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("prior")
    axes.set_title(f"posterior, likelihood ratio {ratio:g}", loc="left")
    return fig
