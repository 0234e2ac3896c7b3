"""Temperature scaling: divide the logits to sharpen or flatten their softmax."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor
from torch.nn import functional as F


def softmax_at(z: Tensor, tau: float) -> Tensor:
    """Weights at temperature tau > 0, z (..., K) -> (..., K)."""
    return torch.softmax(z / tau, dim=-1)


def calibration_loss(z: Tensor, y: Tensor, tau: Tensor) -> Tensor:
    """Minimize over tau; held-out logits z and labels y stay fixed:
    z (N, K), y (N,), tau () -> ()."""
    return F.cross_entropy(z / tau, y)
    # --8<-- [end:pytorch]


def call(z: Tensor, tau: Tensor) -> Tensor:
    """z (..., K), tau () -> (..., K)"""
    return torch.softmax(z / tau, dim=-1)


def reference(*, z: Tensor, tau: Tensor) -> Tensor:
    """The distribution that the scaled logits define in torch.distributions."""
    categorical = torch.distributions.Categorical(logits=z / tau)
    states = torch.arange(z.shape[-1])
    log_p: Tensor = categorical.log_prob(states)
    return log_p.exp()


def entropy(p: Tensor) -> Tensor:
    return -torch.xlogy(p, p).sum(-1)


def check() -> None:
    z = torch.tensor([2.0, 1.0, 0.1, -1.0])
    p = softmax_at(z, 2.0)
    torch.testing.assert_close(p, reference(z=z, tau=torch.tensor(2.0)))
    torch.testing.assert_close(call(z, torch.tensor(2.0)), p)
    torch.testing.assert_close(softmax_at(z, 1.0), torch.softmax(z, dim=-1))

    # Limits, ties, order, ratios.
    torch.testing.assert_close(softmax_at(z, 1e-3), torch.tensor([1.0, 0.0, 0.0, 0.0]))
    tied = torch.tensor([2.0, 2.0, 1.0])
    torch.testing.assert_close(softmax_at(tied, 1e-3), torch.tensor([0.5, 0.5, 0.0]))
    torch.testing.assert_close(softmax_at(z, 1e6), torch.full((4,), 0.25))
    logits = torch.randn(200, 10)
    for tau in (0.1, 0.5, 3.0, 20.0):
        assert softmax_at(logits, tau).argmax(-1).equal(logits.argmax(-1))
    for tau, ratio in ((0.5, 7.39), (1.0, 2.72), (5.0, 1.22)):  # a lead of 1
        p = softmax_at(z, tau)
        torch.testing.assert_close(p[0] / p[1], torch.tensor(ratio), atol=5e-3, rtol=0)

    # Entropy rises at the rate Var(z) / tau^3.
    warm = torch.tensor(0.8, requires_grad=True)
    p = torch.softmax(z / warm, dim=-1)
    (slope,) = torch.autograd.grad(entropy(p), warm)
    variance = (p * z**2).sum() - (p * z).sum() ** 2
    torch.testing.assert_close(slope, variance / warm**3)

    # The Jacobian carries 1 / tau.
    jacobian = torch.func.jacrev(softmax_at)(z, 2.0)
    p = softmax_at(z, 2.0)
    torch.testing.assert_close(jacobian, (torch.diag(p) - torch.outer(p, p)) / 2)

    # Powers of probabilities do the same; dividing probabilities does nothing.
    p = torch.softmax(z, dim=-1)
    torch.testing.assert_close(p**0.5 / (p**0.5).sum(), softmax_at(z, 2.0))
    torch.testing.assert_close((p / 2) / (p / 2).sum(), p)

    # Calibration: logits three times too large want a temperature of about 3.
    honest = torch.randn(4000, 5)
    labels = torch.multinomial(torch.softmax(honest, dim=-1), 1).squeeze(-1)
    taus = torch.linspace(1, 5, 41)
    losses = torch.stack([calibration_loss(3 * honest, labels, t) for t in taus])
    assert 2.7 < taus[losses.argmin()] < 3.3
    log_tau = torch.zeros((), requires_grad=True)  # unbounded, so that any step is allowed
    optimizer = torch.optim.LBFGS([log_tau], line_search_fn="strong_wolfe")

    def closure() -> float:
        optimizer.zero_grad()
        loss = calibration_loss(3 * honest, labels, log_tau.exp())
        loss.backward()
        return float(loss.detach())

    optimizer.step(closure)
    torch.testing.assert_close(log_tau.exp(), taus[losses.argmin()], atol=0.1, rtol=0)
    manual = -torch.log_softmax(3 * honest / 2, dim=-1)[torch.arange(4000), labels].mean()
    torch.testing.assert_close(calibration_loss(3 * honest, labels, torch.tensor(2.0)), manual)

    # Distillation: the gradient falls like 1 / tau^2.
    teacher, student = torch.randn(2, 5, dtype=torch.float64)

    def soft_loss(student: Tensor, tau: float) -> Tensor:
        return F.cross_entropy(student / tau, softmax_at(teacher, tau))

    at_100 = torch.func.grad(soft_loss)(student, 100.0) * 100**2
    at_200 = torch.func.grad(soft_loss)(student, 200.0) * 200**2
    torch.testing.assert_close(at_100, at_200, atol=0.01, rtol=0)

    # Conventions.
    assert softmax_at(z, 0.0).isnan().any()
    assert softmax_at(z, 1e-30).isfinite().all()
    draws = torch.distributions.Categorical(logits=z / 0.5).sample((20000,))
    frequencies = torch.bincount(draws, minlength=4) / 20000
    torch.testing.assert_close(frequencies, softmax_at(z, 0.5), atol=0.015, rtol=0)
    once, again = F.gumbel_softmax(z, 0.5), F.gumbel_softmax(z, 0.5)
    assert not once.allclose(again)
    torch.testing.assert_close(once.sum(), torch.tensor(1.0))

    # The figure's numbers.
    for tau_, top, nats in ((0.5, 0.86, 0.47), (1.0, 0.64, 0.96), (5.0, 0.33, 1.36)):
        p = softmax_at(z, tau_)
        torch.testing.assert_close(p[0], torch.tensor(top), atol=5e-3, rtol=0)
        torch.testing.assert_close(entropy(p), torch.tensor(nats), atol=5e-3, rtol=0)
        shown = torch.tensor([*readout(tau_).values()])
        torch.testing.assert_close(shown, torch.tensor([top, nats]), atol=5e-3, rtol=0)
    uniform = entropy(softmax_at(z, 1e6))
    torch.testing.assert_close(uniform, torch.tensor(1.39), atol=5e-3, rtol=0)


def readout(tau: float) -> dict[str, float]:
    """temperature τ"""
    p = softmax_at(torch.tensor([2.0, 1.0, 0.1, -1.0]), tau)
    return {"largest weight": float(p.max()), "entropy in nats": float(entropy(p))}


def figure(tau: float = 1.0) -> Figure:  # 0.1 to 4 by 0.1
    """The higher tau, the flatter the weights and the higher their entropy."""
    z = torch.tensor([2.0, 1.0, 0.1, -1.0])
    fig, (bars, curve) = plt.subplots(2, 1, figsize=(5.2, 3.6), height_ratios=[1, 1.05])
    rates = ((0.5, "C1"), (tau, "C0"), (5.0, "C2"))
    for group, (rate, color) in enumerate(rates):
        p = softmax_at(z, rate)
        drawn = bars.bar(5.2 * group + torch.arange(4), p, color=color, width=0.72)
        bars.bar_label(drawn, [f"{v:.2f}" for v in p.tolist()], padding=2, fontsize=9)
        curve.plot(rate, entropy(p), "o", color=color, markersize=7, zorder=3)
    bars.set_xticks([1.5, 6.7, 11.9], [rf"$\tau$ = {rate:g}" for rate, _ in rates], fontsize=10)
    bars.set_title("softmax of the logits (2, 1, 0.1, −1) divided by $\\tau$", loc="left")
    bars.axhline(0, color=plt.rcParams["axes.edgecolor"], linewidth=0.8)
    bars.spines[["left", "bottom"]].set_visible(False)
    bars.tick_params(left=False, labelleft=False, bottom=False)
    bars.margins(x=0.02)
    bars.set_ylim(0, 1.1)

    taus = torch.linspace(0.06, 6, 120)
    curve.plot(taus, entropy(torch.softmax(z / taus[:, None], dim=-1)), color="C4", zorder=2)
    curve.axhline(torch.tensor(4.0).log(), color=plt.rcParams["axes.edgecolor"], linestyle=":")
    curve.annotate("uniform: $\\ln 4$", (0.06, 1.41), va="bottom")
    curve.set_title("entropy (nats)", loc="left")
    curve.set(xlim=(0, 6), ylim=(0, 1.7), xticks=range(7), yticks=[0, 0.5, 1, 1.5])
    curve.set_xlabel(r"temperature $\tau$")
    return fig
