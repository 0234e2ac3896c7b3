"""KL divergence: how far one distribution is from another."""

import warnings

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
import torch.nn.functional as F


def kl(p: Tensor, q: Tensor) -> Tensor:
    """With 0 log 0 = 0: p (..., K), q (..., K) -> (...)."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=-1)


def kl_of_logits(t: Tensor, z: Tensor) -> Tensor:
    """Of softmax(t) and softmax(z), finite where their logs are:
    t (..., K), z (..., K) -> (...)."""
    log_p, log_q = t.log_softmax(dim=-1), z.log_softmax(dim=-1)
    each = F.kl_div(log_q, log_p, reduction="none", log_target=True)
    return each.sum(dim=-1)
    # --8<-- [end:pytorch]


def call(q: Tensor, p: Tensor) -> Tensor:
    """q (N, K) in [0, 1], p (N, K) in [0, 1] -> ()"""
    return F.kl_div(q.log(), p, reduction="batchmean")


def of_distributions(p: Tensor, q: Tensor) -> Tensor:
    """The divergence as torch.distributions computes it."""
    first, second = (torch.distributions.Categorical(probs=probs) for probs in (p, q))
    return torch.distributions.kl_divergence(first, second)


def reference(p: Tensor, q: Tensor) -> Tensor:
    return of_distributions(p, q)


def reference_ell(x: Tensor, p: Tensor) -> Tensor:
    return F.kl_div(x, p, reduction="sum")


def density(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:
    """Of a normal distribution."""
    return torch.distributions.Normal(mu, sigma).log_prob(x).exp()


def fits(modes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The points x, the density of two bumps, and the parameters of both fits of a normal one."""
    x = torch.linspace(-7, 7, 561, dtype=torch.float64)
    step = x[1] - x[0]
    bumps = density(x, modes[:, None], torch.tensor(0.7, dtype=torch.float64))
    p = 0.6 * bumps[0] + 0.4 * bumps[1]
    mean = (p * x).sum() * step
    forward = torch.stack([mean, ((p * (x - mean) ** 2).sum() * step).sqrt()])

    means = torch.linspace(-3, 3, 61, dtype=torch.float64)
    deviations = torch.linspace(0.4, 3, 27, dtype=torch.float64)
    tried = torch.cartesian_prod(means, deviations)
    q = density(x, *tried.T[:, :, None])
    reverse = tried[kl(q, p).argmin()]
    return x, p, forward, reverse


def check() -> None:
    close = torch.testing.assert_close
    p, q = torch.softmax(torch.randn(2, 4, 5), dim=-1)
    each = of_distributions(p, q)

    # The functions shown, the call, and the log target.
    close(kl(p, q), each)
    close(kl_of_logits(p.log() + 3, q.log() - 1), each)
    close(kl(p.double(), q.double()), of_distributions(p.double(), q.double()))
    close(call(q, p), each.mean())
    close(torch.nn.KLDivLoss(reduction="batchmean")(q.log(), p), each.mean())
    close(F.kl_div(q.log(), p.log(), reduction="batchmean", log_target=True), each.mean())
    sure, other = torch.tensor([0.0, -200.0]), torch.tensor([-200.0, 0.0])
    assert kl_of_logits(sure, other) == 200

    # What cross-entropy has above the entropy; never below 0, not symmetric, unbounded.
    close(-(p * q.log()).sum(dim=-1) - torch.special.entr(p).sum(dim=-1), each)
    assert (each > 0).all() and (kl(p, p) == 0).all()
    even, heads = torch.tensor([0.5, 0.5]), torch.tensor([0.9, 0.1])
    close(kl(even, heads), torch.tensor(0.51), atol=5e-3, rtol=0)
    close(kl(heads, even), torch.tensor(0.37), atol=5e-3, rtol=0)
    assert kl(even, torch.tensor([1.0, 0.0])) == torch.inf

    # Quadratic close to p.
    p_64, q_64 = p.double(), q.double()
    for share in (1e-2, 5e-3):
        near = p_64 + share * (q_64 - p_64)
        square = ((p_64 - near) ** 2 / p_64).sum(dim=-1) / 2
        close(kl(p_64, near), square, rtol=0.05, atol=0)
    closer = kl(p_64, p_64 + 5e-3 * (q_64 - p_64)), kl(p_64, p_64 + 1e-2 * (q_64 - p_64))
    close(closer[0], closer[1] / 4, rtol=0.05, atol=0)

    # The gradient with respect to logits, in both orders.
    z = torch.randn(5)
    weights = z.softmax(dim=0)
    close(torch.func.grad(lambda z: kl(p[0], z.softmax(dim=0)))(z), weights - p[0])
    close(torch.func.grad(lambda z: F.cross_entropy(z, p[0]))(z), weights - p[0])
    slope = weights * ((weights / p[0]).log() - kl(weights, p[0]))
    close(torch.func.grad(lambda z: kl(z.softmax(dim=0), p[0]))(z), slope)

    # Independent parts, and another order of the outcomes.
    joint_p = (p[0][:, None] * p[1]).flatten()
    joint_q = (q[0][:, None] * q[1]).flatten()
    close(kl(joint_p, joint_q), each[0] + each[1])
    close(kl(p[:, [3, 1, 4, 0, 2]], q[:, [3, 1, 4, 0, 2]]), each)

    # Order and input of F.kl_div.
    close(F.kl_div(p.log(), q, reduction="batchmean"), kl(q, p).mean())
    assert F.kl_div(q, p, reduction="batchmean") < 0
    assert F.kl_div(q.log(), p.log(), reduction="batchmean").isnan()
    # Reductions.
    for loss in (F.kl_div, torch.nn.KLDivLoss()):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            close(loss(q.log(), p), each.mean() / 5)
        assert "batchmean" in str(told[0].message)
    close(F.kl_div(q[0].log(), p[0], reduction="batchmean"), each[0] / 5)
    sequences = F.kl_div(q.log()[None], p[None], reduction="batchmean")
    close(sequences, each.sum())
    # Zeros.
    zero, half = torch.tensor([0.5, 0.5, 0.0]), torch.tensor([0.25, 0.25, 0.5])
    close(F.kl_div(half.log(), zero, reduction="sum"), kl(zero, half))
    close(kl(zero, half), torch.tensor(2.0).log())
    assert F.kl_div(half.log(), zero.log(), reduction="sum", log_target=True).isnan()
    assert F.kl_div(zero.log(), zero, reduction="sum").isnan()
    assert of_distributions(zero, zero) == 0 == kl(zero, zero)
    close(of_distributions(zero, half), kl(zero, half))
    # Categorical raises small probabilities: told 10.82 in float64, 7.28 in float32.
    for precision, printed in ((torch.float32, 7.28), (torch.float64, 10.82)):
        tiny = torch.tensor([1.0, 1e-10], dtype=precision)
        close(kl(even.to(precision), tiny), torch.tensor(10.82).to(precision), atol=5e-3, rtol=0)
        raised = of_distributions(even.to(precision), tiny)
        close(raised, torch.tensor(printed).to(precision), atol=5e-3, rtol=0)
    assert of_distributions(even, torch.tensor([1.0, 0.0])) == torch.inf
    far = torch.tensor([4e4, -4e4], dtype=torch.float16)
    assert kl_of_logits(far, far).isnan()
    # The target has a gradient, too.
    slope = torch.func.grad(lambda p: F.kl_div(q.log(), p, reduction="sum"))(p)
    close(slope, (p / q).log() + 1)

    # The unit of x does not matter.
    pairs = torch.tensor([[1.0, 2.0], [3.0, 0.5]])
    for scale in (1.0, 100.0):
        first, second = (torch.distributions.Normal(m * scale, s * scale) for m, s in pairs)
        between = torch.distributions.kl_divergence(first, second)
        close(between, torch.tensor(14.1137), atol=1e-4, rtol=0)

    # The figure: the fits, and that neither is better in the other's order.
    x, p, forward, reverse = fits(torch.tensor([2.0, -2.0], dtype=torch.float64))
    close(forward, torch.tensor([0.4, 2.1]).double(), atol=0.05, rtol=0)
    close(reverse, torch.tensor([2.0, 0.7]).double(), atol=0.05, rtol=0)
    wide, narrow = density(x, *forward), density(x, *reverse)
    assert kl(p, wide) < kl(p, narrow) and kl(narrow, p) < kl(wide, p)

    check_readout()


def check_readout() -> None:
    """The numbers beside the slider."""
    for mode in (-2.0, 1.0):
        forward, reverse = readout(mode).values()
        torch.testing.assert_close(forward, 0.6 * 2 + 0.4 * mode, atol=1e-3, rtol=0)
        x, p, _, best = fits(torch.tensor([2.0, mode], dtype=torch.float64))
        there = [
            of_distributions(density(x, torch.tensor(mean), best[1]), p)
            for mean in (reverse - 0.1, reverse, reverse + 0.1)
        ]
        assert there[1] == min(there)


def readout(mode: float) -> dict[str, float]:
    """place of the smaller bump"""
    _, _, forward, reverse = fits(torch.tensor([2.0, mode], dtype=torch.float64))
    return {"mean of the forward fit": float(forward[0]), "of the reverse fit": float(reverse[0])}


def figure(mode: float = -2.0) -> Figure:  # -3 to 1 by 0.2
    """Where the bumps are close, both fits agree; apart, the reverse one takes the larger."""
    x, p, forward, reverse = fits(torch.tensor([2.0, mode], dtype=torch.float64))
    x, p = x[::4], p[::4]
    fig, axes = plt.subplots()
    axes.fill_between(x, p, color="C7", alpha=0.25, linewidth=0)
    for fit, color, name, at, side in (
        (forward, "C1", "forward", (mode - 1.7, 0.15), "right"),
        (reverse, "C0", "reverse", (3.0, 0.3), "left"),
    ):
        mu, sigma = fit
        axes.plot(x, density(x, mu, sigma), color=color)
        axes.annotate(
            f"{name} fit\nmean {float(mu):.1f}\ndeviation {float(sigma):.1f}".replace("-", "−"),
            at,
            ha=side,
            color=color,
        )
    axes.set_xlim(-7, 7)
    axes.set_ylim(0, 0.62)
    axes.set_xticks([mode, 2])
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:g}".replace("-", "−"))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_title("density and two normal fits", loc="left")
    return fig
